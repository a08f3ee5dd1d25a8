"""Ratios as a table in Markdown, and as a picture."""

import math
from pathlib import Path


def ratios(results, base):
    """Each server's time over the base's, by query; None where either failed.

    Args:
        results: {server: {query: {"ms": …} or {"failed": …}}}
        base: the server that is 1.
    """
    return {
        server: {
            query: cell["ms"] / results[base][query]["ms"]
            if "ms" in cell and "ms" in results[base].get(query, {})
            else None
            for query, cell in cells.items()
        }
        for server, cells in results.items()
    }


def mean(values):
    """The geometric mean, of those that are there."""
    found = [value for value in values if value]
    return math.exp(sum(map(math.log, found)) / len(found)) if found else None


def markdown(results, base):
    """A table: a row a query, a column a server; the base in milliseconds, the others as ratios."""
    servers = [name for name in results if name != base]
    by = ratios(results, base)
    text = [
        f"| query | {base}, ms | " + " | ".join(servers) + " |",
        "|---" * (len(servers) + 2) + "|",
    ]
    for query, cell in results[base].items():
        own = f"{cell['ms']:.1f}" if "ms" in cell else f"failed ({cell['failed']})"
        cells = []
        for server in servers:
            other = results[server].get(query, {"failed": "not run"})
            ratio = by[server].get(query)
            mark = "" if other.get("rows") == cell.get("rows") else f" ({other.get('rows')} rows)"
            text_of = f"×{ratio:.2f}" if ratio else other.get("failed", "-")
            cells.append(text_of + (mark if "ms" in other else ""))
        text.append(f"| {query} | {own} | " + " | ".join(cells) + " |")
    means = [mean(by[server].values()) for server in servers]
    shown = [f"×{value:.2f}" if value else "-" for value in means]
    text.append("| **geometric mean of those both answered** | | " + " | ".join(shown) + " |")
    return "\n".join(text) + "\n"


def rates(found):
    """A table of answers a second: {server: {query: rate or None}}."""
    queries = list(dict.fromkeys(query for cells in found.values() for query in cells))
    text = ["| server | " + " | ".join(queries) + " |", "|---" * (len(queries) + 1) + "|"]
    for server, cells in found.items():
        shown = [f"{cells[q]:,.0f}" if cells.get(q) else "-" for q in queries]
        text.append(f"| {server} | " + " | ".join(shown) + " |")
    return "\n".join(text) + "\n"


def picture(results, base, target: Path):
    """Bars of ratios on a logarithmic axis; left out if matplotlib is not here."""
    try:
        import matplotlib

        matplotlib.use("Agg")
        from matplotlib import pyplot
    except ImportError:
        return False
    by = {s: r for s, r in ratios(results, base).items() if s != base}
    queries = list(results[base])
    figure, axes = pyplot.subplots(figsize=(9, 0.32 * len(queries) * max(1, len(by)) / 2 + 1.5))
    height = 0.8 / max(1, len(by))
    for place, (server, cells) in enumerate(by.items()):
        at = [row + place * height for row in range(len(queries))]
        axes.barh(at, [cells.get(q) or 0 for q in queries], height, label=server)
    axes.axvline(1, color="black", linewidth=1)
    axes.set_xscale("log")
    axes.set_yticks([row + 0.4 for row in range(len(queries))], queries, fontsize=7)
    axes.invert_yaxis()
    axes.set_xlabel(f"time over {base}'s (right of the line: slower than {base})")
    axes.legend(fontsize=7)
    figure.tight_layout()
    figure.savefig(target, dpi=80)
    return True
