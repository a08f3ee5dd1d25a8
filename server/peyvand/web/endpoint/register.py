"""Tables of entries at ``/register``, and the templates for them."""

from __future__ import annotations

import asyncio
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from peyvand.errors import BadRequest, Invalid, MalformedData, SourceError, UnsupportedMediaType
from peyvand.query.executor import Executor
from peyvand.query.writes import Registration, WriteAnswer
from peyvand.register.fields import EntryKind
from peyvand.settings import Settings
from peyvand.tokens import Token
from peyvand.web.endpoint.authorization import Rights, wanted_versions
from peyvand.web.http import body
from peyvand.web.http.conditional import unchanged
from peyvand.web.http.messages import Reply, Request
from peyvand.wording import say

# What reads tables takes a fifth of all that is loaded before the first query is answered.
if TYPE_CHECKING:
    from peyvand.register.tables import Table

PATH = "/register"
TEMPLATE = f"{PATH}/template.csv"
_JSON, _CSV = "application/json", "text/csv"
_TEXTS = (_CSV, "application/csv", "text/tab-separated-values", _JSON)
_SETTING = "PEYVAND_MAX_UPLOAD_MB"
_MEGABYTE = 1024 * 1024
# What a table that was sent is called in messages.
_NAME = "table"


class RegisterTables:
    """Enters the rows of tables that are sent.

    Args:
        executor: what makes writes.
        settings: the operator's limits.
        rights: who may write.
    """

    def __init__(self, executor: Executor, settings: Settings, rights: Rights) -> None:
        self._executor, self._settings, self._rights = executor, settings, rights

    async def answer(self, request: Request) -> Reply:
        """Enter the rows of a table, all or none of them unless the good ones are asked for.

        Raises:
            Invalid: rows cannot be entered; each is told with the reason.
            PeyvandError: the table cannot be read, or the write is refused.
        """
        from peyvand.register import reports

        token = self._rights.writer(request)
        kind = _kind(request)
        table = await self._table(request, kind)
        done, refused = await self._entered(request, kind, table, token)
        rows = reports.merged(table, done.rows)
        told = [reports.in_words(row, request.language) for row in rows]
        numbers = reports.counts(table, rows)
        if refused and not request.parameters.flag("dry-run"):
            error = Invalid(**say("rows-refused", count=numbers["refused"], total=numbers["read"]))
            error.members = {"rows": told, "counts": numbers}
            raise error
        shown = {**done.to_json(), "rows": told, "counts": numbers}
        headers = {
            "Content-Type": _JSON,
            "Content-Language": request.language,
            "Peyvand-Version": str(done.version),
            "ETag": f'"v{done.version}"',
            "Cache-Control": "no-store",
        }
        return Reply(200, headers, json.dumps(shown, ensure_ascii=False).encode() + b"\n")

    async def _entered(
        self, request: Request, kind: EntryKind, table: Table, token: Token
    ) -> tuple[WriteAnswer, bool]:
        """What the rows became, and whether none is entered because of the others."""
        accept_good = request.parameters.flag("accept-good")
        rows = table.good_rows if accept_good else table.rows
        # Of a table that is refused for its own sake, the rows are still told.
        refused = bool(table.problems and not accept_good) or not rows
        done = await self._executor.write(
            Registration(
                entry=kind.value,
                rows=rows,
                accept_good=accept_good,
                dry_run=refused or request.parameters.flag("dry-run"),
                if_match=wanted_versions(request),
                **token.facts,
            )
        )
        return done, refused or done.refused

    async def template(self, request: Request) -> Reply:
        """A table with the headings of a kind of entry, in a language, and no entry."""
        from peyvand.register.templates import template

        kind, language = _kind(request), request.language
        made = template(kind, language).encode()
        headers = {
            "Content-Type": f"{_CSV}; charset=utf-8; header=present",
            "Content-Language": language,
            "Content-Disposition": f'attachment; filename="{kind}-{language}.csv"',
            "ETag": f'W/"{hashlib.sha256(made).hexdigest()[:20]}"',
            "Cache-Control": "public, no-cache",
        }
        return unchanged(request, headers) or Reply(200, headers, made)

    async def _table(self, request: Request, kind: EntryKind) -> Table:
        from peyvand.register.tables import read_table
        from peyvand.sources.spreadsheets import MEDIA_TYPES, Bounds

        media, types = request.media_type, (*_TEXTS, *MEDIA_TYPES)
        if media not in types:
            named = request.headers.get("content-type", "none")[:80]
            raise UnsupportedMediaType(**say("body-type", kind=named, allowed=", ".join(types)))
        limit = self._settings.max_upload_mb * _MEGABYTE
        with await body.file(request, limit, self._settings.client_timeout_s, _SETTING) as file:
            content = Path(file.name).read_bytes()
        bounds = Bounds(self._settings.max_entries, limit)
        try:
            return await asyncio.to_thread(
                read_table,
                *(content, _NAME, kind, bounds),
                encoding=request.media_type_parameters.get("charset", ""),
                as_json=media == _JSON,
            )
        except SourceError as error:
            reason = error.message.removeprefix(f"{_NAME}:").strip()
            words = say("table", reason=f"{reason} {error.hint}".strip())
            raise MalformedData(**words, line=error.line) from error


def _kind(request: Request) -> EntryKind:
    named = request.parameters.one("kind") or EntryKind.AGREEMENT.value
    try:
        return EntryKind(named)
    except ValueError:
        allowed = ", ".join(EntryKind)
        raise BadRequest(**say("no-entry", name=named[:40], known=allowed)) from None
