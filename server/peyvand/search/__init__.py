"""Search: an index of every named thing of a version, beside the version that it is of."""

from peyvand.search.index import Index
from peyvand.search.indexes import Indexes
from peyvand.search.making import index_of
from peyvand.search.model import KINDS, PARTIES, Hit, PairHits
from peyvand.search.suggest import asked_pair, suggest

__all__ = [
    "KINDS",
    "PARTIES",
    "Hit",
    "Index",
    "Indexes",
    "PairHits",
    "asked_pair",
    "index_of",
    "suggest",
]
