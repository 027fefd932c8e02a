"""Writing the index: which words of an article can be found, read in batches and written in batches.

Nothing here listens to saves: whoever changes articles, or people and terms that articles name, says so
by calling `index` (or `.reindex()` on the articles). Unpublished works are indexed like all others;
`search` is handed the articles a reader may see.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape
from itertools import batched
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import QuerySet

from archive.articles.models import Article
from archive.articles.search import naming, spelling
from archive.articles.search.analysis import GAP, plain, terms
from archive.articles.search.engines import engine
from archive.articles.search.fields import TYPED, marked
from archive.articles.search.models import IndexEntry
from archive.articles.search.reading import Reader
from archive.articles.search.rows import Known, Texts
from archive.articles.search.salience import telling
from archive.text.markup import INLINE

BATCH = 200
LONGEST_BODY = 500_000
"""Bytes of a body that are indexed; what stands behind them cannot be found."""
LARGEST_ROW = 900_000
"""Bytes that the terms of a body may take in a `tsvector`, which holds a megabyte in all."""

Progress = Callable[[int, int], Any]


def index(
    articles: QuerySet | Iterable[int],
    progress: Progress | None = None,
    known: Mapping[int, Known] | None = None,
) -> int:
    """Write the index entries of these articles (a queryset, or ids) anew; return how many there are.

    One transaction for each batch. `progress` is called with the number done and the number in all.
    `known` holds articles that need not be read.
    """
    using = articles.db if isinstance(articles, QuerySet) else DEFAULT_DB_ALIAS
    if isinstance(articles, QuerySet):
        articles = articles.order_by().values_list("pk", flat=True)
    ids = sorted(set(articles))
    reader = Reader(using, analyse, known or {})
    written = 0
    for done, batch in enumerate(batched(ids, BATCH)):
        with transaction.atomic(using=using):
            rows = reader.rows(batch)
            if rows:
                engine(using).write(rows, using)
                spelling.learn(reader.names_seen, using)
                naming.learn(reader.people_seen, reader.terms_seen, using)
        written += len(rows)
        if progress:
            progress(min((done + 1) * BATCH, len(ids)), len(ids))
    return written


def unindex(articles: QuerySet | Iterable[int]) -> None:
    """Take these articles (a queryset, or ids) out of the index. Deleting an article does so by itself."""
    using = articles.db if isinstance(articles, QuerySet) else DEFAULT_DB_ALIAS
    if isinstance(articles, QuerySet):
        articles = articles.order_by().values("pk")
    IndexEntry.objects.using(using).filter(article__in=articles).delete()


def rebuild(progress: Progress | None = None) -> int:
    """Write the whole index anew, spellings and names too; readers can search meanwhile. Return its size."""
    spelling.forget(DEFAULT_DB_ALIAS)
    naming.forget(DEFAULT_DB_ALIAS)
    written = index(Article.objects.using(DEFAULT_DB_ALIAS).all(), progress)
    engine(DEFAULT_DB_ALIAS).tidy_up(DEFAULT_DB_ALIAS)
    return written


def plain_text(clean_html: str) -> str:
    """Return the text of HTML that the archive has cleaned; the words are those of `to_text`, read faster."""
    first, *parts = clean_html.split("<")
    text = [first]
    for part in parts:
        tag, _, words = part.partition(">")
        text.append(words if _TAG_NAME.match(tag)[1] in _WITHIN_WORDS else f" {words}")  # type: ignore[index]
    return unescape("".join(text))


_TAG_NAME = re.compile("/?([a-z0-9]*)")
_WITHIN_WORDS = INLINE - {"br", "img", "col"}


def analyse(title: str, deck: str, body: str, language: str, using: str = DEFAULT_DB_ALIAS) -> Texts:
    """Return what the index keeps of a work's own texts, of its clean body no more than it may hold."""
    text = plain_text(body)
    if len(text) > LONGEST_BODY // 4:
        text = text.encode()[:LONGEST_BODY].decode(errors="ignore")
    found = terms(text, language)
    if len(found) * 14 >= LARGEST_ROW:
        found = list(_fitting(found))
    of_title = terms(title, language)
    in_title = [*marked("title", of_title), GAP, *(TYPED + word for word in plain(title)), GAP]
    return Texts(
        " ".join(of_title),
        " ".join(terms(deck, language)),
        " ".join(in_title),
        telling(found),
        engine(using).pack(found),
    )


def _fitting(found: list[str]) -> Iterator[str]:
    """The terms until a `tsvector` of them would be full: the same on both databases."""
    size = 0
    met = set()
    for term in found:
        size += 2
        if term not in met:
            met.add(term)
            size += len(term.encode()) + 6
        if size > LARGEST_ROW:
            return
        yield term
