"""Has the front end bundled into every wheel and sdist: hatchling's custom build hook.

What git holds has no bundle, and a wheel without it has no editor, no Persian font and no
coastline: a build that cannot make it fails. ``PEYVAND_WITHOUT_FRONT_END=1`` builds without.
"""

import os
import runpy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WITHOUT = "PEYVAND_WITHOUT_FRONT_END"


class FrontEnd(BuildHookInterface):
    """Bundles where the bundle is not current, and says what the build includes of it."""

    def dependencies(self) -> list[str]:
        """The Node of PyPI, for an isolated build that needs one on a machine without."""
        tool = _tool(self.root)
        if os.environ.get(WITHOUT) or tool.is_current() or tool.machine():
            return []
        return [tool.PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bundle; an editable install reads the folder itself, where ``make front`` bundles."""
        if version == "editable":
            return
        if os.environ.get(WITHOUT):
            self.app.display_warning(
                f"{WITHOUT} is set: this {self.target_name} has no query editor, no Persian font "
                "and no coastline."
            )
            return
        tool = _tool(self.root)
        problem = "" if tool.is_current() else tool.build()
        if problem:
            self.app.abort(f"The front end was not bundled: {problem}\n{WITHOUT}=1 builds without.")
        build_data["artifacts"].append(f"/{tool.BUILT.relative_to(tool.ROOT).as_posix()}/*")


def _tool(root: str) -> SimpleNamespace:
    # A build's own interpreter does not find the project's modules by their names.
    return SimpleNamespace(**runpy.run_path(str(Path(root) / "tools" / "frontend.py")))
