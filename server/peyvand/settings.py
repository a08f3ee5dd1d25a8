"""Every setting once, with its default, its range and its help; ``docs/settings.md`` is tested
against it."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from peyvand.errors import PeyvandError

PREFIX = "PEYVAND_"
_DAY_S = 86_400.0
# More of anything is a mistake; the number keeps products of settings within reason.
_MOST = 1_000_000_000
_URL = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(?:/[A-Za-z0-9._~!$&'()*+,;=:@%/\-]*)?")


def _setting(
    default: Any, doc: str, least: float = 1, most: float = _MOST, form: Callable[[str], str] = str
) -> Any:
    """A setting: its range if it is a number, or what brings it into its form if it is a text."""
    about = {"help": doc, "least": least, "most": most, "form": form}
    return field(default=default, metadata=about)


def _seconds(default: float, doc: str) -> Any:
    # Less than a moment is no time for anything, and no number is neither more nor less.
    return _setting(default, doc, 0.001, _DAY_S)


def _address(text: str) -> str:
    """An address of HTTP without a slash at its end."""
    if text and not _URL.fullmatch(text):
        raise ValueError("it is no address such as https://x.example/peyvand")
    return text.rstrip("/")


def _networks(text: str) -> str:
    """Addresses and networks of the internet protocol, with commas."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    try:
        networks = [
            part if part == "*" else ipaddress.ip_network(part, strict=False) for part in parts
        ]
    except ValueError as error:
        raise ValueError(f"{error}; write such as 10.0.0.0/8, 192.168.1.7") from error
    return ",".join(str(network).removesuffix("/32").removesuffix("/128") for network in networks)


def _use_of_columns(text: str) -> str:
    """When columns are asked."""
    if text not in ("auto", "off", "always"):
        raise ValueError("it must be auto, off or always")
    return text


def _turn_of_embedded(text: str) -> str:
    """When the embedded store is asked, beside the engines of others."""
    if text not in ("only", "first", "last"):
        raise ValueError("it must be only, first or last")
    return text


@dataclass(frozen=True)
class Settings:
    """How one Peyvand runs. Each field is read from ``PEYVAND_<NAME>`` when it is set there."""

    home: Path = _setting(Path("var"), "Folder of the built versions of the graph.")
    host: str = _setting("127.0.0.1", "Address the server listens on.")
    port: int = _setting(8000, "Port the server listens on; 0 takes a free one.", 0, 65_535)
    threads: int = _setting(4, "Threads that make the pages.", 1, 1000)
    workers: int = _setting(2, "Queries that may run long at the same time.", 1, 1000)
    light_workers: int = _setting(
        4, "Queries that may be in their first moments at the same time.", 1, 1000
    )
    queue: int = _setting(32, "Long queries that may wait before 503 is answered.", 0)
    query_timeout_s: float = _seconds(
        30.0, "Longest a query may run, in seconds; a client may ask for less by ?timeout=."
    )
    update_timeout_s: float = _setting(
        0.0,
        "Longest an update may be evaluated, in seconds; 0: as long as a query.",
        0,
        _DAY_S,
    )
    write_timeout_s: float = _seconds(120.0, "Longest a write may take, in seconds.")
    client_timeout_s: float = _seconds(
        30.0, "Longest a client may pause in sending a request or reading an answer, in seconds."
    )
    max_query_bytes: int = _setting(200_000, "Longest query text, in bytes of UTF-8.")
    max_nesting: int = _setting(
        100, "Deepest nesting of brackets in a query or an upload, or of elements in RDF/XML."
    )
    max_patterns: int = _setting(200, "Most triple patterns in a query.")
    max_rows: int = _setting(
        0, "Most rows or triples of a result; more are refused. 0: no limit.", 0
    )
    max_description: int = _setting(
        10_000, "Most statements on one page of a thing's description; there are as many pages."
    )
    max_upload_mb: int = _setting(
        64, "Longest body of a write, unpacked, in megabytes.", 1, 100_000
    )
    max_entries: int = _setting(
        2000, "Most rows of a table of entries, in one request or one file.", 1
    )
    max_term_bytes: int = _setting(1_000_000, "Longest literal or IRI in a write, in bytes.")
    max_connections: int = _setting(1000, "Connections that may be open at the same time.")
    worker_memory_mb: int = _setting(
        1024, "Most memory one worker may take, in megabytes; half as much more for columns.", 64
    )
    memory_quads: int = _setting(
        3_000_000, "Largest graph, in quads, that is held in memory; larger ones stay on disk.", 0
    )
    warm_quads: int = _setting(
        500_000,
        "Smallest graph, in quads, whose slow pages are made before anybody asks; 0: of none.",
        0,
    )
    columns: str = _setting(
        "auto",
        "Whether large queries are answered from columns beside the store: auto, off (they are "
        "neither made nor asked), or always (every query that columns can answer; for tests).",
        form=_use_of_columns,
    )
    embedded: str = _setting(
        "only",
        "Whether the embedded store answers alone, first (engines take what is known to run long "
        "while no place is free, and what would be refused) or last (what no engine answers).",
        form=_turn_of_embedded,
    )
    engine_queries: int = _setting(
        8, "Queries that engines may be asked at the same time.", 1, 1000
    )
    engine_answer_mb: int = _setting(
        16,
        "Longest answer that is taken from an engine, in megabytes; the store here gives longer "
        "ones.",
        1,
        1000,
    )
    wait_for: int = _setting(
        0, "How many engines must hold a version before its write is acknowledged.", 0, 1000
    )
    cache_mb: int = _setting(64, "Memory for the answers of repeated queries, in megabytes.", 0)
    spool_mb: int = _setting(
        1024, "Disk for answers that clients have not read yet, all together, in megabytes."
    )
    keep_versions: int = _setting(
        5, "Versions that are kept whole; of older ones the changes are kept, and remade on demand."
    )
    rate_limit: int = _setting(
        0,
        "Requests that one address may send in a window of time; more get 429. 0: no limit.",
        0,
    )
    token_rate_limit: int = _setting(
        0, "The same of one token, whose requests no address is counted for. 0: no limit.", 0
    )
    rate_window_s: int = _setting(60, "The window of time, in whole seconds.", 1, _DAY_S)
    daily_quota: int = _setting(0, "Requests that one address may send in a day. 0: no limit.", 0)
    token_daily_quota: int = _setting(0, "The same of one token. 0: no limit.", 0)
    public_url: str = _setting(
        "",
        "Address that clients know the server by, perhaps with a path; without it, the Host header "
        "is repeated, and answers that hold it are kept from shared caches.",
        form=_address,
    )
    trusted_proxies: str = _setting(
        "",
        "Addresses and networks of reverse proxies whose X-Forwarded-… is believed, with commas.",
        form=_networks,
    )

    def __post_init__(self) -> None:
        """Bring every setting into its form.

        Raises:
            PeyvandError: a setting is out of its range.
        """
        for setting in fields(self):
            value, about = getattr(self, setting.name), setting.metadata
            if isinstance(value, int | float) and not about["least"] <= value <= about["most"]:
                raise _wrong(
                    setting.name, value, f"it must be from {about['least']:,} to {about['most']:,}"
                )
            if isinstance(value, str):
                try:
                    object.__setattr__(self, setting.name, about["form"](value))
                except ValueError as error:
                    raise _wrong(setting.name, value, str(error)) from error

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] | None = None, **given: Any
    ) -> Settings:
        """Settings from ``PEYVAND_*`` variables; what the caller gives (not None) wins.

        Raises:
            PeyvandError: a variable does not hold a value of the setting's type and range.
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
                    # "A value of type int" helps nobody who sets up a server.
                    kinds = {int: "a whole number", float: "a number"}
                    reason = f"it must be {kinds.get(kind, kind.__name__)}"
                    raise _wrong(setting.name, text, reason) from error
        values.update({name: value for name, value in given.items() if value is not None})
        return cls(**values)


def _wrong(name: str, value: object, reason: str) -> PeyvandError:
    full = PREFIX + name.upper()
    return PeyvandError(f"{full} is {value!r}: {reason}.", f"Correct or unset {full}.")
