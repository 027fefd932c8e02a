"""How soon the disk has to have what an import writes: in its order always, at once only at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

PAGES_GATHERED = 16_000
"""Pages of 4 kB that SQLite's log may hold while an import writes."""


@contextmanager
def rare_checkpoints() -> Iterator[None]:
    """Let SQLite gather more of what is written before it moves it into the database file."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_autocheckpoint")
        usual = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA wal_autocheckpoint = {PAGES_GATHERED:d}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA wal_autocheckpoint = {usual:d}")


def end_without_the_disk() -> None:
    """Let PostgreSQL end this transaction before the disk has it, as SQLite does with its log.

    Each batch would wait for that. Transactions reach the disk in their order, and the run is finished by one
    that waits: where the machine fails meanwhile, the last batches are read again with the next import.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")
