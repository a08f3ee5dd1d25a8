"""The algebra of SPARQL as SQL over the tables of ``schema``.

A solution is a row, a variable a column or several (``values``), and no value, be it unbound or an
error, is NULL: SPARQL tells the two apart in nothing that an expression can see, and its logic of
errors (SPARQL 1.1, section 17.2) is that of NULL. What would not come out exactly stops the query
while it runs (``values.INEXACT``), before a row is given, and the store answers it.
"""
