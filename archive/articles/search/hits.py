"""Search itself: which of the articles handed in answer a query, in which order, and where in their text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Substr
from django.utils.safestring import SafeString
from pyroaring import BitMap

from archive.articles.models import Article
from archive.articles.querysets import ArticleQuerySet
from archive.articles.search import excerpts, query
from archive.articles.search.conditions import Conditions
from archive.articles.search.engines import engine
from archive.articles.search.index import plain_text
from archive.articles.search.ranking import Candidate, ranked
from archive.articles.sets import Sets

MOST_RANKED = 1000
"""Hits that are ordered by relevance: the newest."""
MOST_BY_TITLE = 200
"""Older hits that are ordered with them: the newest of those with all words in the title."""
MOST_KEPT = 50
"""Questions of which all hits are remembered."""
MOST_RESOLVED = 1000
"""Hits that are looked up once and then named by their ids, however many questions follow."""


def search(q: str, articles: QuerySet) -> Hits:
    """Return those of `articles` that answer the reader's words; where none has all, those that lack one.

    `articles` is the gate: published and narrowed already. Never raises, whatever `q` holds. Without any
    words all articles answer; with signs that are no words, none. One query for a word, two for several, and
    one for each name of a kind, a center or a series.
    """
    hits = Hits(query.parse(q), articles)
    relaxed = hits.query.relaxed()
    if relaxed and isinstance(hits.matching, list) and not hits.queryset.exists():
        lacking = Hits(relaxed, articles, conditions=hits.conditions)
        return lacking if lacking.queryset.exists() else hits
    return hits


def find(q: str, among: BitMap, sets: Sets) -> Found:
    """Return those of some published works that answer the reader's words, as a set; else like `search`."""
    parsed = query.parse(q)
    found = Found(parsed, sets, among)
    relaxed = parsed.relaxed()
    if relaxed and not found.works and len(found.matching) <= MOST_RESOLVED:
        lacking = Found(relaxed, sets, among, conditions=found.conditions)
        return lacking if lacking.works else found
    return found


class Hits:
    """The answer to a query. `queryset` narrows, counts and orders like any other queryset of articles."""

    def __init__(
        self,
        parsed: query.Query,
        articles: QuerySet,
        matching: list[int] | RawSQL | None = None,
        conditions: Conditions | None = None,
    ) -> None:
        self.query = parsed
        self.articles = articles
        if (parsed.clauses or parsed.excluded) and matching is None:
            matching = _matching(parsed, articles.db)
        self.matching = matching
        self.conditions = conditions or Conditions(parsed.conditions, articles.db)
        self.queryset: ArticleQuerySet = self._narrowed()  # type: ignore[assignment]

    @property
    def words(self) -> tuple[str, ...]:
        """The words and phrases that were looked for, as written."""
        return self.query.words

    def within(self, articles: QuerySet) -> Hits:
        """Return the answer to the same query among other articles, without asking the index again."""
        return Hits(self.query, articles, self.matching, self.conditions)

    @cached_property
    def _newest(self) -> list[int]:
        return list(self.queryset.newest().values_list("pk", flat=True)[: MOST_RANKED + 1])

    def _titled(self, in_title: query.Query) -> list[int]:
        """The newest of those with all words in the title."""
        titled = Hits(in_title, self.queryset, conditions=Conditions((), self.articles.db)).queryset.newest()
        return list(titled.values_list("pk", flat=True)[:MOST_BY_TITLE])

    def by_relevance(self) -> list[int]:
        """Return keys of hits, best first (see `ranking`): the newest 1,000, and older ones by their titles.

        Two queries for a word, three for several; two more where not all hits are ordered. One where no words
        were asked for.
        """
        newest = self._newest[:MOST_RANKED]
        if not self.query.clauses or not newest:
            return newest
        using = self.articles.db
        if len(self._newest) > MOST_RANKED and (in_title := self.query.in_title()):
            newest = list(dict.fromkeys((*newest, *self._titled(in_title))))
        side_by_side = self.query.side_by_side()
        together = engine(using).among(side_by_side, newest, using) if side_by_side else set()
        rows = {row[0]: row for row in engine(using).read(newest, using)}
        return ranked(self.query, (Candidate(*rows[pk]) for pk in newest if pk in rows), together)

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

    def mark(self, text: str, language: str = "", field: str = "") -> SafeString:
        """Return a text, a title say, as safe HTML with what was asked for there marked."""
        return excerpts.highlight(text, self.query.phrases_in(field), language)

    def _narrowed(self) -> QuerySet:
        if not self.query:
            return self.articles.none() if self.query.text else self.articles
        works = self.conditions.narrow(self.articles)
        if self.query.clauses:
            return works.filter(pk__in=self.matching)
        return works.exclude(pk__in=self.matching) if self.query.excluded else works

    def _excerpt(self, language: str, deck: str, body: str) -> SafeString:
        text = plain_text(body.rpartition("<")[0] if len(body) == 2 * excerpts.LONGEST_READ else body)
        enough = len(self.query.loose)
        return excerpts.excerpt(text or deck, self.query.phrases, language, enough=enough)


class Found(Hits):
    """The answer to a query among some published works: `works` is the set of all that answer.

    All hits are known, however many: they are counted exactly, and ordered by date without a question. The
    index tells all of them in one query, which is asked once for a version of the sets.
    """

    def __init__(
        self,
        parsed: query.Query,
        sets: Sets,
        among: BitMap,
        conditions: Conditions | None = None,
    ) -> None:
        self.query = parsed
        self.sets = sets
        self.articles = Article.objects.published()
        self.conditions = conditions or Conditions(parsed.conditions, self.articles.db)
        self.matching = _every(parsed, sets, self.articles.db)
        self.works = self._answering(among)

    def within(self, among: BitMap) -> Found:  # type: ignore[override]
        """Return the answer to the same query among other works, without asking the index again."""
        return Found(self.query, self.sets, among, self.conditions)

    @cached_property
    def _newest(self) -> list[int]:
        return self.sets.page(self.works, 0, MOST_RANKED + 1)

    def _titled(self, in_title: query.Query) -> list[int]:
        titled = self.works & _every(in_title, self.sets, self.articles.db)
        return self.sets.page(titled, 0, MOST_BY_TITLE)

    def _answering(self, among: BitMap) -> BitMap:
        if not self.query:
            return BitMap() if self.query.text else among
        works = self.conditions.members(self.sets, among)
        if self.query.clauses:
            return works & self.matching
        return works - self.matching if self.query.excluded else works


def _every(parsed: query.Query, sets: Sets, using: str) -> BitMap:
    """All works that the index finds, kept for some questions as long as nothing changes."""
    if not (parsed.clauses or parsed.excluded):
        return BitMap()
    kept: dict[str, BitMap] = sets.memory.setdefault("hits", {})
    question = engine(using).expression(parsed)
    if question not in kept:
        while len(kept) >= MOST_KEPT:
            kept.pop(next(iter(kept)), None)
        kept[question] = engine(using).every(parsed, using)
    return kept[question]


def _matching(parsed: query.Query, using: str) -> list[int] | RawSQL:
    """The ids that answer, as a list while they are few, else as a subquery. One query."""
    found = engine(using).first(parsed, MOST_RESOLVED + 1, using)
    return found if len(found) <= MOST_RESOLVED else engine(using).matching(parsed)
