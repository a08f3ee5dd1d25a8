"""What the index of names calls all things of a version, for who needs the names of many."""

from __future__ import annotations

from peyvand.errors import Overloaded
from peyvand.vocabulary.labels import TRANSLITERATED
from peyvand.web.pages.components.current_index import current_index
from peyvand.web.pages.components.site import Site

_NAMES = "SELECT iri, label_en, label_fa, transliteration FROM things"


def index_names(site: Site) -> dict[str, dict[str, str]]:
    """What things are called by language, as the index of names has it; nothing if there is none.

    Args:
        site: of the page, whose version is asked.
    """
    try:
        index = current_index(site.asked_version)
    except Overloaded:
        index = None
    # Just after a write it may be that of the version before, which knows other names.
    found = index.rows(_NAMES) if index and index.version == site.version else []
    tags = ("en", "fa", TRANSLITERATED)
    return {
        iri: {tag: name for tag, name in zip(tags, names, strict=True) if name}
        for iri, *names in found
    }
