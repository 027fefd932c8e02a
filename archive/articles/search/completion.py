"""What a reader may be about to type: titles, people and terms with words that begin so."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from archive.articles.models import Article
from archive.articles.search import naming
from archive.articles.search.analysis import PREFIX, is_unspaced, plain, runs
from archive.articles.search.engines import engine
from archive.articles.search.fields import TYPED
from archive.articles.search.hits import Hits
from archive.articles.search.models import NameBeginning
from archive.articles.search.query import Clause, Query, parse
from archive.tags.models import Term
from archive.text.strings import tidy
from authors.models import Author

LONGEST = 80
"""Letters of what has been typed that are read."""
SHORTEST = 2
"""Letters that have to be typed; a sign of a script without blanks is enough."""
MOST_READ = 60
"""Names that are read to choose from."""


@dataclass(frozen=True, slots=True)
class Named:
    """A person or a term: the form that was typed, the name it goes by, what it is, and the record."""

    form: str
    name: str
    kind: str
    record: Author | Term


def titles(typed: str, articles: QuerySet, most: int) -> list[Article]:
    """Return the newest of the articles with titles in which every word typed stands, the last begun.

    Two queries.
    """
    query = _query(typed)
    if query is None:
        return []
    works = Hits(query, articles).queryset.newest().only("title", "path", "language", "sort_date")
    return list(works[:most])


def names(typed: str, people: QuerySet, terms: QuerySet, most: int) -> list[Named]:
    """Return those of the people and terms with a name that goes as typed from one of its words on.

    Names that begin with it come first, short ones before long ones. One query.
    """
    text = naming.typed(tidy(typed, LONGEST))
    if _is_short(text):
        return []
    known = Q(Exists(people.filter(pk=OuterRef("author")))) | Q(Exists(terms.filter(pk=OuterRef("term"))))
    rows = (
        NameBeginning.objects.filter(engine(people.db).beginning("text", text))
        .filter(known)
        .order_by("text", "pk")
        .values_list(
            "name",
            "author_id",
            "author__name",
            "author__slug",
            "term_id",
            "term__name",
            "term__slug",
            "term__facet",
        )[:MOST_READ]
    )
    found: dict[tuple[str, int], tuple[tuple[bool, int, str], Named]] = {}
    for form, author, author_name, author_slug, term, term_name, term_slug, facet in rows:
        if author:
            one = Named(form, author_name, "author", Author(pk=author, name=author_name, slug=author_slug))
        else:
            one = Named(form, term_name, facet, Term(pk=term, name=term_name, slug=term_slug, facet=facet))
        order = (not naming.typed(form).startswith(text), one.form != one.name, len(form), form)
        key = (one.kind, author or term)
        if key not in found or order < found[key][0]:
            found[key] = (order, one)
    return [one for _, one in sorted(found.values(), key=lambda pair: pair[0])[:most]]


def _query(typed: str) -> Query | None:
    """The question for titles with these words; None for too little."""
    text = tidy(typed, LONGEST)
    words = [part for chunk in text.split() for part in runs(chunk)]
    needs = []
    for place, word in enumerate(words):
        if is_unspaced(word):
            needs += [need for clause in parse(word).clauses for need in clause.plain]
        elif parts := plain(word)[:1]:
            needs.append(((parts[0] + PREFIX * (place == len(words) - 1),),))
    marked = tuple(
        tuple(tuple(TYPED + term for term in phrase) for phrase in need) for need in needs[: 2 * LONGEST]
    )
    if not marked or _is_short(text):
        return None
    return Query(text, (Clause(text, marked, "title", marked),))


def _is_short(text: str) -> bool:
    return len(text) < (1 if text and is_unspaced(text) else SHORTEST)
