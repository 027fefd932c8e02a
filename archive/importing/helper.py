"""The second process of an import: it prepares readings for as long as they are sent."""

from __future__ import annotations

import multiprocessing
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

import django
from django.apps import apps


@contextmanager
def helper() -> Iterator[Connection]:
    """Start the second process; it ends when this one does, however that happens.

    Pickled lists of readings go in by `send_bytes`, one at a time, and come back prepared by `recv_bytes`.
    """
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        process.join(timeout=10)


def serve(connection: Connection) -> None:
    """Prepare what is sent until there is no more."""
    if not apps.ready:
        django.setup()
    from archive.importing.preparing import prepare  # only now: models want the apps to be ready

    while True:
        try:
            readings: Any = pickle.loads(connection.recv_bytes())  # noqa: S301 - what our own process sends
            connection.send_bytes(pickle.dumps(prepare(readings), pickle.HIGHEST_PROTOCOL))
        except (EOFError, OSError, KeyboardInterrupt):  # the import has ended, or was killed
            return
