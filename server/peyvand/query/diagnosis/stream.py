"""A text as a row of tokens, read from left to right until something is wrong."""

from __future__ import annotations

import re
import unicodedata
from typing import NoReturn

from rapidfuzz import fuzz, process

from peyvand.query.diagnosis.scan import Piece, pieces
from peyvand.query.lexer import ESCAPE, place

_CLOSING = {"{": "}", "(": ")", "[": "]"}
_ALIKE = 72
# A string as far as it goes; of one in three marks the lines too.
_OPEN_STRING = re.compile(
    rf"""\"\"\"(?:[^"\\]|"(?!"")|{ESCAPE}|(?!))*+|'''(?:[^'\\]|'(?!'')|{ESCAPE}|(?!))*+"""
    rf"""|"(?:[^"\\\n\r]|{ESCAPE}|(?!))*+|'(?:[^'\\\n\r]|{ESCAPE}|(?!))*+"""
)
CLOSING_QUOTES = "“”„‟«»″❝❞＂‘’‚‛‹›′❛❜＇"
_QUOTES = CLOSING_QUOTES + "`´"
# What is written in other scripts for a mark of SPARQL; more is found by compatibility forms.
_PLAIN = {
    "؟": "?", "،": ",", "؛": ";", "٪": "%", "٫": ".", "٬": ",", "۔": ".", "–": "-", "—": "-",
    "−": "-", "‐": "-", "‑": "-", "×": "*", "÷": "/", "≠": "!=", "≤": "<=", "≥": ">=", "∧": "&&",
    "∨": "||", "¬": "!", "﹖": "?", "。": ".", "、": ",", "⟨": "<", "⟩": ">", "〈": "<", "〉": ">",
}  # fmt: skip
# The words that begin a part of a pattern, and those that follow it.
PARTS = frozenset(
    [
        "OPTIONAL",
        "MINUS",
        "GRAPH",
        "SERVICE",
        "FILTER",
        "BIND",
        "VALUES",
        "UNION",
        "SELECT",
        "LATERAL",
    ]
)
CLAUSES = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
# How clauses are called.
TITLES = {"GROUP": "GROUP BY", "ORDER": "ORDER BY"}
FORMS = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")


class Mistake(Exception):
    """A mistake: the name of its message, its place in the text, and what the words need."""

    def __init__(self, code: str, position: int, **values: object) -> None:
        super().__init__(code)
        self.code, self.position, self.values = code, position, values


class Unsure(Exception):
    """What stands here is beyond this reader, and may be right."""


class Stream:
    """The tokens, and a place among them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.all = pieces(text)
        self.index = 0

    @property
    def now(self) -> Piece:
        """The token to be read."""
        return self.all[self.index]

    def ahead(self, steps: int = 1) -> Piece:
        """A token further on."""
        return self.all[min(self.index + steps, len(self.all) - 1)]

    @property
    def after(self) -> int:
        """Where the last token that was read ends: the place of what is missing."""
        return self.all[self.index - 1].end if self.index else 0

    def take(self) -> Piece:
        """Read a token."""
        piece = self.now
        if piece.kind != "end":
            self.index += 1
        return piece

    def at(self, *texts: str) -> bool:
        """Whether a mark is next."""
        return self.now.kind in ("operator", "open", "close", "separator", "sigil") and (
            self.now.text in texts
        )

    def word(self, *words: str) -> bool:
        """Whether a keyword is next."""
        return self.now.upper in words if self.now.kind == "word" else False

    def fail(self, code: str, position: int | None = None, **values: object) -> NoReturn:
        """Stop at a mistake, here unless another place is named."""
        raise Mistake(code, self.now.start if position is None else position, **values)

    def misspelt(self, *keywords: str) -> None:
        """Stop if the next word is nearly one of some keywords."""
        word = self.now.upper
        if len(word) < 3 or word in keywords:
            return
        similar = process.extractOne(word, keywords, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if similar:
            self.fail("misspelt", word=self.now.text, meant=similar[0])

    def closed(self, opened: Piece) -> None:
        """Read the bracket that closes one; what stands in its place is a mistake."""
        closing = _CLOSING[opened.text]
        if self.at(closing):
            self.take()
            return
        self.strange()
        self.unclosed(opened)

    def unclosed(self, opened: Piece) -> NoReturn:
        """Stop, since a bracket is not closed."""
        position = self.after
        if opened.text == "{":
            opened, position = self._indented() or (opened, position)
        at_line, at_column = place(self.text, opened.start)
        names = {"symbol": _CLOSING[opened.text], "open": opened.text}
        self.fail("missing-close", position, **names, at_line=at_line, at_column=at_column)

    def _indented(self) -> tuple[Piece, int] | None:
        """The brace that another one, further out on its line, would close, and where it should
        be closed: so lines show which one was forgotten."""
        opened: list[Piece] = []
        for before, piece in zip(self.all, self.all[1:], strict=False):
            if piece.text == "{" and piece.kind == "open":
                opened.append(piece)
            elif piece.text == "}" and piece.kind == "close" and opened:
                last = opened.pop()
                if (
                    self._margin(piece.start)
                    == piece.start - self._begin(piece.start)
                    < (self._margin(last.start))
                ):
                    return last, before.end
        return None

    def _begin(self, position: int) -> int:
        return self.text.rfind("\n", 0, position) + 1

    def _margin(self, position: int) -> int:
        """How far in a line begins."""
        line = self.text[self._begin(position) :]
        return len(line) - len(line.lstrip(" \t"))

    def strange(self) -> None:
        """Stop if the next token is one that SPARQL never has."""
        now = self.now
        if now.kind == "odd":
            self._odd(now)
        if now.kind == "digits":
            plain = "".join(str(unicodedata.digit(char, 0)) for char in now.text)
            self.fail("foreign-digits", digits=now.text, plain=plain)
        if now.kind == "url":
            self.fail("bare-iri", iri=now.text[:200])
        if now.kind == "openiri":
            self._open_iri(now)
        if now.kind == "broken":
            raise broken(self.text, now.start)
        if now.kind == "sigil":
            follows = self.ahead()
            if follows.kind in ("word", "number"):
                self.fail("lone-mark", symbol=now.text, word=follows.text[:60])

    def remark(self) -> None:
        """Stop if a comment begins here as other languages write it."""
        two = self.now.text + self.ahead().text
        if two in ("//", "/*", "--") and self.now.end == self.ahead().start:
            self.fail("other-comment", symbol=two)

    def unexpected(self) -> NoReturn:
        """Stop at a token that cannot stand here, for want of anything better to say."""
        self.strange()
        if self.now.kind == "end":
            self.fail("ends-early", self.after)
        if self.now.kind == "close":
            self.fail("extra-close", symbol=self.now.text)
        if self.at("<<", ">>"):
            raise Unsure
        self.fail("unexpected", token=self.now.text[:60], before=self._before())

    def _before(self) -> str:
        return self.all[self.index - 1].text[:60] if self.index else ""

    def _odd(self, now: Piece) -> NoReturn:
        char = now.text
        code = f"U+{ord(char):04X}"
        if char in _QUOTES:
            self.fail("smart-quote", char=char)
        plain = _PLAIN.get(char) or unicodedata.normalize("NFKC", char)
        if char.isspace() or unicodedata.category(char) in ("Cf", "Cc", "Zs", "Zl", "Zp", "Mn"):
            name = unicodedata.name(char, code).lower()
            self.fail("invisible", char=code, name=name)
        if plain != char and plain.isascii():
            self.fail("foreign-mark", char=char, plain=plain)
        if char == "@":
            self.fail("tag-space")
        if char == "&":
            if entity := re.match(r"&(?:lt|gt|amp|quot|nbsp|#\d+);", self.text[now.start :]):
                self.fail("html-entity", entity=entity.group())
            self.fail("other-operator", written="&", instead="&&")
        if char == "%":
            self.fail("no-modulo")
        if char == "\\":
            if self.text[now.end : now.end + 1] in ("u", "U"):
                raise Unsure
            self.fail("backslash")
        self.fail("odd-character", char=char, point=code)

    def _open_iri(self, now: Piece) -> NoReturn:
        rest = self.text[now.end :].partition("\n")[0]
        inner = rest.partition(">")[0]
        if ">" in rest and "<" not in inner and len(inner) < 200:
            self.fail("iri-character", now.end, char=rest[0], iri=(now.text + inner + ">")[:200])
        self.fail("open-iri", iri=now.text[:200])


def broken(text: str, start: int) -> Mistake:
    """Why the quotation mark at a place begins no string."""
    quote = text[start]
    match = _OPEN_STRING.match(text, start)
    assert match is not None
    if text.startswith("\\", match.end()):
        return Mistake("no-escape", match.end(), escape=text[match.end() : match.end() + 2])
    smart = [place for place, char in enumerate(match.group()) if char in CLOSING_QUOTES]
    if smart:
        return Mistake("smart-quote", start + smart[0], char=match.group()[smart[0]])
    return Mistake("open-string", start, symbol=quote)
