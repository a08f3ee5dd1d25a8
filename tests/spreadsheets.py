"""Small spreadsheets as programs write them, and as nobody should."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

Cell = str | int | float | None
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
CALC = "application/vnd.oasis.opendocument.spreadsheet"


def _packed(members: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text if name == "mimetype" else f'<?xml version="1.0"?>{text}')
    return file.getvalue()


def raw_xlsx(sheets: Mapping[str, str], prologue: str = "") -> bytes:
    """An Office Open XML workbook of sheets whose ``sheetData`` is given as XML."""
    numbered = list(enumerate(sheets.items(), 1))
    named = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, (name, _) in numbered
    )
    leading = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in numbered
    )
    members = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{named}'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{leading}</Relationships>",
    }
    for n, (_, data) in numbered:
        members[f"xl/worksheets/sheet{n}.xml"] = (
            f'{prologue}<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData></worksheet>'
        )
    return _packed(members)


def xlsx(rows: Sequence[Sequence[Cell]], **more: Sequence[Sequence[Cell]]) -> bytes:
    """An Office Open XML workbook of a sheet ``S``, and of others by their names."""
    return raw_xlsx({name: _rows(these) for name, these in {"S": rows, **more}.items()})


def _rows(rows: Sequence[Sequence[Cell]]) -> str:
    return "".join(
        f'<row r="{n}">{"".join(_cell(n, place, cell) for place, cell in enumerate(row))}</row>'
        for n, row in enumerate(rows, 1)
    )


def _cell(row: int, place: int, cell: Cell) -> str:
    if cell is None:
        return ""
    name = f"{chr(ord('A') + place)}{row}"
    if isinstance(cell, str):
        text = f'<is><t xml:space="preserve">{escape(cell)}</t></is>'
        return f'<c r="{name}" t="inlineStr">{text}</c>'
    return f'<c r="{name}"><v>{cell}</v></c>'


def raw_ods(rows: str) -> bytes:
    """An OpenDocument spreadsheet of one table whose rows are given as XML."""
    spaces = " ".join(
        f'xmlns:{prefix}="{_OPEN}:{prefix}:1.0"' for prefix in ("office", "table", "text")
    )
    manifest = f"{_OPEN}:manifest:1.0"
    return _packed(
        {
            "mimetype": CALC,
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{manifest}"><m:file-entry '
            f'm:full-path="/" m:media-type="{CALC}"/></m:manifest>',
            "content.xml": f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        }
    )


def ods(rows: Sequence[Sequence[Cell]]) -> bytes:
    """An OpenDocument spreadsheet of one table."""
    return raw_ods(
        "".join(f"<table:table-row>{''.join(map(_open, row))}</table:table-row>" for row in rows)
    )


def _open(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    kind = 'string"' if isinstance(cell, str) else f'float" office:value="{cell}"'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(cell).split("\n"))
    return f'<table:table-cell office:value-type="{kind}>{lines}</table:table-cell>'
