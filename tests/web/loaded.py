"""What a server of the tests has loaded before it begins; imported by what such servers are forked
from.

A server loads the pages while its processes start, and its fork server of writers what writing
needs: together two seconds of a processor, for every server of a suite that starts a hundred.
"""

from __future__ import annotations

import gc

from peyvand.query import writer
from peyvand.register import reports, tables, templates
from peyvand.texts import texts
from peyvand.vocabulary.labels import LANGUAGES
from peyvand.web import app, serving

__all__ = ["app", "reports", "serving", "tables", "templates"]

for language in LANGUAGES:
    texts(language)
# As a fork server does it: before the fork.
writer.prepare()
gc.collect()
gc.freeze()
