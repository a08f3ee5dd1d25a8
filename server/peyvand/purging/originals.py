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
from peyvand.graph.withheld import made_under

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
        return self.folder.is_dir() or self._gone.is_dir()

    @property
    def _gone(self) -> Path:
        """Where they are while they are being removed."""
        return self.folder.with_name(f"{FOLDER}{_PART}")

    def keep(self) -> None:
        """Keep those of the withheld versions that are not kept yet."""
        shutil.rmtree(self._gone, ignore_errors=True)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        for stray in self.folder.glob(f"*{_PART}"):
            shutil.rmtree(stray)
        self.versions.folder.mkdir(exist_ok=True)
        for version in self._versions.withheld:
            if self.of(version.number) is None:
                self._take(version)
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
        if self.folder.is_dir():
            shutil.rmtree(self._gone, ignore_errors=True)
            self.folder.rename(self._gone)
        shutil.rmtree(self._gone, ignore_errors=True)
        sync_folder(self._versions.home)

    def _take(self, version: Version) -> None:
        before = self.of(version.number - 1)
        part = self.folder / f"{version.path.name}{_PART}"
        shutil.copytree(version.path, part, copy_function=os.link)
        if before is not None and made_under(before.path) != made_under(version.path):
            # It came after that was made anew, and tells what it changes of that.
            (part / PATCH).unlink(missing_ok=True)
        sync(part)
        part.rename(self.versions.folder / version.path.name)
        sync_folder(self.versions.folder)
