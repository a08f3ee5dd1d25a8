"""Every setting once, with its default and its help; ``docs/settings.md`` is tested against it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from peyvand.errors import PeyvandError

PREFIX = "PEYVAND_"


def _setting(default: Any, doc: str) -> Any:
    return field(default=default, metadata={"help": doc})


@dataclass(frozen=True)
class Settings:
    """How one Peyvand runs. Each field is read from ``PEYVAND_<NAME>`` when it is set there."""

    home: Path = _setting(Path("var"), "Folder of the built versions of the graph.")
    host: str = _setting("127.0.0.1", "Address the server listens on.")
    port: int = _setting(8000, "Port the server listens on; 0 takes a free one.")
    threads: int = _setting(4, "Threads that make the pages.")
    workers: int = _setting(2, "Queries that may run long at the same time.")
    light_workers: int = _setting(4, "Queries that may be in their first moments at the same time.")
    queue: int = _setting(32, "Long queries that may wait before 503 is answered.")
    query_timeout_s: float = _setting(
        30.0, "Longest a query may run, in seconds; a client may ask for less by ?timeout=."
    )
    update_timeout_s: float = _setting(
        0.0, "Longest an update may be evaluated, in seconds; 0: as long as a query."
    )
    write_timeout_s: float = _setting(120.0, "Longest a write may take, in seconds.")
    client_timeout_s: float = _setting(
        30.0, "Longest a client may pause in sending a request or reading an answer, in seconds."
    )
    max_query_bytes: int = _setting(200_000, "Longest query text, in bytes of UTF-8.")
    max_nesting: int = _setting(
        100, "Deepest nesting of brackets in a query or an upload, or of elements in RDF/XML."
    )
    max_patterns: int = _setting(200, "Most triple patterns in a query.")
    max_rows: int = _setting(0, "Most rows or triples of a result; more are refused. 0: no limit.")
    max_description: int = _setting(
        10_000, "Most statements on one page of a thing's description; there are as many pages."
    )
    max_upload_mb: int = _setting(64, "Longest body of a write, unpacked, in megabytes.")
    max_term_bytes: int = _setting(1_000_000, "Longest literal or IRI in a write, in bytes.")
    max_connections: int = _setting(1000, "Connections that may be open at the same time.")
    worker_memory_mb: int = _setting(1024, "Most memory one worker may take, in megabytes.")
    memory_quads: int = _setting(
        3_000_000, "Largest graph, in quads, that is held in memory; larger ones stay on disk."
    )
    cache_mb: int = _setting(64, "Memory for the answers of repeated queries, in megabytes.")
    spool_mb: int = _setting(
        1024, "Disk for answers that clients have not read yet, all together, in megabytes."
    )
    keep_versions: int = _setting(
        5, "Versions that are kept whole; of older ones the changes are kept, and remade on demand."
    )
    trusted_proxies: str = _setting(
        "", "Addresses of reverse proxies whose X-Forwarded-For is believed, with commas."
    )

    @property
    def evaluation_s(self) -> float:
        """The longest an update may be evaluated."""
        return self.update_timeout_s or self.query_timeout_s

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] | None = None, **given: Any
    ) -> Settings:
        """Settings from ``PEYVAND_*`` variables; what the caller gives (not None) wins.

        Raises:
            PeyvandError: a variable does not hold a value of the setting's type.
        """
        environment = os.environ if environment is None else environment
        values: dict[str, Any] = {}
        for setting in fields(cls):
            text = environment.get(PREFIX + setting.name.upper())
            if text is not None:
                kind: type[Any] = type(setting.default)
                try:
                    values[setting.name] = kind(text)
                except ValueError as error:
                    raise PeyvandError(
                        f"{PREFIX}{setting.name.upper()} is {text!r}, which is not "
                        f"a value of type {kind.__name__}.",
                        "Correct or unset the variable.",
                    ) from error
        values.update({name: value for name, value in given.items() if value is not None})
        return cls(**values)
