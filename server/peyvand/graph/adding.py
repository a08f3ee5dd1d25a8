"""Adding quads to a store while more of them are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from pyoxigraph import Quad, Store


@contextmanager
def adding(
    store: Store, ahead: Callable[[Sequence[Quad]], None]
) -> Iterator[Callable[[list[Quad]], None]]:
    """What takes quads for a store: a second thread adds them, beside which Python goes on.

    Args:
        store: where they go; with the end of the block all are there.
        ahead: is told them too, in the thread of the caller.
    """
    added: list[Future[None]] = []
    with ThreadPoolExecutor(1) as pool:

        def take(quads: list[Quad]) -> None:
            ahead(quads)
            added.append(pool.submit(store.extend, quads))

        yield take
    for one in added:
        one.result()
