"""The ontology's own house style, held by shapes (``shapes/style.shapes.ttl``)."""

from __future__ import annotations

from pathlib import Path

from peyvand.graph.validate import Report, read_shapes, to_graph, validate
from peyvand.vocabulary.files import read_ontology


def check_style(root: Path) -> Report:
    """Validate the ontology against the style shapes; every result is a finding."""
    shapes = read_shapes([root / "shapes" / "style.shapes.ttl"])
    return validate(to_graph(read_ontology(root)), shapes)
