"""What is sent to ``/match``: a list by a form, a file or a body, and what was chosen of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from peyvand.errors import BadRequest, SourceError, TooLarge, UnsupportedMediaType
from peyvand.linkage.interactive.pasted import MEANINGS, Pasted, read_pasted
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.messages import FORM
from peyvand.wording import say

# The longest list: rows, and bytes as it is sent.
MOST_ROWS, MOST_BYTES = 1000, 256 * 1024
MOST_COLUMNS = 60
# A form has the list, a choice a row and what the columns mean.
_MOST_BODY, _MOST_PARTS = 2 * 1024 * 1024, MOST_ROWS + MOST_COLUMNS + 50
_MULTIPART = "multipart/form-data"
_TABLES = ("text/csv", "text/tab-separated-values", "text/plain")
FORMATS = ("html", "csv", "sssom", "quickstatements", "json")
_CHOICE, _COLUMN = "choice-", "column-"
_LONGEST_ADDRESS = 500


@dataclass(frozen=True)
class Sent:
    """A list that somebody sent.

    Attributes:
        content: its bytes.
        meanings: what its columns mean, where that was said.
        choices: what was chosen, by the identifiers of rows.
        form: one of ``FORMATS``.
        reference: the address where the list can be read, if it was given.
        keep: whether it is to be kept for a day.
        kept: under which address it is kept already.
    """

    content: bytes
    meanings: Sequence[str] = ()
    choices: Mapping[str, str] | None = None
    form: str = "html"
    reference: str = ""
    keep: bool = False
    kept: str = ""


def sent_list() -> Sent:
    """The list of the present request.

    Raises:
        TooLarge: it is longer than the limits.
        UnsupportedMediaType: it is none of the types that are read.
        BadRequest: it is broken, or asks for a format that there is not.
    """
    asked = current_request()
    media = asked.media_type
    if media in _TABLES:
        content = request.stream.read(MOST_BYTES + 1)
        form = asked.parameters.one("format") or "csv"
        return Sent(_bounded(content), form=_format(form))
    if media not in (FORM, _MULTIPART):
        allowed = ", ".join((_MULTIPART, FORM, *_TABLES))
        raise UnsupportedMediaType(**say("body-type", kind=media[:60] or "none", allowed=allowed))
    request.max_content_length = request.max_form_memory_size = _MOST_BODY
    request.max_form_parts = _MOST_PARTS
    try:
        fields, files = request.form, request.files
    except RequestEntityTooLarge as error:
        raise TooLarge(**say("list-long", rows=MOST_ROWS, kilobytes=MOST_BYTES // 1024)) from error
    file = files.get("file")
    content = file.read(MOST_BYTES + 1) if file else b""
    columns = {
        name.removeprefix(_COLUMN): value[:40]
        for name, value in fields.items()
        if name.startswith(_COLUMN) and value in ("", *MEANINGS)
    }
    places = [columns[str(at)] for at in range(len(columns)) if str(at) in columns]
    return Sent(
        _bounded(content or fields.get("list", "").encode("utf-8", "replace")),
        places,
        {
            name.removeprefix(_CHOICE): value
            for name, value in fields.items()
            if name.startswith(_CHOICE) and value
        },
        _format(fields.get("format") or asked.parameters.one("format") or _preferred()),
        fields.get("reference", "").strip()[:_LONGEST_ADDRESS],
        fields.get("keep") == "true",
        fields.get("kept", ""),
    )


def read_sent(sent: Sent) -> Pasted:
    """The list that was sent, read.

    Raises:
        BadRequest: it cannot be read.
        TooLarge: it has too many rows or columns.
    """
    try:
        pasted = read_pasted(sent.content, "list", sent.meanings)
    except SourceError as error:
        reason = error.message.removeprefix("list: ")
        words = say("list-unreadable", reason=reason, hint=error.hint)
        raise BadRequest(**words, line=error.line) from error
    if len(pasted.rows) > MOST_ROWS or len(pasted.header) > MOST_COLUMNS:
        raise TooLarge(**say("list-long", rows=MOST_ROWS, kilobytes=MOST_BYTES // 1024))
    return pasted


def check_reference(address: str) -> None:
    """Have an address be one that statements can name.

    Raises:
        BadRequest: it is no address of the web.
    """
    is_web = address.startswith(("https://", "http://")) and "." in address
    if not is_web or not address.isprintable() or set(address) & set(' "<>\\^`{|}'):
        raise BadRequest(**say("list-reference"))


def _preferred() -> str:
    return "html" if current_request().wants_page else "json"


def _format(name: str) -> str:
    if name not in FORMATS:
        raise BadRequest(**say("list-format", name=name[:40], known=", ".join(FORMATS)))
    return name


def _bounded(content: bytes) -> bytes:
    if len(content) > MOST_BYTES:
        raise TooLarge(**say("list-long", rows=MOST_ROWS, kilobytes=MOST_BYTES // 1024))
    if not content.strip():
        raise BadRequest(**say("list-empty"))
    return content
