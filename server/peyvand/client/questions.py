"""Ready questions as a server tells them: what they take, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Parameter:
    """What a question takes.

    Attributes:
        name: its name.
        label: what people call it.
        type: ``iri``, ``choice``, or the local name of a datatype such as ``integer``.
        default: what is taken if nothing is given, or an example where it is optional.
        kinds: for an IRI, the kinds of things that it may be.
        choices: for a choice, the words.
        optional: whether it may be left out.
    """

    name: str
    label: str
    type: str
    default: str
    kinds: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True)
class Question:
    """A ready question, in the language that it was asked for in; its title also in Persian."""

    name: str
    title: str
    title_fa: str
    description: str
    caveat: str
    keywords: tuple[str, ...]
    parameters: tuple[Parameter, ...]


def read_question(told: Mapping[str, Any]) -> Question:
    """A question as the list at ``/ask?format=json`` has it."""
    parameters = tuple(
        Parameter(
            name=str(one["name"]),
            label=str(one["label"]),
            type=str(one["type"]),
            default=str(one["default"]),
            kinds=tuple(one["kinds"]),
            choices=tuple(one["choices"]),
            optional=bool(one["optional"]),
        )
        for one in told["parameters"]
    )
    return Question(
        name=str(told["name"]),
        title=str(told["title"]),
        title_fa=str(told["title_fa"]),
        description=str(told["description"]),
        caveat=str(told["caveat"]),
        keywords=tuple(map(str, (*told["keywords_en"], *told["keywords_fa"]))),
        parameters=parameters,
    )


def written(value: Any) -> str:
    """A value of a parameter as the address has it: of a truth value or a term, its text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(getattr(value, "value", value))
