"""What a page says, as somebody reads it."""

from __future__ import annotations

import html
import re


def told(page: str, *, start: str = "", between: str = "") -> str:
    """The words of a page without its markup, with one space for any white space.

    Args:
        page: its HTML.
        start: where it begins to be of interest; at its beginning if not given.
        between: what stands for an element's tag: a space, where words meet at one.
    """
    part = page.partition(start)[2] if start else page
    return " ".join(html.unescape(re.sub("<[^>]*>", between, part)).split())
