"""Draw ``docs/layers.svg``: the packages in layers, with arrows for what they import.

``.venv/bin/python -m tools.layers`` after a change of the packages or of what they import; a test
holds the picture equal to what this would draw. It is made of the imports in the code alone, and
has the same bytes every time.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterable
from html import escape
from pathlib import Path

from tools.layers.layout import LINE, PAD, TOP, Box, Layout

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "server" / "peyvand"
PICTURE = ROOT / "docs" / "layers.svg"
# What imports nothing but its like, and may be imported by all.
LEAVES = (
    "vocabulary", "errors", "reported", "redaction", "texts", "wording", "formats", "model",
    "settings", "tokens", "resources", "disk", "digits", "grammars", "withdrawal",
)  # fmt: skip
# The one package that is drawn with what is in it.
OPENED = "web"

# Of a box: how wide it is, in pixels, and how many letters stand in a line.
_WIDTH, _LETTERS = 250, 37
_STYLE = (
    "text{font:12px system-ui,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;fill:#1d2326}"
    ".name{font-size:14px;font-weight:600}.about{fill:#566066;font-size:11px}"
    ".paper{fill:#fbfaf7}.package{fill:#fff;stroke:#0b5d6b;stroke-width:1.5}"
    ".module{fill:#fff;stroke:#8a9499}.opened{fill:#e8f1f2;stroke:#0b5d6b;stroke-width:1.5}"
    ".ground{fill:#efebe1;stroke:#d9d4c8}.arrow{fill:none;stroke:#0b5d6b;stroke-opacity:.75;"
    "stroke-width:1.4}.inner{stroke:#b06a10}"
)


def imported(path: Path, everywhere: bool = True, below: str = "peyvand") -> set[str]:
    """The parts of a package that a module imports, everywhere in it or when it is loaded."""
    parts = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree) if everywhere else tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            inside = [name for name in names if name.startswith(f"{below}.")]
            parts |= {name.removeprefix(f"{below}.").partition(".")[0] for name in inside}
    return parts - {"__version__"}


def parts_of(folder: Path, below: str) -> dict[str, set[str]]:
    """The packages and modules of a package, each with those that it imports of them."""
    parts: dict[str, set[str]] = {}
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).parts[0].removesuffix(".py")
        if not name.startswith("__"):
            parts.setdefault(name, set()).update(imported(path, below=below) - {name})
    return {name: imports & parts.keys() for name, imports in parts.items()}


def about(folder: Path, name: str) -> str:
    """What the first line of a package or module says of it."""
    path = folder / name / "__init__.py"
    if not path.is_file():
        path = folder / f"{name}.py"
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n\n")[0].replace("\n", " ").replace("``", "").rstrip(".")


def _boxes(folder: Path, names: Iterable[str]) -> dict[str, Box]:
    boxes = {}
    for name in names:
        kind = "package" if (folder / name).is_dir() else "module"
        text = textwrap.wrap(about(folder, name), _LETTERS)
        boxes[name] = Box(name, _WIDTH, 34 + LINE * len(text) + 4, kind, text)
    return boxes


def picture() -> str:
    """The picture as SVG."""
    everything = parts_of(PACKAGE, "peyvand")
    imports = {name: of - set(LEAVES) for name, of in everything.items() if name not in LEAVES}
    boxes = _boxes(PACKAGE, imports)
    inner = parts_of(PACKAGE / OPENED, f"peyvand.{OPENED}")
    inside = Layout(_boxes(PACKAGE / OPENED, inner), inner)
    opened = boxes[OPENED]
    opened.kind, opened.inside = "opened", inside
    opened.text = [about(PACKAGE, OPENED)]
    opened.width = inside.size[0] + 4 * PAD
    opened.height = inside.size[1] + TOP + LINE + 2 * PAD
    layout = Layout(boxes, imports)
    width, height = layout.size
    margin = 24
    ground = _ground(margin, height + margin + 46, width)
    whole = (width + 2 * margin, height + 46 + 74 + 46 + 2 * margin)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole[0]:.0f} {whole[1]:.0f}"'
            f' width="{whole[0]:.0f}" role="img" aria-labelledby="layers">',
            '<title id="layers">The packages of peyvand in layers, and what they import</title>',
            f"<style>{_STYLE}</style>",
            '<defs><marker id="head" viewBox="0 0 8 8" refX="2" refY="4" markerWidth="7"'
            ' markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#0b5d6b"/></marker>'
            '<marker id="inner-head" viewBox="0 0 8 8" refX="2" refY="4" markerWidth="7"'
            ' markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#b06a10"/></marker>'
            "</defs>",
            "<style>.arrow{marker-end:url(#head)}.inner{marker-end:url(#inner-head)}</style>",
            f'<rect class="paper" width="{whole[0]:.0f}" height="{whole[1]:.0f}"/>',
            *layout.drawn(margin, margin),
            *ground,
            f'<text class="about" x="{margin}" y="{whole[1] - 22:.0f}">An arrow means: imports.'
            " Left out are those that follow from others, and those to the lowest row, which all"
            " may import.</text>",
            "</svg>\n",
        ]
    )


def _ground(x: float, y: float, width: float) -> list[str]:
    """The lowest row: what all may import."""
    parts = [
        f'<rect class="ground" x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="66" rx="6"/>',
        f'<text class="about" x="{x + PAD:.0f}" y="{y + 18:.0f}">imported by all</text>',
    ]
    each = (width - 2 * PAD) / len(LEAVES)
    for number, name in enumerate(LEAVES):
        left, told = x + PAD + number * each, escape(about(PACKAGE, name))
        kind = "package" if (PACKAGE / name).is_dir() else "module"
        parts.append(
            f'<g><title>{told}</title><rect class="{kind}" x="{left + 3:.0f}" y="{y + 26:.0f}"'
            f' width="{each - 6:.0f}" height="30" rx="6"/><text class="name" text-anchor="middle"'
            f' x="{left + each / 2:.0f}" y="{y + 46:.0f}">{name}</text></g>'
        )
    return parts
