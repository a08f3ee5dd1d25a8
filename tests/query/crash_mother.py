"""Forks writers to be killed: run by ``test_crash``, with the home folder as its argument.

For each line of input a child is forked that writes one triple after another, and tells which
writes were acknowledged; the line holds the number of its first triple.
"""

import os
import sys

from peyvand.query import writer
from peyvand.query.writes import Update, WriteJob, WriteLimits

home = sys.argv[1]
writer.shapes()


def request(number):
    triple = f"<http://x.example/{number}> <http://p/> 1"
    text = f"INSERT DATA {{ GRAPH <http://x.example/g{number % 3}> {{ {triple} }} }}"
    limits = WriteLimits(keep=3, max_term_bytes=1000, max_nesting=10, update_timeout_s=0, wait_s=5)
    return WriteJob(home, limits, Update(text=text, by="crash", rights=("*",)))


for line in sys.stdin:
    first = int(line)
    child = os.fork()
    if not child:
        for number in range(first, first + 1000):
            done = writer.write(request(number))
            os.write(1, f"acknowledged {number} {done.version}\n".encode())
        os._exit(0)
    os.write(1, f"child {child}\n".encode())
    os.waitpid(child, 0)
    os.write(1, b"dead\n")
