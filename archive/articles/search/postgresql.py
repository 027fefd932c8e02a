"""The engine on PostgreSQL: a `tsvector` made here, with its GIN index, so that no text search
configuration of the server has a say.

PostgreSQL keeps places up to 16,383 and 255 of them for a word. A text that has more keeps its terms in
`body` too, and phrases are looked for there: the hits are those of SQLite.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connections
from django.db.models.expressions import RawSQL

from archive.articles.search.analysis import GAP
from archive.articles.search.query import PREFIX, Clause, Phrase, Query
from archive.articles.search.rows import Row

LAST_PLACE = 16_383
MOST_PLACES = 255
_WEIGHTS = "{0.1, 0.3, 0.5, 1.0}"
_BY_LENGTH = 1
_PLACES = [str(place) for place in range(LAST_PLACE + 1)]


def matching(query: Query) -> RawSQL:
    """The ids of the entries that answer, as a subquery that the GIN index serves."""
    sql = "SELECT article_id FROM articles_indexentry WHERE vector @@ %s::tsquery"
    parameters = [expression(query)]
    if query.has_phrases:
        condition, more = _in_long_texts(query)
        sql = (
            f"{sql} AND body = '' UNION ALL SELECT article_id FROM articles_indexentry "  # noqa: S608
            f"WHERE body <> '' AND {condition}"
        )
        parameters += more
    return RawSQL(sql, parameters)  # noqa: S611


def ranks(query: Query, ids: Sequence[int], using: str) -> Iterable[tuple[int, str, float]]:
    """Return id, title terms and relevance (more is better) of these entries."""
    sql = (
        f"SELECT article_id, title, ts_rank('{_WEIGHTS}', vector, %s::tsquery, {_BY_LENGTH}) "  # noqa: S608
        "FROM articles_indexentry WHERE article_id = ANY(%s)"
    )
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [expression(query), list(ids)])
        return cursor.fetchall()


def write(rows: Sequence[Row], using: str) -> None:
    """Write the entries of these articles anew."""
    sql = (
        "INSERT INTO articles_indexentry (article_id, title, names, deck, body, vector) "
        "SELECT id, title, '', '', body, vector::tsvector "
        "FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS new (id, title, body, vector) "
        "ON CONFLICT (article_id) DO UPDATE SET title = excluded.title, body = excluded.body, "
        "vector = excluded.vector"
    )
    vectors, bodies = zip(*map(vector, rows), strict=True)
    titles = [" ".join(row.title) for row in rows]
    with connections[using].cursor() as cursor:
        cursor.execute(sql, [[row.article for row in rows], titles, list(bodies), list(vectors)])


def tidy_up(using: str) -> None:
    """Merge what many writes have left in pieces, and let the planner know."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('articles_indexentry_vector'::regclass)")
        cursor.execute("ANALYZE articles_indexentry")


def vector(row: Row) -> tuple[str, str]:
    """Return a row as the text of a `tsvector`, and the body's terms where places had to be left out."""
    places: dict[str, list[str]] = {}
    last = 0
    for weight, terms in zip(("A", "B", "C", ""), row.fields, strict=True):
        ahead = _PLACES[last + 1 : last + 1 + len(terms)]
        if weight:
            ahead = [place + weight for place in ahead]
        for term, place in zip(terms, ahead, strict=False):
            if term in places:
                places[term].append(place)
            else:
                places[term] = [place]
        for term in terms[len(ahead) :]:
            places.setdefault(term, [f"{LAST_PLACE}{weight}"])
        last += len(terms) + 1
    places.pop(GAP, None)
    overflows = last > LAST_PLACE
    if len(row.body) > MOST_PLACES:
        for term, found in places.items():
            if len(found) > MOST_PLACES:
                places[term] = found[:MOST_PLACES]
                overflows = True
    written = " ".join([f"'{term}':{','.join(found)}" for term, found in places.items()])
    return written, f" {' '.join(row.body)} " if overflows else ""


def expression(query: Query) -> str:
    """Return the query in the words of `tsquery`. One of exclusions only asks for what is excluded."""
    wanted = " & ".join(map(_clause, query.clauses))
    unwanted = " | ".join(map(_clause, query.excluded))
    return f"({wanted}) & !({unwanted})" if wanted and unwanted else wanted or unwanted


def _clause(clause: Clause) -> str:
    needs = (" | ".join(map(_phrase, need)) for need in clause.needs)
    return "(" + " & ".join(f"({need})" for need in needs) + ")"


def _phrase(phrase: Phrase, between: str = " <-> ") -> str:
    terms = (f"'{term.removesuffix(PREFIX)}'{':*' if term.endswith(PREFIX) else ''}" for term in phrase)
    return "(" + between.join(terms) + ")"


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

    def clause(one: Clause) -> str:
        needs = ("(" + " OR ".join(map(phrase_in_body, need)) + ")" for need in one.needs)
        return "(" + " AND ".join(needs) + ")"

    wanted = " AND ".join(map(clause, query.clauses))
    unwanted = " OR ".join(map(clause, query.excluded))
    if wanted and unwanted:
        return f"{wanted} AND NOT ({unwanted})", parameters
    return f"({wanted or unwanted})", parameters
