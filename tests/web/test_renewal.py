"""A server of which something is withdrawn goes on as another program in the same process."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

from peyvand.vocabulary.iris import ID
from peyvand.withdrawal.journal import Journal
from peyvand.withdrawal.model import Kind, Outcome, Ruling
from waiting import wait_until
from web.live import Server, publish, running, small_store

BROWSER = {"Accept": "text/html"}
SECRET = "what the source took back"
ASKED = "SELECT ?text { ?city <http://www.w3.org/2000/01/rdf-schema#comment> ?text }"
DATA = f"""
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix id: <https://w3id.org/peyvand/id/> .
@prefix city: <https://w3id.org/peyvand/id/city/> .
@prefix claim: <https://w3id.org/peyvand/id/claim/> .
@prefix document: <https://w3id.org/peyvand/id/document/> .
@prefix graph: <https://w3id.org/peyvand/graph/> .
city:isfahan a pv:City, pv:SubnationalPlace, pv:Place ; rdfs:label "Isfahan"@en, "اصفهان"@fa ;
  rdfs:comment "{SECRET}" .
document:009 a pv:Document ; rdfs:label "Nine"@en, "نه"@fa .
graph:document-009 {{
  claim:F009-1 a pv:Claim ; pv:about city:isfahan ; pv:property rdfs:comment ;
    pv:reading "{SECRET}" ; pv:isStatedIn document:009 .
}}
document:010 a pv:Document ; rdfs:label "Ten"@en, "ده"@fa .
graph:document-010 {{
  claim:F010-1 a pv:Claim ; pv:about city:isfahan ; pv:property rdfs:label ;
    pv:reading "Isfahan"@en ; pv:isStatedIn document:010 .
}}
"""
PATHS = ("/page/city/isfahan", "/data/city/isfahan", "/page/document/009", "/data/claim/F009-1")


def begun(server: Server) -> int:
    """How often the process said that it serves."""
    return server.log.read_text(encoding="utf-8").count("Peyvand serves version")


def grant(home: Path, slug: str) -> None:
    """Rule beside the server, as the command line does."""
    journal, about, day = Journal(home), f"{ID}{slug}", "2026-11-30T09:00:00Z"
    number = journal.ask(about, Kind.REMOVAL, "it is ours", "").number
    journal.rule(Ruling(number, Outcome.GRANTED, "editor", day, "taken down", (about,)))


def told(server: Server) -> str:
    """All that the server says of what goes, in every way in which it kept that."""
    got = [server.ask(path=path, headers=BROWSER) for path in PATHS]
    got.append(server.ask(query={"query": ASKED, "format": "csv"}))
    return "".join(one.text for one in got)


def is_so(server: Server, path: str, status: int) -> bool:
    """Whether an address answers with a status; what the program before left unanswered is not."""
    try:
        return server.ask(path=path).status == status
    except ConnectionError:
        return False


def test_the_program_is_replaced_and_nothing_of_its_memory_is_told(tmp_path: Path) -> None:
    publish(tmp_path, small_store(DATA))
    with running(tmp_path, (sys.executable, "-m", "peyvand")) as server:
        # Twice, so that the second is told from what is kept.
        assert told(server).count(SECRET) == told(server).count(SECRET) >= 3
        process, below = server.process.pid, set(server.processes()[1:])
        grant(tmp_path, "document/009")
        while begun(server) < 2:
            # While there is no program, whoever connects waits for the next one.
            socket.create_connection(("127.0.0.1", server.port), timeout=60).close()
        wait_until(lambda: is_so(server, "/data/city/isfahan", 200), "the version is made anew")
        assert SECRET not in told(server)
        assert is_so(server, "/data/claim/F009-1", 410)
        # The same process and address, and none of those that held the graph.
        assert server.process.pid == process
        assert server.process.is_alive()
        assert below
        assert not below & set(server.processes())
        # What the second was begun with does for a third.
        grant(tmp_path, "document/010")
        wait_until(lambda: is_so(server, "/data/city/isfahan", 410), "it is withdrawn too")
        assert begun(server) == 3
        server.process.terminate()
        server.process.join(60)
        assert server.process.exitcode == 0
