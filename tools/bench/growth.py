"""How servers grow with the graph: a table and a picture of docs/scale.md."""

import re
from pathlib import Path

from tools.marked import put

from .table import mean

PAGE, PICTURE = Path("docs/scale.md"), Path("docs/scale-stores.svg")
_SIZE = re.compile(r"(\d+) triples")
_LIGHT = "light, each another"
# What is kept of answers does not grow with the graph.
_LEFT_OUT = ("Peyvand, repeated",)
# What a picture shows of each server, by size, and in which unit.
_SHOWN = {
    "load s": "load, seconds",
    "disk MB": "disk, MB",
    "memory MB": "memory, MB",
    "mean ms": "18 queries, geometric mean of ms",
}


def rows(found):
    """What is known of each server at each size.

    Args:
        found: all that the benchmark found, by the name of the graph and the server.

    Returns:
        Rows with ``size``, ``server``, the facts of a server, ``answered`` (how many of the
        queries), ``of``, ``mean ms`` of those that each server at this size answered, and ``light``
        (answers a second); or ``failed``.
    """
    told = []
    for name, servers in found.items():
        if not (match := _SIZE.fullmatch(name)):
            continue
        servers = {server: one for server, one in servers.items() if server not in _LEFT_OUT}
        times = {server: one["times"] for server, one in servers.items() if one["times"]}
        common = [
            query
            for query in next(iter(times.values()), {})
            if all("ms" in cells.get(query, {}) for cells in times.values())
        ]
        for server, one in servers.items():
            row = {"size": int(match[1]), "server": server, "of": len(one["times"]), **one["facts"]}
            if not one["times"]:
                row["failed"] = one["facts"].get("could not be started", "not measured")
            else:
                row["answered"] = sum("ms" in cell for cell in one["times"].values())
                row["mean ms"] = mean(one["times"][query]["ms"] for query in common)
            row["light"] = one["rates"].get(_LIGHT, {}).get("per s")
            told.append(row)
    return sorted(told, key=lambda row: row["size"])


def table(told):
    """The rows in Markdown."""
    text = [
        "| triples | server | load | disk | memory | answered | mean of what all answered "
        "| light ones a second |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in told:
        head = f"| {row['size']:,} | {row['server']} "
        if "failed" in row:
            text.append(f"{head}| {' '.join(row['failed'].split())} | | | | | |")
            continue
        average = f"{row['mean ms']:,.1f} ms" if row["mean ms"] else ""
        light = f"{row['light']:,.0f}" if row["light"] else ""
        text.append(
            f"{head}| {row['load s']:,.0f} s | {row['disk MB']:,} MB "
            f"| {row.get('memory MB', 0):,} MB | {row['answered']} of {row['of']} "
            f"| {average} | {light} |"
        )
    return "\n".join(text)


def write(found, page=PAGE, target=PICTURE):
    """Put the table between the marks of the page, and make the picture.

    Args:
        found: all that the benchmark found.
        page: the page.
        target: where the picture goes.
    """
    told = rows(found)
    put(page, "stores", "make bench", table(told))
    picture(told, target)


def picture(told, target):
    """The same on logarithmic axes as SVG, the same for the same rows."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    settings = {"svg.hashsalt": "peyvand", "svg.fonttype": "path", "font.family": "DejaVu Sans"}
    with matplotlib.rc_context(settings):
        figure, panels = pyplot.subplots(2, 2, figsize=(9, 7))
        for axes, (what, words) in zip(panels.flat, _SHOWN.items(), strict=True):
            for server in dict.fromkeys(row["server"] for row in told):
                at = [row for row in told if row["server"] == server and row.get(what)]
                axes.plot(
                    [row["size"] for row in at],
                    [row[what] for row in at],
                    marker="o",
                    label=server,
                )
            axes.set_xscale("log")
            axes.set_yscale("log")
            axes.set_xlabel("triples")
            axes.set_ylabel(words)
            axes.grid(visible=True, which="both", linewidth=0.3)
        lines, titles = panels.flat[0].get_legend_handles_labels()
        figure.legend(lines, titles, loc="lower center", ncols=3, fontsize=8, frameon=False)
        figure.tight_layout(rect=(0, 0.08, 1, 1))
        figure.savefig(target, metadata={"Date": None, "Creator": None})
        pyplot.close(figure)
