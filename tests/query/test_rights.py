"""Who may write what: by the graphs of a token, its role, and what a change is about."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from peyvand.errors import Forbidden
from peyvand.graph.recorder import Recorder
from peyvand.query.rights import allow
from peyvand.query.writes import Rollback, Update, WriteRequest
from peyvand.tokens import Role

PREFIXES = """
PREFIX pv: <https://w3id.org/peyvand/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX concept: <https://w3id.org/peyvand/id/concept/>
PREFIX register: <https://w3id.org/peyvand/id/register/>
PREFIX file: <https://w3id.org/peyvand/id/register-file/>
PREFIX selector: <https://w3id.org/peyvand/id/selector/>
PREFIX claim: <https://w3id.org/peyvand/id/claim/>
PREFIX city: <https://w3id.org/peyvand/id/city/>
PREFIX agreement: <https://w3id.org/peyvand/id/agreement/>
PREFIX person: <https://w3id.org/peyvand/id/person/>
PREFIX stage: <https://w3id.org/peyvand/id/stage/>
PREFIX event: <https://w3id.org/peyvand/id/event/>
PREFIX task: <https://w3id.org/peyvand/id/task/>
PREFIX accession: <https://w3id.org/peyvand/id/accession/>
PREFIX proposal: <https://w3id.org/peyvand/id/proposal/>
PREFIX signature: <https://w3id.org/peyvand/id/signature/>
PREFIX g: <https://w3id.org/peyvand/graph/>
"""
DOCUMENTS = """
agreement:arak-batumi pv:hasParty city:arak, city:batumi .
g:document-001 { claim:1 pv:about agreement:arak-batumi ; pv:property pv:hasParty ;
                   pv:reading city:arak .
                 claim:2 pv:about agreement:arak-batumi ; pv:property pv:hasParty ;
                   pv:reading city:batumi }
agreement:isfahan-yerevan pv:hasParty city:isfahan, city:yerevan .
stage:isfahan-yerevan-signed pv:isStageOf agreement:isfahan-yerevan .
g:document-002 { claim:3 pv:about agreement:isfahan-yerevan ; pv:property pv:hasParty ;
                   pv:reading city:isfahan .
                 claim:4 pv:about agreement:isfahan-yerevan ; pv:property pv:hasParty ;
                   pv:reading city:yerevan .
                 claim:5 pv:about person:mayor ; pv:property rdfs:label ; pv:reading "Mayor"@en }
event:fair pv:tookPlaceIn city:batumi .
g:wikidata-2026 { person:star rdfs:label "Star"@en }
g:cldr-48 { city:isfahan rdfs:label "Isfahan"@en . city:shiraz rdfs:label "Shiraz"@en }
<https://w3id.org/peyvand/id/document/cldr-48> rdfs:label "CLDR"@en .
"""
REGISTER = "https://w3id.org/peyvand/graph/register-isfahan"
# An agreement that the token's holder entered before.
ENTERED = """
g:register-isfahan { claim:isfahan-1 a pv:Claim ; pv:about agreement:isfahan-shiraz ;
                       pv:property pv:hasParty ; pv:reading city:isfahan .
                     claim:isfahan-2 a pv:Claim ; pv:about agreement:isfahan-shiraz ;
                       pv:property pv:hasParty ; pv:reading city:shiraz .
                     signature:old pv:isSignatureOf agreement:isfahan-shiraz ;
                       pv:isSignedBy person:mine, person:mayor, person:star .
                     person:mine rdfs:label "Mine"@en }
agreement:isfahan-shiraz pv:hasParty city:isfahan, city:shiraz .
"""


def claims(*said: str, number: int = 10) -> str:
    """Claims of the register, each given as "thing property value"."""
    return " ".join(
        f"claim:isfahan-{n} a pv:Claim ; pv:about {thing} ; "
        f"pv:property {prop} ; pv:reading {value} ."
        for n, (thing, prop, value) in enumerate((one.split(" ", 2) for one in said), number)
    )


def write(
    added: str, removed: str = "", *, graph: str = "g:register-isfahan", **more: object
) -> None:
    """Ask for a change by somebody who enters what is about Isfahan."""
    store = Store()
    store.extend(parse(PREFIXES + DOCUMENTS + ENTERED, format=RdfFormat.TRIG))
    recorder = Recorder(store)
    for text, change in ((removed, recorder.remove), (added, recorder.add)):
        given = f"{graph} {{ {text} }}" if graph else text
        change(list(parse(PREFIXES + given, format=RdfFormat.TRIG)))
    said = {
        "by": "isfahan", "rights": (REGISTER,), "role": "enter", "about": ("city/isfahan",), **more
    }  # fmt: skip
    request: WriteRequest = Update(text="", **said)  # type: ignore[arg-type]
    made, gone = recorder.graphs
    allow(request, store, recorder.patch, {graph.value for graph in made | gone})


ITSELF = "rdf:type pv:Agreement"
NEW = ("agreement:isfahan-tabriz pv:hasParty city:isfahan",
       "agreement:isfahan-tabriz pv:hasParty city:tabriz")  # fmt: skip
ALLOWED = {
    "a fact of the city": claims("city:isfahan pv:population 2000000"),
    "a new agreement": claims(*NEW),
    "a fact of an agreement that a document has": claims(
        "agreement:isfahan-yerevan pv:signed '2016'"
    ),
    "a stage of it": claims("stage:isfahan-yerevan-signed pv:reachedStage concept:signed"),
    "what is due of it, and who has the file": claims(
        "task:1 pv:isTaskOf agreement:isfahan-yerevan", "task:1 pv:isAssignedTo person:new",
        "person:new rdfs:label 'New'@en",
    ),
    "what is due of the city": claims("task:1 pv:isTaskOf city:isfahan"),
    "an accession of the city, a stage of it, and its session": claims(
        "accession:1 pv:isAccessionOf city:isfahan", "stage:1 pv:isStageOf accession:1",
        "stage:1 pv:isDecidedIn event:session", "event:session rdfs:label 'Session'@en",
    ),
    "a proposal for the city, and its state": claims(
        "proposal:1 pv:isProposedFor city:isfahan", "stage:1 pv:isStageOf proposal:1",
    ),
    "a proposal for its agreement": claims("proposal:1 pv:isProposedFor agreement:isfahan-yerevan"),
    "a signature, by a new person": claims(
        *NEW, "signature:isfahan-tabriz-1 pv:isSignatureOf agreement:isfahan-tabriz",
        "signature:isfahan-tabriz-1 pv:isSignedBy person:new", "person:new rdfs:label 'New'@en",
    ),
    "more of a person whom it alone named before": claims("person:mine rdfs:label 'M'@fa"),
    "the same as plain rows": claims(*NEW) + "signature:isfahan-tabriz-1 pv:isSignatureOf "
    "agreement:isfahan-tabriz ; pv:isSignedBy person:new . person:new rdfs:label 'New'@en .",
    "an activity in the city": claims("event:new pv:tookPlaceIn city:isfahan"),
    "an activity under its agreement": claims(
        "event:new pv:isHeldUnder agreement:isfahan-yerevan",
        "event:new pv:tookPlaceIn city:yerevan",
    ),
    "a district of the city": claims("city:jolfa pv:isPartOf city:isfahan"),
    "a file of its own": "file:isfahan-12 rdfs:label 'x' . "
    "register:isfahan rdfs:label 'Isfahan' .",
    "where a text is found": claims("city:isfahan pv:population 2000000")
    + "claim:isfahan-10 pv:isFoundAt selector:isfahan-10 . selector:isfahan-10 pv:line 1 .",
}  # fmt: skip
REFUSED = {
    "what is due of others' agreement": claims("task:1 pv:isTaskOf agreement:arak-batumi"),
    "a stage of others' accession": claims(
        "accession:1 pv:isAccessionOf city:shiraz", "stage:1 pv:isStageOf accession:1"
    ),
    "an accession of nobody": claims("accession:1 rdfs:label 'x'@en"),
    "a proposal for another city": claims("proposal:1 pv:isProposedFor city:shiraz"),
    "a proposal for two, of which one is another": claims(
        "proposal:1 pv:isProposedFor city:isfahan", "proposal:1 pv:isProposedFor city:shiraz"
    ),
    "another stage of its agreement that is moved to others": claims(
        "stage:isfahan-yerevan-signed pv:isStageOf agreement:arak-batumi"
    ),
    "a claim without a name": "[] a pv:Claim ; pv:about city:isfahan ; pv:property pv:population ; "
    "pv:reading 5 .",
    "a row without a name": claims(*NEW) + "[] pv:isStageOf agreement:arak-batumi .",
    "a row that says of itself whom it is about": "agreement:arak-batumi pv:about city:isfahan ; "
    "pv:ended '2020' .",
    "a row of a kind that does": "agreement:arak-batumi a pv:Agreement ; pv:about city:isfahan .",
    "a row that names the kind otherwise": "agreement:arak-batumi pv:about city:isfahan ; "
    "<http://purl.org/dc/terms/type> pv:Claim ; rdfs:seeAlso pv:Claim .",
    "an agreement of others": claims("agreement:arak-batumi pv:signed '2016'"),
    "an agreement of others that the city is made a party of": claims(
        "agreement:arak-batumi pv:hasParty city:isfahan"
    ),
    "a new agreement of others": claims(
        "agreement:arak-shiraz pv:hasParty city:arak",
        "agreement:arak-shiraz pv:hasParty city:shiraz",
    ),
    "a new agreement of others that the city names": claims(
        "agreement:arak-shiraz pv:hasParty city:arak",
        "city:isfahan pv:complements agreement:arak-shiraz",
    ),
    "an agreement that becomes one of others": claims(
        "agreement:isfahan-shiraz pv:hasParty city:arak"
    ) + "claim:isfahan-10 pv:replaces claim:isfahan-1 .",
    "another city": claims("city:shiraz pv:population 5"),
    "another city that is made a part of it": claims("city:shiraz pv:isPartOf city:isfahan"),
    "another city that its agreement names": claims(
        *NEW, "city:yerevan rdfs:label 'Elsewhere'@en"
    ),
    "a person whom others know": claims(*NEW, "person:mayor rdfs:label 'Me'@en")
    + "signature:s pv:isSignatureOf agreement:isfahan-tabriz ; pv:isSignedBy person:mayor .",
    "a person whom it named before, and a snapshot too": claims("person:star rdfs:label 'Me'@en"),
    "a person whom it named before, and a document too": claims("person:mayor rdfs:label 'Me'@en"),
    "a person whom nothing names": claims("person:new rdfs:label 'New'@en"),
    "a signature of others' agreement for the city": claims(
        "signature:s pv:isSignatureOf agreement:arak-batumi", "signature:s pv:signsFor city:isfahan"
    ),
    "an activity elsewhere": claims("event:fair pv:date '2016'"),
    "an activity elsewhere that is moved to the city": claims(
        "event:fair pv:tookPlaceIn city:isfahan"
    ),
    "a claim about two": claims("city:isfahan pv:population 1")
    + "claim:isfahan-10 pv:about city:shiraz .",
    "a row about another city": "city:shiraz pv:population 5 .",
    "a file of another register": "file:arak-12 rdfs:label 'x' .",
    "another register": "register:shiraz rdfs:label 'x' .",
    "what is no thing of the project": claims("<http://x.example/a> rdfs:label 'x'@en"),
}  # fmt: skip


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_about_the_things_of_a_token_is_written(name: str) -> None:
    write(ALLOWED[name])


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_about_others_is_refused(name: str) -> None:
    with pytest.raises(Forbidden, match="city/isfahan") as caught:
        write(REFUSED[name])
    assert "توکن isfahan" in caught.value.fa
    # Whoever administers writes all of it.
    write(REFUSED[name], rights=("*",), role="administer", about=())


def test_what_was_entered_can_be_taken_back() -> None:
    write("", ENTERED.partition("{")[2].partition("}")[0])


def test_what_others_entered_cannot_be_taken_back() -> None:
    """Only the state before it tells of whom it was."""
    before = (
        "claim:1 pv:about agreement:arak-batumi ; pv:property pv:hasParty ; pv:reading city:arak"
    )
    with pytest.raises(Forbidden):
        write(
            "",
            before,
            graph="g:document-001",
            rights=("https://w3id.org/peyvand/graph/document-001",),
        )


@pytest.mark.parametrize("graph", ["", "g:register-shiraz", "g:notes", "g:document-002", "g:world"])
def test_a_role_writes_its_own_register(graph: str) -> None:
    with pytest.raises(Forbidden, match="no right"):
        write("city:isfahan rdfs:comment 'x' .", graph=graph)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (
            Role.ENTER,
            {"pv:signed", "pv:approved", "pv:ended", "pv:stance", "pv:hinders", "rdfs:label"},
        ),
        (Role.APPROVE, {"pv:approved", "rdfs:label"}),
        (Role.SCREEN, {"pv:stance", "pv:hinders", "rdfs:label"}),
        (Role.WITHDRAW, {"pv:ended", "rdfs:label"}),
    ],
)
def test_a_role_makes_claims_of_its_kind(role: Role, allowed: set[str]) -> None:
    for prop in ("pv:signed", "pv:approved", "pv:ended", "pv:stance", "pv:hinders", "rdfs:label"):
        text = claims(f"agreement:isfahan-yerevan {prop} 'x'")
        if prop in allowed:
            write(text, role=role.value)
        else:
            with pytest.raises(Forbidden, match=f"{role}.*{prop}"):
                write(text, role=role.value)


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.APPROVE, {"pv:date", "pv:hasMatter", "pv:hasApprovalOutcome", "pv:stageReason"}),
        (Role.WITHDRAW, {"pv:date", "pv:hasEndCause", "pv:stageReason"}),
        (Role.SCREEN, set()),
    ],
)
def test_a_role_tells_of_stages_what_is_its_own(role: Role, allowed: set[str]) -> None:
    stage = "stage:isfahan-yerevan-signed"
    told = ("pv:date", "pv:hasMatter", "pv:hasApprovalOutcome", "pv:hasEndCause", "pv:stageReason")
    for prop in told:
        if prop in allowed:
            write(claims(f"{stage} {prop} 'x'"), role=role.value)
        else:
            with pytest.raises(Forbidden, match=f"{role}.*{prop}"):
                write(claims(f"{stage} {prop} 'x'"), role=role.value)


@pytest.mark.parametrize("role", [Role.APPROVE, Role.WITHDRAW])
def test_what_is_due_after_a_stage_goes_with_it(role: Role) -> None:
    due = ("isTaskOf agreement:isfahan-yerevan", "isDueOn 'x'", "isCompletedOn 'x'")
    task = [f"task:1 pv:{said}" for said in (*due, "awaitsStage concept:stage-permits")]
    write(claims(*task), role=role.value)
    with pytest.raises(Forbidden, match="screen"):
        write(claims(*task), role=Role.SCREEN.value)


EVIDENCE = ["g:register-isfahan", "g:document-001", "g:document-009", "g:curated", "g:cldr-48"]


@pytest.mark.parametrize("graph", EVIDENCE)
def test_evidence_is_not_for_a_token_of_graphs(graph: str) -> None:
    rights = (graph.replace("g:", "https://w3id.org/peyvand/graph/"),)
    text = "city:isfahan rdfs:comment 'x' ."
    with pytest.raises(Forbidden, match="evidence"):
        write(text, graph=graph, rights=rights, role="", about=())
    write(text, graph=graph, rights=("*",), role="", about=())


def test_a_token_of_graphs_writes_them_as_before() -> None:
    notes = "https://w3id.org/peyvand/graph/notes"
    text = "city:isfahan rdfs:comment 'x' ."
    write(text, graph="g:notes", rights=(notes,), role="", about=())
    write(text, graph="", rights=("default",), role="", about=())
    with pytest.raises(Forbidden, match="default"):
        write(text, graph="", rights=(notes,), role="", about=())


def test_what_is_derived_is_written_by_nobody() -> None:
    with pytest.raises(Forbidden, match="follows from"):
        write("city:isfahan rdfs:comment 'x' .", graph="g:derived-links", rights=("*",), role="")
    made = NamedNode("https://w3id.org/peyvand/graph/derived-new")
    nothing = Recorder(Store()).patch
    with pytest.raises(Forbidden, match="derived-new"):
        allow(Update(text="", by="x", rights=("*",)), Store(), nothing, {made.value})
    # The statements of an older version come back as they were.
    allow(Rollback(number=1, by="x", rights=("*",)), Store(), nothing, {made.value})
