"""Small random graphs with terms of every kind."""

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from peyvand.vocabulary.iris import PREFIXES

XSD = PREFIXES["xsd"]
NODES = [NamedNode(f"urn:n:{letter}") for letter in "abcdefg"]
PREDICATES = [NamedNode(f"urn:p:{number}") for number in range(5)]
GRAPHS = [NamedNode(f"urn:g:{number}") for number in range(3)]
# Predicates whose objects are of one family, so that comparisons have something to compare.
WHOLES, DECIMALS, TEXTS, MIXED, TIMES = (NamedNode(f"urn:v:{name}") for name in (
    "whole", "decimal", "text", "mixed", "time"))  # fmt: skip


_WHOLES = [0, 1, 2, 3, 5, -1, -7, 10, 12, 2**62, 2**63 - 1]
_DECIMALS = ["0.0", "0.5", "1.0", "2.5", "-2.5", "-0.1", "3.14159", "100.0",
             "0.000000001", f"0.{'0' * 12}1"]  # fmt: skip
_WORDS = [
    "",
    "a",
    "b",
    "A",
    "ab",
    "abc",
    "b c",
    "یک",
    "دو",
    "Straße",
    "İz",
    "a😀b",
    "10",
    "-3",
    "x1",
]


def typed(lexical, name):
    return Literal(lexical, datatype=NamedNode(XSD + name))


def whole(chance):
    return typed(str(chance.choice(_WHOLES)), "integer")


def decimal(chance):
    return typed(chance.choice(_DECIMALS), "decimal")


def double(chance):
    return typed(chance.choice(["0", "1", "2.5", "-1e3", "1e-7", "3.3", "1e30", "5"]), "double")


def text(chance):
    words = chance.choice(_WORDS)
    language = chance.choice([None, None, "en", "fa", "en-gb", "de"])
    return Literal(words, language=language) if language else Literal(words)


def time(chance):
    day = chance.choice(["2019-12-31", "2020-01-01", "2020-01-02", "0999-05-06"])
    zone = chance.choice(["", "", "Z", "+03:30", "-11:00"])
    if chance.random() < 0.5:
        return typed(day + zone, "date")
    clock = chance.choice(["00:00:00", "23:59:59.5", "12:00:00"])
    return typed(f"{day}T{clock}{zone}", "dateTime")


def special(chance):
    return chance.choice([
        typed("1", "float"), typed("NaN", "double"), typed("-0", "double"), typed("2020", "gYear"),
        typed("P1D", "dayTimeDuration"), typed("12:00:00", "time"),
    ])  # fmt: skip


def other(chance):
    return chance.choice([
        Literal("a", datatype=NamedNode("urn:t:x")), Literal("b", datatype=NamedNode("urn:t:x")),
        typed("a", "token"), typed("notanumber", "integer"), typed("maybe", "boolean"),
    ])  # fmt: skip


def mixed(chance):
    makers = [whole, decimal, double, text, text, time, other,
              lambda c: Literal(c.random() < 0.5), lambda c: c.choice(NODES)]  # fmt: skip
    return chance.choice(makers)(chance)


def quads(chance, *, size=40, specials=0.02):
    """Random quads."""
    blanks = [BlankNode(f"b{number}") for number in range(3)]
    found = []
    for _ in range(size):
        graph = chance.choice([DefaultGraph()] * 5 + GRAPHS)
        subject = chance.choice(NODES + blanks)
        if chance.random() < 0.5:
            target = chance.choice(NODES + blanks)
            found.append(Quad(subject, chance.choice(PREDICATES), target, graph))
            continue
        predicate, maker = chance.choice(
            [(WHOLES, whole), (DECIMALS, decimal), (TEXTS, text), (MIXED, mixed), (TIMES, time)]
        )
        if chance.random() < specials:
            maker = special
        found.append(Quad(subject, predicate, maker(chance), graph))
    return found
