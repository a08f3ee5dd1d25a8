"""``python -m peyvand``."""

import sys

from peyvand.cli import main

sys.exit(main())
