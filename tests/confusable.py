"""A small graph in which names are hard to tell apart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyoxigraph import RdfFormat, Store

from peyvand.graph.history import publish_store
from peyvand.graph.versions import Versions
from peyvand.search import Index, index_of

DATA = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix city: <https://w3id.org/peyvand/id/city/> .
@prefix country: <https://w3id.org/peyvand/id/country/> .
@prefix agreement: <https://w3id.org/peyvand/id/agreement/> .
@prefix id: <https://w3id.org/peyvand/id/> .

country:iran a pv:Country ; rdfs:label "Iran"@en, "ایران"@fa ;
  skos:altLabel "Islamic Republic of Iran"@en .
country:usa a pv:Country ; rdfs:label "United States"@en, "ایالات متحده"@fa .
country:spain a pv:Country ; rdfs:label "Spain"@en, "اسپانیا"@fa .
country:argentina a pv:Country ; rdfs:label "Argentina"@en .
country:korea a pv:Country ; rdfs:label "South Korea"@en .

city:tabriz a pv:City ; rdfs:label "Tabriz"@en, "تبریز"@fa ; skos:altLabel "Tauris"@en ;
  pv:inCountry country:iran ; pv:hasWikidataItem wd:Q80053 ; pv:population 1558693 ;
  wgs:lat 38.083333 ; wgs:long 46.283333 .
city:isfahan a pv:City ; rdfs:label "Isfahan"@en, "اصفهان"@fa ; pv:inCountry country:iran ;
  pv:nameAsPrinted "اصفهانِ" .
city:tabas a pv:City ; rdfs:label "Tabas"@en, "طبس"@fa ; pv:inCountry country:iran .
city:tbilisi a pv:City ; rdfs:label "Tbilisi"@en, "تفلیس"@fa .
city:new-york a pv:City ; rdfs:label "New York City"@en ; pv:inCountry country:usa .
city:york a pv:City ; rdfs:label "York"@en .
city:springfield-illinois a pv:City ; rdfs:label "Springfield"@en ; pv:inCountry country:usa .
city:springfield-ohio a pv:City ; rdfs:label "Springfield"@en ; pv:inCountry country:usa .
city:springfield-jamaica a pv:Region ; rdfs:label "Springfield"@en ; pv:countryName "Jamaica" .
city:barcelona a pv:City ; rdfs:label "Barcelona"@en ; wgs:lat 41.39 ; wgs:long 2.17 .
city:sao-paulo a pv:City ; rdfs:label "São Paulo"@en .
city:cordoba a pv:City ; rdfs:label "Córdoba"@en, "قرطبه"@fa ; pv:inCountry country:spain .
city:cordoba-argentina a pv:City ; rdfs:label "Córdoba"@en ; pv:inCountry country:argentina .
city:washington a pv:City ; rdfs:label "Washington, D.C."@en ; pv:inCountry country:usa .
city:washington-england a pv:City ; rdfs:label "Washington"@en .
city:atlanta a pv:City ; rdfs:label "Atlanta"@en ; pv:inCountry country:usa .
city:los-angeles a pv:City ; rdfs:label "Los Angeles"@en ; pv:inCountry country:usa .
city:shahr-e-kord a pv:City ; rdfs:label "شهرکرد"@fa ; pv:inCountry country:iran .
city:baden-baden a pv:City ; rdfs:label "Baden-Baden"@en ; pv:countryName "Germany" .
city:frankfurt a pv:City ; rdfs:label "Frankfurt"@en ; pv:countryName "Germany" .
city:frankfurt-oder a pv:City ; rdfs:label "Frankfurt (Oder)"@en ; pv:countryName "Germany" .
city:zlin a pv:City ; rdfs:label "زلین"@fa ; pv:countryName "چک" .
city:biel a pv:City ; rdfs:label "Biel/Bienne"@en .
city:q980 a pv:City ; rdfs:label "Q980"@en ; pv:hasWikidataItem wd:Q980 .
city:q23306 a pv:City ; rdfs:label "Q23306"@en ; pv:hasWikidataItem wd:Q23306, wd:Q55 ;
  owl:sameAs <https://www.geonames.org/2643741/london.html> .
<https://w3id.org/peyvand/id/organisation/c-40> a pv:CityNetwork ; rdfs:label "C-40"@en .
<https://w3id.org/peyvand/id/document/141> a pv:NewsItem ; rdfs:label "۱۴۱"@fa .
<https://w3id.org/peyvand/id/document/1411> a pv:NewsItem ; rdfs:label "1411"@en .
<https://w3id.org/peyvand/id/document/signs> a pv:NewsItem ; rdfs:label "!!!"@en .
<https://w3id.org/peyvand/id/document/mark> a pv:NewsItem ; rdfs:label "★ ★"@en .
<https://w3id.org/peyvand/id/concept/sister-city> a skos:Concept ;
  skos:prefLabel "sister-city"@en, "خواهر‌شهر"@fa .
<https://w3id.org/peyvand/id/concept/house> a skos:Concept ; skos:prefLabel "خانه‌ی هنر"@fa .
<https://w3id.org/peyvand/id/concept/pact> a skos:Concept ;
  skos:prefLabel "sister city pact"@en, "پیمان خواهرخواندگی شهر‌ها"@fa .
wd:Q80053 rdfs:label "Täbris"@de .
wd:Q406 rdfs:label "Istanbul"@en .

agreement:tabriz-tbilisi a pv:SisterCityAgreement ; pv:hasParty city:tabriz, city:tbilisi ;
  rdfs:label "Agreement of Tabriz and Tbilisi"@en, "پیمان تبریز و تفلیس"@fa .
agreement:tabriz-york a pv:SisterCityAgreement ; pv:hasParty city:tabriz, city:york ;
  rdfs:label "Agreement of York and Tabriz"@en .
agreement:york-isfahan a pv:SisterCityAgreement ; pv:hasParty city:york, city:isfahan ;
  rdfs:label "Agreement of York and Isfahan"@en .
agreement:ohio a pv:SisterCityAgreement ; pv:hasParty city:york, city:springfield-ohio ;
  rdfs:label "Agreement of York and Springfield"@en .

<https://w3id.org/peyvand/id/organisation/uclg> a pv:CityNetwork ; rdfs:label "UCLG"@en .
<https://w3id.org/peyvand/id/document/001> a pv:NewsItem ; rdfs:label "سند ۰۰۱"@fa .
<https://w3id.org/peyvand/id/concept/soft-power> a skos:Concept ; skos:prefLabel "قدرت‌نرم"@fa .
pv:SisterCityAgreement a owl:Class ; rdfs:subClassOf pv:Agreement ;
  rdfs:label "Sister City Agreement"@en .
pv:NewsItem rdfs:subClassOf pv:Document .
<https://w3id.org/peyvand/graph/notes> { city:tabriz rdfs:label "Only in evidence"@en ;
  rdfs:seeAlso <https://sws.geonames.org/113646/>, wd:Q64 . }
"""


@pytest.fixture(scope="session")
def versions() -> Versions:
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.TRIG)
    return publish_store(store)


@pytest.fixture(scope="session")
def index(versions: Versions) -> Iterator[Index]:
    found = index_of(versions, versions.current())
    yield found
    found.close()
