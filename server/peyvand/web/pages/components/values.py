"""One value as a page shows it: its text, its address, its language and its direction."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from pyoxigraph import BlankNode, Literal, NamedNode

from peyvand import digits
from peyvand.texts import counted, number, text
from peyvand.vocabulary.iris import ID, PREFIXES, prefixed
from peyvand.vocabulary.labels import LANGUAGES, UNTAGGED, best
from peyvand.web.linked_data.addresses import local
from peyvand.web.pages.components.dates import moment, spoken

Term = NamedNode | BlankNode | Literal
_XSD = PREFIXES["xsd"]
_EDTF = PREFIXES["edtf"] + "EDTF"
_DATES = {_EDTF, *(f"{_XSD}{name}" for name in ("date", "gYear", "gYearMonth"))}
_MOMENT, _BOOLEAN = _XSD + "dateTime", _XSD + "boolean"
_NUMBERS = {
    f"{_XSD}{name}"
    for name in (*("integer", "decimal", "int", "long", "nonNegativeInteger"), *("double", "float"))
}
_LONGEST = 100
_WKT, _DURATION = PREFIXES["geo"] + "wktLiteral", _XSD + "duration"
_POINT = re.compile(r"\s*POINT\s*\(\s*(-?[0-9.]+)\s+(-?[0-9.]+)\s*\)\s*", re.ASCII)
# Years, months and days, then hours and minutes (ISO 8601).
_LASTING = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?", re.ASCII)
_SPANS = ("years", "months", "days", "hours", "minutes")
_NUMBERED = ("claim/", "decision/", "selector/")


@dataclass(frozen=True)
class Shown:
    """A value for a page.

    ``href`` is set only for addresses that can be followed safely; ``language`` is a tag or "";
    ``direction`` is ``ltr`` for what is written so in every language, else ``auto``.
    """

    text: str
    href: str = ""
    language: str = ""
    direction: str = "auto"


def show(
    term: Term,
    language: str,
    label: Callable[[Term], tuple[str, str]],
    href_of: Callable[[str], str] = local,
) -> Shown:
    """A term as a page shows it.

    Args:
        term: an IRI, a blank node or a literal.
        language: the language of the page.
        label: the label of an IRI and the label's language; empty if it has none.
        href_of: the address that an IRI leads to.
    """
    if isinstance(term, BlankNode):
        return Shown(f"_:{term.value[:8]}", direction="ltr")
    if isinstance(term, NamedNode):
        called, tag = label(term)
        safe = term.value.lower().startswith(("http://", "https://"))
        href = href_of(term.value) if safe else ""
        return Shown(called, href, tag) if called else Shown(shortened(term.value), href, "", "ltr")
    if term.language:
        return Shown(term.value, "", term.language)
    kind = term.datatype.value
    if kind in _DATES:
        return Shown(spoken(term.value, language), "", language)
    if kind == _MOMENT:
        return Shown(moment(term.value, language), "", language)
    if kind == _WKT and (point := _POINT.fullmatch(term.value)):
        return Shown(position(float(point[2]), float(point[1]), language), "", language)
    if kind == _DURATION and (lasting := _LASTING.fullmatch(term.value)) and any(lasting.groups()):
        return Shown(_spans(lasting.groups(), language), "", language)
    if kind == _BOOLEAN:
        is_true = term.value in ("true", "1")
        return Shown(text("value-true" if is_true else "value-false", language), "", language)
    if kind in _NUMBERS:
        return Shown(figure(term.value, language), "", "", "ltr")
    return Shown(term.value)


def is_date(term: Term) -> bool:
    """Whether a term is a date, of any precision."""
    return isinstance(term, Literal) and term.datatype.value in _DATES


def is_number(term: Term) -> bool:
    """Whether a term is a number that can be read."""
    return (
        isinstance(term, Literal)
        and term.datatype.value in _NUMBERS
        and term.value.lstrip("+-").replace(".", "", 1).isdecimal()
    )


def figure(written: str, language: str) -> str:
    """A number in the digits of a language, with thousands set apart.

    It keeps every digit that it was given. A year is no number: it is typed as one, or is written
    by ``peyvand.digits``.
    """
    whole, point, rest = written.partition(".")
    # Python reads no number of thousands of digits, nor does anybody else.
    short = len(whole) <= _LONGEST and whole.lstrip("-").isdecimal()
    if short and not whole.lstrip("-").startswith("0"):
        return number(int(whole), language) + number_tail(point, rest, language)
    return number_tail("", written, language)


def number_tail(point: str, written: str, language: str) -> str:
    """Digits one by one, the point between whole and fraction as the language writes it."""
    return digits.number(point + written, language)


def position(latitude: float, longitude: float, language: str) -> str:
    """A place on the earth in words.

    Args:
        latitude: in degrees, to the north.
        longitude: in degrees, to the east.
        language: of the words and digits.
    """
    signs = (latitude, "value-north", "value-south"), (longitude, "value-east", "value-west")
    return ("، " if language == "fa" else ", ").join(
        text(below if degrees < 0 else above, language).format(
            degrees=digits.number(f"{abs(degrees):.4f}", language)
        )
        for degrees, above, below in signs
    )


def _spans(given: Sequence[str | None], language: str) -> str:
    """How long something lasts, unit by unit."""
    told = zip(_SPANS, given, strict=True)
    return text("value-and", language).join(
        counted(f"count-{unit}", int(count), language) for unit, count in told if count
    )


def chosen(terms: Iterable[Term], language: str) -> list[Term]:
    """The terms without texts that say the same in another language than the one wanted."""
    given = list(terms)
    tags = {t.language for t in given if isinstance(t, Literal) and t.language}
    wanted = best(tags, language) if tags & {language, *LANGUAGES} else ""
    if not wanted:
        return given
    keep = {language, *LANGUAGES} - {wanted}
    return [t for t in given if not (isinstance(t, Literal) and t.language in keep)]


def language_named(tag: str, language: str) -> str:
    """What a language is called by its tag (CLDR); the tag itself where it is of none.

    Args:
        tag: as BCP 47 has it.
        language: of the name.
    """
    if tag.startswith(UNTAGGED):
        return text("not-known" if tag == UNTAGGED else "transliterated", language)
    try:
        return Locale.parse(tag, sep="-").get_display_name(language) or tag
    except (ValueError, UnknownLocaleError):
        return tag


def shortened(iri: str) -> str:
    """An IRI without a label, as short as it stays plain."""
    if iri.startswith(str(ID)):
        own = iri.removeprefix(str(ID))
        # Whose last part tells by itself what it is.
        return own.partition("/")[2] if own.startswith(_NUMBERED) else own
    return prefixed(iri) or iri
