"""Wikidata as claims of a snapshot: what they say, that they conform, and what changed since."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Quad, QuerySolutions, RdfFormat, Store, parse

from peyvand.cli import main
from peyvand.errors import PeyvandError
from peyvand.graph.assemble import assemble
from peyvand.graph.candidate_nodes import validate_store
from peyvand.graph.changes import compare
from peyvand.graph.imports import Options, snapshot_of, steps, wikidata_snapshot
from peyvand.graph.validate import read_shapes
from peyvand.sources.catalogue import read_catalogue
from peyvand.sources.wikidata.report import Report
from peyvand.vocabulary.files import shape_files
from peyvand.vocabulary.iris import PREFIXES, iri

NOWHERE = Path(__file__).parents[1] / "sources" / "wikidata" / "data" / "nowhere.json"
PROLOGUE = "".join(f"PREFIX {name}: <{value}>\n" for name, value in PREFIXES.items())


def imported(
    files: list[Path],
    date: str = "",
    report: Report | None = None,
    options: Options | None = None,
) -> Iterator[Quad]:
    """The claims that files of Wikidata make, in the graph of their snapshot."""
    snapshot, redirects = snapshot_of(files, date)
    for step in steps(files, snapshot, redirects, report or Report(), options=options):
        yield from step.quads


def rows(quads: Iterable[Quad], pattern: str) -> list[tuple[str, ...]]:
    store = Store()
    store.extend(quads)
    found = store.query(
        f"{PROLOGUE}SELECT * WHERE {{ {pattern} }}", use_default_graph_as_union=True
    )
    assert isinstance(found, QuerySolutions)
    # In the order of the alphabet, so that the tests can take them apart.
    names = sorted(variable.value for variable in found.variables)
    return sorted(tuple(row[name].value for name in names) for row in found)  # type: ignore[union-attr]


def changed(tmp_path: Path, name: str, change: Any) -> Path:
    document = json.loads(NOWHERE.read_text(encoding="utf-8"))
    change(document["entities"])
    path = tmp_path / name
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_each_known_twin_makes_one_claim_in_the_graph_of_the_snapshot() -> None:
    quads = list(imported([NOWHERE]))
    assert {quad.graph_name for quad in quads} == {wikidata_snapshot("2026-04-05").graph}
    found = rows(quads, "?c pv:about wd:Q900001 ; pv:property wdt:P190 ; pv:reading ?v")
    partners = [str(partner).rpartition("/")[2] for _, partner in found]
    assert sorted(partners) == [f"Q90000{n}" for n in (2, 3, 5, 6, 7, 8)]


def one(quads: Iterable[Quad], partner: str, pattern: str) -> list[tuple[str, ...]]:
    return rows(quads, f"?c pv:about wd:Q900001 ; pv:reading wd:{partner} . {pattern}")


def test_rank_end_and_precision_can_be_asked_for() -> None:
    quads = list(imported([NOWHERE]))
    ((_, start),) = one(quads, "Q900002", "?c pq:P580 ?v")
    assert start == "1955"
    ((_, rank),) = one(quads, "Q900003", "?c wikibase:rank ?v")
    assert rank == "http://wikiba.se/ontology#DeprecatedRank"
    ((_, cause, end),) = one(quads, "Q900005", "?c pq:P1534 ?u ; pq:P582 ?v")
    assert (end, cause) == ("2022-03", "http://www.wikidata.org/entity/Q900040")
    ((_, unknown),) = one(quads, "Q900006", "?c pq:P582 ?v")
    assert unknown == "XXXX"
    assert one(quads, "Q900007", "?c pq:P582 ?v") == []
    notes = {n for _, n in one(quads, "Q900005", "?c pv:note ?v")}
    assert "Wikidata marks the statement as ended" in notes
    assert "زمان پایان (P582) 2022-03" in notes
    references = one(quads, "Q900002", "?c prov:wasDerivedFrom/pr:P854 ?v")
    assert [v for _, v in references] == ["https://example.org/twins?a=1&b=2"]


def test_values_of_our_own_properties() -> None:
    quads = list(imported([NOWHERE]))
    found = rows(quads, "?c pv:about wd:Q900001 ; pv:property ?p ; pv:reading ?v")
    values: dict[str, list[str]] = {}
    for _, prop, value in found:
        values.setdefault(str(prop).rpartition("/")[2].rpartition("#")[2], []).append(str(value))
    assert values["coordinates"] == ["POINT(51.250000 35.500000)"]
    assert sorted(values["population"]) == ["1200", "1500"]
    assert sorted(values["P1566"]) == ["123", "124"]
    assert "P131" not in values
    labels = rows(quads, "wd:Q900001 rdfs:label ?v")
    assert [v for (v,) in labels] == ["Nowhere", "ناکجا"]
    assert rows(quads, "wd:Q900099 owl:sameAs ?v") == [("http://www.wikidata.org/entity/Q900001",)]


def test_our_cities_go_by_their_own_name() -> None:
    ours = iri("wd:Q900001"), iri("wd:Q515")
    options = Options(cities={ours[0]: ours[1]})
    quads = list(imported([NOWHERE], options=options))
    assert rows(quads, "?c pv:about wd:Q900001") == []
    assert len(rows(quads, "?c pv:about wd:Q515 ; pv:property wdt:P190")) == 6
    assert len(rows(quads, "?c pv:about wd:Q900002 ; pv:reading wd:Q515")) == 2


def test_importing_again_gives_the_same_and_the_form_does_not_matter(tmp_path: Path) -> None:
    first = list(imported([NOWHERE]))
    assert list(imported([NOWHERE])) == first
    turtle = NOWHERE.with_name("nowhere-munged.ttl")
    other = set(imported([turtle], date="2026-04-05"))
    origin = iri("dcterms:source")
    assert {q for q in set(first) ^ other if q.predicate != origin} == set()


def test_an_item_in_two_files_is_taken_once(tmp_path: Path) -> None:
    report = Report()
    turtle = NOWHERE.with_name("nowhere.ttl")
    both = set(imported([NOWHERE, turtle], report=report))
    assert report.counts["records"] == 2
    assert [p.message for p in report.problems] == [
        "Q900001 has been read before",
        "Q900002 has been read before",
    ]
    single = set(imported([NOWHERE]))
    assert len(both ^ single) == 2  # the origin names both files


def test_redirects_are_followed_through_a_chain(tmp_path: Path) -> None:
    redirects = tmp_path / "redirects.nt"
    wd, same = "http://www.wikidata.org/entity/", "http://www.w3.org/2002/07/owl#sameAs"
    chain = [("Q900005", "Q7"), ("Q7", "Q8"), ("Q21", "Q22"), ("Q22", "Q21")]
    redirects.write_text("".join(f"<{wd}{a}> <{same}> <{wd}{b}> .\n" for a, b in chain))
    report = Report()
    quads = list(imported([NOWHERE, redirects], report=report))
    ((_, printed),) = one(quads, "Q8", "?c pv:asPrinted ?v")
    assert printed == "Q900005"
    assert report.counts["P190 statements led on by a redirect"] == 1


def test_the_day_is_that_of_the_data(tmp_path: Path) -> None:
    named = changed(tmp_path, "cities-20251231.json", lambda e: None)
    other = changed(tmp_path, "cities-2025-12-30.json", lambda e: None)
    bare = changed(tmp_path, "x.json", lambda e: [v.pop("modified") for v in e.values()])
    graphs = {q.graph_name for q in imported([named])}
    assert graphs == {wikidata_snapshot("2025-12-31").graph}
    with pytest.raises(PeyvandError, match="2025-12-30, 2025-12-31"):
        list(imported([named, other]))
    with pytest.raises(PeyvandError, match="no file says it"):
        list(imported([bare]))
    with pytest.raises(PeyvandError, match="not an EDTF date"):
        list(imported([bare], date="yesterday"))


def test_the_claims_conform_to_the_shapes(sources: Path) -> None:
    # The world's pairs would only add to what the claims may refer to.
    store = Store()
    store.extend(assemble(sources, read_catalogue(sources / "queries"), world=False).quads)
    quads = list(imported([NOWHERE]))
    # One loses its property: they are looked at, and of the others nothing is found.
    lost = next(quad for quad in quads if quad.predicate == iri("pv:property"))
    store.extend(quad for quad in quads if quad != lost)
    results = validate_store(store, read_shapes(shape_files(sources))).violations
    lines = [result.line() for result in results]
    wrong = [line for line in lines if "Q9000" in line or "2026-04-05" in line]
    assert wrong
    assert all(lost.subject.value in line for line in wrong)  # type: ignore[union-attr]


def test_what_changed_between_two_snapshots(tmp_path: Path) -> None:
    def change(entities: dict[str, Any]) -> None:
        city = entities["Q900099"]
        twins = city["claims"]["P190"]
        twins[0]["rank"] = "preferred"
        twins[0]["qualifiers"]["P580"][0]["datavalue"]["value"]["time"] = "+1956-00-00T00:00:00Z"
        del twins[2]
        city["claims"]["P1566"].append(json.loads(json.dumps(city["claims"]["P1566"][0])))
        new = city["claims"]["P1566"][2]
        new["id"], new["mainsnak"]["datavalue"]["value"] = "Q900001$new", "999"

    old = list(imported([NOWHERE], date="2026-04-05"))
    new = list(imported([changed(tmp_path, "n.json", change)], date="2026-05-01"))
    changes = compare(old, new)
    assert changes.counts == Counter(changed=1, added=1, removed=1, unchanged=15)
    base = "https://w3id.org/peyvand/id/claim/wikidata-2026-0"
    ((added, _),) = rows(changes.quads, "?c prov:wasGeneratedBy ?v")
    assert added == f"{base}5-01-Q900001-P1566-3"
    ((gone, _),) = rows(changes.quads, "?c prov:wasInvalidatedBy ?v")
    assert gone == f"{base}4-05-Q900001-P190-Q900005"
    notes = {v for _, v in rows(changes.quads, "?c pv:note ?v")}
    assert notes == {"rank: NormalRank → PreferredRank", "P580: 1955 → 1956"}
    with pytest.raises(PeyvandError, match="Both are the snapshot"):
        compare(old, old)
    with pytest.raises(PeyvandError, match="no snapshot"):
        compare([], new)


def run(*arguments: object) -> int:
    return main(["import", "wikidata", *map(str, arguments)])


def quads_of(path: Path) -> set[Quad]:
    return set(parse(path=str(path), format=RdfFormat.N_QUADS))


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, records = tmp_path / "o.nq", tmp_path / "r.jsonl"
    assert run(NOWHERE, "--out", out, "--records", records) == 0
    assert quads_of(out) == set(imported([NOWHERE]))
    first = json.loads(records.read_text(encoding="utf-8").splitlines()[0])
    assert (first["qid"], first["lat"], first["population"]) == ("Q900001", 35.5, 1500)
    assert "9 P190 statements" in capsys.readouterr().err


def test_strict_fails_and_otherwise_it_is_only_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def change(entities: dict[str, Any]) -> None:
        entities["Q900002"]["claims"]["P190"][0]["rank"] = "best"

    broken = changed(tmp_path, "b.json", change)
    out = tmp_path / "o.nq"
    assert run(broken, "--out", out) == 3
    assert "no rank 'best'" in capsys.readouterr().err
    assert run(broken, "--out", out, "--strict", "--json") == 1
    assert json.loads(capsys.readouterr().err)["broken"] == {"value": 1}


def test_since_writes_what_changed(tmp_path: Path) -> None:
    old, new, changes = (tmp_path / name for name in ("old.nq", "new.nq", "changes.nq"))
    newer = changed(tmp_path, "n.json", lambda e: e["Q900002"]["claims"].pop("P1566"))
    run(NOWHERE, "--out", old)
    run(newer, "--snapshot", "2026-06-01", "--out", new, "--since", old, "--changes", changes)
    found = rows(quads_of(changes), "?c prov:wasInvalidatedBy ?a")
    assert len(found) == 1
    assert main(["import", "wikidata", str(newer), "--since", str(old)]) == 2


@pytest.mark.parametrize("broken_off_at", [2, 3, 5, 7])
def test_a_run_that_is_broken_off_goes_on_and_ends_the_same(
    broken_off_at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entities = json.loads(NOWHERE.read_text(encoding="utf-8"))["entities"]
    lines = []
    for number in range(1, 7):
        city = json.loads(json.dumps(entities["Q900002"]))
        city["id"] = f"Q{number}"
        for statement in (s for found in city["claims"].values() for s in found):
            statement["id"] = f"Q{number}$" + statement["id"].partition("$")[2]
        lines.append(json.dumps(city))
    lines.insert(3, "broken")
    dump = tmp_path / "d-20260101.jsonl"
    dump.write_text("\n".join(lines))
    whole, out, state = tmp_path / "whole.nq", tmp_path / "out.nq", tmp_path / "state"
    run(dump, NOWHERE, "--out", whole, "--records", tmp_path / "whole.jsonl", "--snapshot", "2026")
    more = (
        *(dump, NOWHERE, "--out", out, "--records", tmp_path / "out.jsonl"),
        *("--snapshot", "2026", "--resume", state),
    )
    monkeypatch.setattr("peyvand.commands.importing._EVERY_S", -1.0)
    written = 0

    def failing(quads: Any, file: Any, syntax: Any) -> None:
        nonlocal written
        written += 1
        for quad in quads:
            file.write(f"{quad} .\n".encode())
        if written == broken_off_at:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("peyvand.commands.importing.serialize", failing)
        with pytest.raises(KeyboardInterrupt):
            run(*more)
    assert out.stat().st_size < whole.stat().st_size
    assert run(*more) == 3
    assert quads_of(out) == quads_of(whole)
    assert len(out.read_bytes().splitlines()) == len(quads_of(out))
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    assert run(*more) == 3  # a run that is done adds nothing
    assert quads_of(out) == quads_of(whole)


def test_a_state_of_another_run_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, state = tmp_path / "o.nq", tmp_path / "state"
    assert run(NOWHERE, "--out", out, "--resume", state) == 0
    assert run(NOWHERE, "--out", out, "--resume", state, "--snapshot", "2020") == 1
    state.write_text("{}")
    assert run(NOWHERE, "--out", out, "--resume", state) == 1
    assert "Remove it to begin anew" in capsys.readouterr().err


def test_what_is_written_for_all_languages_is_the_name_in_each_without_its_own(
    tmp_path: Path,
) -> None:
    labels = {"mul": "Mulstadt", "ar": "مولشتات", "fa": "مول‌شهر"}
    names = {tag: {"language": tag, "value": name} for tag, name in labels.items()}
    aliases = {"mul": [{"language": "mul", "value": "Mulberg"}]}
    entity = {"type": "item", "id": "Q900030", "labels": names, "aliases": aliases, "claims": {}}
    path, out = tmp_path / "m.json", tmp_path / "m.nq"
    path.write_text(json.dumps(entity), encoding="utf-8")
    assert run(path, "--snapshot", "2026", "--out", out) == 0
    text = out.read_text(encoding="utf-8")
    assert '#label> "Mulstadt"@en' in text
    assert '#label> "مول‌شهر"@fa' in text
    assert '#altLabel> "Mulberg"@mul' in text
    assert "مولشتات" not in text
    assert '"Mulstadt"@fa' not in text
