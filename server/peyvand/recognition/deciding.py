"""From what is said of agreements to what a profile says of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from pyoxigraph import BlankNode, Literal, NamedNode

from peyvand.graph.profiles import Profile
from peyvand.model import Answer
from peyvand.recognition.evaluation import Found, evaluate
from peyvand.recognition.model import Slice, Slices, Term, Verdict
from peyvand.recognition.slices import Form, abstracted
from peyvand.sources.catalogue import own

# Which agreements are looked at: those of documents and registers, or those that datasets alone
# have too.
SCOPES = ("documents", "world")
# The query for what profiles look at.
STATEMENTS = own("recognition/statements")
Row = Mapping[str, NamedNode | BlankNode | Literal]
# How many agreements are named in one query, and how many not one by one at all.
_AT_ONCE, _MANY = 200, 5_000
# What answers a SELECT query: its rows, without what is not bound.
Ask = Callable[[str], Iterable[Row]]


def recognise(
    ask: Ask,
    profile: Profile,
    *,
    scope: str = SCOPES[0],
    place: NamedNode | None = None,
    criteria_only: bool = False,
) -> list[Verdict]:
    """What a profile says of each agreement, in the order of their IRIs.

    Args:
        ask: answers a query.
        profile: the profile.
        scope: which agreements.
        place: whose agreements; None for those of all places.
        criteria_only: whether the field is left out, as if the rule were applied everywhere.
    """
    slices = read_slices(ask, scope, place)
    return decide(profile, slices, criteria_only)


def read_slices(ask: Ask, scope: str, place: NamedNode | None = None) -> Slices:
    """What is said of the agreements of a scope, or of those of a place."""
    return slices_of(ask, agreements_of(ask, scope, place))


def slices_of(ask: Ask, agreements: Collection[str]) -> Slices:
    """What is said of some agreements."""
    names = [*agreements]
    found: dict[str, set[tuple[str, str, Term]]] = {name: set() for name in names}
    # To name very many would take longer than to ask for all.
    texts = [STATEMENTS.text]
    if len(names) < _MANY:
        parts = [names[at : at + _AT_ONCE] for at in range(0, len(names), _AT_ONCE)]
        texts = [STATEMENTS.bound(agreement=[*map(NamedNode, part)]) for part in parts]
    for row in (row for text in texts for row in ask(text)):
        name = row["agreement"].value
        if name in found:
            found[name].add((row["subject"].value, row["property"].value, row["value"]))
    return {name: frozenset(said) for name, said in found.items()}


def decide(profile: Profile, slices: Slices, criteria_only: bool = False) -> list[Verdict]:
    """What a profile says of agreements by what is said of them."""
    found = _found(profile, slices)
    return [
        verdict_of(profile, name, found[name], criteria_only, slices[name])
        for name in sorted(slices)
    ]


def completed(ask: Ask, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Verdicts with what is said of their agreements, which is asked for where it is not there."""
    slices = slices_of(ask, [one.agreement for one in verdicts if not one.statements])
    return [replace(one, statements=slices.get(one.agreement, one.statements)) for one in verdicts]


def found_of(profiles: Sequence[Profile], slices: Slices) -> dict[str, dict[str, Found]]:
    """What each of several profiles finds of each agreement.

    Agreements that are alike for all of them together are alike for each, so that the forms are
    made once, and one agreement of each form is looked at.

    Args:
        profiles: the profiles.
        slices: what is said of the agreements.

    Returns:
        By the name of the profile, by agreement.
    """
    named = frozenset[str]().union(*(profile.named for profile in profiles))
    texts = any(profile.looks_into_texts for profile in profiles)
    alike: dict[Form, list[str]] = defaultdict(list)
    for name, said in slices.items():
        alike[abstracted(name, said, named, texts)].append(name)
    others = {names[0]: names for names in alike.values()}
    first = {name: slices[name] for name in others}
    return {
        profile.name: {
            name: found for one, found in _found(profile, first).items() for name in others[one]
        }
        for profile in profiles
    }


def verdict_of(
    profile: Profile,
    name: str,
    found: Found,
    criteria_only: bool = False,
    said: Slice = frozenset(),
) -> Verdict:
    """What a profile says of an agreement.

    Args:
        profile: the profile.
        name: the IRI of the agreement.
        found: what the profile finds of it.
        criteria_only: whether the field is left out, as if the rule were applied everywhere.
        said: what is said of it.
    """
    findings, kinds = found
    if criteria_only:
        findings = tuple(one for one in findings if one.shape not in profile.of_field_alone)
    of_field = tuple(one for one in findings if one.is_of_field)
    if outside := tuple(one for one in of_field if one.is_against):
        return Verdict(name, Answer.OUT_OF_FIELD, Answer.OUT_OF_FIELD, outside, (), said)
    field = Answer.NO_DATA if of_field else Answer.MET
    # What is against decides; where nothing is, that something is not on record.
    ordered = tuple(sorted(findings, key=lambda one: (not one.is_against, not one.is_of_field)))
    if not ordered:
        return Verdict(name, Answer.MET, field, (), kinds, said)
    answer = Answer.NOT_MET if ordered[0].is_against else Answer.NO_DATA
    return Verdict(name, answer, field, ordered, (), said)


def tally(verdicts: Iterable[Verdict]) -> dict[Answer, int]:
    """How many agreements got each answer, all four named."""
    counted = Counter(verdict.answer for verdict in verdicts)
    return {answer: counted[answer] for answer in Answer}


def agreements_of(ask: Ask, scope: str, place: NamedNode | None = None) -> list[str]:
    """The IRIs of the agreements of a scope, or of those of a place, in order."""
    if place is None:
        text = own("recognition/agreements").bound(scope=Literal(scope))
    else:
        text = own("recognition/agreements-of-place").bound(scope=Literal(scope), place=place)
    return sorted(row["agreement"].value for row in ask(text))


def _found(profile: Profile, slices: Slices) -> dict[str, Found]:
    alike: dict[Form, list[str]] = defaultdict(list)
    for name, said in slices.items():
        alike[abstracted(name, said, profile.named, profile.looks_into_texts)].append(name)
    found = evaluate(profile, list(alike))
    return {name: found[form] for form, names in alike.items() for name in names}
