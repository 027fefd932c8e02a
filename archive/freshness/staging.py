"""What is written and never kept: who reads it is told not to keep what he makes of it either.

A preview writes a work as published within a transaction that is rolled back, and reads pages in there. What
a process keeps in memory under a version of the log would then hold what nobody was ever shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_staged: ContextVar[bool] = ContextVar("staged", default=False)


@contextmanager
def staging() -> Iterator[None]:
    """Say that what is written from here on will be taken back."""
    before = _staged.set(True)
    try:
        yield
    finally:
        _staged.reset(before)


def is_staged() -> bool:
    """Whether what is read now may never have been: nothing that is made of it is to be kept."""
    return _staged.get()
