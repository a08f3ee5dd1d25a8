"""What a profile says of the agreements that an address asks for, kept while it is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pyoxigraph import Literal, NamedNode

from peyvand.audit.ruled import Ruled
from peyvand.graph.profiles import Profile, shipped
from peyvand.model import Answer
from peyvand.recognition import SCOPES, Verdict, deciding
from peyvand.recognition.names import verdict_name
from peyvand.recognition.output import Recognition
from peyvand.sources.labels import names_of
from peyvand.web.http.messages import Request
from peyvand.web.pages.components.as_of import AsOf
from peyvand.web.pages.components.choice import choice
from peyvand.web.pages.components.cities import place_named
from peyvand.web.pages.components.index_names import index_names
from peyvand.web.pages.components.sections import Section
from peyvand.web.pages.components.site import Site
from peyvand.web.pages.lists.listing import Facet, Listing
from peyvand.web.pages.lists.made_lists import Lists

# What leaves the field of a rule out.
ONLY = "only"
_SECTION = Section("recognition", "", ("agreement", "verdict", "deciding"), ("agreement",))
# Of how many versions what profiles find is kept, and how many lists.
_VERSIONS, _LISTS = 2, 4
# The names of so many agreements are asked for; those of more are looked up among all.
_FEW = 1_000


class Recognised:
    """The verdicts that are asked for.

    Args:
        site: where the graph is asked.
    """

    def __init__(self, site: Site) -> None:
        self._site, self._lists = site, Lists(site)
        self._ruled = lru_cache(_VERSIONS)(self._made)
        self._found = lru_cache(_LISTS)(self._decided)
        self._listed = lru_cache(_LISTS)(self._listing)

    def found(self, asked: Request, profile: Profile, days: AsOf) -> Recognition:
        """What a profile says of the agreements that are asked for.

        Args:
            asked: the request.
            profile: the profile.
            days: those that are asked about, by which agreements are left out.

        Raises:
            BadRequest: a scope is asked for that is none.
            NotFound: there is no such place, or several.
        """
        found = self._found(self._site.version, profile.name, *asked_of(asked, self._site))
        if not days.clocks:
            return found
        stand = days.agreements({one.agreement: {} for one in found.verdicts})
        return replace(found, verdicts=[one for one in found.verdicts if one.agreement in stand])

    def listing(self, found: Recognition, verdict: str) -> Listing:
        """The list of the agreements that got a verdict; of all in the field if none is named."""
        outside = verdict == Answer.OUT_OF_FIELD
        place = NamedNode(found.place) if found.place else None
        key = (found.version, found.profile.name, found.scope, place, found.criteria_only)
        if found is self._found(*key):
            return self._listed(*key, outside)
        return self._list(found, outside)

    def names(self, verdicts: Sequence[Verdict]) -> Mapping[str, Mapping[str, str]]:
        """What the agreements of verdicts are called, by language."""
        known = index_names(self._site) if len(verdicts) > _FEW else {}
        left = [one.agreement for one in verdicts if one.agreement not in known]
        return {**known, **names_of(self._site.select, left)}

    def _made(self, version: int) -> Ruled:
        versions = self._site.bridge.versions
        mark = versions.get(version).graph_sum
        return Ruled(versions.home, version, mark, self._site.select, shipped().values())

    def _decided(
        self, version: int, name: str, scope: str, place: NamedNode | None, criteria_only: bool
    ) -> Recognition:
        return Recognition(
            shipped()[name],
            version,
            scope,
            place.value if place else "",
            criteria_only,
            self._ruled(version).recognise(name, scope, place, criteria_only),
            deciding.STATEMENTS.text.strip(),
        )

    def _listing(
        self,
        version: int,
        name: str,
        scope: str,
        place: NamedNode | None,
        criteria_only: bool,
        outside: bool,
    ) -> Listing:
        return self._list(self._found(version, name, scope, place, criteria_only), outside)

    def _list(self, found: Recognition, outside: bool) -> Listing:
        rows: list[dict[str, Any]] = []
        messages: dict[str, Mapping[str, str]] = {}
        for one in found.outside if outside else found.listed:
            row = {"agreement": NamedNode(one.agreement), "verdict": Literal(one.answer)}
            rows += [{**row, "deciding": Literal(it.shape)} for it in one.findings] or [row]
            messages |= {it.shape: it.messages for it in one.findings}
        facets = (
            Facet("verdict", ("verdict",), called=verdict_name),
            Facet(
                "deciding",
                ("deciding",),
                called=lambda shape, tag: messages[shape][tag] if shape in messages else shape,
            ),
        )
        return self._lists.of(_SECTION, facets, rows)


def asked_of(asked: Request, site: Site) -> tuple[str, NamedNode | None, bool]:
    """The scope, the place, and whether the field is left out, as the address says.

    Raises:
        BadRequest: a word is given that is no choice.
        NotFound: there is no such place, or several; the error names those that may be meant.
    """
    scope = choice(asked, "scope", SCOPES, SCOPES[0])
    criteria_only = bool(choice(asked, "criteria", (ONLY,)))
    text = (asked.parameters.one("city") or "").strip()[:200]
    place = NamedNode(place_named(site, text)) if text else None
    return scope, place, criteria_only
