"""Search itself: which of the articles handed in answer a query, in which order, and where in their text."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Substr
from django.utils.safestring import SafeString

from archive.articles.models import Article
from archive.articles.querysets import ArticleQuerySet
from archive.articles.search import excerpts, query, spelling
from archive.articles.search.engines import engine
from archive.articles.search.index import plain_text

MOST_RANKED = 1000
"""Hits that are ordered by relevance: the newest."""
MOST_SUGGESTIONS = 5
"""Spellings that are tried for one word, the likeliest."""
MOST_RESOLVED = 1000
"""Hits that are looked up once and then named by their ids, however many questions follow."""


def search(q: str, articles: QuerySet) -> Hits:
    """Return those of `articles` that answer the reader's words.

    `articles` is the gate: published and narrowed already. Never raises, whatever `q` holds. Without any
    words all articles answer; with signs that are no words, none. One query.
    """
    return Hits(query.parse(q), articles)


def suggest(q: str, articles: QuerySet | None = None) -> str | None:
    """Return the words with likely slips of the pen mended, where that finds published works; else None."""
    if articles is None:
        articles = Article.objects.published()
    parsed = query.parse(q)
    mended = parsed.text
    for clause in parsed.clauses:
        if search(clause.word, articles).queryset.exists():
            continue
        for word in islice(spelling.similar(clause.word, articles.db), MOST_SUGGESTIONS):
            if search(word, articles).queryset.exists():
                mended = mended.replace(clause.word, word)
                break
    return mended if mended != parsed.text and search(mended, articles).queryset.exists() else None


class Hits:
    """The answer to a query. `queryset` narrows, counts and orders like any other queryset of articles."""

    def __init__(
        self, parsed: query.Query, articles: QuerySet, matching: list[int] | RawSQL | None = None
    ) -> None:
        self.query = parsed
        self.articles = articles
        if parsed and matching is None:
            matching = _matching(parsed, articles.db)
        self.matching = matching
        self.queryset: ArticleQuerySet = self._narrowed()  # type: ignore[assignment]

    @property
    def words(self) -> tuple[str, ...]:
        """The words and phrases that were looked for, as written."""
        return self.query.words

    def within(self, articles: QuerySet) -> Hits:
        """Return the answer to the same query among other articles, without asking the index again."""
        return Hits(self.query, articles, self.matching)

    def by_relevance(self) -> list[int]:
        """Return the keys of the newest 1,000 hits, best first: an exact title, then by where and how often.

        Two queries, one where no words were asked for.
        """
        newest = list(self.queryset.newest().values_list("pk", flat=True)[:MOST_RANKED])
        if not self.query.clauses:
            return newest
        place = {pk: number for number, pk in enumerate(newest)}
        rows = engine(self.queryset.db).ranks(self.query, newest, self.queryset.db)
        order = sorted(
            (title not in self.query.titles, -relevance, place[pk], pk) for pk, title, relevance in rows
        )
        return [pk for *_, pk in order]

    def with_passages(self, works: QuerySet) -> QuerySet:
        """Load with the works what `excerpts()` reads of them, so that it needs no query of its own."""
        return works.annotate(passage=Substr("body", 1, 2 * excerpts.LONGEST_READ))

    def excerpts(self, works: Iterable[Article]) -> dict[int, SafeString]:
        """Return for each of these works, by key, its best passage as safe HTML.

        No query for works loaded through `with_passages()`, one for the others together.
        """
        works = list(works)
        bare = [work.pk for work in works if not hasattr(work, "passage")]
        if bare:
            read = self.with_passages(self.articles.model.objects.using(self.articles.db).filter(pk__in=bare))
            loaded = {work.pk: work for work in read.only("language", "deck")}
            works = [loaded.get(work.pk, work) for work in works]
        return {work.pk: self._excerpt(work.language, work.deck, work.passage) for work in works}

    def excerpt(self, work: Article) -> SafeString:
        """Return the best passage of one work as safe HTML."""
        return self.excerpts([work])[work.pk]

    def mark(self, text: str, language: str = "") -> SafeString:
        """Return a text, a title say, as safe HTML with what was asked for marked."""
        return excerpts.highlight(text, self.query.phrases, language)

    def _narrowed(self) -> QuerySet:
        if not self.query:
            return self.articles.none() if self.query.text else self.articles
        if self.query.clauses:
            return self.articles.filter(pk__in=self.matching)
        return self.articles.exclude(pk__in=self.matching)

    def _excerpt(self, language: str, deck: str, body: str) -> SafeString:
        text = plain_text(body.rpartition("<")[0] if len(body) == 2 * excerpts.LONGEST_READ else body)
        enough = len(self.query.clauses)
        return excerpts.excerpt(text or deck, self.query.phrases, language, enough=enough)


def _matching(parsed: query.Query, using: str) -> list[int] | RawSQL:
    """The ids that answer, as a list while they are few, else as a subquery. One query."""
    found = engine(using).first(parsed, MOST_RESOLVED + 1, using)
    return found if len(found) <= MOST_RESOLVED else engine(using).matching(parsed)
