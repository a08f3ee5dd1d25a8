"""How a version of the dataset is cited, in the forms that reference managers read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# What BibTeX reads as something else than itself.
_ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in "#$%&_{}"})


@dataclass(frozen=True)
class Citation:
    """A version as something to cite.

    Args:
        title: of the dataset.
        author: who made it.
        number: of the version.
        day: when it was built, as ``YYYY-MM-DD``; the beginning of it, or nothing, if not known.
        address: where it stands.
    """

    title: str
    author: str
    number: int
    day: str
    address: str

    def bibtex(self) -> str:
        """As an entry of BibTeX, of the kind ``misc``, which every style knows."""
        fields = {
            "title": f"{{{self.title.translate(_ESCAPED)}}}",
            "author": f"{{{self.author.translate(_ESCAPED)}}}",
            "year": self.day[:4],
            "version": str(self.number),
            "url": self.address,
            "note": f"Data set, version {self.number}",
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        return "\n".join([f"@misc{{peyvand-{self.number},", *lines, "}", ""])

    def datacite(self, titles: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """As metadata of DataCite, schema 4, in the JSON of its REST API, without a DOI.

        Args:
            titles: what the dataset is called, each with its language.
        """
        licence = {
            "rights": "Creative Commons Attribution 4.0 International",
            "rightsUri": "https://creativecommons.org/licenses/by/4.0/legalcode",
            "rightsIdentifier": "CC-BY-4.0",
            "rightsIdentifierScheme": "SPDX",
            "schemeUri": "https://spdx.org/licenses/",
        }
        made: dict[str, Any] = {
            "schemaVersion": "http://datacite.org/schema/kernel-4",
            "types": {"resourceTypeGeneral": "Dataset", "resourceType": "RDF dataset"},
            "titles": [{"title": title, "lang": language} for title, language in titles],
            "creators": [{"name": self.author, "nameType": "Organizational"}],
            "publisher": {"name": self.author},
            "version": str(self.number),
            "url": self.address,
            "alternateIdentifiers": [
                {"alternateIdentifier": self.address, "alternateIdentifierType": "URL"}
            ],
            "rightsList": [licence],
            "formats": ["application/n-quads"],
        }
        if self.day:
            made["publicationYear"] = self.day[:4]
            made["dates"] = [{"date": self.day, "dateType": "Created"}]
        return made

    def ris(self) -> str:
        """As a record of RIS, of the type ``DATA``."""
        fields = [
            ("TY", "DATA"),
            ("TI", self.title),
            ("AU", self.author),
            ("PY", self.day[:4]),
            ("DA", self.day.replace("-", "/")),
            ("ET", str(self.number)),
            ("UR", self.address),
            ("ER", ""),
        ]
        lines = [f"{tag}  - {value}" for tag, value in fields if value or tag == "ER"]
        return "\r\n".join([*lines, ""])
