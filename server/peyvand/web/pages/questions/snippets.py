"""How a question is asked of this server from other programs: one text for each of them."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template

# What each is called, and its template; the first is shown open.
_KINDS: Mapping[str, str] = {
    "curl": "curl",
    "Python": "client",
    "Python (SPARQLWrapper)": "python",
    "JavaScript": "javascript",
    "R": "r",
    "Java (Apache Jena)": "jena",
    "Java (Eclipse RDF4J)": "rdf4j",
    "Julia": "julia",
    "OpenRefine": "openrefine",
}


def snippets(origin: str, endpoint: str, question: str) -> dict[str, str]:
    """The text for each program, by what that is called.

    Args:
        origin: the address of the server.
        endpoint: that of its SPARQL endpoint.
        question: a query on one line, without quotation marks, apostrophes, backslashes or ``$``,
            which some of these languages read otherwise.
    """
    values = {"origin": origin, "endpoint": endpoint, "question": question}
    return {
        name: render_template(f"snippets/{stem}.txt", **values) for name, stem in _KINDS.items()
    }
