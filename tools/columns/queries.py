"""Random queries of the algebra that the columns answer, and of a little more."""

import re

from tools.columns.data import GRAPHS, NODES, PREDICATES, XSD, mixed, whole

_VALUES = ["urn:v:whole", "urn:v:decimal", "urn:v:text", "urn:v:mixed", "urn:v:time"]
_VARIABLES = ["?a", "?b", "?c", "?d"]
_LITERALS = ["?v", "?w"]
_NESTED = ["union", "minus", "graph", "select", "group"]
_WORDS = ["STR", "STR", "LANG", "DATATYPE", "STRLEN", "UCASE", "LCASE", "ABS", "CEIL", "FLOOR",
          "ROUND", "YEAR", "MONTH", "DAY", "HOURS", "MINUTES"]  # fmt: skip
_CASTS = [f"<{XSD}{name}>" for name in ("integer", "string")]


class Maker:
    """Makes one query after another of a source of chance."""

    def __init__(self, chance):
        self.chance = chance
        self.fresh, self.groups = 0, []

    def query(self):
        self.fresh, self.groups = 0, []
        kind = self.chance.random()
        if kind < 0.08:
            return f"ASK {self.group(3)}"
        return self.select(3, top=True)

    # Patterns

    def node(self):
        return self.chance.choice([*_VARIABLES, *_VARIABLES, str(self.chance.choice(NODES))])

    def triple(self):
        chance = self.chance
        if chance.random() < 0.45:
            return f"{self.node()} <{chance.choice(_VALUES)}> {chance.choice(_LITERALS)} ."
        predicate = str(chance.choice(PREDICATES))
        kind = chance.random()
        if kind < 0.08:
            predicate = "?p"
        elif kind < 0.14:
            predicate = f"{predicate}/{chance.choice(PREDICATES)}"
        elif kind < 0.26:
            predicate = f"^{predicate}"
        elif kind < 0.33:
            predicate = f"({predicate}|{chance.choice(['', '^'])}{chance.choice(PREDICATES)})"
        if chance.random() < 0.05:
            return f"{self.node()} {predicate} [ {chance.choice(PREDICATES)} {self.node()} ] ."
        return f"{self.node()} {predicate} {chance.choice([self.node(), self.node(), '?v'])} ."

    def arms(self):
        """Triples that meet in one variable, each with a constant at its other end."""
        center, *ends = self.chance.sample(_VARIABLES, 3)
        found = []
        for end in ends:
            step = [center, end] if self.chance.random() < 0.7 else [end, center]
            found.append(f"{step[0]} {self.chance.choice(PREDICATES)} {step[1]} .")
            predicate, node = self.chance.choice(PREDICATES), self.chance.choice(NODES)
            found.append(f"{end} {predicate} {node} .")
        self.chance.shuffle(found)
        return " ".join(found)

    def triples(self):
        if self.chance.random() < 0.06:
            return self.arms()
        return " ".join(self.triple() for _ in range(self.chance.choice([1, 1, 2, 3])))

    def group(self, depth):
        chance = self.chance
        parts = [self.triples()]
        for _ in range(chance.choice([0, 1, 1, 2])):
            parts.append(self.member(depth))
        if chance.random() < 0.1:
            parts.reverse()
        found = "{ " + " ".join(parts) + " }"
        if self.groups and chance.random() < 0.15:
            # The same again of other variables: what looks alike must not be taken for the same.
            found = self.renamed(chance.choice(self.groups))
        self.groups.append(found)
        return found

    def renamed(self, group):
        """A group with its variables exchanged."""
        names = dict(zip(_VARIABLES, self.chance.sample(_VARIABLES, 4), strict=True))
        self.fresh += 1
        own = re.sub(r"\?x(\d+)", rf"?x\g<1>{self.fresh}", group)
        return re.sub(r"\?[abcd]\b", lambda match: names[match[0]], own)

    def member(self, depth):
        chance = self.chance
        kinds = ["filter"] * 4 + ["bind", "values", "triples"]
        if depth > 0:
            kinds += [
                "optional",
                "optional",
                "union",
                "minus",
                "exists",
                "exists",
                "graph",
                "select",
                "group",
            ]
        kind = chance.choice(kinds)
        if kind == "filter":
            return f"FILTER({self.condition(2)})"
        if kind == "bind":
            self.fresh += 1
            return f"BIND({self.expression(2)} AS ?x{self.fresh})"
        if kind == "values":
            return self.values()
        if kind == "triples":
            return self.triples()
        if kind == "optional":
            return f"OPTIONAL {self.group(depth - 1)}"
        if kind == "union":
            return f"{self.group(depth - 1)} UNION {self.group(depth - 1)}"
        if kind == "minus":
            return f"MINUS {self.group(depth - 1)}"
        if kind == "exists":
            word = chance.choice(["EXISTS", "NOT EXISTS"])
            return f"FILTER {word} {self.group(depth - 1)}"
        if kind == "graph":
            name = chance.choice(["?g", "?g", str(chance.choice(GRAPHS))])
            return f"GRAPH {name} {self.group(depth - 1)}"
        if kind == "select":
            return "{ " + self.select(depth - 1) + " }"
        return self.group(depth - 1)

    def values(self):
        chance = self.chance
        if chance.random() < 0.5:
            items = [
                str(chance.choice(NODES)) if chance.random() < 0.8 else "UNDEF" for _ in range(2)
            ]
            return f"VALUES {chance.choice(_VARIABLES)} {{ {' '.join(items)} }}"
        rows = []
        for _ in range(chance.choice([1, 2, 3])):
            first = str(chance.choice(NODES)) if chance.random() < 0.7 else "UNDEF"
            second = str(mixed(chance)) if chance.random() < 0.8 else "UNDEF"
            rows.append(f"({first} {second})")
        names = f"{chance.choice(_VARIABLES)} {chance.choice(_LITERALS)}"
        return f"VALUES ({names}) {{ {' '.join(rows)} }}"

    # Expressions

    def condition(self, depth):
        chance = self.chance
        kind = chance.random()
        if depth > 0 and kind < 0.15:
            one, other = self.condition(depth - 1), self.condition(depth - 1)
            return f"({one} {chance.choice(['&&', '||'])} {other})"
        if depth > 0 and kind < 0.22:
            return f"!({self.condition(depth - 1)})"
        if depth > 0 and kind < 0.26:
            return f"({chance.choice(['EXISTS', 'NOT EXISTS'])} {{ {self.triples()} }})"
        if kind < 0.34:
            return f"BOUND({chance.choice(_VARIABLES + _LITERALS)})"
        if kind < 0.4:
            items = ", ".join(self.expression(0) for _ in range(2))
            return f"{self.expression(1)} {chance.choice(['IN', 'NOT IN'])} ({items})"
        if kind < 0.5:
            word = chance.choice(["CONTAINS", "STRSTARTS", "STRENDS", "sameTerm"])
            return f"{word}({self.expression(1)}, {self.expression(1)})"
        if kind < 0.56:
            word = chance.choice(["isIRI", "isBlank", "isLiteral", "isNumeric"])
            return f"{word}({self.expression(1)})"
        if kind < 0.6:
            tag = chance.choice(["en", "*", "fa", "EN"])
            return f'LANGMATCHES(LANG({self.expression(1)}), "{tag}")'
        if kind < 0.64:
            pattern = chance.choice(["^a", "b$", "a.b", "(a|x)[0-9]*", "^$", "[^a]"])
            flags = chance.choice(["", ', "i"'])
            return f'REGEX({self.expression(1)}, "{pattern}"{flags})'
        if kind < 0.68:
            return self.expression(1)
        sign = chance.choice(["=", "=", "!=", "<", ">", "<=", ">="])
        return f"({self.expression(1)} {sign} {self.expression(1)})"

    def expression(self, depth):
        chance = self.chance
        kind = chance.random()
        if depth == 0 or kind < 0.4:
            if chance.random() < 0.65:
                return chance.choice(_LITERALS + _LITERALS + _VARIABLES)
            return str(chance.choice([mixed, mixed, whole])(chance))
        inner = [self.expression(depth - 1) for _ in range(3)]
        if kind < 0.43:
            return f"FLOOR({chance.choice(_LITERALS)} / {chance.choice([1, 2, 7, 10, -10])})"
        if kind < 0.56:
            return f"({inner[0]} {chance.choice('+-*/')} {inner[1]})"
        if kind < 0.6:
            return f"IF({self.condition(depth - 1)}, {inner[0]}, {inner[1]})"
        if kind < 0.65:
            return f"COALESCE({inner[0]}, {inner[1]}, {inner[2]})"
        if kind < 0.67:
            return f"-({inner[0]})"
        if kind < 0.71:
            return f"CONCAT({inner[0]}, {inner[1]})"
        if kind < 0.74:
            return f"SUBSTR({inner[0]}, {chance.choice([1, 2])}{chance.choice(['', ', 1'])})"
        if kind < 0.78:
            return f"{chance.choice(['STRBEFORE', 'STRAFTER'])}({inner[0]}, {inner[1]})"
        if kind < 0.8:
            return f"({self.condition(depth - 1)})"
        if kind < 0.82:
            return f"{chance.choice(_CASTS)}({inner[0]})"
        return f"{chance.choice(_WORDS)}({inner[0]})"

    # Queries

    def select(self, depth, *, top=False):
        chance = self.chance
        where = self.group(depth)
        sources = ""
        if top and chance.random() < 0.06:
            graphs = chance.sample(GRAPHS, chance.choice([1, 2]))
            sources = " ".join(f"FROM {chance.choice(['', 'NAMED '])}{graph}" for graph in graphs)
        if chance.random() < 0.35:
            return self.grouped(where, sources)
        distinct = chance.choice(["", "", "DISTINCT "])
        shown = chance.sample(_VARIABLES + _LITERALS, chance.choice([1, 2, 3, 4]))
        names = " ".join(shown)
        if chance.random() < 0.2:
            names = "*" if top else names
        elif chance.random() < 0.2:
            names += f" ({self.expression(2)} AS ?y)"
        order = ""
        if top and chance.random() < 0.3:
            keys = [chance.choice(["{}", "DESC({})", "ASC({})"]).format(name) for name in shown[:2]]
            order = f" ORDER BY {' '.join(keys)}"
            if chance.random() < 0.2 and not distinct:
                order = f" ORDER BY ({self.expression(2)})"
        return f"SELECT {distinct}{names} {sources} WHERE {where}{order}"

    def grouped(self, where, sources):
        chance = self.chance
        keys = chance.sample(_VARIABLES + _LITERALS, chance.choice([0, 1, 1, 2]))
        by = " ".join(keys)
        if keys and chance.random() < 0.15:
            by += f" ({self.expression(1)} AS ?key)"
            keys = [*keys, "?key"]
        word = chance.choice(["COUNT", "COUNT", "SUM", "AVG", "MIN", "MAX", "GROUP_CONCAT"])
        argument = chance.choice([*_LITERALS, *_LITERALS, self.expression(1)])
        if word == "GROUP_CONCAT":
            argument = f"STR({argument})"
        distinct = chance.choice(["", "", "DISTINCT "])
        aggregate = "COUNT(*)" if chance.random() < 0.15 else f"{word}({distinct}{argument})"
        having = f" HAVING ({aggregate} > 1)" if chance.random() < 0.1 else ""
        grouping = f" GROUP BY {by}" if by else ""
        shown = f"{' '.join(keys)} ({aggregate} AS ?n{self.fresh})"
        return f"SELECT {shown} {sources} WHERE {where}{grouping}{having}"
