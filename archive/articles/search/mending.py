"""“Did you mean”: a question with likely slips of the pen mended, where that finds published works."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from django.db.models import QuerySet

from archive.articles.models import Article
from archive.articles.search import query, spelling
from archive.articles.search.hits import Hits

MOST_TRIED = 5
"""Spellings that are tried for one word, the likeliest."""
MOST_MENDED = 3
"""Words that are tried otherwise where all are known."""


def suggest(q: str, articles: QuerySet | None = None) -> str | None:
    """Return the words with likely slips of the pen mended, where that finds published works; else None.

    A word is mended where no work has it, and left out where nothing resembles it; if all words are known,
    one is mended where that gives the question hits.
    """
    if articles is None:
        articles = Article.objects.published()
    parsed = query.parse(q)
    mended = parsed.text
    unknown: list[str] = []
    for clause in parsed.clauses:
        if _finds(query.Query(clause.word, (clause,)), articles):
            continue
        other = next(_spelt_otherwise(mended, clause, articles), "")
        mended = other or mended
        unknown += [] if other else [clause.word.strip("“”")]
    if mended != parsed.text:
        for word in unknown:
            mended = " ".join(mended.replace(word, " ").split())
    elif not unknown and len(parsed.clauses) > 1:
        for clause in parsed.clauses[:MOST_MENDED]:
            for other in _spelt_otherwise(mended, clause, articles):
                if _finds(query.parse(other), articles):
                    return other
    return mended if mended != parsed.text and _finds(query.parse(mended), articles) else None


def _spelt_otherwise(text: str, clause: query.Clause, articles: QuerySet) -> Iterator[str]:
    """Yield the text with other spellings of a word that works have."""
    plain = clause.word.strip("“”")
    likely = chain([spelling.retyped(plain)], spelling.similar(plain, articles.db))
    for word in islice(likely, MOST_TRIED):
        if _finds(query.parse(f"{clause.field}:{word}" if clause.field else word), articles):
            yield text.replace(plain, word)


def _finds(parsed: query.Query, articles: QuerySet) -> bool:
    return Hits(parsed, articles).queryset.exists()
