"""``peyvand check --documents``: the places of claims, held against the documents' files."""

from __future__ import annotations

import argparse
import json
import sys

from peyvand.errors import SourceError
from peyvand.resources import root
from peyvand.sources.quotations import QUOTATIONS, write_quotations
from peyvand.sources.selectors import check_quotations, check_selectors


def check_places(options: argparse.Namespace) -> int:
    """Check the spans and their quotations; with ``--write`` make the quotations anew."""
    if not options.documents.is_dir():
        raise SourceError(options.documents, None, "there is no such folder.", "Give a folder.")
    data = root() / "data" / "documents"
    findings = check_selectors(data, options.documents)
    if options.write:
        write_quotations(data / QUOTATIONS, findings.quotations)
    else:
        check_quotations(data / QUOTATIONS, findings)
    told = {
        "claims": findings.claims,
        "places": len(findings.quotations),
        "errors": [str(error) for error in findings.errors],
    }
    if options.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print(f"{findings.claims:,} claims, {len(findings.quotations):,} places in the documents")
        if options.write:
            print(f"{data / QUOTATIONS} is written")
        print(f"{len(findings.errors)} errors")
    for error in findings.errors:
        print(f"peyvand: {error.message}\n  → {error.hint}", file=sys.stderr)
    return 1 if findings.errors else 0
