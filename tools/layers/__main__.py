"""Draw the layers: ``python -m tools.layers``."""

from __future__ import annotations

from tools.layers import PICTURE, picture

PICTURE.write_text(picture(), encoding="utf-8")
