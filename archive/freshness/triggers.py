"""The triggers that write the log: for each row on SQLite, for each statement on PostgreSQL.

Their names carry a digest of what they do: what is there already is left alone, what is of former code goes.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.apps import apps
from django.db import connections, transaction

from archive.freshness.models import Change
from archive.freshness.reading import everything_changed
from archive.freshness.watching import WATCHES, Watch

KEPT = 500_000
"""Changes that are kept at least: who has not read as many begins anew."""
STEP = 10_000
"""How many at once go on SQLite."""
PREFIX = "fresh_"
XACT = "pg_current_xact_id()::text::bigint"

Statements = dict[str, list[str]]


def before_migrations(plan: list[Any], using: str, **_: Any) -> None:
    """Take the triggers away where a migration is going to be applied."""
    if plan:
        remove(using)


def after_migrations(using: str, **_: Any) -> None:
    """Make the triggers of all watched tables that are there."""
    install(using)


def install(using: str = "default") -> None:
    """Make the triggers that are missing and take away those that are not wanted."""
    connection = connections[using]
    tables = _columns(using)
    if Change._meta.db_table not in tables:
        return
    watches = [
        one for one in WATCHES if {one.owner, one.instant or one.owner} <= tables.get(_table(one), set())
    ]
    wanted = WRITERS[connection.vendor](watches)
    present = _present(using)
    if set(wanted) == set(present):
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        _drop(cursor, using, {name: table for name, table in present.items() if name not in wanted})
        for name, statements in wanted.items():
            if name not in present:
                for statement in statements:
                    cursor.execute(statement)
        everything_changed(using)


def _columns(using: str) -> dict[str, set[str]]:
    """Return the columns of the tables that are there, the log's among them."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    columns = {}
    with connection.cursor() as cursor:
        for table in sorted({Change._meta.db_table, *map(_table, WATCHES)} & there):
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")
            columns[table] = {column[0] for column in cursor.description}
    return columns


def remove(using: str = "default") -> None:
    """Take all triggers away."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        _drop(cursor, using, _present(using))


def _present(using: str) -> dict[str, str]:
    """Return the triggers that are there, with their tables."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "WHERE t.tgname LIKE %s AND NOT t.tgisinternal AND pg_table_is_visible(c.oid)",
                [PREFIX + "%"],
            )
        else:
            cursor.execute(
                "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
                [PREFIX + "%"],
            )
        return dict(cursor.fetchall())


def _drop(cursor: Any, using: str, present: dict[str, str]) -> None:
    for name, table in sorted(present.items()):
        if connections[using].vendor == "postgresql":
            cursor.execute(f'DROP TRIGGER "{name}" ON "{table}"')
            cursor.execute(f'DROP FUNCTION IF EXISTS "{_function(name)}"()')
        else:
            cursor.execute(f'DROP TRIGGER "{name}"')


def _function(trigger: str) -> str:
    return trigger + "_run"


def _table(watch: Watch) -> str:
    return apps.get_model(watch.model)._meta.db_table


def _named(watch: Watch, event: str, *statements: str) -> str:
    """Return the name of a trigger, with the digest of what it does."""
    digest = hashlib.sha256("\n".join((repr(watch), event, *statements)).encode()).hexdigest()[:10]
    return f"{PREFIX}{_table(watch)[:32]}_{event}_{digest}"


def _on_sqlite(watches: list[Watch]) -> Statements:
    """Return the triggers for SQLite by name: an UPDATE that changes the owner counts for both."""
    log = Change._meta.db_table
    rows = {"insert": ("NEW",), "delete": ("OLD",), "update": ("OLD", "NEW")}
    made: Statements = {}
    for watch in watches:
        for event, sides in rows.items():
            shown = " OR ".join(watch.shown.format(row=side) for side in sides)
            condition = f" WHEN {shown}" if watch.shown else ""
            writes = f'INSERT INTO {log} (kind, object_id, "transaction") '
            body = f"{writes}VALUES ('{watch.kind}', {sides[-1]}.{watch.owner}, random() & 1073741823);"
            if event == "update":
                body += (
                    f"{writes}SELECT '{watch.kind}', OLD.{watch.owner}, random() & 1073741823 "
                    f"WHERE OLD.{watch.owner} IS NOT NULL AND OLD.{watch.owner} <> NEW.{watch.owner};"
                )
            name = _named(watch, event, body, condition)
            made[name] = [
                f"CREATE TRIGGER {name} AFTER {event.upper()} ON {_table(watch)} FOR EACH ROW{condition} "
                f"BEGIN {body} END"
            ]
    prune = f"DELETE FROM {log} WHERE id <= NEW.id - {KEPT};"
    name = f"{PREFIX}prune_{KEPT}_{STEP}"
    made[name] = [f"CREATE TRIGGER {name} AFTER INSERT ON {log} WHEN NEW.id % {STEP} = 0 BEGIN {prune} END"]
    return made


def _on_postgresql(watches: list[Watch]) -> Statements:
    """Return the triggers for PostgreSQL by name, each with its function.

    Who prunes takes only what no running transaction can still come before, and lets others go on.
    """
    log = Change._meta.db_table
    sides = {"insert": ("new_rows",), "delete": ("old_rows",), "update": ("old_rows", "new_rows")}
    prune = (
        f"IF (SELECT max(id) - min(id) FROM {log}) > {2 * KEPT} "
        f"AND pg_try_advisory_xact_lock(hashtext('{log}')) THEN "
        f"DELETE FROM {log} WHERE transaction < least("
        "pg_snapshot_xmin(pg_current_snapshot())::text::bigint, "
        f"(SELECT transaction FROM {log} WHERE id <= (SELECT max(id) - {KEPT} FROM {log}) "
        "ORDER BY id DESC LIMIT 1)); END IF; "
    )
    made: Statements = {}
    for watch in watches:
        for event, tables in sides.items():
            arms = " UNION ".join(
                f"SELECT {watch.owner} AS owner FROM {_rows(watch, table)} WHERE {watch.owner} IS NOT NULL"
                + (f" AND ({watch.shown.format(row=table)})" if watch.shown else "")
                for table in tables
            )
            body = (
                f"INSERT INTO {log} (kind, object_id, transaction) "
                f"SELECT DISTINCT '{watch.kind}', owner, {XACT} FROM ({arms}) rows; "
                f"IF FOUND THEN {prune}END IF; RETURN NULL;"
            )
            seen = " ".join(f"{table[:3].upper()} TABLE AS {table}" for table in tables)
            made |= _statement_trigger(watch, event, f"REFERENCING {seen}", body)
        body = (
            f"INSERT INTO {log} (kind, object_id, transaction) VALUES ('everything', 0, {XACT}); RETURN NULL;"
        )
        made |= _statement_trigger(watch, "truncate", "", body)
    return made


def _rows(watch: Watch, table: str) -> str:
    """What a statement wrote; of what hangs on something else each owner once, so that it is asked once."""
    return table if watch.owner == "id" else f"(SELECT DISTINCT {watch.owner} FROM {table}) AS {table}"


def _statement_trigger(watch: Watch, event: str, seen: str, body: str) -> Statements:
    name = _named(watch, event, seen, body)
    return {
        name: [
            f'CREATE OR REPLACE FUNCTION "{_function(name)}"() RETURNS trigger LANGUAGE plpgsql '
            f"AS $body$ BEGIN {body} END $body$",
            f'CREATE TRIGGER "{name}" AFTER {event.upper()} ON {_table(watch)} {seen} FOR EACH STATEMENT '
            f'EXECUTE FUNCTION "{_function(name)}"()',
        ]
    }


WRITERS = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}
