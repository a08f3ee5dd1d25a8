"""The build: sources to an immutable, numbered, validated version of the graph."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from peyvand import __version__
from peyvand.comparison.graph import compare, labels_of_outcomes
from peyvand.comparison.report_graph import names_in, report_quads
from peyvand.errors import BuildRefused, NoVersion
from peyvand.graph.adding import adding
from peyvand.graph.assemble import Assembly, assemble
from peyvand.graph.bulk import begun
from peyvand.graph.candidate_nodes import validate_store
from peyvand.graph.coming import NOTHING, Preparing
from peyvand.graph.completeness import gaps
from peyvand.graph.derive import derive, said
from peyvand.graph.fingerprints import INPUTS as INPUTS
from peyvand.graph.fingerprints import fingerprint as fingerprint
from peyvand.graph.history import facts_of, lines_of
from peyvand.graph.patch import Patch, as_lines, dump_lines
from peyvand.graph.quotient import one_of_each_kind
from peyvand.graph.reason import Verdict, prove_consistent
from peyvand.graph.rules import with_rules
from peyvand.graph.stopwatch import Stopwatch
from peyvand.graph.survey import Survey
from peyvand.graph.validate import Report, read_shapes
from peyvand.graph.version_columns import named_columns
from peyvand.graph.versions import REPORT, REPORT_TEXT, Version, Versions
from peyvand.graph.withdrawing import leave_out
from peyvand.graph.written import Origin, origin_of
from peyvand.sources.catalogue import Catalogue, read_catalogue
from peyvand.sources.optional import imported
from peyvand.sources.registered import SOURCES
from peyvand.sources.source import Source
from peyvand.sources.tables import locate, locate_term
from peyvand.vocabulary.files import shape_files
from peyvand.vocabulary.iris import ID, PREFIXES, TYPE, iri
from peyvand.withdrawal.model import Docket

Step = Callable[[str], None]
# The last part of the IRI of a city that is known by its item.
_ITEM = re.compile(r"q[1-9][0-9]*")


def _untold(quads: Sequence[Quad]) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Graph:
    """A built graph in memory, with the proofs it has passed."""

    store: Store
    assembly: Assembly
    catalogue: Catalogue


def make_graph(
    root: Path,
    step: Step = lambda name: None,
    world: bool = True,
    lists: Sequence[Source] = (),
    docket: Docket | None = None,
    ahead: Callable[[Sequence[Quad]], None] = _untold,
) -> Graph:
    """Read the sources and derive what follows from them; prove nothing yet.

    Args:
        root: the folder with ontology, shapes, queries and data.
        step: is called with the name of each step as it begins.
        world: whether the world's pairs of cities are taken too, or the documents alone.
        lists: what an operator imported beside the sources of the project.
        docket: the requests and rulings, by which some of it is left out.
        ahead: is called with what the graph will hold in any case, part by part as it is known.
    """
    step("read")
    catalogue = read_catalogue(root / "queries")
    store = Store()
    if docket is not None and docket.rulings:
        ahead = _untold
    with adding(store, ahead) as take:
        assembly = assemble(root, catalogue, world, (*SOURCES, *lists), take)
    if docket is not None and docket.rulings:
        leave_out(store, docket)
    step("derive")
    derive(store, catalogue.of("derive"), ahead)
    step("compare")
    report = list(report_quads(compare(store), labels_of_outcomes(store), names_in(store)))
    store.extend(report)
    ahead(report)
    return Graph(store, assembly, catalogue)


def with_writes(graph: Graph, writes: Patch, docket: Docket | None = None) -> Store:
    """The graph with what was written to it, which was let in by rules and shapes.

    What is derived is derived anew, as if the sources had said it. The report on the comparison
    stays that of the sources.

    Args:
        graph: what was made of the sources.
        writes: what to add to what the sources say, and to take from it.
        docket: the requests and rulings, by which some of it is left out.
    """
    if not writes:
        return graph.store
    store = Store()
    store.extend(said(graph.store))
    writes.apply(store)
    if docket is not None and docket.rulings:
        leave_out(store, docket)
    derive(store, graph.catalogue.of("derive"))
    return store


def prove(
    graph: Graph,
    root: Path,
    step: Step = lambda name: None,
    store: Store | None = None,
    survey: Survey | None = None,
) -> tuple[Verdict, Report]:
    """Reason over the graph and validate it.

    Args:
        graph: what was made of the sources.
        root: the folder with the shapes.
        step: is called with the name of each step as it begins.
        store: the graph with what was written to it, if anything was. The shapes look at all of
            it, and what asks for more at the sources alone: what was let in once must be taken.
        survey: what the lines of that graph tell, if they were read.

    Raises:
        InconsistentOntology: see ``prove_consistent``.
        BuildRefused: something is missing in what the sources say, or the graph violates its
            shapes; the message lists what, with the file and line.
    """
    plain = list(graph.store.quads_for_pattern(None, None, None, DefaultGraph()))
    whole = graph.store if store is None else store
    step("reason")
    with ThreadPoolExecutor(1) as pool:
        # The reasoner is a process of its own, which takes no part of what follows.
        reasoned = pool.submit(prove_consistent, one_of_each_kind(plain))
        step("validate")
        shapes = read_shapes(shape_files(root))
        survey = survey or Survey.of(dump_lines(whole))
        of_sources = survey if whole is graph.store else None
        found = gaps(graph.store, shapes, of_sources)
        missing = [f"{_place(gap.subject, root)}{gap.line()}" for gap in found]
        report = None
        if not missing:
            report = with_rules(whole, validate_store(whole, shapes), survey)
        verdict = reasoned.result()
    _refuse(f"The graph lacks {len(missing)} thing(s)", missing)
    assert report is not None
    lines = [f"{_place(result.focus, root)}{result.line()}" for result in report.violations]
    more = "" if whole is graph.store else " With --discard-writes what was written is left out."
    _refuse(f"The graph has {len(lines)} violation(s) of its shapes and rules", lines, more)
    return verdict, report


def _refuse(what: str, lines: list[str], hint: str = "") -> None:
    """Refuse the graph if there is anything to say against it."""
    if not lines:
        return
    more = f"\n… and {len(lines) - 20} more" if len(lines) > 20 else ""
    raise BuildRefused(
        f"{what}:\n" + "\n".join(lines[:20]) + more,
        "Correct the rows that are named, and build again." + hint,
    )


def _place(name: str, root: Path) -> str:
    """Where a node is written, before what is said of it: the file and the line of its row."""
    if name.startswith(PREFIXES["pv"]):
        place = locate_term(root / "ontology", "pv:" + name.removeprefix(PREFIXES["pv"]))
        return f"{place}: " if place else ""
    place = locate(root / "data", _cells(name.removeprefix(f"{ID}")))
    return f"{place}: " if place else ""


def _cells(slug: str) -> list[str]:
    """What stands in the row that a thing is written in."""
    kind, _, name = slug.partition("/")
    if kind in ("claim", "selector"):
        # It is named by the identifier of its fact.
        return [name.partition(".")[0]]
    if kind in ("conflict", "decision") or _ITEM.fullmatch(name):
        return [slug, name.upper()]
    return [slug]


def build(
    root: Path,
    versions: Versions,
    *,
    force: bool = False,
    discard_writes: bool = False,
    world: bool = True,
    keep: int = 5,
    columns: bool = True,
    step: Step = lambda name: None,
    preparing: Preparing = NOTHING,
) -> tuple[Version, bool]:
    """Build, prove and publish a version of the graph.

    What was written to the graph since it was first built is applied to what is built now, so
    that new sources do not undo it.

    Args:
        root: the folder with ontology, shapes, queries and data.
        versions: where versions are kept.
        force: build even when nothing changed since the current version.
        discard_writes: build from the sources alone.
        world: whether the world's pairs of cities are taken, or the documents alone.
        keep: how many versions to keep whole.
        columns: whether it is to have columns beside its store.
        step: is called with the name of each step as it begins.
        preparing: makes what whoever asks it first would wait for.

    Returns:
        The current version, and whether it is a new one.

    Raises:
        PeyvandError: the sources hold an error or the graph is refused; the version that was
            current stays so.
    """
    inputs = fingerprint(root, world, versions.home)
    try:
        before: Version | None = versions.current()
    except NoVersion:
        if versions.link.is_symlink():
            # There was a graph: it is not overwritten by one without what was written to it.
            raise
        before = None
    if before and not force and before.manifest.get("inputs") == inputs:
        return before, False
    with versions.candidate() as folder:
        watch = Stopwatch(step)
        docket = versions.list.docket
        # The store is filled while the graph is proven; refused, it is gone with the folder.
        with closing(preparing), begun(folder, before, columns=columns) as bulk:
            lists = imported(versions.home)
            graph = make_graph(root, watch.begin, world, lists, docket, bulk.begin)
            kept = Patch()
            if before and not discard_writes:
                kept = origin_of(versions, before).kept(
                    lambda: lines_of(versions, before), lambda: list(as_lines(said(graph.store)))
                )
            store = with_writes(graph, kept, docket)
            if before and not discard_writes:
                for name in before.empty_graphs:
                    store.add_graph(NamedNode(name))
            lines = dump_lines(store)
            told = facts_of(lines, store, "build")
            coming = versions.draft(folder, told, store)
            bulk.write(lines, told["empty_graphs"])
            preparing.begin(coming)
            survey = Survey.of(lines)
            verdict, report = prove(graph, root, watch.begin, store, survey)
            watch.begin("write")
            turtle = report.graph.serialize(format="turtle")
            (folder / REPORT).write_text(turtle, encoding="utf-8")
            (folder / REPORT_TEXT).write_text(report.text(), encoding="utf-8")
            patch = bulk.finish(store, survey.counts)
            columns_told = named_columns(folder, told["graph_sum"])
            watch.begin("prepare")
            preparing.end(coming)
        watch.end()
        manifest = {
            "program": __version__,
            "inputs": inputs,
            "world": world,
            **told,
            **columns_told,
            "added": len(patch.added),
            "removed": len(patch.removed),
            "writes_kept": len(kept.added) + len(kept.removed),
            **_left_out(store),
            **Origin(writes=kept).write(folder),
            "reasoner": vars(verdict),
            "shacl": report.counts,
            "seconds": watch.seconds,
        }
        return versions.publish(folder, manifest, keep), True


def _left_out(store: Store) -> dict[str, int]:
    """What the manifest tells of what was left out by rulings, if anything was."""
    found = store.quads_for_pattern(None, TYPE, iri("pv:Withdrawal"), DefaultGraph())
    count = sum(1 for _ in found)
    return {"left_out": count} if count else {}
