"""What the log tells: the version of what readers see, and what changed since a version.

A version reads `LOG;INSTANT;DAY`: how far the log has come, the last instant of publication that has passed,
and the day (UTC), since “former” and what a home page puts forward depend on it.

On PostgreSQL transactions end in another order than they begin, so the log is told in two parts. All rows of
transactions older than the oldest that still runs (`pg_snapshot_xmin`) are there to stay and no more of them
will come: the last of them stands for all. Behind it comes the last row of each younger transaction that can
be seen. What is asked for later is every row of a younger transaction than that of the first part, less what
the second part has seen: nothing can come unseen below it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from archive.freshness.watching import WATCHES, Watch

EVERYTHING = "everything"
"""The kind of a change after which nobody knows what is as it was."""

Row = tuple[int, int]
"""A row of the log: its transaction (on SQLite its lot), its id."""

NEWEST = {
    "sqlite": (
        "SELECT (SELECT \"transaction\" || '.' || id FROM freshness_change ORDER BY id DESC LIMIT 1), NULL"
    ),
    "postgresql": (
        "WITH running AS MATERIALIZED (SELECT pg_snapshot_xmin(now)::text::bigint AS low, "
        "greatest(pg_snapshot_xmax(now), pg_current_xact_id_if_assigned())::text::bigint AS high "
        "FROM pg_current_snapshot() AS now) "
        "SELECT (SELECT transaction || '.' || id FROM freshness_change WHERE transaction < running.low "
        "ORDER BY transaction DESC, id DESC LIMIT 1), "
        "(SELECT string_agg(last, '+' ORDER BY transaction) FROM (SELECT transaction, "
        "transaction || '.' || max(id) AS last FROM freshness_change WHERE transaction >= running.low "
        "AND transaction <= running.high GROUP BY transaction) AS young)"
    ),
}
"""The last row of the log, and on PostgreSQL the last ones of younger transactions; more columns follow."""
SOURCE = {"sqlite": "", "postgresql": " FROM running"}
LATER = {
    "sqlite": "id > %(id)s",
    "postgresql": (
        "transaction > %(transaction)s AND transaction <= (SELECT greatest(pg_snapshot_xmax(now), "
        "pg_current_xact_id_if_assigned())::text::bigint FROM pg_current_snapshot() AS now)"
    ),
}
"""Which rows came after the first of a mark. What a dump brought from another server bears other numbers."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A version taken apart: rows of the log, the first of which stands for all before it."""

    rows: tuple[Row, ...]
    instant: dt.datetime | None
    day: int

    @classmethod
    def parse(cls, version: str) -> Mark | None:
        """Read a version; None where it is none."""
        try:
            log, instant, day = version.split(";")
            rows = tuple(
                (int(first), int(last)) for first, last in (row.split(".") for row in log.split("+"))
            )
            return cls(rows, dt.datetime.fromisoformat(instant) if instant else None, int(day))
        except ValueError:
            return None


def version(using: str | None = None) -> str:
    """Return what stands for everything that readers can see at this instant. One query.

    Two that are equal mean that nothing has changed between them. What is going to be kept under a version is
    to be read after it: then it is at least as new as the version says.
    """
    connection = _reading(using)
    now = timezone.now()
    instants = [
        f"(SELECT max({watch.instant}) FROM {_table(watch)} WHERE {watch.due} AND {watch.instant} <= %s)"
        for watch in _timed()
    ]
    question = ", ".join([NEWEST[connection.vendor], *instants]) + SOURCE[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(question, [connection.ops.adapt_datetimefield_value(now)] * len(instants))
        stable, young, *passed = cursor.fetchone()
    log = "+".join(filter(None, (stable or "0.0", young)))
    latest = max((instant for value in passed if (instant := _instant(value))), default=None)
    return f"{log};{latest.isoformat() if latest else ''};{now.date().toordinal()}"


def changes_since(mark: str, using: str | None = None) -> tuple[str, set[tuple[str, int]]] | None:
    """Return the version now, and what has changed since another; None where that cannot be told any more.

    What changed is told as pairs of a kind and a key: the kinds are those that the rooms watch, works whose
    instant has passed are among them, and `("day", n)` says that another day has begun. None means that
    whoever kept something has to begin anew. Some that did not change may be named, none is left out.
    One query where nothing has changed.
    """
    since = Mark.parse(mark)
    present = version(using)
    if present == mark:
        return present, set()
    connection = _reading(using)
    if since is None or not _is_kept(since, connection):
        return None
    found = set(_logged(since, connection))
    if any(kind == EVERYTHING for kind, _key in found):
        return None
    found |= _come_due(since, connection)
    if (today := timezone.now().date().toordinal()) != since.day:
        found.add(("day", today))
    return present, found


def next_instant(using: str | None = None) -> dt.datetime | None:
    """Return the next instant at which a work comes before readers by itself; None while none waits."""
    connection = _reading(using)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    coming = []
    with connection.cursor() as cursor:
        for watch in _timed():
            cursor.execute(
                f"SELECT min({watch.instant}) FROM {_table(watch)} "
                f"WHERE {watch.due} AND {watch.instant} > %s",
                [now],
            )
            coming += [instant for (value,) in cursor.fetchall() if (instant := _instant(value))]
    return min(coming, default=None)


def everything_changed(using: str = "default") -> None:
    """Write into the log that anything may have changed: whoever kept something begins anew."""
    connection = connections[using]
    transaction = {"postgresql": "pg_current_xact_id()::text::bigint", "sqlite": "random() & 1073741823"}
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO freshness_change (kind, object_id, "transaction") '
            f"VALUES ('{EVERYTHING}', 0, {transaction[connection.vendor]})"
        )


def _is_kept(mark: Mark, connection: BaseDatabaseWrapper) -> bool:
    """Whether the rows of a mark are still there: not pruned, nor undone, nor of another history."""
    keys = [last for _transaction, last in mark.rows]
    places = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "transaction", id FROM freshness_change WHERE id IN ({places})', keys)
        return set(cursor.fetchall()) == set(mark.rows)


def _logged(mark: Mark, connection: BaseDatabaseWrapper) -> Iterable[tuple[str, int]]:
    """What the log tells after a mark, each once."""
    (transaction, last), *young = mark.rows
    seen = "".join(f" AND NOT (transaction = {number} AND id <= {key})" for number, key in young)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT kind, object_id FROM freshness_change WHERE {LATER[connection.vendor]}{seen}",
            {"transaction": transaction, "id": last},
        )
        return cursor.fetchall()


def _come_due(mark: Mark, connection: BaseDatabaseWrapper) -> set[tuple[str, int]]:
    """Return what has come before readers by itself since a mark."""
    adapted = connection.ops.adapt_datetimefield_value
    since = mark.instant or dt.datetime(1, 1, 1, tzinfo=dt.UTC)
    found: set[tuple[str, int]] = set()
    with connection.cursor() as cursor:
        for watch in _timed():
            cursor.execute(
                f"SELECT {watch.owner} FROM {_table(watch)} "
                f"WHERE {watch.due} AND {watch.instant} > %s AND {watch.instant} <= %s",
                [adapted(since), adapted(timezone.now())],
            )
            found |= {(watch.kind, key) for (key,) in cursor.fetchall()}
    return found


def _reading(using: str | None) -> BaseDatabaseWrapper:
    """The database that readers are answered from: the log has to tell of what they read."""
    return connections[using or router.db_for_read(apps.get_model("freshness.Change"))]


def _timed() -> list[Watch]:
    return [watch for watch in WATCHES if watch.instant]


def _table(watch: Watch) -> str:
    return apps.get_model(watch.model)._meta.db_table


def _instant(value: Any) -> dt.datetime | None:
    """Read an instant as either database gives it: SQLite writes it without a zone, in UTC."""
    if value is None or isinstance(value, dt.datetime):
        return value
    return dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC)
