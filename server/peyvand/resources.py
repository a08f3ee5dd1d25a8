"""Where the ontology, shapes, queries, data and docs stand: in a checkout or in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def root() -> Path:
    """The folder that holds ``ontology/``, ``shapes/``, ``queries/``, ``data/`` and ``docs/``.

    A wheel carries them inside the package (see hatch_build.py);
    an editable install reads them where they are written, at the top of the checkout.
    """
    bundled = _PACKAGE / "bundle"
    return bundled if bundled.is_dir() else _PACKAGE.parent.parent
