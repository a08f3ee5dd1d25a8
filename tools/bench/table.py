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
        own = f"{cell['ms']:.1f}" if "ms" in cell else f"failed ({_cell(cell['failed'])})"
        cells = []
        for server in servers:
            other = results[server].get(query, {"failed": "not run"})
            ratio = by[server].get(query)
            mark = _difference(cell, other)
            text_of = f"×{ratio:.2f}" if ratio else _cell(other.get("failed", "-"))
            cells.append(text_of + (mark if "ms" in other else ""))
        text.append(f"| {query} | {own} | " + " | ".join(cells) + " |")
    means = [mean(by[server].values()) for server in servers]
    shown = [f"×{value:.2f}" if value else "-" for value in means]
    text.append("| **geometric mean of those both answered** | | " + " | ".join(shown) + " |")
    return "\n".join(text) + "\n"


def _difference(ours, other):
    """What is told of an answer that is not the same."""
    if other.get("rows") != ours.get("rows"):
        return f" ({other.get('rows')} rows)"
    return "" if other.get("digest") == ours.get("digest") else " (other values)"


def rates(found):
    """A table of answers a second, with the 99th percentile of single ones in milliseconds.

    Args:
        found: {server: {query: what ``load.rate`` gives}}
    """
    queries = list(dict.fromkeys(query for cells in found.values() for query in cells))
    text = ["| server | " + " | ".join(queries) + " |", "|---" * (len(queries) + 1) + "|"]
    for server, cells in found.items():
        shown = [_rate(cells.get(query)) for query in queries]
        text.append(f"| {server} | " + " | ".join(shown) + " |")
    return "\n".join(text) + "\n"


def _rate(cell):
    if not cell:
        return "-"
    if "failed" in cell:
        return cell["failed"]
    slow = f" (p99 {cell['p99 ms']:.1f} ms)" if "p99 ms" in cell else ""
    return f"{cell['per s']:,.0f}{slow}"


def report(name, result, base="Peyvand"):
    """All that was found on one graph, in Markdown.

    Args:
        name: of the graph.
        result: {server: {"facts": …, "times": …, "rates": …}}, as ``serving.measure`` gives it.
        base: the server that the others are compared with; the first if that is not there.
    """
    text = [f"## {name}\n", "| server | what | value |", "|---|---|---|"]
    for server, found in result.items():
        text += [
            f"| {server} | {what} | {_cell(value)} |" for what, value in found["facts"].items()
        ]
    text.append("")
    times = {server: found["times"] for server, found in result.items() if found["times"]}
    if times:
        text.append(markdown(times, base if base in times else next(iter(times))))
    found = {server: found["rates"] for server, found in result.items() if found["rates"]}
    if found:
        text.append("Answers a second at 4 connections:\n")
        text.append(rates(found))
    return "\n".join(text)


def _cell(value):
    return " ".join(str(value).replace("|", "/").split())


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
