"""Tells whoever listens how far the work on a file has come: its stage, and the share done.

One listener for the whole process, so that no layer between has to hand it down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: The stages of an import, in their order, as a person reads them.
READING, FINDING, STORING = "reading", "finding the walking", "storing"
STAGES = (READING, FINDING, STORING)

Listener = Callable[[str, float], None]
_listeners: list[Listener] = []


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Let ``listener`` be told of every stage and share until the end of the block."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def at(stage: str, share: float) -> None:
    """The work is in that stage, of which this share is done, 0 to 1."""
    for listener in _listeners:
        listener(stage, share)
