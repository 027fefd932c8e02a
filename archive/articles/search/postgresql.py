"""The engine on PostgreSQL: a `tsvector` made here, with its GIN index, so that no text search
configuration of the server has a say.

PostgreSQL keeps places up to 16,383 and 255 of them for a word. A text that has more keeps its terms in
`body` too, and phrases are looked for there: the hits are those of SQLite.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import psycopg
from django.db import connections
from django.db.models import Q
from django.db.models.expressions import RawSQL
from psycopg.adapt import Dumper
from psycopg.pq import Format
from pyroaring import BitMap

from archive.articles.search.analysis import PREFIX
from archive.articles.search.query import Clause, Need, Phrase, Query
from archive.articles.search.rows import COLUMNS, Row, as_set, values_of

LAST_PLACE = 16_383
MOST_PLACES = 255
LAST_BESIDE = 4_095
"""The last place of what stands beside a body. A body keeps as much room free, whatever that is."""
BODY_FROM = 2
"""The first place of a body behind what stands beside it: between them no phrase is found."""
_PLACES = [place.to_bytes(2) for place in range(LAST_PLACE + 1)]
_BODY_PLACES = _PLACES[BODY_FROM : BODY_FROM + LAST_PLACE - LAST_BESIDE - 1]
_ENDS = [b"\0" + number.to_bytes(2) for number in range(MOST_PLACES + 1)]
"""What follows the text of a term that has so many places, before the places themselves."""
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


def every(query: Query, using: str) -> BitMap:
    """Return the ids of all entries that answer."""
    sql, parameters = _matching(query, None)
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT string_agg(found.id::text, ',') FROM ({sql}) AS found (id)", parameters)  # noqa: S608
        return as_set(cursor.fetchone()[0])


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
    """Write the entries of these articles anew.

    The vectors go as PostgreSQL keeps them: reading them from text took most of a write. Here the body is
    put behind what stands beside it, since the two are made by different processes.
    """
    taken = ", ".join(f"{name} = excluded.{name}" for name in (*COLUMNS[1:], "vector"))
    columns = ", ".join(COLUMNS)
    arrays = ", ".join(("%b::bigint[]", *["%b::text[]"] * (len(COLUMNS) - 1), *["%b::tsvector[]"] * 2))
    sql = (
        f"INSERT INTO articles_indexentry ({columns}, vector) SELECT {columns}, beside || terms "  # noqa: S608
        f"FROM unnest({arrays}) AS new ({columns}, beside, terms) "
        f"ON CONFLICT (article_id) DO UPDATE SET {taken}"
    )
    made = [
        (*values_of(row, marked="", body=kept), _beside(row), terms)
        for row in rows
        for terms, kept in [row.texts.packed]
    ]
    connection = connections[using]
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.adapters.register_dumper(Vector, VectorDumper)
        cursor.execute(sql, list(map(list, zip(*made, strict=True))))


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


class Vector(bytes):
    """A `tsvector` as it travels: the number of its terms, and each of them."""


class VectorDumper(Dumper):
    """Hands a `Vector` over as it is."""

    oid = psycopg.adapters.types["tsvector"].oid
    format = Format.BINARY

    def dump(self, vector: Vector) -> bytes:
        return vector


def pack(terms: Sequence[str]) -> tuple[Vector, str]:
    """Return the terms of a body as a vector, and as a text where not every place of it can be kept."""
    room = len(_BODY_PLACES)
    places: defaultdict[str, list[bytes]] = defaultdict(list)
    for term, place in zip(terms, _BODY_PLACES, strict=False):
        places[term].append(place)
    for term in set(terms[room:]):
        places[term].append(_PLACES[LAST_PLACE])
    overflows = len(terms) > room or max(map(len, places.values()), default=0) > MOST_PLACES
    return _vector(places), f" {' '.join(terms)} " if overflows else ""


def _beside(row: Row) -> Vector:
    """Return what stands beside the body; where it is too much, the rest shares the last place."""
    places: defaultdict[str, dict[bytes, None]] = defaultdict(dict)
    last = 0
    for field in row.head:
        terms = field.split()
        for place, term in enumerate(terms, last + 1):
            places[term][_PLACES[min(place, LAST_BESIDE)]] = None
        last += len(terms) + 1
    return _vector(places)


def _vector(places: Mapping[str, Collection[bytes]]) -> Vector:
    """Return terms with their places as PostgreSQL receives a `tsvector`."""
    parts = [len(places).to_bytes(4)]
    for term, there in places.items():
        kept = list(there)[:MOST_PLACES] if len(there) > MOST_PLACES else there
        parts += term.encode(), _ENDS[len(kept)], *kept
    return Vector(b"".join(parts))


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
