"""What is said of an agreement, as a profile sees it: alike for all of which it must say the same.

A shape tells apart only what it names. So a form of what is said of an agreement is looked at once,
however many agreements have it: of the world's there are some hundred.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from pyoxigraph import BlankNode, Literal, NamedNode

from peyvand.recognition.model import Term

# What stands for the agreement.
AGREEMENT = "agreement"
# Statements about what has no name of its own any more; a number stands for a thing or a text.
Form = tuple[tuple[str, str, str | Term], ...]
Said = Iterable[tuple[str, str, Term]]


def abstracted(agreement: str, said: Said, named: Collection[str], texts: bool = False) -> Form:
    """The form of what is said of an agreement.

    Args:
        agreement: its IRI.
        said: what is said of it, as subject, property and value.
        named: the IRIs that the shapes name, which stay.
        texts: whether literals stay as well, since shapes look into them.
    """
    said = list(said)
    kept = {value for _, _, value in said if _stays(value, named, texts)}
    looks: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for subject, prop, value in said:
        looks[subject].append((prop, str(value) if value in kept else ""))
        if value not in kept:
            looks[_key(value)].append((f"^{prop}", "of it" if subject == agreement else ""))
    looks.pop(agreement, None)
    # Those that look the same may be numbered either way: their forms then differ for nothing.
    order = sorted(looks, key=lambda key: (sorted(looks[key]), key))
    names = {key: f"{place}" for place, key in enumerate(order)} | {agreement: AGREEMENT}
    return tuple(
        sorted(
            ((names[s], p, v if v in kept else _placed(v, names[_key(v)])) for s, p, v in said),
            key=lambda triple: tuple(map(str, triple)),
        )
    )


def _stays(value: Term, named: Collection[str], texts: bool) -> bool:
    return texts if isinstance(value, Literal) else value.value in named


def _key(value: Term) -> str:
    return value.value if isinstance(value, NamedNode | BlankNode) else str(value)


def _placed(value: Term, name: str) -> str | Literal:
    """What stands for a value: a text of the same kind for a text."""
    if not isinstance(value, Literal):
        return name
    if value.language:
        return Literal(name, language=value.language)
    return Literal(name, datatype=value.datatype)
