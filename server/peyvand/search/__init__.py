"""Search: an index of every named thing of a version, beside the version that it is of."""

from peyvand.search.index import Index
from peyvand.search.indexes import Indexes, index_of
from peyvand.search.model import KINDS, Hit
from peyvand.search.suggest import suggest

__all__ = ["KINDS", "Hit", "Index", "Indexes", "index_of", "suggest"]
