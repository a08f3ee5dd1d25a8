"""The catalogue of named queries: one question, one file, with its metadata in it.

A file begins with lines ``#+ key: value`` which, without the ``#+``, are YAML. Parameters are
bound as terms by a VALUES clause at the end of the query (SPARQL 1.1, section 10.2.2), which is
joined with the whole pattern. Where that would be too late, as in a sub-select, a comment line
``# bind`` marks each place at which the clause stands instead. Without it the query asks about
every value. A parameter that is written ``$name`` is bound there and then, by the term itself, as
SHACL binds ``$this``: which leaves the engine no choice, and is how LIMIT takes a number.

A parameter of ``type: choice`` takes one of the words that its ``choices`` name, and nothing else;
a word may stand for a term, such as the property that is followed. One that is ``optional`` is
bound only if it is given.

Beside the questions, the checks and what is derived stand the queries that the program asks by
itself, in a folder for each of its packages. They are no examples; ``own`` finds them.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml
from pyoxigraph import Literal, NamedNode, Quad

from peyvand.errors import BadRequest, SourceError, UnknownQuery
from peyvand.resources import root
from peyvand.sources.parameters import CHOICE, choices_of, chosen, read_term, written_term
from peyvand.vocabulary.iris import LABEL, TYPE, graph, iri, prefixed, thing

FOLDERS = ("explore", "check", "derive")
# The packages that ask queries of their own.
PACKAGES = (
    *(
        "affinity",
        "audit",
        "client",
        "clocks",
        "commands",
        "comparison",
        "graph",
        "monitor",
        "network",
    ),
    *("partners", "recognition", "web"),
)
EXAMPLES = graph("examples")
_MARK = "#+"
_BIND = re.compile(r"^([ \t]*)# bind[ \t]*$", re.MULTILINE)
_WRITTEN = re.compile(r"\$(\w+)")
_REQUIRED = ("title", "title_fa", "description", "description_fa")

# Every command reads over a hundred heads; the loader in Python takes ten times as long.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class NamedQuery:
    """A query of the catalogue.

    ``parameters`` gives each parameter's default as a term; ``meta`` is the metadata as written.
    """

    name: str
    folder: str
    path: Path
    text: str
    meta: Mapping[str, Any] = field(repr=False)

    @cached_property
    def parameters(self) -> dict[str, NamedNode | Literal]:
        """The parameters with their defaults."""
        given: Mapping[str, Mapping[str, str]] = self.meta.get("params") or {}
        return {name: read_term(about["default"]) for name, about in given.items()}

    @cached_property
    def choices(self) -> dict[str, dict[str, NamedNode | Literal]]:
        """The parameters that take one of a few words, with the term that each stands for."""
        given: Mapping[str, Mapping[str, Any]] = self.meta.get("params") or {}
        return {
            name: choices_of(about["choices"])
            for name, about in given.items()
            if about.get("type") == CHOICE
        }

    @cached_property
    def optional(self) -> frozenset[str]:
        """The parameters that may be left out; their defaults are examples."""
        given: Mapping[str, Mapping[str, Any]] = self.meta.get("params") or {}
        return frozenset(name for name, about in given.items() if about.get("optional"))

    def value(self, name: str, text: str) -> NamedNode | Literal:
        """What somebody wrote for a parameter, as a term; a choice is written as its word.

        Raises:
            BadRequest: it is no RDF term.
        """
        if name in self.choices and not text.startswith('"'):
            return Literal(text)
        return read_term(text)

    def title(self, language: str) -> str:
        """The title in ``en`` or ``fa``."""
        return str(self.meta["title_fa" if language == "fa" else "title"])

    def description(self, language: str) -> str:
        """The description in ``en`` or ``fa``."""
        return str(self.meta["description_fa" if language == "fa" else "description"])

    def caveat(self, language: str) -> str:
        """What the answer leaves out, in ``en`` or ``fa``; empty if nothing is to be said.

        ``{known}`` stands for a column whose number every row repeats, and ``{known/all}`` for the
        share of one in another.
        """
        return str(self.meta.get("caveat_fa" if language == "fa" else "caveat") or "")

    def keywords(self, language: str) -> list[str]:
        """The keywords in ``en`` or ``fa``."""
        key = "keywords_fa" if language == "fa" else "keywords"
        return [str(keyword) for keyword in self.meta.get(key) or []]

    def bound(self, **values: NamedNode | Literal | Sequence[NamedNode]) -> str:
        """The query text with its parameters bound; those not given take their defaults.

        Those that may be left out stay as free as they are in the text.

        Args:
            values: a term for each; or several, where ``# bind`` stands, any of which it may be.

        Raises:
            BadRequest: a value is given for something that is not a parameter of this query, or
                one that its choices do not have.
        """
        if unknown := set(values) - set(self.parameters):
            allowed = ", ".join(self.parameters) or "none"
            raise BadRequest(
                f"{self.name} has no parameter {', '.join(sorted(unknown))}.",
                f"Its parameters: {allowed}.",
            )
        wanted = {name: term for name, term in self.parameters.items() if name not in self.optional}
        given = {**wanted, **values}
        for name, choices in self.choices.items():
            given[name] = chosen(name, given[name], choices)
        terms = {name: term for name, term in given.items() if not isinstance(term, Sequence)}
        # In one pass, so that nothing is looked for in what was put in.
        written = {name: self._written(term) for name, term in terms.items()}
        text = _WRITTEN.sub(lambda match: written.get(match[1], match[0]), self.text)
        for name in _WRITTEN.findall(self.text):
            terms.pop(name, None)
        clauses = [
            f"VALUES ?{name} {{ {' '.join(map(str, term))} }}"
            for name, term in given.items()
            if isinstance(term, Sequence)
        ]
        if terms:
            names = " ".join(f"?{name}" for name in terms)
            row = " ".join(map(str, terms.values()))
            clauses.insert(0, f"VALUES ({names}) {{ ({row}) }}")
        if not clauses:
            return text
        if _BIND.search(text):
            return _BIND.sub(lambda match: match[1] + " ".join(clauses), text)
        # At the end of a query there can be one alone (SPARQL 1.1, rule 28).
        (clause,) = clauses
        return f"{text.rstrip()}\n{clause}\n"

    def _written(self, term: NamedNode | Literal) -> str:
        """A term as it stands in the text: by a prefix that is declared there, if it has one."""
        short = prefixed(term.value) if isinstance(term, NamedNode) else None
        declared = short and f"PREFIX {short.partition(':')[0]}: " in self.text
        return short if short and declared else written_term(term)

    def quads(self, endpoint: str) -> Iterator[Quad]:
        """The query as an example for programs, in the manner of sib-swiss/sparql-examples.

        Args:
            endpoint: IRI of the SPARQL endpoint that it is meant for.
        """
        node = thing(f"query/{self.name}")
        word = self.text.upper()
        forms = {name: _position(word, name) for name in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")}
        found = sorted((at, name) for name, at in forms.items() if at >= 0)
        if not found:
            raise SourceError(self.path, None, "not SPARQL: no query form.", "Write a query.")
        form = found[0][1]
        kind = {
            "SELECT": ("sh:SPARQLSelectExecutable", "sh:select"),
            "ASK": ("sh:SPARQLAskExecutable", "sh:ask"),
            "CONSTRUCT": ("sh:SPARQLConstructExecutable", "sh:construct"),
            "DESCRIBE": ("sh:SPARQLExecutable", "sh:select"),
        }[form]
        yield Quad(node, TYPE, iri("sh:SPARQLExecutable"), EXAMPLES)
        yield Quad(node, TYPE, iri(kind[0]), EXAMPLES)
        yield Quad(node, iri(kind[1]), Literal(self.bound()), EXAMPLES)
        yield Quad(node, iri("dcterms:identifier"), Literal(self.name), EXAMPLES)
        yield Quad(node, iri("schema:target"), NamedNode(endpoint), EXAMPLES)
        for tag in ("en", "fa"):
            title = Literal(self.title(tag), language=tag)
            yield Quad(node, LABEL, title, EXAMPLES)
            text = Literal(self.description(tag), language=tag)
            yield Quad(node, iri("rdfs:comment"), text, EXAMPLES)
            for keyword in self.keywords(tag):
                value = Literal(keyword, language=tag)
                yield Quad(node, iri("schema:keywords"), value, EXAMPLES)
        for answer in self.meta.get("answers") or []:
            yield Quad(node, iri("schema:identifier"), Literal(str(answer)), EXAMPLES)


@dataclass(frozen=True)
class Catalogue:
    """All named queries."""

    queries: tuple[NamedQuery, ...]

    def of(self, folder: str) -> list[NamedQuery]:
        """The queries of one folder: explore, check or derive."""
        return [query for query in self.queries if query.folder == folder]

    def get(self, name: str) -> NamedQuery:
        """The query of that name.

        Raises:
            UnknownQuery: there is none; the hint has near matches.
        """
        for query in self.queries:
            if query.name == name:
                return query
        near = difflib.get_close_matches(name, [q.name for q in self.queries], n=3)
        raise UnknownQuery(
            f"There is no query named {name!r}.",
            f"Near: {', '.join(near)}." if near else "List them with: peyvand query --list",
        )


def read_catalogue(root: Path) -> Catalogue:
    """Every query under ``root/explore``, ``root/check`` and ``root/derive``.

    Raises:
        SourceError: metadata that is missing or not YAML, or a name used twice.
    """
    found: dict[str, NamedQuery] = {}
    for folder in FOLDERS:
        for path in sorted((root / folder).glob("*.rq")):
            query = read_query(path, folder)
            if query.name in found:
                raise SourceError(path, None, f"the name {query.name} is taken.", "Rename it.")
            found[query.name] = query
    return Catalogue(tuple(found.values()))


@cache
def own(name: str) -> NamedQuery:
    """A query that the program itself asks.

    Args:
        name: its folder and its own name, such as ``web/partners``.
    """
    return read_query(root() / "queries" / f"{name}.rq", name.rpartition("/")[0])


def read_query(path: Path, folder: str, text: str | None = None) -> NamedQuery:
    """One query file; ``text`` is what stands in it, where that has been read already.

    Raises:
        SourceError: its metadata are not YAML, or some are missing.
    """
    lines = (path.read_text(encoding="utf-8-sig") if text is None else text).splitlines()
    head = [line.removeprefix(_MARK).removeprefix(" ") for line in lines if line.startswith(_MARK)]
    body = "\n".join(line for line in lines if not line.startswith(_MARK)).strip() + "\n"
    try:
        meta = yaml.load("\n".join(head), _LOADER) or {}  # noqa: S506  (it is a safe one)
    except yaml.YAMLError as error:
        raise SourceError(path, 1, f"the metadata is not YAML: {error}.", "Correct it.") from error
    if not isinstance(meta, dict):
        raise SourceError(path, 1, "the metadata are no keys with values.", "Write #+ key: text.")
    missing = [key for key in _REQUIRED if not meta.get(key)]
    if bool(meta.get("caveat")) != bool(meta.get("caveat_fa")):
        missing.append("caveat_fa" if meta.get("caveat") else "caveat")
    if missing:
        raise SourceError(path, 1, f"no {', '.join(missing)}.", "Add the line(s) #+ key: text.")
    return NamedQuery(path.stem, folder, path, body, meta)


def _position(text: str, word: str) -> int:
    match = re.search(rf"^\s*{word}\b", text, re.MULTILINE)
    return match.start() if match else -1
