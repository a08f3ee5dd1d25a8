"""Whether there is room on the disk."""

from __future__ import annotations

import errno
import re

_FULL = re.compile("no space left on device|disk quota exceeded|file too large", re.IGNORECASE)


def is_full(error: BaseException) -> bool:
    """Whether an error says that there is no room on the disk.

    The engine passes on what the system said in words alone, without its number.
    """
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return isinstance(error, OSError | RuntimeError) and bool(_FULL.search(str(error)))
