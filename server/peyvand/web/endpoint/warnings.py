"""What is told beside an answer: terms that the graph does not have, with those most like them.

Warnings are in the header ``Peyvand-Warnings``, a list of structured fields (RFC 9651) in ASCII,
and in the member ``warnings`` of SPARQL results in JSON. They are in both languages, so that an
answer is the same whoever asks.
"""

from __future__ import annotations

import asyncio
import csv
import io
import json
import logging
import re
from collections.abc import Coroutine
from typing import Any, TypeVar
from urllib.parse import quote

from rapidfuzz import fuzz, process

from peyvand.errors import PeyvandError
from peyvand.formats import TABLES
from peyvand.graph.versions import Version
from peyvand.query.answer import Answer
from peyvand.query.executor import Executor
from peyvand.query.guard import Facts
from peyvand.query.messages import Question
from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import prefixed
from peyvand.vocabulary.terms import PV, TERMS
from peyvand.web.http.messages import Reply
from peyvand.web.linked_data.addresses import of_iri
from peyvand.web.linked_data.description.dataset import graphs, uses
from peyvand.web.linked_data.names import Register, folded
from peyvand.wording import say

T = TypeVar("T")
HEADER = "Peyvand-Warnings"
log = logging.getLogger(__name__)
# How alike, of 100, two names must be; how much less than the nearest; how many are told.
_ALIKE, _FAR, _TOLD = 62, 18, 3
# Nobody waits longer for near matches, in seconds; they are ready the next time.
_PATIENCE_S = 1.5
_SCHEME = re.compile(r"^https?://(?:www\.)?", re.IGNORECASE)


class Advice:
    """Finds what is told beside answers.

    Args:
        executor: what evaluates.
        register: the names of things.
    """

    def __init__(self, executor: Executor, register: Register) -> None:
        self._executor, self._register = executor, register
        self._tasks = set[asyncio.Task[Any]]()
        self._held: tuple[int, dict[str, list[str]]] | None = None

    async def on(self, answer: Answer, facts: Facts) -> list[dict[str, Any]]:
        """The warnings on an answer."""
        rows = [_row("never-bound", f"?{name}") for name in facts.unbound]
        if facts.nested:
            rows.append(_row("nested-aggregate", facts.nested))
        if not answer.unknown:
            return rows
        version = self._executor.version(answer.version)
        for unknown in answer.unknown:
            near = dict.fromkeys(unknown.get("near", ()), "") or await self._near(
                version, unknown["role"], unknown["value"]
            )
            row = {"code": unknown["code"], "term": unknown["value"], "written": unknown["written"]}
            place = {name: unknown[name] for name in ("line", "column") if name in unknown}
            # A wrong namespace is not seen behind a prefix.
            whole = unknown["code"] == "unknown-iri"
            written = f"<{unknown['value']}>" if whole else unknown["written"]
            words = _words(unknown["code"], written, near, whole=whole)
            rows.append(row | place | {"near": list(near)} | words)
        return rows

    async def _near(self, version: Version, role: str, iri: str) -> dict[str, str]:
        """The IRIs most like one, the nearest first, with the names of those that are things."""
        try:
            name = of_iri(iri)
            if name is not None and name.kind != "graph":
                names = await self._soon(self._register.names())
                things = (await asyncio.to_thread(names.near, name))[:_TOLD]
                return {
                    thing.iri: " / ".join(text for _, text in sorted(names.labels(thing).items()))
                    for thing in things
                }
            else:
                known = await self._soon(self._known(version, role))
                similar = await asyncio.to_thread(_alike, iri, known)
        except (TimeoutError, PeyvandError, OSError, SyntaxError) as error:
            log.debug("no near matches of %s: %r", iri, error)
            return {}
        return dict.fromkeys(similar[:_TOLD], "")

    async def _soon(self, work: Coroutine[Any, Any, T]) -> T:
        """What something gives, if it comes soon; it goes on even if it does not.

        Raises:
            TimeoutError: it does not.
        """
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.wait_for(asyncio.shield(task), _PATIENCE_S)

    async def _known(self, version: Version, role: str) -> dict[str, list[str]]:
        """The IRIs that may be meant, each with its names."""
        if role == "graph":
            return {iri: [] for iri in await asyncio.to_thread(graphs, version)}
        terms = await self._terms(version)
        if role == "thing":
            return terms
        used = await asyncio.to_thread(uses, version)
        return {
            iri: names
            for iri, names in terms.items()
            # The classes of the vocabulary begin with a capital.
            if (iri, role) in used or (iri in PV and _local(iri)[:1].isupper() == (role == "class"))
        }

    async def _terms(self, version: Version) -> dict[str, list[str]]:
        """The terms of the vocabulary and of a version, with their labels."""
        if self._held is None or self._held[0] != version.number:
            terms: dict[str, list[str]] = {str(PV[term]): [] for term in sorted(TERMS)}
            for iri, _ in await asyncio.to_thread(uses, version):
                terms.setdefault(iri, [])
            question = Question(own("web/names-of-terms").text, "csv")
            answer = await self._executor.query(question, version=version.number)
            rows = csv.reader(io.StringIO((await answer.whole()).decode()))
            next(rows, None)
            for iri, label in rows:
                if iri in terms:
                    terms[iri].append(label)
            self._held = version.number, terms
        return self._held[1]


def tell(reply: Reply, warnings: list[dict[str, Any]]) -> None:
    """Put warnings into an answer."""
    if not warnings:
        return
    reply.headers[HEADER] = header(warnings)
    kind = reply.headers["Content-Type"]
    if kind in TABLES[0].media_types and "Content-Encoding" not in reply.headers and reply.body:
        reply.body = with_member(reply.body, warnings)


def header(warnings: list[dict[str, Any]]) -> str:
    """Warnings as the value of a header."""
    return ", ".join(
        f"{warning['code']};term={_quoted(warning['term'])}"
        + "".join(f";{name}={warning[name]}" for name in ("line", "column") if name in warning)
        + (f";near={_quoted(' '.join(warning['near']))}" if warning["near"] else "")
        for warning in warnings
    )


def with_member(body: bytes, warnings: list[dict[str, Any]]) -> bytes:
    """SPARQL results in JSON with the warnings at their end."""
    end = body.rstrip()
    if not end.endswith(b"}"):
        return body
    return end[:-1] + b',"warnings":' + json.dumps(warnings, ensure_ascii=False).encode() + b"}"


def _row(code: str, term: str) -> dict[str, Any]:
    """A warning that has no place and nothing near."""
    return {"code": code, "term": term, "written": term, "near": [], **_words(code, term)}


def _words(
    code: str, written: str, near: dict[str, str] | None = None, *, whole: bool = False
) -> dict[str, str]:
    words = say(code, term=written)
    hints = words["hint"], words["hint_fa"]
    if near:
        listed = "  ".join(
            (f"<{iri}>" if whole else _short(iri)) + (f" ({name})" if name else "")
            for iri, name in near.items()
        )
        nearest = say("near", listed=listed)
        hints = nearest["message"], nearest["fa"]
    return {
        "message_en": f"{words['message']} {hints[0]}",
        "message_fa": f"{words['fa']} {hints[1]}",
    }


def _short(iri: str) -> str:
    return prefixed(iri) or (iri if iri.startswith('"') else f"<{iri}>")


def _quoted(text: str) -> str:
    """A text as a string of a structured field."""
    plain = quote(text[:300], safe=" !#$%&'()*+,-./:;<=>?@[]^_`{|}~\"\\")
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _alike(iri: str, known: dict[str, list[str]]) -> list[str]:
    """Those most like an IRI: the same but for its scheme and separators, or by its name."""
    bare = _bare(iri)
    same = [name for name in known if _bare(name) == bare and name != iri]
    local = _local(iri)
    pairs = [
        (name, folded(text))
        for name, labels in known.items()
        for text in (_local(name), *labels)
        if name != iri
    ]
    words = folded(_parted(local))
    best: dict[str, float] = dict.fromkeys(same, 101.0)
    for scorer in (fuzz.ratio, fuzz.token_set_ratio):
        texts = [_parted(text).casefold() for _, text in pairs]
        for _, score, at in process.extract(
            words, texts, scorer=scorer, limit=2 * _TOLD, score_cutoff=_ALIKE
        ):
            best[pairs[at][0]] = max(score, best.get(pairs[at][0], 0))
    least = max(best.values(), default=0) - _FAR
    return sorted((o for o in best if best[o] >= least), key=lambda name: (-best[name], name))[
        :_TOLD
    ]


def _bare(iri: str) -> str:
    return re.sub(r"[/#]+", "/", _SCHEME.sub("", iri)).casefold().rstrip("/")


def _local(iri: str) -> str:
    return re.split(r"[/#]", iri.rstrip("/#"))[-1]


def _parted(name: str) -> str:
    """A name in camel case as words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
