"""What snapshots state of our cities' partners, as claims."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Literal

from peyvand.sources.snapshots import UNDIRECTED, UNDIRECTED_NOTES, Snapshot
from peyvand.sources.wikidata.snapshots import PAIRED, TWINNED, read_partners
from peyvand.vocabulary.iris import EDTF, iri, thing

SNAPSHOT = Snapshot("s", "2019-08", thing("document/s"), thing("organisation/wikidata"))
CITIES = {iri("wd:Q1"): thing("city/one"), iri("wd:Q2"): thing("city/two")}


def test_a_partner_is_listed_under_the_city_that_states_it(tmp_path: Path) -> None:
    path = tmp_path / "partners.csv"
    path.write_text(
        "item,partner,snapshot,directed,start,end\n"
        "Q1,Q2,s,1,1998-05-01,2011\nQ2,Q1,s,0,,\nQ9,Q1,s,1,,\n",
        encoding="utf-8",
    )
    told, open_, foreign = (claim for _, claim in read_partners(path, {"s": SNAPSHOT}, CITIES))
    assert told.listed_under == (thing("city/one"),)
    assert told.qualifiers == (
        (iri("pq:P580"), Literal("1998-05-01", datatype=EDTF)),
        (iri("pq:P582"), Literal("2011", datatype=EDTF)),
    )
    assert {note.value for note in told.notes if note.language == "en"} == {
        "start time (P580) 1998-05-01",
        "end time (P582) 2011",
    }
    # The snapshot does not say the side, or the side is none of our cities.
    assert (open_.listed_under, open_.qualifiers, open_.notes) == ((), UNDIRECTED, UNDIRECTED_NOTES)
    assert [claim.property for claim in (told, open_, foreign)] == [TWINNED, PAIRED, TWINNED]
    assert (foreign.about, foreign.listed_under) == (thing("city/q9"), ())
