"""Each run in a process of its own, with its wall time and its largest resident memory."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path


def child(arguments, log, limit_s):
    """Run a module of Python and wait for it.

    Args:
        arguments: what follows ``python -m``.
        log: a file that receives what it prints.
        limit_s: after so long it is killed.

    Returns:
        ``s`` and ``mb``, and ``failed`` with the reason if it did not end well.
    """
    began = time.perf_counter()
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", *map(str, arguments)], stdout=file, stderr=file
        )
        late = threading.Event()

        def stop():
            late.set()
            process.kill()

        timer = threading.Timer(limit_s, stop)
        timer.start()
        try:
            # The usage of this child alone; getrusage would give the largest of all so far.
            _, status, usage = os.wait4(process.pid, 0)
        finally:
            timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    found = {
        "s": round(time.perf_counter() - began, 2),
        "cpu s": round(usage.ru_utime + usage.ru_stime, 2),
        # Linux counts in kilobytes, macOS in bytes.
        "mb": round(usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)),
    }
    if late.is_set():
        found["failed"] = f"not done after {limit_s:,} s"
    elif process.returncode not in (0, 3):  # 3: done, with broken lines left out
        found["failed"] = f"exit code {process.returncode}"
    return found


class Results:
    """What was measured so far, in a file that is written anew after each run."""

    def __init__(self, path: Path):
        self.path = path
        self.rows = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []

    def find(self, **key):
        """The row of these values, or nothing."""
        return next((row for row in self.rows if key.items() <= row.items()), None)

    def add(self, row):
        """Keep a row."""
        self.rows.append(row)
        part = self.path.with_name(self.path.name + ".part")
        text = ",\n".join(json.dumps(one, ensure_ascii=False) for one in self.rows)
        part.write_text(f"[\n{text}\n]\n", encoding="utf-8")
        part.replace(self.path)


def against_gold(found, gold):
    """Precision and recall of links, an empty string standing for none.

    Args:
        found: the item that a method settles on, by row.
        gold: the true item, by row.
    """
    claims = {left: item for left, item in found.items() if item}
    hits = sum(gold[left] == item for left, item in claims.items())
    present = sum(map(bool, gold.values()))
    return {
        "claims": len(claims),
        "errors": len(claims) - hits,
        "present": present,
        "precision": round(hits / len(claims), 5) if claims else None,
        "recall": round(hits / present, 5) if present else None,
    }
