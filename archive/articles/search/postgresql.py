"""The engine on PostgreSQL: a `tsvector` made here, with its GIN index, so that no text search
configuration of the server has a say.

PostgreSQL keeps places up to 16,383 and 255 of them for a word. A text that has more keeps its terms in
`body` too, and phrases are looked for there: the hits are those of SQLite.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from django.db import connections
from django.db.models import Q
from django.db.models.expressions import RawSQL

from archive.articles.search.analysis import PREFIX
from archive.articles.search.query import Clause, Need, Phrase, Query
from archive.articles.search.rows import COLUMNS, Row

LAST_PLACE = 16_383
MOST_PLACES = 255
_PLACES = [f"{place}" for place in range(1, LAST_PLACE)]
_TYPES = ("bigint[]", *(["text[]"] * (len(COLUMNS) - 1)))
_READ = "article_id, title, names, subjects, deck, files, telling"


def matching(query: Query) -> RawSQL:
    """The ids of the entries that answer, as a subquery that the GIN index serves."""
    return RawSQL(*_matching(query, None))  # noqa: S611


def first(query: Query, most: int, using: str) -> list[int]:
    """Return the ids of some entries that answer, at most so many."""
    sql, parameters = _matching(query, most)
    with connections[using].cursor() as cursor:
        cursor.execute(f"{sql} LIMIT {most:d}", parameters)
        return [pk for (pk,) in cursor.fetchall()]


def among(query: Query, ids: Sequence[int], using: str) -> set[int]:
    """Return which of these entries answer a query."""
    condition, parameters = _condition(query)
    sql = f"SELECT article_id FROM articles_indexentry WHERE article_id = ANY(%s) AND {condition}"  # noqa: S608
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [list(ids), *parameters])
        return {pk for (pk,) in cursor.fetchall()}


def read(ids: Sequence[int], using: str) -> list[tuple[Any, ...]]:
    """Return what ranking reads of these entries: id, title, names, subjects, deck, files, telling."""
    sql = f"SELECT {_READ} FROM articles_indexentry WHERE article_id = ANY(%s)"  # noqa: S608
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [list(ids)])
        return cursor.fetchall()


def beginning(column: str, text: str) -> Q:
    """The condition that a column begins with a text, which the index of patterns serves."""
    return Q(**{f"{column}__startswith": text})


def write(rows: Sequence[Row], using: str) -> None:
    """Write the entries of these articles anew."""
    taken = ", ".join(f"{name} = excluded.{name}" for name in (*COLUMNS[1:], "vector"))
    sql = (
        f"INSERT INTO articles_indexentry ({', '.join(COLUMNS)}, vector) "  # noqa: S608
        f"SELECT {', '.join(COLUMNS)}, vector::tsvector FROM unnest("
        f"{', '.join(f'%s::{kind}' for kind in (*_TYPES, 'text[]'))}) AS new ({', '.join(COLUMNS)}, vector) "
        f"ON CONFLICT (article_id) DO UPDATE SET {taken}"
    )
    made = [(row, *vector(row)) for row in rows]
    values: list[list[Any]] = [[getattr(row, name) for row, _, _ in made] for name in Row.__slots__]
    values[COLUMNS.index("marked")] = [""] * len(rows)
    values[COLUMNS.index("body")] = [body for _, _, body in made]
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [*values, [terms for _, terms, _ in made]])


def write_parts(parts: Sequence[tuple[int, str]], using: str) -> None:
    """Write parts of spellings that are not there yet: the key of the spelling, and three letters."""
    sql = (
        "INSERT INTO articles_spellingpart (spelling_id, part) "
        "SELECT * FROM unnest(%s::bigint[], %s::text[]) ON CONFLICT DO NOTHING"
    )
    with connections[using].cursor() as cursor:
        cursor.execute(sql, list(map(list, zip(*parts, strict=True))))


def tidy_up(using: str) -> None:
    """Merge what many writes have left in pieces, and let the planner know."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('articles_indexentry_vector'::regclass)")
        cursor.execute("ANALYZE articles_indexentry")


def vector(row: Row) -> tuple[str, str]:
    """Return a row as the text of a `tsvector`, and the body's terms where not every place can be kept.

    A term is written once for each of its places; PostgreSQL brings them together.
    """
    parts: list[str] = []
    last = 0
    fields = [field.split() for field in row.searched]
    for terms in fields:
        places = _PLACES[last : last + len(terms)]
        parts += map(":".join, zip(terms, places, strict=False))
        parts += [f"{term}:{LAST_PLACE}" for term in set(terms[len(places) :])]
        last += len(terms) + 1
    overflows = last > LAST_PLACE or max(Counter(chain(*fields)).values(), default=0) > MOST_PLACES
    return " ".join(parts), f" {row.body} " if overflows else ""


def expression(query: Query) -> str:
    """Return the query in the words of `tsquery`. One of exclusions only asks for what is excluded."""
    wanted = _group(" & ", map(_need, query.needs))
    unwanted = _group(" | ", map(_clause, query.excluded))
    return f"({wanted} & !{unwanted})" if query.needs and query.excluded else wanted or unwanted


def _clause(clause: Clause) -> str:
    return _group(" & ", map(_need, clause.needs))


def _need(need: Need) -> str:
    return _group(" | ", map(_phrase, need))


def _phrase(phrase: Phrase, between: str = " <-> ") -> str:
    terms = (f"'{term.removesuffix(PREFIX)}'{':*' if term.endswith(PREFIX) else ''}" for term in phrase)
    return _group(between, terms)


def _group(between: str, parts: Iterable[str]) -> str:
    joined = list(parts)
    return f"({between.join(joined)})" if len(joined) > 1 else "".join(joined)


def _matching(query: Query, most: int | None) -> tuple[str, list[Any]]:
    """The statement that gives the ids, with its parameters."""
    sql = "SELECT articles_matching(%s::tsquery, %s, %s)"
    parameters = [expression(query), most, not query.has_phrases]
    if query.has_phrases:
        condition, more = _in_long_texts(query)
        sql += f" UNION ALL SELECT article_id FROM articles_indexentry WHERE body <> '' AND {condition}"  # noqa: S608
        parameters += more
    return sql, parameters


def _condition(query: Query) -> tuple[str, list[str]]:
    """The question as a condition on rows, with its parameters."""
    if not query.has_phrases:
        return "vector @@ %s::tsquery", [expression(query)]
    condition, more = _in_long_texts(query)
    return f"CASE WHEN body = '' THEN vector @@ %s::tsquery ELSE {condition} END", [expression(query), *more]


def _in_long_texts(query: Query) -> tuple[str, list[str]]:
    """The same question as a condition on rows that keep their body's terms, with its parameters."""
    parameters: list[str] = []

    def phrase_in_body(phrase: Phrase) -> str:
        parameters.append(_phrase(phrase))
        if len(phrase) == 1:
            return "vector @@ %s::tsquery"
        parameters.append(_phrase(phrase, " & "))
        words = " ".join(phrase)
        parameters.append(f"% {words.removesuffix(PREFIX)}%" if words.endswith(PREFIX) else f"% {words} %")
        return "(vector @@ %s::tsquery OR (vector @@ %s::tsquery AND body LIKE %s))"

    def need(one: Need) -> str:
        return "(" + " OR ".join(map(phrase_in_body, one)) + ")"

    wanted = " AND ".join(map(need, query.needs))
    unwanted = " OR ".join("(" + " AND ".join(map(need, one.needs)) + ")" for one in query.excluded)
    if wanted and unwanted:
        return f"{wanted} AND NOT ({unwanted})", parameters
    return f"({wanted or unwanted})", parameters
