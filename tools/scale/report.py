"""What was measured as tables in Markdown, growth exponents, and pictures."""

import math

from tools.marked import put

from .work import JOINS

TITLES = {"peyvand": "`peyvand merge`", **JOINS}
_SERIES = {
    "import": ("lines", "lines of the dump"),
    "merge": ("records", "records, the list a tenth of them"),
}


def exponent(points):
    """The power of size by which a value grows, from the least squares of the logarithms.

    Args:
        points: pairs of size and value; at least two, or there is no exponent.
    """
    logs = [(math.log(size), math.log(value)) for size, value in points if value]
    if len(logs) < 2:
        return None
    x_mean = sum(x for x, _ in logs) / len(logs)
    y_mean = sum(y for _, y in logs) / len(logs)
    spread = sum((x - x_mean) ** 2 for x, _ in logs)
    return sum((x - x_mean) * (y - y_mean) for x, y in logs) / spread


def _rows(rows, what, method=None):
    size = _SERIES[what][0]
    found = [row for row in rows if row["what"] == what and row.get("method") == method]
    return sorted(found, key=lambda row: row[size])


def _seconds(value):
    return f"{value:,.0f} s" if value >= 10 else f"{value:.1f} s"


def import_table(rows):
    """The table of the imports."""
    found = _rows(rows, "import")
    text = [
        "| lines | packed | unpacked | places | quads | time | CPU | memory | all found |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in found:
        if "failed" in row:
            text.append(f"| {row['lines']:,} | | | | | {row['failed']} | | {row['mb']:,} MB | |")
            continue
        text.append(
            f"| {row['lines']:,} | {row['packed mb']:,} MB | {row['unpacked mb']:,} MB "
            f"| {row['records']:,} | {row['quads']:,} | {_seconds(row['s'])} "
            f"| {_seconds(row['cpu s'])} | {row['mb']:,} MB "
            f"| {'yes' if row['all found'] else 'no'} |"
        )
    return "\n".join(text)


def merge_table(rows):
    """The table of the merge and of the ways without it, side by side."""
    text = [
        "| names × records | method | precision | recall | wrong | time | CPU | memory |",
        "|---|---|---|---|---|---|---|---|",
    ]
    sizes = sorted({(row["names"], row["records"]) for row in rows if row["what"] == "merge"})
    for names, records in sizes:
        for method, title in TITLES.items():
            row = next(
                (one for one in _rows(rows, "merge", method) if one["records"] == records), None
            )
            if not row:
                continue
            head = f"| {names:,} × {records:,} | {title} "
            if "failed" in row:
                text.append(f"{head}| | | | {row['failed']} | | |")
                continue
            text.append(
                f"{head}| {row['precision']:.4f} | {row['recall']:.4f} | {row['errors']:,} "
                f"| {_seconds(row['s'])} | {_seconds(row['cpu s'])} | {row['mb']:,} MB |"
            )
    return "\n".join(text)


def growth_table(rows):
    """By which power of the size time and memory grow."""
    text = ["| | time | memory |", "|---|---|---|"]
    series = [("`peyvand import wikidata`", "import", None)]
    series += [(title, "merge", method) for method, title in TITLES.items()]
    for title, what, method in series:
        done = [row for row in _rows(rows, what, method) if "failed" not in row]
        # A start of a second or two hides how the smallest grows.
        large = done[1:] if len(done) > 2 else done
        size = _SERIES[what][0]
        cells = [exponent([(row[size], row[value]) for row in large]) for value in ("s", "mb")]
        shown = [f"{round(cell, 2) + 0.0:.2f}" if cell is not None else "" for cell in cells]
        text.append(f"| {title} | {shown[0]} | {shown[1]} |")
    return "\n".join(text)


TABLES = {"import": import_table, "merge": merge_table, "growth": growth_table}


def write_tables(page, rows):
    """Put the tables between the marks of a page."""
    for name, table in TABLES.items():
        put(page, name, "make scale", table(rows))


def pictures(rows, folder):
    """Time and memory against size as SVG, the same for the same rows; none without matplotlib."""
    try:
        import matplotlib

        matplotlib.use("Agg")
        from matplotlib import pyplot
    except ImportError:
        return []
    made = []
    settings = {"svg.hashsalt": "peyvand", "svg.fonttype": "path", "font.family": "DejaVu Sans"}
    with matplotlib.rc_context(settings):
        for what, (size, words) in _SERIES.items():
            if not any(row["what"] == what and "failed" not in row for row in rows):
                continue
            methods = TITLES if what == "merge" else {None: "peyvand import wikidata"}
            figure, (times, memories) = pyplot.subplots(1, 2, figsize=(9, 4))
            for method, title in methods.items():
                done = [row for row in _rows(rows, what, method) if "failed" not in row]
                at = [row[size] for row in done]
                label = title.strip("`")
                times.plot(at, [row["s"] for row in done], marker="o", label=label)
                memories.plot(at, [row["mb"] for row in done], marker="o", label=label)
            for axes, unit in ((times, "seconds"), (memories, "MB at most")):
                axes.set_xscale("log")
                axes.set_yscale("log")
                axes.set_xlabel(words)
                axes.set_ylabel(unit)
                axes.grid(visible=True, which="both", linewidth=0.3)
            lines, titles = times.get_legend_handles_labels()
            figure.legend(lines, titles, loc="lower center", ncols=2, fontsize=8, frameon=False)
            figure.tight_layout(rect=(0, 0.06 + 0.04 * (len(titles) // 2), 1, 1))
            path = folder / f"scale-{what}.svg"
            figure.savefig(path, metadata={"Date": None, "Creator": None})
            pyplot.close(figure)
            made.append(path)
    return made
