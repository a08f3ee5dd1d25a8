"""The versions as they were before they are made anew: kept until all of them are.

What a version holds is told by others too, so none may go before the last that needs it is made.
They share their files with the versions, are served to nobody, and are gone at the end.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from peyvand.graph.durable import sync, sync_folder
from peyvand.graph.layout import PATCH
from peyvand.graph.versions import Version, Versions

FOLDER = ".former"
_PART = ".part"


class Originals:
    """What a home held before.

    Args:
        versions: the home.
    """

    def __init__(self, versions: Versions) -> None:
        self._versions, self.folder = versions, versions.home / FOLDER
        self.versions = Versions(self.folder, all_lists=True)

    @property
    def are_there(self) -> bool:
        """Whether versions are kept, as when a former run ended before all were made."""
        return self.folder.is_dir()

    def keep(self) -> None:
        """Keep those of the withheld versions that are not kept yet."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        for stray in self.folder.glob(f"*{_PART}"):
            shutil.rmtree(stray)
        self.versions.folder.mkdir(exist_ok=True)
        known = {path.name for path in self.versions.folder.iterdir()}
        for version in self._versions.withheld:
            if version.path.name not in known:
                # What came after versions were made anew tells its change from one of those.
                follows = not known or f"{version.number - 1:06d}" not in known
                self._take(version, follows)
        newest = max((path.name for path in self.versions.folder.iterdir()), default="")
        if newest:
            self.versions.link.unlink(missing_ok=True)
            self.versions.link.symlink_to(Path("versions") / newest)
        sync_folder(self.folder)
        sync_folder(self._versions.home)

    def of(self, number: int) -> Version | None:
        """A version that is kept; None if it is not."""
        version = Version(self.versions.folder / f"{number:06d}")
        return version if version.path.is_dir() else None

    def drop(self) -> None:
        """Keep nothing any longer."""
        if self.are_there:
            gone = self.folder.with_name(f"{FOLDER}{_PART}")
            shutil.rmtree(gone, ignore_errors=True)
            self.folder.rename(gone)
            shutil.rmtree(gone)
            sync_folder(self._versions.home)

    def _take(self, version: Version, with_patch: bool) -> None:
        part = self.folder / f"{version.path.name}{_PART}"
        shutil.copytree(version.path, part, copy_function=os.link)
        if not with_patch:
            (part / PATCH).unlink(missing_ok=True)
        sync(part)
        part.rename(self.versions.folder / version.path.name)
        sync_folder(self.versions.folder)
