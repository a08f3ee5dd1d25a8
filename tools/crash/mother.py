"""Forks writers to be killed: run with the home, and asked on standard input.

For each line, the number of a first write, a process is forked that makes one write after another
and tells those that were acknowledged. This process opens no store: what it forks would wait for
threads of the engine that it does not have.
"""

import os
import sys
from pathlib import Path

from peyvand.query import writer
from tools.crash.home import job


def main(path: Path) -> None:
    """Fork writers until nobody asks for more."""
    writer.prepare()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            for number in range(int(line), int(line) + 1000):
                done = writer.write(job(path, number))
                os.write(1, f"acknowledged {number} {done.version}\n".encode())
            os._exit(0)
        os.write(1, f"child {child}\n".encode())
        os.waitpid(child, 0)
        os.write(1, b"dead\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
