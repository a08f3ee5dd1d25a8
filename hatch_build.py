"""What a build adds to the package: the front end, and in a wheel the data; hatchling's build hook.

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
# Folders of a checkout that a wheel has inside of the package (see peyvand/resources.py).
DATA = ("ontology", "shapes", "queries", "data", "docs")


class Additions(BuildHookInterface):
    """Bundles the front end where the bundle is not current, and adds what git has elsewhere."""

    def dependencies(self) -> list[str]:
        """The Node of PyPI, for an isolated build that needs one on a machine without."""
        tool = _tool(self.root)
        if os.environ.get(WITHOUT) or tool.is_current() or tool.machine():
            return []
        return [tool.PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add to a build; an editable install reads the checkout, where ``make front`` bundles."""
        if version == "editable":
            return
        if self.target_name == "wheel":
            build_data["force_include"].update({name: f"peyvand/bundle/{name}" for name in DATA})
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
