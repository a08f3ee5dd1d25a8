"""What a client asks and how it reads the answers, without any sending: one place for both clients.

A call is made of its request and of what reads the answer; ``waiting`` and ``awaiting`` send it.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from peyvand import __version__
from peyvand.client.errors import NotPeyvand, OtherVersion, Problem, UnreadableAnswer
from peyvand.client.questions import Question, read_question, written
from peyvand.client.results import Results, Row, read_rows
from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import ID, PREFIXES, expanded

T = TypeVar("T")
RESULTS, QUADS, PROBLEM = (
    "application/sparql-results+json",
    "application/n-quads",
    "application/problem+json",
)
TSV = "text/tab-separated-values"
PROGRAM = "peyvand-program"
_SHORT = re.compile(r"[a-z][a-z0-9-]*/[^\s:]+")


@dataclass(frozen=True)
class Answer:
    """A whole answer: its status, its headers in small letters, and its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """Its type, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def version(self) -> int | None:
        """The version of the graph that it is of."""
        told = self.headers.get("peyvand-version", "")
        return int(told) if told.isdecimal() else None

    def json(self, *types: str) -> Any:
        """The body of one of some types.

        Raises:
            UnreadableAnswer: it is of another type, or is not JSON.
        """
        self.expect(*types)
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise UnreadableAnswer(
                f"The answer says it is {self.media_type}, and is not: {error}. Something between "
                "this program and the server may have changed it; ask again without a proxy."
            ) from error

    def expect(self, *types: str) -> None:
        """Go on only with an answer of one of some types."""
        if self.media_type not in types:
            raise UnreadableAnswer(
                f"The answer is {self.media_type or 'of no type'} instead of {' or '.join(types)}. "
                "Something between this program and the server may answer in its stead; check the "
                "address."
            )


@dataclass(frozen=True)
class Call(Generic[T]):
    """A request and what reads its answer.

    Attributes:
        method: the HTTP method.
        path: the path below the address of the server.
        reads: makes the value of an answer.
        query: the names and values of the address.
        form: those of the body.
        headers: further headers.
        again: whether it may be sent again when it is not known whether it arrived.
    """

    method: str
    path: str
    reads: Callable[[Answer], T]
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    again: bool = True


def sent_as(call: Call[Any], url: str) -> tuple[str, str, dict[str, Any]]:
    """A call as httpx takes it: its method, its address, and the rest by name."""
    more: dict[str, Any] = {"params": call.query or None, "headers": call.headers}
    if call.form is not None:
        more["data"] = call.form
    return call.method, url + call.path, more


def checked(answer: Answer, origin: str) -> Answer:
    """An answer of a server that this client can speak with, and that did not refuse.

    Raises:
        NotPeyvand: it is of something else.
        OtherVersion: it is of another major version.
        Problem: it is a refusal.
    """
    program = answer.headers.get(PROGRAM, "")
    if not program:
        raise NotPeyvand(
            f"What answers at {origin} is no Peyvand server (status {answer.status}). "
            "Give the address of one, such as http://127.0.0.1:8000."
        )
    major = program.partition(".")[0]
    if major != __version__.partition(".")[0]:
        raise OtherVersion(
            f"The server at {origin} is of version {program}, this client of {__version__}. "
            f"Install a client of its major version: pip install 'peyvand=={major}.*'."
        )
    if answer.status >= 400:
        raise refusal(answer)
    return answer


def refusal(answer: Answer) -> Problem:
    """The problem that an answer tells."""
    members: Any = {}
    if answer.media_type == PROBLEM:
        try:
            members = json.loads(answer.body)
        except ValueError:
            members = {}
    if not isinstance(members, dict) or not members:
        members = {"title": f"The server answered with the status {answer.status}."}
    return Problem(answer.status, members, retry_after_s(answer))


def retry_after_s(answer: Answer) -> float | None:
    """How long an answer asks to wait, in seconds; None if it says nothing readable."""
    told = answer.headers.get("retry-after", "").strip()
    return float(told) if re.fullmatch(r"\d{1,6}", told) else None


def iri_of(name: str) -> str:
    """The IRI that is meant: ``city/tabriz``, ``pv:hasParty``, or it itself."""
    prefix, colon, _ = name.partition(":")
    if colon and prefix in PREFIXES:
        return expanded(name).value
    return f"{ID}{name}" if _SHORT.fullmatch(name) else name


@dataclass(frozen=True)
class Calls:
    """The calls to a server, of one version of its graph and in one language.

    Attributes:
        version: the number of an older version; None for the current one.
        language: of the texts, ``en`` or ``fa``.
    """

    version: int | None = None
    language: str = "en"

    def at(self, version: int | None) -> Calls:
        """The same on another version."""
        return replace(self, version=version)

    def _given(self, *, versioned: bool = True, **more: object) -> dict[str, str]:
        given = {name: str(value) for name, value in more.items() if value is not None}
        if versioned and self.version is not None:
            given["version"] = str(self.version)
        return {"lang": self.language, **given}

    def _sparql(
        self, text: str, accept: str, reads: Callable[[Answer], T], timeout_s: float | None
    ) -> Call[T]:
        name = secrets.token_urlsafe(16)
        headers = {"Accept": accept, "Peyvand-Query": name}
        form = self._given(query=text, timeout=timeout_s)
        return Call("POST", "/sparql", reads, form=form, headers=headers)

    def select(self, text: str, timeout_s: float | None = None) -> Call[Results]:
        """A SELECT query."""
        return self._sparql(text, RESULTS, _results, timeout_s)

    def ask(self, text: str, timeout_s: float | None = None) -> Call[bool]:
        """An ASK query."""
        return self._sparql(
            text, RESULTS, lambda got: bool(got.json(RESULTS)["boolean"]), timeout_s
        )

    def construct(self, text: str, timeout_s: float | None = None) -> Call[list[Quad]]:
        """A CONSTRUCT or DESCRIBE query."""
        return self._sparql(text, QUADS, _quads, timeout_s)

    def stream(self, text: str, timeout_s: float | None = None) -> Call[None]:
        """A SELECT query whose answer is read line by line."""
        return self._sparql(text, TSV, lambda got: got.expect(TSV), timeout_s)

    def cancel(self, name: str) -> Call[None]:
        """Cancel a query by its name."""
        return Call("DELETE", f"/queries/{quote(name, safe='')}", lambda got: None)

    def questions(self) -> Call[list[Question]]:
        """The ready questions."""

        def reads(got: Answer) -> list[Question]:
            return [read_question(told) for told in got.json("application/json")["questions"]]

        given = self._given(versioned=False, format="json")
        return Call("GET", "/ask", reads, given)

    def question(self, name: str, given: Mapping[str, object]) -> Call[Results]:
        """A ready question with its parameters, and with days that it is asked as of."""
        values = {key: written(value) for key, value in given.items() if value is not None}
        query = values | self._given(format="json")
        return Call("GET", f"/ask/{quote(name, safe='')}", _results, query)

    def claims(self, thing: str, property: str | None, value: object) -> Call[Results]:
        """The claims behind the statements about a thing."""
        terms: dict[str, Any] = {"thing": NamedNode(iri_of(thing))}
        if property is not None:
            terms["property"] = NamedNode(iri_of(property))
        if value is not None:
            kept = isinstance(value, NamedNode | Literal)
            terms["value"] = value if kept else _term(value)
        return self.select(own("client/claims").bound(**terms))

    def search(self, text: str, kinds: tuple[str, ...], limit: int) -> Call[list[dict[str, Any]]]:
        """Things by name."""
        given = self._given(q=text, limit=limit, format="json", kind=",".join(kinds) or None)
        return Call(
            "GET", "/search", lambda got: list(got.json("application/json")["results"]), given
        )

    def describe(self, thing: str) -> Call[list[Quad]]:
        """What is known of a thing."""
        path = iri_of(thing).removeprefix(str(ID))
        headers = {"Accept": QUADS}
        return Call("GET", f"/data/{quote(path)}", _quads, self._given(), headers=headers)

    def terms(self) -> Call[list[dict[str, Any]]]:
        """The classes and properties that the graph has."""

        def reads(got: Answer) -> list[dict[str, Any]]:
            return list(got.json("application/json")["terms"])

        return Call("GET", "/query/terms.json", reads)

    def versions(self, limit: int) -> Call[list[dict[str, Any]]]:
        """The newest versions."""

        def reads(got: Answer) -> list[dict[str, Any]]:
            return list(got.json("application/json")["versions"])

        return Call("GET", "/versions", reads, {"limit": str(limit)})

    def reconcile(self, queries: Mapping[str, Any]) -> Call[dict[str, Any]]:
        """A batch of names."""
        path = f"/reconcile/{self.language}"
        form = {"queries": json.dumps(queries, ensure_ascii=False)}
        return Call("POST", path, lambda got: dict(got.json("application/json")), form=form)


def _term(value: object) -> NamedNode | Literal:
    if isinstance(value, str):
        iri = iri_of(value)
        return NamedNode(iri) if "://" in iri else Literal(value)
    return Literal(value)  # type: ignore[arg-type]


def _results(got: Answer) -> Results:
    told = got.json(RESULTS)
    try:
        columns = tuple(str(name) for name in told["head"]["vars"])
        rows: list[Row] = [*read_rows(told["results"]["bindings"])]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UnreadableAnswer(f"The answer is not SPARQL results in JSON: {error!r}.") from error
    about = {key: told[key] for key in ("question", "caveat", "sentences", "query") if key in told}
    return Results(columns, rows, got.version, about, tuple(told.get("warnings", ())))


def _quads(got: Answer) -> list[Quad]:
    got.expect(QUADS)
    try:
        return list(parse(got.body, format=RdfFormat.N_QUADS))
    except (SyntaxError, ValueError) as error:
        raise UnreadableAnswer(f"The answer is not N-Quads: {error}.") from error
