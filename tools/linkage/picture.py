"""The plot of stated against true probabilities."""

from __future__ import annotations

from collections.abc import Sequence

_SIDE, _EDGE = 360, 60
_TEXT = 'font-family="sans-serif" font-size="12" fill="#222"'


def drawn_table(rows: Sequence[tuple[str, int, float, float, float, float]]) -> str:
    """An SVG: a point for each band, with the interval of its true share, and the diagonal."""

    def x(share: float) -> str:
        return f"{_EDGE + share * _SIDE:.1f}"

    def y(share: float) -> str:
        return f"{20 + (1 - share) * _SIDE:.1f}"

    width, height = _SIDE + 2 * _EDGE, _SIDE + 80
    total = sum(row[1] for row in rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        f"<title>Stated and true probability of {total:,} links of countries left out</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" stroke="#999" stroke-dasharray="4 4"/>',
        f'<path d="M{x(0)} {y(1)}V{y(0)}H{x(1)}" stroke="#222" fill="none"/>',
    ]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(
            f'<text x="{x(share)}" y="{_SIDE + 38}" text-anchor="middle" {_TEXT}>{share:g}</text>'
        )
        parts.append(
            f'<text x="{_EDGE - 8}" y="{y(share)}" text-anchor="end" {_TEXT}>{share:g}</text>'
        )
    for _, _, stated, true, low, high in rows:
        parts.append(f'<path d="M{x(stated)} {y(low)}V{y(high)}" stroke="#0b5cad"/>')
        parts.append(f'<circle cx="{x(stated)}" cy="{y(true)}" r="4" fill="#0b5cad"/>')
    parts.append(
        f'<text x="{_EDGE + _SIDE / 2}" y="{_SIDE + 62}" text-anchor="middle" {_TEXT}>stated</text>'
    )
    parts.append(f'<text x="16" y="{20 + _SIDE / 2}" {_TEXT}>true</text>')
    return "\n".join([*parts, "</svg>", ""])


def _text(x: object, y: object, anchor: str, words: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" {_TEXT}>{words}</text>'
