"""What profiles find of every agreement of a version, kept beside it, as it takes long."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode

from peyvand import __version__
from peyvand.audit.counted import Ruling
from peyvand.audit.model import Name
from peyvand.audit.totals import Ask
from peyvand.graph.profiles import Profile
from peyvand.monitor.kept import KeptFile
from peyvand.recognition import SCOPES, Verdict
from peyvand.recognition.deciding import (
    STATEMENTS,
    agreements_of,
    decide,
    found_of,
    read_slices,
    verdict_of,
)
from peyvand.recognition.evaluation import Found, findings_of
from peyvand.resources import root
from peyvand.vocabulary.files import profile_files

_NAME = "ruled-"


class Ruled:
    """What profiles find of all agreements of a version, from a file if it was asked before.

    Args:
        home: the folder of the versions.
        version: the number of the one that is asked.
        mark: what tells its graph from others.
        ask: answers a query on it.
        profiles: of bodies.
    """

    def __init__(
        self, home: Path, version: int, mark: str, ask: Ask, profiles: Collection[Profile]
    ) -> None:
        self._file = KeptFile(home, _NAME, version, mark)
        self._ask, self._profiles = ask, {profile.name: profile for profile in profiles}
        self._lock = threading.Lock()
        self._agreements: dict[str, int] = {}
        # What there is to find by a profile, and by the number of an agreement which of it.
        self._kinds: dict[str, list[Found]] = {}
        self._places: dict[str, list[int]] = {}
        self._file.read(self._read)

    @property
    def is_known(self) -> bool:
        """Whether it was found before, so that nothing is asked."""
        return bool(self._places)

    def verdicts(
        self, profile: str, agreements: Iterable[str] | None = None, criteria_only: bool = False
    ) -> list[Verdict]:
        """What a profile says of agreements, in the order of their IRIs, without what is said.

        Args:
            profile: its name.
            agreements: their IRIs; None for all that there are.
            criteria_only: whether the field is left out.
        """
        self._find()
        rules, kinds, places = (
            self._profiles[profile],
            self._kinds[profile],
            self._places[profile],
        )
        return [
            verdict_of(rules, name, kinds[places[self._agreements[name]]], criteria_only)
            for name in (self._agreements if agreements is None else sorted(agreements))
        ]

    def recognise(
        self,
        profile: str,
        scope: str,
        place: NamedNode | None = None,
        criteria_only: bool = False,
    ) -> list[Verdict]:
        """What a profile says of the agreements of a scope, in the order of their IRIs.

        What is said of the agreements is with the verdicts only where it was asked for; see
        ``completed``.

        Args:
            profile: its name.
            scope: which agreements.
            place: whose agreements; None for those of all places.
            criteria_only: whether the field is left out.
        """
        if scope == SCOPES[1] and place is None:
            return self.verdicts(profile, criteria_only=criteria_only)
        if self.is_known:
            some = agreements_of(self._ask, scope, place)
            return self.verdicts(profile, some, criteria_only)
        # Of a few it is told sooner than what all profiles find of all agreements.
        slices = read_slices(self._ask, scope, place)
        return decide(self._profiles[profile], slices, criteria_only)

    @cached_property
    def rulings(self) -> list[Ruling]:
        """Whether each agreement counts, for each profile."""
        self._find()
        rulings = []
        for name, profile in self._profiles.items():
            words = [verdict_of(profile, "", found).answer for found in self._kinds[name]]
            answers = {
                agreement: words[place]
                for agreement, place in zip(self._agreements, self._places[name], strict=True)
            }
            rulings.append(Ruling(name, Name("", profile.titles), answers))
        return rulings

    def _find(self) -> None:
        """Find what was not found before, and keep it."""
        with self._lock:
            if self._places:
                return
            slices = read_slices(self._ask, SCOPES[1])
            self._agreements = {name: at for at, name in enumerate(sorted(slices))}
            for name, found in found_of([*self._profiles.values()], slices).items():
                kinds: dict[tuple[tuple[str, ...], ...], tuple[int, Found]] = {}
                places = []
                for one in self._agreements:
                    findings, given = found[one]
                    key = (tuple(finding.shape for finding in findings), given)
                    places.append(kinds.setdefault(key, (len(kinds), found[one]))[0])
                self._kinds[name] = [one for _, one in kinds.values()]
                self._places[name] = places
            self._keep()

    def _read(self, told: Mapping[str, Any]) -> None:
        if told["rules"] != rules():
            return
        names, kinds, places = told["agreements"], {}, {}
        for name, profile in self._profiles.items():
            kinds[name] = [
                (tuple(findings_of(profile, shapes)), tuple(given))
                for shapes, given in told["kinds"][name]
            ]
            places[name] = told["places"][name]
            if len(places[name]) != len(names) or not {*places[name]} <= {*range(len(kinds[name]))}:
                return
        self._agreements = {name: at for at, name in enumerate(names)}
        self._kinds, self._places = kinds, places

    def _keep(self) -> None:
        """Keep what was found, unless one may not write."""
        told = {
            "rules": rules(),
            "agreements": [*self._agreements],
            "kinds": {
                name: [([one.shape for one in findings], given) for findings, given in kinds]
                for name, kinds in self._kinds.items()
            },
            "places": self._places,
        }
        self._file.write(told)


def rules() -> str:
    """A checksum of what rulings depend on beside the graph: the program, its query and shapes."""
    digest = hashlib.sha256(f"{__version__}\0{STATEMENTS.text}".encode())
    for path in profile_files(root()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
