"""The four-way report: a table, and a page with counts, a map and filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from peyvand.comparison.fourway import OUTCOMES, THERE, Row
from peyvand.exports.cells import safe

COLUMNS = (
    *("about", "outcome", "name", "name_fa", "here", "there", "findings"),
    *("value_here", "value_there", "evidence_here", "evidence_there", "places"),
)
# English and Persian words of the page.
_WORDS = {
    "same-on-both-sides": ("The same on both sides", "در هر دو سو یکسان"),
    "only-here": ("Only here", "تنها اینجا"),
    "only-there": ("Only there", "تنها آنجا"),
    "in-conflict": ("In conflict", "در تعارض"),
    "city": ("Cities", "شهرها"),
    "agreement": ("Agreements", "پیمان‌ها"),
}
_COLOURS = ("#1b7f5c", "#c2571a", "#3465a4", "#b3261e")
# A page of more rows than this is slow in a browser; the table has all.
_MOST = 5_000


def cells(row: Row) -> tuple[str, ...]:
    """A comparison as a row of the table, several values in a cell separated by a bar."""
    return (
        *(row.about, row.outcome, safe(row.name), safe(row.name_fa)),
        *(row.here, row.there),
        *(safe(" | ".join(part)) for part in zip(*_values(row), strict=True)),
        safe(" | ".join(row.evidence_here)),
        safe(" | ".join(row.evidence_there)),
        " | ".join(f"{lat:g} {lon:g}" for lat, lon in row.points),
    )


def _values(row: Row) -> list[tuple[str, str, str]]:
    return [(f.kind, f.here, f.there) for f in row.findings] or [("", "", "")]


def page(rows: Sequence[Row], title: str, here: str, there: str) -> str:
    """A page that stands alone, without scripts, for a browser.

    Args:
        rows: the comparisons.
        title: of the page.
        here: what "here" is called, such as the list.
        there: what "there" is called, such as Wikidata.
    """
    counts = Counter((row.about, row.outcome) for row in rows)
    totals = Counter(row.outcome for row in rows)
    kinds = Counter(finding.kind for row in rows for finding in row.findings)
    shown = rows[:_MOST]
    filters = "".join(
        f'<label><input type="checkbox" id="f{i}" checked> '
        f'<b class="c{i}">■</b> {_both(name)} ({totals[name]:,})</label> '
        for i, name in enumerate(OUTCOMES)
    )
    table = "".join(
        f"<tr><th>{_both(about)}</th>"
        + "".join(f"<td>{counts[about, name]:,}</td>" for name in OUTCOMES)
        + "</tr>"
        for about in ("city", "agreement")
    )
    heads = "".join(f"<th>{_both(name)}</th>" for name in OUTCOMES)
    seen = "".join(f"<li>{escape(kind)}: {n:,}</li>" for kind, n in kinds.most_common())
    left = len(rows) - len(shown)
    more = f"<p>{left:,} more rows are in report.csv.</p>" if left else ""
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{escape(title)}</title><style>{_style()}</style></head><body>
<h1>{escape(title)}</h1>
<p>Here: <bdi>{escape(here)}</bdi>. There: <bdi>{escape(there)}</bdi>.</p>
<table><caption>Counts · <span lang="fa" dir="rtl">شمارها</span></caption>
<tr><td></td>{heads}</tr>{table}</table>
<ul class="seen">{seen}</ul>
<fieldset><legend>Show · <span lang="fa" dir="rtl">نمایش</span></legend>{filters}</fieldset>
{_map(shown)}
<table class="rows"><thead><tr><th>What</th><th>Outcome</th><th>Findings</th><th>Here</th>
<th>There</th></tr></thead><tbody>{"".join(map(_line, shown))}</tbody></table>{more}
</body></html>
"""


def _both(name: str) -> str:
    english, persian = _WORDS[name]
    return f'{english} · <bdi lang="fa">{persian}</bdi>'


def _style() -> str:
    rules = [
        "body{font-family:system-ui,'Vazirmatn','Noto Naskh Arabic',sans-serif;margin:1rem auto;"
        "max-width:72rem;padding:0 1rem;line-height:1.5;color-scheme:light dark}",
        "table{border-collapse:collapse}td,th{border:1px solid #8886;padding:.2rem .5rem;"
        "text-align:start;vertical-align:top}svg{width:100%;height:auto;background:#8881}",
        "svg path{fill:none;stroke-width:1;opacity:.6}svg circle{stroke:none;opacity:.8}",
        ".rows{font-size:.9rem}.seen{columns:3}fieldset{margin:1rem 0}",
        "label{margin-inline-end:1rem}",
    ]
    for i, colour in enumerate(_COLOURS):
        rules.append(f"b.c{i}{{color:{colour}}}path.o{i}{{stroke:{colour}}}")
        rules.append(
            f"circle.o{i}{{fill:{colour}}}"
            f"tr.o{i} td:first-child{{border-inline-start:4px solid {colour}}}"
        )
        rules.append(f"body:has(#f{i}:not(:checked)) .o{i}{{display:none}}")
    return "".join(rules)


def _map(rows: Sequence[Row]) -> str:
    """The places and pairs on a plain map: degrees of longitude and latitude, every 30 a line."""
    grid = "".join(f"M{x} 0V360" for x in range(0, 721, 60))
    grid += "".join(f"M0 {y}H720" for y in range(0, 361, 60))
    drawn = [f'<path d="{grid}" stroke="#8884"/>']
    # What one side alone has lies below the rest.
    for row in sorted(rows, key=lambda row: row.outcome != THERE):
        colour = OUTCOMES.index(row.outcome)
        places = [((lon + 180) * 2, (90 - lat) * 2) for lat, lon in row.points]
        name = f"<title>{escape(row.name)}</title>"
        if len(places) == 1:
            x, y = places[0]
            drawn.append(
                f'<circle class="o{colour}" cx="{x:.1f}" cy="{y:.1f}" r="2">{name}</circle>'
            )
        elif places:
            line = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
            drawn.append(f'<path class="o{colour}" d="M{line}">{name}</path>')
    return (
        '<svg viewBox="0 0 720 360" role="img" aria-label="Map of the comparison">'
        + "".join(drawn)
        + "</svg>"
    )


def _line(row: Row) -> str:
    findings = "<br>".join(
        f"{escape(kind)}: <bdi>{escape(here)}</bdi> / <bdi>{escape(there)}</bdi>"
        for kind, here, there in _values(row)
        if kind
    )
    persian = f'<br><span lang="fa" dir="rtl">{escape(row.name_fa)}</span>' if row.name_fa else ""
    cells = (
        f"<bdi>{escape(row.name)}</bdi>{persian}",
        _both(row.outcome),
        findings,
        _links((row.here, *row.evidence_here)),
        _links((*row.there.split(), *row.evidence_there)),
    )
    return f'<tr class="o{OUTCOMES.index(row.outcome)}">' + "".join(
        f"<td>{cell}</td>" for cell in cells
    ) + "</tr>"  # fmt: skip


def _links(names: Iterable[str]) -> str:
    return "<br>".join(_link(name) for name in names if name)


def _link(name: str) -> str:
    address = f"https://www.wikidata.org/wiki/{name}" if _is_item(name) else name
    if address.startswith(("https://", "http://")):
        return f'<a href="{escape(address)}">{escape(name.rpartition("/")[2])}</a>'
    return f"<bdi>{escape(name)}</bdi>"


def _is_item(name: str) -> bool:
    return name[:1] == "Q" and name[1:].isdecimal() and name.isascii()
