"""What writes cost, as a table between the marks of a page and as a picture."""

from tools.marked import put

PAGE, PICTURE = "performance.md", "scale-writes.svg"
# What is measured: its name among the results, what it is called, and how it is drawn.
SERIES = {
    "update s": "one statement, by SPARQL Update",
    "agreement s": "one agreement, entered",
    "rows s": "a table of 100 agreements, entered",
    "light beside s": "the slowest light query beside entries",
    "search s": "the first search after a write",
}
_FURTHER = {
    "light alone s": "the slowest light query without entries",
    "queued, each s": "50 writers at once, for each",
    "oxigraph s": "one statement, by `oxigraph serve`",
}
_PROCESSOR = {
    "update cpu s": "processor time of one statement",
    "agreement cpu s": "processor time of one agreement",
    "rows cpu s": "processor time of a table of 100",
}


def _shown(row, name):
    if name not in row:
        return ""
    value = row[name]
    return f"{value:.2f} s" if value >= 0.1 else f"{value * 1000:.{1 if value < 0.01 else 0}f} ms"


def table(rows):
    """A row for each thing that is measured, a column for each size."""
    head = ["quads", *(f"{row['quads']:,}" for row in rows)]
    text = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for name, title in (SERIES | _FURTHER).items():
        text.append(f"| {title} | {' | '.join(_shown(row, name) for row in rows)} |")
    for name, title in _PROCESSOR.items():
        text.append(f"| {title} | {' | '.join(_shown(row, name) for row in rows)} |")
    memory = " | ".join(f"{row['writer MB']} MB" for row in rows)
    text.append(f"| memory of a writer, of its own | {memory} |")
    text.append(f"| load of the machine | {' | '.join(row['load'] for row in rows)} |")
    return "\n".join(text)


def picture(rows, target):
    """Times against the size of the graph; the same for the same rows, none without matplotlib."""
    try:
        import matplotlib

        matplotlib.use("svg")
        matplotlib.rcParams["svg.hashsalt"] = "peyvand"
        from matplotlib import pyplot
    except ImportError:
        return False
    figure, axes = pyplot.subplots(figsize=(7, 4))
    for name, title in SERIES.items():
        points = [(row["quads"], row[name]) for row in rows if name in row]
        axes.plot(*zip(*points, strict=True), marker="o", label=title)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("quads in the graph")
    axes.set_ylabel("seconds")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend(fontsize=7)
    figure.tight_layout()
    figure.savefig(target, metadata={"Date": None})
    pyplot.close(figure)
    return True


def write(rows, docs):
    """Write the table to its page, and the picture."""
    put(docs / PAGE, "writes", "make bench-writes", table(rows))
    picture(rows, docs / PICTURE)
