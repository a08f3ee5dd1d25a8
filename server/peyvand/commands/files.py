"""What the system refuses, in the words of the command line; and folders for results."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from peyvand.errors import PeyvandError


def of_system(error: OSError) -> PeyvandError:
    """What the system refused: the file it is about, and what may help."""
    hints = {
        errno.ENOENT: "Give a file that exists.",
        errno.EACCES: "Give one that you may read or write.",
        errno.EPERM: "Give one that you may read or write.",
        errno.EROFS: "Give a place that can be written.",
        errno.EISDIR: "Give a file.",
        errno.ENOTDIR: "Give a folder.",
        errno.EEXIST: "Give another name, or remove what is there.",
        errno.ENOSPC: "Make room on the disk.",
        errno.ENAMETOOLONG: "Give a shorter name.",
    }
    what = f"{error.filename}: " if error.filename else ""
    hint = hints.get(error.errno or 0, "Look at the file, the disk and its rights.")
    return PeyvandError(f"{what}{error.strerror or error}.", hint)


def make_folder(path: Path) -> None:
    """Make a folder that results are to go to, if it is not there, before the work begins.

    Raises:
        PeyvandError: it cannot be made or written.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise PeyvandError(f"{path} is a file.", "Give a folder.") from error
    except OSError as error:
        raise of_system(error) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise PeyvandError(f"{path} cannot be written.", "Give a folder that you may write.")
