"""Writing the index: which words of an article can be found, read in batches and written in batches.

Nothing here listens to saves: whoever changes articles, or people and terms that articles name, says so
by calling `index` (or `.reindex()` on the articles). Unpublished works are indexed like all others;
`search` is handed the articles a reader may see.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import unescape
from itertools import batched
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import F, QuerySet, Value

from archive.articles.models import Article, ArticleTerm, BylineEntry, Outlet, OutletName
from archive.articles.search import spelling
from archive.articles.search.analysis import GAP, terms
from archive.articles.search.engines import engine
from archive.articles.search.models import IndexEntry
from archive.articles.search.rows import Row
from archive.tags.models import Term, TermName
from archive.text.markup import INLINE
from authors.models import Author, AuthorName

BATCH = 200
LONGEST_BODY = 500_000
"""Bytes of a body that are indexed; what stands behind them cannot be found."""
LONGEST_NAMES = 50_000
"""Characters of names that are indexed for one article."""
LARGEST_ROW = 900_000
"""Bytes that the terms of a body may take in a `tsvector`, which holds a megabyte in all."""

Progress = Callable[[int, int], Any]
Names = dict[int, list[tuple[str, str]]]


def index(
    articles: QuerySet | Iterable[int],
    progress: Progress | None = None,
    bodies: Mapping[int, str] | None = None,
) -> int:
    """Write the index entries of these articles (a queryset, or ids) anew; return how many there are.

    One transaction for each batch. `progress` is called with the number done and the number in all.
    `bodies` holds what `body_terms` gave for articles whose bodies were analysed before.
    """
    using = articles.db if isinstance(articles, QuerySet) else DEFAULT_DB_ALIAS
    if isinstance(articles, QuerySet):
        articles = articles.order_by().values_list("pk", flat=True)
    ids = sorted(set(articles))
    reader = _Reader(using, bodies or {})
    written = 0
    for done, batch in enumerate(batched(ids, BATCH)):
        with transaction.atomic(using=using):
            rows = reader.rows(batch)
            if rows:
                engine(using).write(rows, using)
                spelling.learn(reader.names_seen, using)
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
    """Write the whole index anew, spellings included; readers can search meanwhile. Return its size."""
    spelling.forget(DEFAULT_DB_ALIAS)
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


class _Reader:
    """Reads articles with what is found under their names. The names of people and terms are read once."""

    def __init__(self, using: str, bodies: Mapping[int, str]) -> None:
        self.using = using
        self.bodies = bodies
        self.people: Names = {}
        self.terms: Names = {}
        self.outlets: Names = {}
        self.names_seen: set[str] = set()

    def rows(self, ids: Sequence[int]) -> list[Row]:
        """Return the rows of these articles, leaving out ids of none."""
        articles = list(
            Article.objects.using(self.using)
            .filter(pk__in=ids)
            .order_by("pk")
            .values_list("pk", "title", "deck", "language", "outlet_id", self._body(ids))
        )
        names = self._names(ids, {pk: outlet for pk, _, _, _, outlet, _ in articles if outlet})
        self.names_seen = {title for _, title, *_ in articles}
        rows = []
        for pk, title, deck, language, _, body in articles:
            self.names_seen.update(name for name, _ in names[pk])
            rows.append(
                Row(
                    pk,
                    terms(title, language),
                    _name_terms(names[pk], language),
                    terms(deck, language),
                    self.bodies[pk] if pk in self.bodies else body_terms(body, language),
                )
            )
        return rows

    def _body(self, ids: Sequence[int]) -> F | Value:
        """The column of the bodies, which are not read where all were analysed before."""
        return F("body") if any(pk not in self.bodies for pk in ids) else Value("")

    def _names(self, ids: Sequence[int], outlets: dict[int, int]) -> Names:
        """Return each article's names with their languages: byline, people, terms, outlet."""
        byline = list(
            BylineEntry.objects.using(self.using)
            .filter(article__in=ids)
            .order_by("position", "pk")
            .values_list("article_id", "name", "author_id")
        )
        tagged = list(
            ArticleTerm.objects.using(self.using)
            .filter(content_object__in=ids)
            .order_by("position", "pk")
            .values_list("content_object_id", "tag_id")
        )
        authors = {author for _, _, author in byline if author}
        self._load(self.people, authors, Author, AuthorName, "author_id")
        self._load(self.terms, {term for _, term in tagged}, Term, TermName, "term_id")
        self._load(self.outlets, set(outlets.values()), Outlet, OutletName, "outlet_id")
        names: Names = defaultdict(list)
        for article, name, author in byline:
            names[article].append((name, ""))
            names[article] += self.people.get(author, ())
        for article, term in tagged:
            names[article] += self.terms[term]
        for article, outlet in outlets.items():
            names[article] += self.outlets[outlet]
        return names

    def _load(self, known: Names, wanted: set[int], record: Any, form: Any, owner: str) -> None:
        """Read the names and name forms of records that have not been read yet."""
        missing = wanted - known.keys()
        if not missing:
            return
        for pk, name in record.objects.using(self.using).filter(pk__in=missing).values_list("pk", "name"):
            known[pk] = [(name, "")]
        forms = form.objects.using(self.using).filter(**{f"{owner}__in": missing}).order_by("key", "pk")
        for pk, name, language in forms.values_list(owner, "name", "language"):
            known[pk].append((name, language))


def _name_terms(names: list[tuple[str, str]], language: str) -> list[str]:
    """The terms of names in their own language or the article's, each name once, with gaps between them."""
    found: list[str] = []
    room = LONGEST_NAMES
    for name, own in dict.fromkeys(names):
        room -= len(name)
        if room < 0:
            break
        found += [*terms(name, own or language), GAP]
    return found[:-1]


def body_terms(body: str, language: str) -> str:
    """Return the terms of a clean body with single blanks between them, no more than the index may hold."""
    text = plain_text(body)
    if len(text) > LONGEST_BODY // 4:
        text = text.encode()[:LONGEST_BODY].decode(errors="ignore")
    found = terms(text, language)
    return " ".join(found if len(found) * 14 < LARGEST_ROW else _fitting(found))


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
