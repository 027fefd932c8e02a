"""Reading the sets from the database: all of them, or what some works are in now."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import batched
from typing import Any

from django.db import connections, transaction
from django.db.models.functions import Substr
from pyroaring import BitMap

from archive.articles.models import Article, ArticleCenter, ArticleTerm, BylineEntry
from archive.articles.sets.members import COLUMNS, FACETS, Members, Sets
from archive.articles.sets.names import Names
from archive.text.filing import initial

LINKED = {
    "term": (ArticleTerm, "content_object_id", "tag_id"),
    "center": (ArticleCenter, "article_id", "center_id"),
    "author": (BylineEntry, "article_id", "author_id"),
}
"""The link tables: whose link it is, and to what."""
GATHERED = {"sqlite": "group_concat({0})", "postgresql": "string_agg({0}::text, ',')"}
AT_ONCE = 5_000
"""Works that are read again in one go."""
_COLUMNS = ("pk", "kind", "series", "outlet", "language", "sort_date", "published_precision")

Gathered = dict[str, defaultdict[Any, "array[int]"]]


def everything(version: str, using: str) -> Sets:
    """Read the sets of all published works. Nine queries; the links come gathered by what they lead to."""
    with transaction.atomic(using=using), _patience(using):
        return _everything(version, using)


def _everything(version: str, using: str) -> Sets:
    gathered, everything, days = _columns(None, using)
    members = _as_sets(gathered)
    for facet, (model, owner, key) in LINKED.items():
        sets = (
            (to, BitMap(array("I", map(int, works.split(",")))))
            for to, works in _links(model, owner, key, using)
        )
        members[facet] = {to: seen for to, works in sets if (seen := works & everything)}
    return Sets(version, everything, members, days, Names.read(using))


def some(version: str, keys: Iterable[int], names: Names, using: str) -> Sets:
    """Read what some works are in now; those that are not published are in nothing. Four queries a batch."""
    gathered: Gathered = {facet: defaultdict(_keys) for facet in FACETS}
    everything, days = BitMap(), array("i")
    for batch in batched(sorted(keys), AT_ONCE, strict=False):
        columns, published, own_days = _columns(batch, using)
        everything |= published
        for facet in COLUMNS:
            for key, works in columns[facet].items():
                gathered[facet][key].extend(works)
        days.extend([0] * (len(own_days) - len(days)))
        for one in published:
            days[one] = own_days[one]
        for facet, (model, owner, key) in LINKED.items():
            rows = model.objects.using(using).filter(**{f"{owner}__in": batch, f"{key}__isnull": False})
            for work, to in rows.order_by().values_list(owner, key):
                if work in published:
                    gathered[facet][to].append(work)
    return Sets(version, everything, _as_sets(gathered), days, names)


def _columns(keys: Sequence[int] | None, using: str) -> tuple[Gathered, BitMap, array[int]]:
    """Read what works are by their own columns: the sets of it, all of them, and their days."""
    works = Article.objects.using(using).published().order_by()
    if keys is not None:
        works = works.filter(pk__in=keys)
    gathered: Gathered = {facet: defaultdict(_keys) for facet in FACETS}
    kinds, series, outlets, languages, years, months, precisions, letters = (
        gathered[name] for name in COLUMNS
    )
    found, days = _keys(), array("i")
    rows = works.values_list(*_COLUMNS, Substr("title_key", 1, 3))
    rows = rows.iterator(AT_ONCE) if keys is None else rows
    for pk, kind, one_series, outlet, language, day, precision, title in rows:
        found.append(pk)
        if kind is not None:
            kinds[kind].append(pk)
        if one_series is not None:
            series[one_series].append(pk)
        if outlet is not None:
            outlets[outlet].append(pk)
        languages[language].append(pk)
        years[day.year].append(pk)
        months[day.year * 100 + day.month].append(pk)
        precisions[precision].append(pk)
        letters[title].append(pk)
        if pk >= len(days):
            days.extend([0] * (pk + 1 - len(days) + len(days) // 8))
        days[pk] = day.toordinal()
    filed: defaultdict[Any, array[int]] = defaultdict(_keys)
    for title, here in letters.items():
        filed[initial(title)].extend(here)
    gathered["letter"] = filed
    return gathered, BitMap(found), days


def _links(model: Any, owner: str, key: str, using: str) -> Iterable[tuple[Any, str]]:
    """The links of a table by what they lead to: its key, and the keys of works with commas between them."""
    connection = connections[using]
    gathered = GATHERED[connection.vendor].format(owner)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, {gathered} FROM {model._meta.db_table} WHERE {key} IS NOT NULL GROUP BY {key}"  # noqa: S608
        )
        yield from cursor


@contextmanager
def _patience(using: str) -> Iterator[None]:
    """Give statements more time than a reader's page has, until the transaction ends."""
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '2min'")
    yield


def _as_sets(gathered: Gathered) -> Members:
    return {facet: {key: BitMap(works) for key, works in sets.items()} for facet, sets in gathered.items()}


def _keys() -> array[int]:
    return array("I")
