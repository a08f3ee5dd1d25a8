"""Wikidata in every form it comes: records of cities and their P190 statements."""

from peyvand.sources.wikidata.claims import claims_of
from peyvand.sources.wikidata.live import QueryService, fetch
from peyvand.sources.wikidata.model import CityRecord, Snak, Statement, TwinStatement
from peyvand.sources.wikidata.read import read_file, read_records, survey
from peyvand.sources.wikidata.report import Problem, Report
from peyvand.sources.wikidata.streams import Limits

__all__ = [
    "CityRecord",
    "Limits",
    "Problem",
    "QueryService",
    "Report",
    "Snak",
    "Statement",
    "TwinStatement",
    "claims_of",
    "fetch",
    "read_file",
    "read_records",
    "survey",
]
