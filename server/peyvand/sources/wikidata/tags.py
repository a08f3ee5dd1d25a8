"""Language codes of Wikidata that are no language tags: ``zh-classical``.

A part of a tag has eight characters at most (BCP 47), and a strict parser of RDF refuses the
whole triple. A lenient parser would take them, but runs a broken string on into the next lines.
So the parser stays strict, and such a part is cut in two on the way in, and mended on the way out.
"""

from __future__ import annotations

import re

_SEPARATOR = "x-pv"
_LONG = re.compile(rb'(?<=[^\\]"@)((?:[A-Za-z0-9]{1,8}-)*)([A-Za-z0-9]{9,64})\b')


def _cut(match: re.Match[bytes]) -> bytes:
    part = match[2]
    pieces = [part[i : i + 8] for i in range(0, len(part), 8)]
    return match[1] + b"-".join([_SEPARATOR.encode(), *pieces])


def mended(tag: str) -> str:
    """The tag as Wikidata has it."""
    start, separator, rest = tag.partition(_SEPARATOR + "-")
    return start + rest.replace("-", "") if separator else tag


def valid_tags(content: bytes) -> bytes:
    """Whole lines of an RDF file, with such codes cut."""
    return _LONG.sub(_cut, content)
