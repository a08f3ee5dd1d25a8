"""What clients are not told: where things lie on this machine."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

# What may be an absolute path of this machine; the path of an IRI comes after a colon or a name.
_PATH = re.compile(r"""(?<![\w:/.<>?=&%#-])/(?:[^\s/'"<>():;,]+/)*[^\s/'"<>():;,]+""")


def without_paths(text: str) -> str:
    """A text with an ellipsis for every path of this machine; addresses on the site stay."""

    def shown(match: re.Match[str]) -> str:
        path, end = Path(match[0]), "." * match[0].endswith(".")
        if match[0].startswith(f"{tempfile.gettempdir()}/"):
            return f"…{end}"
        return f"…{end}" if len(path.parts) > 2 and Path(*path.parts[:3]).exists() else match[0]

    return _PATH.sub(shown, text) if "/" in text else text
