"""What the scripts of a page are given: their texts in its language, and the addresses they ask."""

from __future__ import annotations

from typing import Any

from flask import request

from peyvand.texts import scripts
from peyvand.web.http import prefix


def script_data(
    language: str, stems: tuple[str, ...], **addresses: str | list[str]
) -> dict[str, Any]:
    """What stands in a page for its scripts.

    Args:
        language: of the texts.
        stems: what the names of the texts begin with.
        addresses: paths on this server by name, beside those that all have: of the search, and
            what those of the pages of things and of two places begin with.

    Returns:
        ``texts`` by name, and each address with the path that this server stands under.
    """
    # What scripts are given is no attribute of the page, where the prefix is put by itself.
    under = str(request.environ.get(prefix.ENVIRON, ""))
    own = {"search": "/search", "things": "/page/", "between": "/between/", **addresses}
    return {
        "texts": {name: told for name, told in scripts(language).items() if name.startswith(stems)},
        **{
            name: under + told if isinstance(told, str) else [under + one for one in told]
            for name, told in own.items()
        },
    }
