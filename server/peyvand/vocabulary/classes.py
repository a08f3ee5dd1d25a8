"""The classes of our vocabulary; with the properties they are its terms."""

from __future__ import annotations

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace


class Classes(DefinedNamespace):
    """The classes of the namespace pv:."""

    _NS = Namespace("https://w3id.org/peyvand/ns#")
    _fail = True

    Absence: URIRef
    Accession: URIRef
    Agreement: URIRef
    Article: URIRef
    Assertion: URIRef
    Attendance: URIRef
    Ceremony: URIRef
    Checklist: URIRef
    ChecklistItem: URIRef
    Citation: URIRef
    CitedWork: URIRef
    City: URIRef
    CityNetwork: URIRef
    Claim: URIRef
    Comparison: URIRef
    Conflict: URIRef
    ContactLink: URIRef
    Country: URIRef
    County: URIRef
    CriterionWeight: URIRef
    DatasetAgreement: URIRef
    DatasetSnapshot: URIRef
    Decision: URIRef
    Delegation: URIRef
    District: URIRef
    Document: URIRef
    Event: URIRef
    Exhibition: URIRef
    Festival: URIRef
    FormerState: URIRef
    Forum: URIRef
    FriendshipAgreement: URIRef
    Goal: URIRef
    GovernmentBody: URIRef
    GrantCall: URIRef
    HeritageRegister: URIRef
    Indicator: URIRef
    InternationalOrganisation: URIRef
    Law: URIRef
    MediaOrganisation: URIRef
    Meeting: URIRef
    MemorandumOfUnderstanding: URIRef
    MunicipalArea: URIRef
    Municipality: URIRef
    Need: URIRef
    NewsItem: URIRef
    Obstacle: URIRef
    Offer: URIRef
    Office: URIRef
    Organisation: URIRef
    OutsideSource: URIRef
    PartnershipProposal: URIRef
    Person: URIRef
    Place: URIRef
    Plan: URIRef
    Policy: URIRef
    Problem: URIRef
    Programme: URIRef
    Project: URIRef
    ProjectPartnership: URIRef
    Proposal: URIRef
    ReadingRule: URIRef
    Region: URIRef
    Register: URIRef
    RegisterFile: URIRef
    Request: URIRef
    ResearchArticle: URIRef
    Resolution: URIRef
    Rule: URIRef
    Ruling: URIRef
    Screening: URIRef
    Signature: URIRef
    SisterCityAgreement: URIRef
    Solution: URIRef
    StageEvent: URIRef
    Statement: URIRef
    Statistic: URIRef
    StreetNaming: URIRef
    StudentExchange: URIRef
    SubnationalPlace: URIRef
    Table: URIRef
    Task: URIRef
    TechnologyTransfer: URIRef
    TermOfOffice: URIRef
    Theory: URIRef
    Title: URIRef
    Trend: URIRef
    UndecidedPlace: URIRef
    UnrecognisedState: URIRef
    Visit: URIRef
    Withdrawal: URIRef
    Workshop: URIRef
    WorldRegion: URIRef
