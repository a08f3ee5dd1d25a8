"""One result of a SHACL validation, for those who tell of it and do not validate."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Result:
    """One result of a validation: what breaks which shape, and the advice in both languages."""

    severity: str
    shape: str
    component: str
    focus: str
    value: str
    message_en: str
    message_fa: str

    def line(self, language: str = "en") -> str:
        """One line of text."""
        message = self.message_fa if language == "fa" and self.message_fa else self.message_en
        value = f" ({self.value})" if self.value else ""
        return f"{self.severity}: {self.focus}{value}: {message} [{self.shape} {self.component}]"
