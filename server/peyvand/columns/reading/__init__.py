"""Reading queries into the algebra of SPARQL, as far as columns answer them.

What reads here is given only what the engine has read, so that no mistakes have to be told. A text
that is not wholly understood is left to the engine (``algebra.Outside``). rdflib's parser takes
10 to 70 ms for questions that the columns answer in 20; this one takes one.
"""

from peyvand.columns.reading.queries import query as query
