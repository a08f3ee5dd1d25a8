"""A list that can be asked: its rows filtered, counted by facets, sorted and cut into pages.

Everything that is asked stands in the address of the page: ``find`` a text, ``sort`` a column
(``-`` before it turns the order), ``page`` a number, and each facet by its name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial

from pyoxigraph import Literal, NamedNode

from peyvand.features.folding import fold
from peyvand.vocabulary.iris import ID
from peyvand.vocabulary.labels import pick
from peyvand.web.pages.components.collation import sort_keys
from peyvand.web.pages.components.grouping import Shape
from peyvand.web.pages.components.sections import Section
from peyvand.web.pages.components.values import Term, is_number

# In an address: what is not known, which is a value of a facet like any other.
UNKNOWN = "-"
# The longest text that is looked for, and how many rows a query names one by one.
_LONGEST, _NAMED = 200, 200
# Figures in names that are longer stand as they are written.
_FIGURES_LONGEST = 8
_FIGURES = re.compile(r"\d+")
_YEAR = re.compile(r"\d{3,4}", re.ASCII)
Entry = dict[str, list[Term]]
Labels = Callable[[str], Mapping[str, str]]


@dataclass(frozen=True)
class Facet:
    """Something by which rows are told apart.

    Args:
        name: in the address; its heading is the text ``column-NAME``.
        columns: the variables that have its values.
        digits: of a date, how many digits of its year make a value; 0 if the whole value does.
        is_offered: whether a page offers its values; else it shows the one that its address has.
        by_kind: whether what tells rows apart is the kind that an IRI of ours begins with.
        called: what a value is called in a language, where its values are words.
    """

    name: str
    columns: tuple[str, ...]
    digits: int = 0
    is_offered: bool = True
    by_kind: bool = False
    called: Callable[[str, str], str] | None = None

    def values(self, entry: Entry) -> set[str]:
        """The values of a row as they stand in an address; ``UNKNOWN`` if there is none."""
        terms = [term for column in self.columns for term in entry.get(column, ())]
        if self.by_kind:
            found = {written(term).partition("/")[0] for term in terms if is_ours(term)}
        elif self.digits:
            years = (_YEAR.search(term.value) for term in terms)
            found = {year[0][: self.digits] for year in years if year}
        else:
            found = {written(term) for term in terms}
        return found or {UNKNOWN}

    def condition(self, value: str, terms: Sequence[Term]) -> str:
        """The condition of SPARQL that rows with a value meet.

        Args:
            value: as it stands in an address.
            terms: those that are written so.
        """
        variables = [f"?{column}" for column in self.columns]
        if value == UNKNOWN:
            return f" FILTER({' && '.join(f'!BOUND({name})' for name in variables)})\n"
        if self.by_kind:
            begins = str(Literal(f"{ID}{value}/"))
            kinds = " || ".join(f"STRSTARTS(STR({name}), {begins})" for name in variables)
            return f" FILTER({kinds})\n"
        if self.digits:
            years = " || ".join(f'REGEX(STR({name}), "^[^0-9]*{value}")' for name in variables)
            return f" FILTER({years})\n"
        several = " || ".join(f"{term} IN ({', '.join(variables)})" for term in terms)
        return f" FILTER({several})\n" if several else " FILTER(false)\n"


@dataclass(frozen=True)
class Asked:
    """What is asked of a list.

    Args:
        find: a text that the names in a row have to have.
        chosen: the values of facets, by their names.
        sort: the column of the order; nothing for that of the query.
        turned: whether the order is turned round.
    """

    find: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    turned: bool = False


@dataclass
class Listing:
    """All rows of a list of one version.

    Args:
        section: its question, its columns and its key.
        shape: how the answer of the question makes the rows of the table.
        entries: the rows of the table.
        facets: by which they are told apart.
        labels: the labels of a thing by language.
    """

    section: Section
    shape: Shape
    entries: Sequence[Entry]
    facets: Sequence[Facet]
    labels: Labels
    _folded: list[str] = field(default_factory=list)
    _values: dict[str, list[frozenset[str]]] = field(default_factory=dict)
    _counts: dict[str, Counter[str]] = field(default_factory=dict)
    _terms: dict[str, dict[str, list[Term]]] = field(default_factory=dict)
    _keys: dict[tuple[str, str], list[tuple[bool, float, str]]] = field(default_factory=dict)

    def found(self, asked: Asked, language: str) -> list[int]:
        """The numbers of the rows that are asked for, in order."""
        numbers = self._kept(asked)
        if asked.sort in self.section.columns:
            keys, names = self._order(asked.sort, language), self._order(self.first, language)
            known = [number for number in numbers if not keys[number][0]]
            known.sort(key=lambda number: names[number])
            known.sort(key=lambda number: keys[number], reverse=asked.turned)
            # What is not known is last, whichever way the others stand.
            rest = [number for number in numbers if keys[number][0]]
            numbers = known + sorted(rest, key=lambda number: names[number])
        return numbers

    @property
    def first(self) -> str:
        """The column by which rows stand that are alike in that of the order."""
        return self.section.columns[0]

    def counted(self, asked: Asked) -> dict[str, Counter[str]]:
        """How many rows each value of each facet has, with what is asked of the others."""
        if not (asked.find or asked.chosen):
            # Every visit begins with these.
            if not self._counts:
                self._counts = self._counted(asked)
            return self._counts
        return self._counted(asked)

    def _counted(self, asked: Asked) -> dict[str, Counter[str]]:
        counts = {}
        for facet in self.facets:
            others = {name: value for name, value in asked.chosen.items() if name != facet.name}
            numbers = self._kept(Asked(asked.find, others))
            counts[facet.name] = Counter(
                value for number in numbers for value in self._of(facet)[number]
            )
        return counts

    def name(self, facet: Facet, value: str, language: str) -> str:
        """What a value of a facet is called."""
        terms = self.terms(facet, value)
        if not terms or not isinstance(terms[0], NamedNode):
            return value
        return pick(self.labels(terms[0].value), language)[0] or value

    def terms(self, facet: Facet, value: str) -> list[Term]:
        """The terms that stand in an address as a value."""
        if facet.name not in self._terms:
            held: dict[str, dict[Term, None]] = {}
            for entry in self.entries:
                for column in facet.columns:
                    for term in entry.get(column, ()):
                        held.setdefault(written(term), {})[term] = None
            self._terms[facet.name] = {name: list(terms) for name, terms in held.items()}
        return self._terms[facet.name].get(value, [])

    def condition(self, asked: Asked, numbers: Sequence[int]) -> str | None:
        """The condition of SPARQL that the rows meet that are asked for.

        Args:
            asked: what is asked.
            numbers: the rows that ``found`` gives for it.

        Returns:
            None where there are too many rows to name them one by one, and nothing else tells
            them; ``find`` reads names as no function of SPARQL does.
        """
        if asked.find:
            if len(numbers) > _NAMED:
                return None
            name = (self.section.key or self.section.columns)[0]
            things = (self.entries[number].get(name, ()) for number in numbers)
            named = " ".join(str(term) for terms in things for term in terms)
            return f" VALUES ?{name} {{ {named} }}\n"
        return "".join(
            facet.condition(value, self.terms(facet, value))
            for facet in self.facets
            if (value := asked.chosen.get(facet.name))
        )

    def _kept(self, asked: Asked) -> list[int]:
        sought = fold(asked.find[:_LONGEST], whole=True)
        numbers = list(range(len(self.entries)))
        if sought:
            if not self._folded:
                once = cache(partial(fold, whole=True))
                self._folded = [self._names(entry, once) for entry in self.entries]
            numbers = [number for number in numbers if sought in self._folded[number]]
        for facet in self.facets:
            if value := asked.chosen.get(facet.name):
                held = self._of(facet)
                numbers = [number for number in numbers if value in held[number]]
        return numbers

    def _of(self, facet: Facet) -> list[frozenset[str]]:
        """The values of a facet of each row."""
        if facet.name not in self._values:
            # Rows by the hundred thousand have the same few.
            known: dict[frozenset[str], frozenset[str]] = {}
            values = (frozenset(facet.values(entry)) for entry in self.entries)
            self._values[facet.name] = [known.setdefault(held, held) for held in values]
        return self._values[facet.name]

    def _names(self, entry: Entry, folded: Callable[[str], str]) -> str:
        """Every name in a row, folded; no name goes over the end of another."""
        names = dict.fromkeys(
            label
            for terms in entry.values()
            for term in terms
            for label in (
                self.labels(term.value).values() if isinstance(term, NamedNode) else (term.value,)
            )
        )
        return "\n".join(folded(name) for name in names)

    def _order(self, column: str, language: str) -> list[tuple[bool, float, str]]:
        """For each row its place in the order of a column: what is not known, number, name."""
        if (column, language) not in self._keys:
            found = [self._shown(entry.get(column, ()), language) for entry in self.entries]
            shown = [(number, _padded(name)) for number, name in found]
            keys = sort_keys((name for _, name in shown if name), language)
            self._keys[column, language] = [
                (number is None and not name, number or 0.0, keys.get(name, ""))
                for number, name in shown
            ]
        return self._keys[column, language]

    def _shown(self, terms: Sequence[Term], language: str) -> tuple[float | None, str]:
        """What the first value of a cell is ordered by: a number, or a text as it is shown."""
        if not terms:
            return None, ""
        if isinstance(terms[0], Literal):
            # Of a date that may be several the first is taken.
            text = terms[0].value.lstrip("[{")
            return (float(text), "") if is_number(terms[0]) else (None, text)
        names = [pick(self.labels(term.value), language)[0] or term.value for term in terms]
        return None, names[0]


def _padded(name: str) -> str:
    """A name by which that of figures stands as people count: C2 before C10."""
    return _FIGURES.sub(lambda figures: figures[0].zfill(_FIGURES_LONGEST), name)


def is_ours(term: Term) -> bool:
    """Whether a term is one of our things."""
    return isinstance(term, NamedNode) and term.value.startswith(str(ID))


def written(term: Term) -> str:
    """A term as it stands in an address: one of our things without what all begin with."""
    return term.value.removeprefix(str(ID)) if isinstance(term, NamedNode) else term.value
