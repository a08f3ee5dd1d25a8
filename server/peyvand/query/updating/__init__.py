"""SPARQL updates whose change is known: each operation is evaluated, and the recorder makes it.

What an operation deletes and inserts goes into graphs that are there for its time alone
(``templates``); the WHERE group of the next one sees what was made of them.
"""

from peyvand.query.updating.evaluation import NoSuchGraph as NoSuchGraph
from peyvand.query.updating.evaluation import update as update
