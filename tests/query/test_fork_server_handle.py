"""The process that workers are forked from, as it is started."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from peyvand.query.fork_server_handle import ForkServerHandle
from waiting import wait_until


@pytest.mark.parametrize("chosen", [None, "glibc.malloc.tcache_count=9"])
def test_its_allocator_keeps_many_small_pieces_at_hand_unless_told_otherwise(
    chosen: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GLIBC_TUNABLES", raising=False)
    if chosen:
        monkeypatch.setenv("GLIBC_TUNABLES", chosen)

    async def environment() -> list[bytes]:
        handle = ForkServerHandle()
        try:
            place = Path(f"/proc/{handle._process.pid}/environ")
            # It is empty until the process has begun.
            wait_until(lambda: bool(place.read_bytes()), "the process has its environment")
            return place.read_bytes().split(b"\0")
        finally:
            handle.close()

    wanted = chosen or "glibc.malloc.tcache_count=2000"
    assert f"GLIBC_TUNABLES={wanted}".encode() in asyncio.run(environment())
