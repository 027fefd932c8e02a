"""Works that stand in the archive twice: one title on one day by the same people, or the same DOI."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import batched

from django.db.models import Count

from archive.articles.models import Article, BylineEntry
from archive.desk.merging.twins.pairs import Gathered, Pair, near
from archive.text.strings import matching_key

AT_ONCE = 200
MOST_ALIKE = 20
"""Works of one title and day; of more, it is a column or a form, and says nothing."""


def likely() -> list[Pair]:
    """Return the pairs of works that may be one. The database groups them by title and day, in one pass."""
    found = Gathered()
    groups = Article.objects.exclude(title_key="").order_by().values_list("title_key", "sort_date")
    groups = groups.annotate(number=Count("pk")).filter(number__gt=1, number__lte=MOST_ALIKE)
    for some in batched(list(groups), AT_ONCE):
        _compare(found, {(key, day) for key, day, _number in some})
    dois = Article.objects.exclude(doi="").order_by().values_list("doi").annotate(number=Count("pk"))
    for some in batched(list(dois.filter(number__gt=1)), AT_ONCE):
        together: defaultdict[str, list[int]] = defaultdict(list)
        rows = Article.objects.filter(doi__in=[doi for doi, _number in some]).order_by("pk")
        for pk, doi in rows.values_list("pk", "doi"):
            together[doi].append(pk)
        for keys in together.values():
            for one, other in near(keys):
                found.add(one, other, "doi")
    return list(found.pairs.values())


def _compare(found: Gathered, wanted: set[tuple[str, object]]) -> None:
    """Note the works of these titles and days that have the same language and byline."""
    rows = Article.objects.filter(title_key__in={key for key, _day in wanted}).order_by("pk")
    columns = ("pk", "title_key", "sort_date", "title", "language", "translation_of_id")
    works = [row for row in rows.values_list(*columns) if (row[1], row[2]) in wanted]
    bylines = _bylines(row[0] for row in works)
    lots: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for pk, _key, day, title, language, _original in works:
        is_undated = day.year == 1
        if bylines[pk] or not is_undated:
            lots[matching_key(title), day, language, bylines[pk]].append(pk)
    for keys in lots.values():
        for one, other in near(keys):
            found.add(one, other, "title")


def _bylines(works: Iterable[int]) -> defaultdict[int, frozenset[object]]:
    """Return who stands in the byline of each work: people, or names that nobody has matched."""
    found: defaultdict[int, set[object]] = defaultdict(set)
    for some in batched(works, 5_000):
        entries = BylineEntry.objects.filter(article__in=some).order_by()
        for work, author, name in entries.values_list("article_id", "author_id", "name"):
            found[work].add(author or matching_key(name))
    return defaultdict(frozenset, {work: frozenset(some) for work, some in found.items()})
