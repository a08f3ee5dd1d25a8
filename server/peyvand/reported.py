"""What every error that is reported has: its texts in both languages, for people and programs."""

from __future__ import annotations

from typing import Any, ClassVar

from peyvand.redaction import without_paths


class PeyvandError(Exception):
    """Anything that is reported to the user rather than being a fault of the program.

    Args:
        message: what is wrong, in one sentence.
        hint: what to do next.
        fa: the message in Persian; what HTTP can show has one.
        hint_fa: the hint in Persian.
        line: line of the text it is about, from 1.
        column: column there, from 1.
    """

    status = 500
    slug = "error"
    # What a problem tells beside the texts, for programs.
    members: dict[str, Any] | None = None
    # The class that each slug is of. One that gives no slug of its own is, to another process, the
    # kind that it is derived from, with its own status.
    kinds: ClassVar[dict[str, type[PeyvandError]]] = {}

    def __init_subclass__(cls) -> None:
        """Register a kind under its slug."""
        if "slug" in cls.__dict__:
            if cls.slug in PeyvandError.kinds:
                raise TypeError(f"two kinds of error have the slug {cls.slug}")
            PeyvandError.kinds[cls.slug] = cls

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        fa: str = "",
        hint_fa: str = "",
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint
        self.fa, self.hint_fa = fa, hint_fa
        self.line, self.column = line, column

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()

    def texts(self, language: str) -> tuple[str, str]:
        """The message and the hint in a language, in English where there is no Persian, as clients
        are told them: without paths of this machine."""
        if language == "fa" and self.fa:
            return without_paths(self.fa), without_paths(self.hint_fa)
        return without_paths(self.message), without_paths(self.hint)

    def to_json(self) -> dict[str, Any]:
        """The error as plain values, for another process to raise again."""
        return {
            "slug": self.slug,
            "status": self.status,
            "message": self.message,
            "hint": self.hint,
            "fa": self.fa,
            "hint_fa": self.hint_fa,
            "line": self.line,
            "column": self.column,
            "members": self.members,
        }


PeyvandError.kinds[PeyvandError.slug] = PeyvandError
