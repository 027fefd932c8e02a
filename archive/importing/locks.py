"""One import at a time: whoever comes second is told so and can try again."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError
from django.db import connection

ADVISORY_KEY = 0x617263_68697665
"""The number of the lock on PostgreSQL."""


class ImportsBusy(CommandError):
    """Another import is at work; the message is a sentence."""

    def __init__(self) -> None:
        super().__init__(
            "Another import is at work in this archive; wait until it has ended, then start this one again."
        )


@contextmanager
def only_import() -> Iterator[None]:
    """Hold the one lock of imports. Raises `ImportsBusy` where another process holds it.

    On PostgreSQL it is an advisory lock of the session, on SQLite a lock on a file beside the database: both
    end with the process, however it ends. A database in memory belongs to one process and needs none.
    """
    holding = _on_server if connection.vendor == "postgresql" else _on_file
    with holding():
        yield


@contextmanager
def _on_server() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_KEY])
        if not cursor.fetchone()[0]:
            raise ImportsBusy
    try:
        yield
    finally:
        if not connection.needs_rollback and connection.connection is not None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_KEY])


@contextmanager
def _on_file() -> Iterator[None]:
    if connection.is_in_memory_db():
        yield
        return
    with Path(f"{connection.settings_dict['NAME']}.import-lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ImportsBusy from error
        yield
