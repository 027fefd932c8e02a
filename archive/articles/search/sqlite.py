"""The engine on SQLite: an FTS5 table over the index entries, kept by triggers (see the migration)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections
from django.db.models import Q
from django.db.models.expressions import RawSQL
from pyroaring import BitMap

from archive.articles.search.analysis import PREFIX
from archive.articles.search.query import Clause, Need, Phrase, Query
from archive.articles.search.rows import COLUMNS, Row, as_set, values_of

TABLE = "articles_fulltext"
_READ = "article_id, title, names, subjects, deck, files, telling"
_LAST_SIGN = "\U0010ffff"


def matching(query: Query) -> RawSQL:
    """The ids of the entries that answer, as a subquery.

    It stands in `id IN (...)` and is evaluated once; a join would ask the index again for every row.
    """
    return RawSQL(f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s", [expression(query)])  # noqa: S608, S611


def first(query: Query, most: int, using: str) -> list[int]:
    """Return the ids of some entries that answer, at most so many."""
    sql = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s LIMIT {most:d}"  # noqa: S608
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [expression(query)])
        return [pk for (pk,) in cursor.fetchall()]


def every(query: Query, using: str) -> BitMap:
    """Return the ids of all entries that answer."""
    sql = f"SELECT group_concat(rowid) FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [expression(query)])
        return as_set(cursor.fetchone()[0])


def among(query: Query, ids: Sequence[int], using: str) -> set[int]:
    """Return which of these entries answer a query."""
    sql = (
        f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s "  # noqa: S608
        "AND +rowid IN (SELECT value FROM json_each(%s))"
    )
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [expression(query), json.dumps(list(ids))])
        return {pk for (pk,) in cursor.fetchall()}


def read(ids: Sequence[int], using: str) -> list[tuple[Any, ...]]:
    """Return what ranking reads of these entries: id, title, names, subjects, deck, files, telling."""
    sql = (
        f"SELECT {_READ} FROM articles_indexentry "  # noqa: S608
        "WHERE article_id IN (SELECT value FROM json_each(%s))"
    )
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [json.dumps(list(ids))])
        return cursor.fetchall()


def beginning(column: str, text: str) -> Q:
    """The condition that a column begins with a text, as a range that the column's index serves."""
    return Q(**{f"{column}__gte": text, f"{column}__lt": text + _LAST_SIGN})


def write(rows: Sequence[Row], using: str) -> None:
    """Write the entries of these articles anew.

    In one statement: FTS5 puts what it has gathered on disk after each.
    """
    places = ", ".join([f"({', '.join(['%s'] * len(COLUMNS))})"] * len(rows))
    taken = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])
    sql = (
        f"INSERT INTO articles_indexentry ({', '.join(COLUMNS)}) VALUES {places} "  # noqa: S608
        f"ON CONFLICT (article_id) DO UPDATE SET {taken}"
    )
    values = [value for row in rows for value in values_of(row, marked=row.marked, body=row.texts.packed)]
    with connections[using].cursor() as cursor:
        cursor.execute(sql, values)


def pack(terms: Sequence[str]) -> str:
    """Return the terms of a body as FTS5 takes them: with blanks between them."""
    return " ".join(terms)


def write_parts(parts: Sequence[tuple[int, str]], using: str) -> None:
    """Write parts of spellings that are not there yet: the key of the spelling, and three letters."""
    sql = "INSERT INTO articles_spellingpart (spelling_id, part) VALUES (%s, %s) ON CONFLICT DO NOTHING"
    with connections[using].cursor() as cursor:
        cursor.executemany(sql, parts)


def tidy_up(using: str) -> None:
    """Merge what many writes have left in pieces."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')")  # noqa: S608


def expression(query: Query) -> str:
    """Return the query in the words of FTS5. One of exclusions only asks for what is excluded."""
    wanted = _group(" AND ", map(_need, query.needs))
    unwanted = _group(" OR ", map(_clause, query.excluded))
    return f"({wanted} NOT {unwanted})" if query.needs and query.excluded else wanted or unwanted


def _clause(clause: Clause) -> str:
    return _group(" AND ", map(_need, clause.needs))


def _need(need: Need) -> str:
    return _group(" OR ", map(_phrase, need))


def _phrase(phrase: Phrase) -> str:
    words = " ".join(phrase)
    return f'"{words.removesuffix(PREFIX)}" *' if words.endswith(PREFIX) else f'"{words}"'


def _group(between: str, parts: Iterable[str]) -> str:
    joined = list(parts)
    return f"({between.join(joined)})" if len(joined) > 1 else "".join(joined)
