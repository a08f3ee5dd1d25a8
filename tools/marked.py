"""Tables that a measurement writes into a page of the docs, between two marks."""

import re


def put(page, name, by, table):
    """Put a table between the marks of a page.

    Args:
        page: its path.
        name: of the part, as its marks have it.
        by: the command that writes it, as its marks have it.
        table: in Markdown.

    Raises:
        SystemExit: the page has no such marks.
    """
    start, end = (f"<!-- {one}: written by {by} -->" for one in (name, f"end of {name}"))
    text = page.read_text(encoding="utf-8")
    pattern = re.compile(re.escape(start) + ".*?" + re.escape(end), re.DOTALL)
    if not pattern.search(text):
        raise SystemExit(f"{page} has no mark {start}")
    whole = f"{start}\n{table}\n{end}"
    page.write_text(pattern.sub(lambda _: whole, text), encoding="utf-8")
