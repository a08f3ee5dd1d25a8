"""The terms of our vocabulary, spelled once; a test holds this list equal to the ontology."""

from __future__ import annotations

from rdflib import URIRef

from peyvand.vocabulary.classes import Classes
from peyvand.vocabulary.relations import Relations


class PV(Relations):
    """The namespace pv:. A name that is not a term of it fails when it is used.

    Of its own it has the properties whose values are literals.
    """

    about: URIRef
    absenceReason: URIRef
    academicField: URIRef
    advantage: URIRef
    affinityBasis: URIRef
    amount: URIRef
    approved: URIRef
    articleNumber: URIRef
    asPrinted: URIRef
    assertedContent: URIRef
    assignedLiability: URIRef
    authorName: URIRef
    awarded: URIRef
    basis: URIRef
    began: URIRef
    boilerplate: URIRef
    budgetYear: URIRef
    candidate: URIRef
    candidateMembership: URIRef
    capability: URIRef
    capacity: URIRef
    captured: URIRef
    cause: URIRef
    characteristic: URIRef
    checklistVersion: URIRef
    citedPage: URIRef
    closingWords: URIRef
    commitment: URIRef
    component: URIRef
    condition: URIRef
    content: URIRef
    context: URIRef
    contrast: URIRef
    coordinates: URIRef
    countryName: URIRef
    date: URIRef
    decidedOn: URIRef
    distanceInKilometres: URIRef
    domesticPartnerCountInAllSources: URIRef
    domesticPartnerCountInDocuments: URIRef
    duration: URIRef
    earliestDate: URIRef
    effect: URIRef
    emphasis: URIRef
    ended: URIRef
    enteredOn: URIRef
    exception: URIRef
    externalRelation: URIRef
    finding: URIRef
    foreignPartnerCountInAllSources: URIRef
    foreignPartnerCountInDocuments: URIRef
    function: URIRef
    headlineMention: URIRef
    hypothesis: URIRef
    illustration: URIRef
    implementation: URIRef
    importance: URIRef
    independence: URIRef
    inferredDate: URIRef
    influence: URIRef
    isCompletedOn: URIRef
    isDirected: URIRef
    isDueOn: URIRef
    isFinalStage: URIRef
    isOpenFrom: URIRef
    isOpenToOthers: URIRef
    isOpenUntil: URIRef
    isReciprocal: URIRef
    isRetraction: URIRef
    isRuledBy: URIRef
    isoCode: URIRef
    isoThreeLetterCode: URIRef
    judgement: URIRef
    lastActivityOn: URIRef
    lastStatedOn: URIRef
    latestDate: URIRef
    legalStatus: URIRef
    legislativePath: URIRef
    limitation: URIRef
    line: URIRef
    listPosition: URIRef
    lookAtCities: URIRef
    lookAtCountries: URIRef
    mechanism: URIRef
    memberIdentifier: URIRef
    memberSince: URIRef
    missingList: URIRef
    nameAsPrinted: URIRef
    newsIdentifier: URIRef
    note: URIRef
    numberOfCities: URIRef
    numberOfCountries: URIRef
    numberOfParticipants: URIRef
    numberOfProjects: URIRef
    openingWords: URIRef
    ordinal: URIRef
    outcome: URIRef
    pageNumber: URIRef
    participation: URIRef
    particularCase: URIRef
    partnerCountInAllSources: URIRef
    pastActivity: URIRef
    period: URIRef
    placeTypeAsStated: URIRef
    policyStatement: URIRef
    population: URIRef
    precedence: URIRef
    printedMemberCount: URIRef
    priorityTarget: URIRef
    property: URIRef
    purpose: URIRef
    reading: URIRef
    reason: URIRef
    recommendation: URIRef
    relatedHeadline: URIRef
    relativeDate: URIRef
    removalProcedure: URIRef
    removalRequestNumber: URIRef
    reportedOn: URIRef
    requestNumber: URIRef
    requestedOn: URIRef
    requiredRecord: URIRef
    researchMethod: URIRef
    researchQuestion: URIRef
    responsibility: URIRef
    ruledOn: URIRef
    rulingReason: URIRef
    scanDigest: URIRef
    scopeChange: URIRef
    sectionTitle: URIRef
    signed: URIRef
    snapshotDate: URIRef
    softPowerAsset: URIRef
    solarHijriCandidate: URIRef
    solarHijriDate: URIRef
    sourceWebsite: URIRef
    stageReason: URIRef
    stance: URIRef
    statedCount: URIRef
    statedDefinition: URIRef
    statedName: URIRef
    statedOn: URIRef
    statedPartnerCount: URIRef
    statedScope: URIRef
    stoodAtLine: URIRef
    strategy: URIRef
    tableColumns: URIRef
    termHistory: URIRef
    textDamage: URIRef
    topic: URIRef
    transliteration: URIRef
    unAreaCode: URIRef
    unresolvedMember: URIRef
    value: URIRef
    weakeningPolicy: URIRef
    weekday: URIRef
    weight: URIRef


# All of them, by name.
TERMS = frozenset((*Classes.__annotations__, *Relations.__annotations__, *PV.__annotations__))
