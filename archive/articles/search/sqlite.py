"""The engine on SQLite: an FTS5 table over the index entries, kept by triggers (see the migration)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from django.db import connections
from django.db.models.expressions import RawSQL

from archive.articles.search.query import PREFIX, Clause, Phrase, Query
from archive.articles.search.rows import Row

TABLE = "articles_fulltext"
_WEIGHTS = "10.0, 5.0, 3.0, 1.0"


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


def ranks(query: Query, ids: Sequence[int], using: str) -> Iterable[tuple[int, str, float]]:
    """Return id, title terms and relevance (more is better) of these entries."""
    sql = (
        f"SELECT rowid, title, -bm25({TABLE}, {_WEIGHTS}) FROM {TABLE} "  # noqa: S608
        f"WHERE {TABLE} MATCH %s AND +rowid IN (SELECT value FROM json_each(%s))"
    )
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [expression(query), json.dumps(list(ids))])
        return cursor.fetchall()


def write(rows: Sequence[Row], using: str) -> None:
    """Write the entries of these articles anew.

    In one statement: FTS5 puts what it has gathered on disk after each.
    """
    places = ", ".join(["(%s, %s, %s, %s, %s)"] * len(rows))
    sql = (
        f"INSERT INTO articles_indexentry (article_id, title, names, deck, body) VALUES {places} "  # noqa: S608
        "ON CONFLICT (article_id) DO UPDATE SET title = excluded.title, names = excluded.names, "
        "deck = excluded.deck, body = excluded.body"
    )
    values = [
        value
        for row in rows
        for value in (row.article, *map(" ".join, (row.title, row.names, row.deck)), row.body)
    ]
    with connections[using].cursor() as cursor:
        cursor.execute(sql, values)


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
    wanted = _group(" AND ", map(_clause, query.clauses))
    unwanted = _group(" OR ", map(_clause, query.excluded))
    return f"({wanted} NOT {unwanted})" if query.clauses and query.excluded else wanted or unwanted


def _clause(clause: Clause) -> str:
    return _group(" AND ", (_group(" OR ", map(_phrase, need)) for need in clause.needs))


def _phrase(phrase: Phrase) -> str:
    words = " ".join(phrase)
    return f'"{words.removesuffix(PREFIX)}" *' if words.endswith(PREFIX) else f'"{words}"'


def _group(between: str, parts: Iterable[str]) -> str:
    joined = list(parts)
    return f"({between.join(joined)})" if len(joined) > 1 else "".join(joined)
