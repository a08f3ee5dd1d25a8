"""How a version of the dataset is cited, in the forms that reference managers read."""

from __future__ import annotations

from dataclasses import dataclass

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
