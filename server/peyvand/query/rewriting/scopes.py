"""EXISTS takes the values of its own group alone (SPARQL 1.1, sections 18.2.1 and 18.6).

In ``?z :p ?x { ?z :q ?y FILTER EXISTS { ?s :r ?x } }`` the inner ``?x`` is another variable than
the outer one, since the group in between does not match it; the engine may take it for the same.
So it gets a name of its own.
"""

from __future__ import annotations

from peyvand.query.rewriting.context import Context
from peyvand.query.rewriting.lexing import tokens
from peyvand.query.rewriting.tree import (
    NONE,
    Bind,
    Code,
    Filter,
    Group,
    Names,
    Nested,
    Select,
)


def mend_scopes(
    group: Group, context: Context, around: Names = NONE, given: Names = NONE, left: Names = NONE
) -> None:
    """Rename variables in EXISTS that only look like those outside of its group.

    Args:
        group: what is changed.
        context: what the rules share.
        around: variables of the groups that this one stands in.
        given: those whose values EXISTS puts into the group.
        left: those before OPTIONAL, which the filters of its group see too.
    """
    here, before = group.seen, NONE
    everywhere = around | here
    for item in group.items:
        if isinstance(item, Select):
            for code in item.codes():
                _in_code(code, context, around, given | item.where.seen)
            mend_scopes(item.where, context, around, given)
        elif isinstance(item, Filter):
            _in_code(item.code, context, everywhere, given | here | left)
        elif isinstance(item, Bind):
            _in_code(item.code, context, everywhere, given | before)
        elif isinstance(item, Nested) and item.word == "OPTIONAL":
            mend_scopes(item.group, context, everywhere, given, before)
        else:
            for inner in item.groups():
                mend_scopes(inner, context, everywhere, given)
        before |= item.seen


def _in_code(code: Code, context: Context, around: Names, given: Names) -> None:
    for place, part in enumerate(code.parts):
        if not isinstance(part, Group):
            continue
        named = {token.variable for token in tokens(str(part))}
        inner = part
        for name in sorted(named & (around - given)):
            inner = context.renamed(inner, name, context.fresh())
        mend_scopes(inner, context, around, given)
        code.parts[place] = inner
