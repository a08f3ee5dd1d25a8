"""Answers of counts, groups and sorts from columns beside the store.

Each version of the graph has its terms and quads as columns (``schema``) in a file of DuckDB.
``translated`` tells whether they answer a query exactly; what they do not, is the store's.
"""

from peyvand.columns.opened import Columns as Columns
from peyvand.columns.opened import opened as opened
from peyvand.columns.plan import Plan as Plan
from peyvand.columns.plan import Refused as Refused
from peyvand.columns.plan import translated as translated
