"""Terms: variables, IRIs, names with their prefixes, literals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from rapidfuzz import fuzz, process

from peyvand.query.diagnosis.functions import AGGREGATES, FUNCTIONS
from peyvand.query.diagnosis.prefixes import WELL_KNOWN, line
from peyvand.query.diagnosis.scan import Piece
from peyvand.query.diagnosis.shape import Shape
from peyvand.query.diagnosis.stream import CLAUSES, FORMS, PARTS, Mistake, Stream
from peyvand.vocabulary.terms import PV

_ALIKE = 75
# The names that common words stand for.
_ITEMS = {"Q": "wd", "P": "wdt"}
_NAMES = {
    word: f"{prefix}:{word}"
    for prefix, words in (
        ("rdfs", "label comment seeAlso subClassOf subPropertyOf domain range"),
        ("rdf", "type"),
        ("skos", "prefLabel altLabel broader narrower definition inScheme"),
        ("owl", "sameAs"),
    )
    for word in words.split()
} | dict.fromkeys(("is", "isa", "isA", "instanceOf", "instance_of"), "a")
_TERMS = ("variable", "iri", "name", "blank", "string", "number")
_PLAIN_WORDS = ("TRUE", "FALSE")
KEYWORDS = PARTS | set(CLAUSES) | set(FORMS) | {"WHERE", "FROM", "EXISTS", "BY", "AS", "NOT"}


@dataclass(frozen=True)
class Mention:
    """A term in a pattern: its role, its IRI or text, how it is written, where, its language."""

    role: str
    value: str
    written: str
    start: int
    language: str = ""


class Terms(Stream):
    """Reads single terms."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.declared: dict[str, str] = {}
        # What the patterns name, and whether they look into named graphs.
        self.mentioned: list[Mention] = []
        self.in_graphs = False
        self.shape = Shape()
        self.based = False
        # What may be right, and is told if nothing else is wrong.
        self.doubts: list[Mistake] = []
        self.unresolved: Mistake | None = None

    def prologue(self) -> None:
        """Read BASE and PREFIX declarations."""
        while True:
            if self.now.kind == "tag" and self.now.text.lower() in ("@prefix", "@base"):
                word = self.now.text[1:].upper()
                self.fail("turtle-prologue", word=word, written=self.now.text)
            if self.word("BASE"):
                self.take()
                self._namespace("BASE")
                self.based = True
            elif self.word("PREFIX"):
                self.take()
                self._prefix()
            else:
                break
            if self.at(".", ";", ","):
                self.fail("prologue-end", symbol=self.now.text)

    def _prefix(self) -> None:
        now = self.now
        if now.kind == "word" or (now.kind == "iri" and self.ahead().kind == "iri"):
            self.fail("prefix-colon", self.now.end, prefix=now.text[:60])
        if now.kind != "name":
            self.strange()
            self.fail("prefix-name")
        prefix, _, local = now.text.partition(":")
        if local:
            self.fail("prefix-local", prefix=prefix, name=now.text[:60])
        self.take()
        self.declared[prefix] = self._namespace(f"PREFIX {now.text}")

    def _namespace(self, of: str) -> str:
        if self.now.kind == "iri":
            return self.take().text[1:-1]
        if self.now.kind == "string":
            self.fail("bare-iri", iri=self.now.text[1:-1][:200])
        self.strange()
        self.fail("prefix-iri", self.after, of=of[:80])

    def resolves(self, name: Piece) -> None:
        """Note the first name whose prefix is not declared, and go on: more may be wrong."""
        prefix = name.text.partition(":")[0]
        if prefix in self.declared or self.unresolved:
            return
        try:
            self._unresolved(name, prefix)
        except Mistake as mistake:
            self.unresolved = mistake

    def _unresolved(self, name: Piece, prefix: str) -> NoReturn:
        # All are told at once, so that nobody has to come back for the next.
        used = {p.text.partition(":")[0]: p for p in self.all if p.kind == "name"}
        missing = [
            label for label in used if label not in self.declared and label not in self._later()
        ]
        if prefix not in missing:
            missing.append(prefix)
        if not prefix:
            self.fail("empty-prefix", name.start, name=name.text[:60])
        near = process.extractOne(
            prefix.lower(), {label: label.lower() for label in self.declared}, scorer=fuzz.ratio,
            score_cutoff=_ALIKE,
        )  # fmt: skip
        lines = [made for label in sorted(missing) if (made := line(label))]
        if near and near[2].lower() == prefix.lower():
            self.fail("misspelt-prefix", name.start, prefix=prefix, meant=near[2])
        if line(prefix):
            repair = "\n".join(lines)
            self.fail("undeclared-prefix", name.start, prefix=prefix, repair=repair)
        if near:
            self.fail("misspelt-prefix", name.start, prefix=prefix, meant=near[2])
        if prefix.lower() in ("http", "https", "urn", "mailto"):
            self.fail("bare-iri", name.start, iri=name.text[:200])
        like = process.extractOne(prefix.lower(), list(WELL_KNOWN), scorer=fuzz.ratio)
        if like and like[1] >= _ALIKE:
            self.fail("misspelt-prefix", name.start, prefix=prefix, meant=like[0])
        self.fail("unknown-prefix", name.start, prefix=prefix)

    def _later(self) -> set[str]:
        """The prefixes that the text declares anywhere."""
        return {
            after.text[:-1]
            for piece, after in zip(self.all, self.all[1:], strict=False)
            if piece.upper == "PREFIX" and after.kind == "name"
        }

    def is_term(self, piece: Piece) -> bool:
        """Whether a token is a term."""
        return piece.kind in _TERMS or piece.upper in _PLAIN_WORDS

    def term(self, role: str = "") -> Piece:
        """Read a term, which is next, with its language or type.

        Args:
            role: what it is in a pattern: ``thing``, ``property``, ``class``, or ``graph``.
        """
        piece = self.take()
        if role:
            self._mention(piece, role)
        if piece.kind == "iri":
            if not self.based and not re.match(r"<[A-Za-z][A-Za-z0-9+.\-]*:", piece.text):
                iri = piece.text[:200]
                self.doubts.append(Mistake("relative-iri", piece.start, iri=iri))
        elif piece.kind == "name":
            self.resolves(piece)
        elif piece.kind == "string":
            self._after_string(piece)
        elif piece.kind == "variable":
            self._after_variable(piece)
        elif piece.upper in _PLAIN_WORDS and piece.text != piece.text.lower():
            lower = piece.text.lower()
            self.doubts.append(Mistake("misspelt", piece.start, word=piece.text, meant=lower))
        elif self.now.kind == "tag":
            self.fail("tag-misplaced", tag=self.now.text)
        return piece

    def _mention(self, piece: Piece, role: str) -> None:
        iri = ""
        if piece.kind == "iri":
            iri = piece.text[1:-1]
        elif piece.kind == "name":
            prefix, _, local = piece.text.partition(":")
            iri = self.declared.get(prefix, "") + re.sub(r"\\(.)", r"\1", local)
        elif piece.kind == "string" and role == "thing" and "\\" not in piece.text:
            tag = self.now.text[1:] if self.now.kind == "tag" else ""
            if not self.at("^^"):
                text = piece.text.strip(piece.text[0])
                self.mentioned.append(Mention("text", text, piece.text, piece.start, tag))
        if ":" in iri:
            self.mentioned.append(Mention(role, iri, piece.text, piece.start))

    def _after_string(self, string: Piece) -> None:
        now = self.now
        if now.kind == "tag":
            self.take()
            if self.at("^^"):
                self.fail("tag-and-type")
        elif self.at("^^"):
            self.take()
            if self.now.kind not in ("iri", "name"):
                self.strange()
                self.fail("type-iri", self.after)
            self.term()
        elif now.kind == "odd" and now.text == "@" and self.ahead().kind in ("word", "odd"):
            self.fail("tag-space")
        elif self.at("^"):
            self.fail("other-operator", written="^", instead="^^")
        elif (
            now.start == string.end
            and now.kind in ("word", "string", "number", "broken")
            and now.upper not in KEYWORDS
        ):
            self.fail("quote-in-string", symbol=string.text[0])

    def _after_variable(self, variable: Piece) -> None:
        now, follows = self.now, self.ahead()
        if now.kind == "tag" and now.start == variable.end:
            self.fail("tag-misplaced", tag=now.text)
        glued = now.start == variable.end and follows.start == now.end
        if glued and now.text in ("-", ".") and follows.kind == "word":
            if now.text == "." and follows.upper in KEYWORDS:
                return
            whole = f"{variable.text}{now.text}{follows.text}"
            if now.text == "." or follows.upper not in FUNCTIONS.keys() | AGGREGATES:
                better = f"{variable.text}_{follows.text}"
                self.fail(
                    "variable-character", now.start, name=whole[:60], symbol=now.text,
                    better=better[:60],
                )  # fmt: skip

    def bare(self, what: str) -> None:
        """Stop if a word stands where a term is expected.

        Args:
            what: ``predicate``, ``object`` or ``subject``.
        """
        now = self.now
        if now.kind != "word" or now.upper in _PLAIN_WORDS:
            return
        variable = f"?{now.text}"
        if any(piece.text in (variable, f"${now.text}") for piece in self.all):
            self.fail("variable-mark", word=now.text[:60])
        if now.upper in FUNCTIONS and self.ahead().text == "(":
            self.fail("function-in-pattern", name=now.text)
        kind = "pv" if now.text in PV else _ITEMS.get(now.text[0], "prefix")
        if kind.startswith("wd") and not now.text[1:].isdecimal():
            kind = "prefix"
        name = _NAMES.get(now.text) or f"{kind}:{now.text[:60]}"
        self.fail("bare-word", word=now.text[:60], name=name)
