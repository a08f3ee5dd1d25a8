"""Texts that are no SPARQL at all, by their looks."""

from __future__ import annotations

import re

# Each pattern tells a language by what SPARQL cannot hold.
_LOOKS = {
    "form": r"(?:query|update)=",
    "graphql": r"(?:query|mutation|subscription)\b[^{?<]*\{"
    r"|\{\s*\w+\s*(?:\([^)]*\)\s*)?\{[^?<]*\}\s*\}\s*$",
    "cypher": r"(?:OPTIONAL\s+)?(?:MATCH|MERGE|UNWIND|CREATE)\s*(?:\w+\s*=\s*)?\(|RETURN\b",
    "json": r"[\[{]\s*\"(?:[^\"\\]|\\.)*\"\s*[:,\]]",
    "xml": r"<(?:\?xml|!DOCTYPE|html|rdf:RDF|sparql)\b",
    "percent": r"[A-Za-z]+(?:%20|%0A|%0D|\+)\S+$",
    "fence": r"```",
    "sql": r"SELECT\b[^{}<]*?\bFROM\s+(?!NAMED\b)[\w.\"\[\]`]+(?!\S*:)(?:\s|;|,|$)"
    r"|(?:INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|SHOW\s+TABLES|CREATE\s+TABLE"
    r"|DESC(?:RIBE)?\s+TABLE|WITH\s+\w+\s+AS\s*\()",
}
LANGUAGES = {f"language-{name}": re.compile(looks, re.I) for name, looks in _LOOKS.items()}
_HEAD = 5000


def other(text: str) -> str | None:
    """The key of what to say of a text in another language; None if it may be SPARQL."""
    head = text[:_HEAD].lstrip()
    return next((code for code, looks in LANGUAGES.items() if looks.match(head)), None)
