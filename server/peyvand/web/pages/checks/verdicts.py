"""A stated total with what can be said of it, as its page and the list of all totals show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from flask import url_for
from pyoxigraph import NamedNode

from peyvand.audit.model import Count, Total, Unit
from peyvand.audit.names import readings_of, title_of, written
from peyvand.audit.verdicts import Judged
from peyvand.digits import digits
from peyvand.sources.catalogue import own
from peyvand.texts import text
from peyvand.vocabulary.iris import PREFIXES
from peyvand.web.pages.checks.audited import Line, Told, line_of, told
from peyvand.web.pages.components.dates import spoken
from peyvand.web.pages.components.site import Row, Site
from peyvand.web.pages.lists.words import Words, words_of

_EVIDENCE = own("web/claims-about")


@dataclass(frozen=True)
class Stated:
    """A total as a headline.

    Attributes:
        key: for its address.
        headline: the figure and what it is of.
        who: who says it; nothing where nobody is named.
        when: the days on which it was said.
        also: what else the figure may be read as.
        words: how it stands in its sources.
    """

    key: str
    headline: str
    who: str
    when: str
    also: str = ""
    words: Sequence[Words] = ()


@dataclass(frozen=True)
class Shown:
    """A total with what can be said of it.

    Attributes:
        stated: the headline.
        verdict: ``supported``, ``contradicted`` or ``untold``.
        why: the reasons, in words.
        agreeing: the statements that speak for it.
        differing: those that speak against it.
        counts: what the graph has on record that can be held against it.
        others: what is counted otherwise, and how.
        told: what it covers, and what it may leave out.
        is_of_one: whether the agreements of one city or country are counted, not all.
    """

    stated: Stated
    verdict: str
    why: list[str]
    agreeing: list[Stated]
    differing: list[Stated]
    counts: list[Line]
    others: list[Line]
    told: Told
    is_of_one: bool


def shown(judged: Judged, site: Site, *, whole: bool = False) -> Shown:
    """A total as pages show it.

    Args:
        judged: it.
        site: the pages.
        whole: with the words of its sources, and of those of the statements beside it.
    """
    language = site.language
    words = _words(site) if whole else None
    return Shown(
        _stated(judged.audited.total, language, words),
        str(judged.verdict),
        [text(f"verdict-why-{reason}", language) for reason in judged.why],
        [_stated(one, language, words) for one in judged.agreeing],
        [_stated(one, language, words) for one in judged.differing],
        _lines(judged, judged.comparable, language),
        _lines(judged, judged.others, language),
        told(judged.audited, language),
        bool(judged.audited.holder) and judged.audited.total.unit is Unit.AGREEMENTS,
    )


def _lines(judged: Judged, counts: Iterable[Count], language: str) -> list[Line]:
    """The counts that are of anything at all; none is told as if it were a finding."""
    return [line_of(judged.audited, count, language) for count in counts if count.count]


def _stated(total: Total, language: str, words: Callable[[Total], list[Words]] | None) -> Stated:
    comma = {"en": ", ", "fa": "، "}[language]
    chosen = total.readings[:1] if total.is_read else total.readings
    figure = readings_of(replace(total, readings=chosen), language)
    return Stated(
        total.key,
        f"{figure} — {title_of(total, language)}",
        comma.join(speaker.called(language) for speaker in total.speakers),
        comma.join(spoken(day, language) for day in total.stated_on),
        comma.join(written(value, language) for value in total.readings[len(chosen) :]),
        words(total) if words else (),
    )


def _words(site: Site) -> Callable[[Total], list[Words]]:
    def words(total: Total) -> list[Words]:
        rows = site.select(_EVIDENCE.bound(agreement=NamedNode(total.about.iri)))
        return words_of(site, (row["claim"].value for row in rows if _is_of(row, total)))

    return words


def _is_of(row: Row, total: Total) -> bool:
    return (
        row["property"].value == f"{PREFIXES['pv']}{total.predicate}"
        and row["document"].value == total.document
    )


def cited(one: Shown, site: Site, address: str) -> str:
    """The sentence by which somebody may cite what is said of a total.

    Args:
        one: the total.
        site: the pages, for language and version.
        address: of the page in this version.
    """
    language = site.language
    return text("verdict-citation", language).format(
        name=text("name", language),
        version=digits(str(site.version), language),
        headline=one.stated.headline,
        verdict=text(f"verdict-{one.verdict}", language),
        address=address,
    )


def address_of(site: Site, key: str, origin: str) -> str:
    """The lasting address of what this version says of a total."""
    path = url_for("audits.verdict", key=key, version=site.version, lang=site.language)
    return f"{origin}{path}"
