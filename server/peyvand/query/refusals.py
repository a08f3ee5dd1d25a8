"""The registrations that were refused lately: kept in the home, for whoever may mend them.

What is kept tells who sent what kind of entry when, about which things of the graph, and what was
wrong with which field; of the texts that were sent it tells nothing. Both the number of
registrations of a register and what is told of each are bounded, so that nobody's refusals displace
those of others.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from peyvand.graph.durable import sync_file, sync_folder
from peyvand.register.field import FieldKind
from peyvand.register.fields import EntryKind, field
from peyvand.register.rows import Problem, RawRow

FILE = "refused.json"
# How many registrations of a register are kept; how many things and problems of each are told.
KEPT, MOST_THINGS, MOST_PROBLEMS = 20, 20, 20
# What stands in place of a text that was sent.
LEFT_OUT = "…"
# What breaks a rule is told in words, since no code tells it.
_RULE = "rule"
# Shorter texts are no secret, and stand in many a message by themselves.
_SHORT = 3
# Fields whose values are looked up or read; those of the others are what their sender wrote.
_READ = (FieldKind.THING, FieldKind.CHOICE, FieldKind.CLAIM, FieldKind.DATE, FieldKind.NUMBER)


@dataclass(frozen=True)
class Told:
    """What was wrong with a field of some rows.

    Attributes:
        code: which problem it is, as ``Problem`` names it.
        field: the field; "" if it is about the whole row, or about a column that is no field.
        said: of what breaks a rule, how the rule says so, by language.
        rows: how many rows have it.
    """

    code: str
    field: str
    said: Mapping[str, str]
    rows: int


@dataclass(frozen=True)
class Refusal:
    """A registration of which rows were refused.

    Attributes:
        by: the register that it was for.
        entry: the kind of entry.
        at: when, in UTC.
        about: the things of the graph that its rows name.
        problems: what was wrong.
        rows: how many rows were refused.
    """

    by: str
    entry: str
    at: str
    about: tuple[str, ...]
    problems: tuple[Told, ...]
    rows: int

    @property
    def draft(self) -> tuple[object, ...]:
        """What is the same of a draft that is sent again."""
        return self.by, self.entry, self.about


def refusal(
    by: str,
    entry: EntryKind,
    rows: Iterable[RawRow],
    about: Iterable[str],
    problems: Sequence[Problem],
) -> Refusal:
    """What is kept of a registration.

    Args:
        by: the register that it was for.
        entry: the kind of entry.
        rows: those that were refused.
        about: the things of the graph that they name.
        problems: what was wrong with them.
    """
    free = _free(entry, rows)
    counted = Counter(_told(entry, problem, free) for problem in problems)
    told = [Told(code, name, dict(said), count) for (code, name, said), count in counted.items()]
    return Refusal(
        by,
        entry.value,
        datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        tuple(sorted(set(about)))[:MOST_THINGS],
        tuple(told[:MOST_PROBLEMS]),
        len({problem.row for problem in problems}),
    )


def _told(
    entry: EntryKind, problem: Problem, free: Sequence[str]
) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    said = []
    if problem.code == _RULE:
        for tag, name in (("en", "said"), ("fa", "said_fa")):
            message = problem.arguments.get(name, "")
            for text in free:
                message = message.replace(text, LEFT_OUT)
            said.append((tag, message))
    try:
        name = field(entry, problem.column).name
    except KeyError:
        name = ""
    return problem.code, name, tuple(said)


def _free(entry: EntryKind, rows: Iterable[RawRow]) -> list[str]:
    """The texts of rows that may be anything, the longest first."""
    found: set[str] = set()
    for row in rows:
        for name in row.cells:
            with suppress(KeyError):
                if field(entry, name).kind not in _READ:
                    found.update({row.cell(name), *row.values(name)})
    return sorted((text for text in found if len(text) >= _SHORT), key=len, reverse=True)


class Refusals:
    """What is kept in one home.

    Whoever writes it holds the lock of the home.

    Args:
        home: the folder of the versions.
    """

    def __init__(self, home: Path) -> None:
        self._path = home / FILE

    def all(self) -> list[Refusal]:
        """Every refusal, the newest first; none if the file cannot be read, for it is no loss."""
        try:
            rows = json.loads(self._path.read_text(encoding="utf-8"))
            return [_read(row) for row in rows]
        except (OSError, ValueError, TypeError, KeyError):
            return []

    def add(self, one: Refusal) -> None:
        """Keep a refusal; of the same draft the last is kept, of a register the last few."""
        others = [other for other in self.all() if other.draft != one.draft]
        kept, counted = [], Counter[str]()
        for other in (one, *others):
            counted[other.by] += 1
            if counted[other.by] <= KEPT:
                kept.append(other)
        self._write(kept)

    def mended(self, by: str, entry: str, about: Iterable[str]) -> None:
        """Forget the refusals of a register that are about what was entered now."""
        things = set(about)
        known = self.all()
        kept = [
            one
            for one in known
            if (one.by, one.entry) != (by, entry) or not one.about or not things >= set(one.about)
        ]
        if len(kept) < len(known):
            self._write(kept)

    def forget(self, things: Collection[str]) -> None:
        """Forget the refusals that were about any of some things."""
        known, gone = self.all(), frozenset(things)
        kept = [one for one in known if gone.isdisjoint(one.about)]
        if len(kept) < len(known):
            self._write(kept)

    def _write(self, refusals: Sequence[Refusal]) -> None:
        text = json.dumps([asdict(one) for one in refusals], ensure_ascii=False, indent=1)
        made = self._path.with_name(f".{FILE}")
        # The answer to who sent the rows does not hang on this: a full disk loses a notice alone.
        with suppress(OSError):
            made.write_text(text + "\n", encoding="utf-8")
            sync_file(made)
            os.replace(made, self._path)
            sync_folder(self._path.parent)


def _read(row: Mapping[str, Any]) -> Refusal:
    problems = tuple(
        Told(str(one["code"]), str(one["field"]), dict(one["said"]), int(one["rows"]))
        for one in row["problems"]
    )
    about = tuple(map(str, row["about"]))
    words = (str(row["by"]), str(row["entry"]), str(row["at"]))
    return Refusal(*words, about, problems, int(row["rows"]))
