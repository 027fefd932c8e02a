"""Whether a feed has changed since somebody read it, told without making it.

The stamp is taken of everything a feed prints, in two queries: the newest works of the list, each with the
instant of its last change and of its release, and the names, terms, files and links that hang on them. So it
changes when a work appears, because an editor published it or because its instant came; when one leaves;
when one is edited; and when a term or a person it names is called otherwise.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from archive.articles.description import SUBJECTS
from archive.articles.models import Article, ArticleTerm, Attachment, BodyLink, BylineEntry
from archive.syndication.lists import WorkList

MOST_ENTRIES = 30
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""When a feed without entries was changed last."""
COLUMNS = (
    "pk", "updated_at", "publish_at", "kind__label", "outlet__name", "series__name", "primary_center__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stamp:
    """The keys of a feed's works, newest first; its validator; the instant of its last change."""

    keys: list[int]
    etag: str
    changed: dt.datetime

    def not_modified(self, request: HttpRequest) -> HttpResponse | None:
        """Return the answer to who has the feed as it is; None to everybody else.

        An instant alone tells less than the validator: a work that was taken back leaves an older one. So
        `If-Modified-Since` counts only where it names the very instant, and never beside `If-None-Match`.
        """
        is_same = request.headers.get("If-Modified-Since") == self.last_modified
        return get_conditional_response(
            request, self.etag, int(self.changed.timestamp()) if is_same else None
        )

    def mark(self, response: HttpResponse) -> HttpResponse:
        """Give an answer the validators."""
        response.headers["ETag"] = self.etag
        response.headers["Last-Modified"] = self.last_modified
        return response

    @property
    def last_modified(self) -> str:
        """The instant of the last change, to the second, as HTTP writes it."""
        return http_date(self.changed.timestamp())


def stamp_of(found: WorkList, kind: str) -> Stamp:
    """Take the stamp of a list's feed of some format. Two queries, one where the list is empty."""
    newest = found.works().in_order("newest", 0, MOST_ENTRIES)
    rows = list(Article.objects.published().filter(pk__in=newest).newest().values_list(*COLUMNS))
    keys = [row[0] for row in rows]
    shown = (kind, found.title, found.house, found.language, found.path, found.newest_query)
    printed = (*shown, rows, hanging_on(keys))
    changed = max((instant for row in rows for instant in row[1:3] if instant), default=NEVER)
    return Stamp(keys, f'W/"{sha256(repr(printed).encode()).hexdigest()[:32]}"', changed)


def hanging_on(keys: list[int]) -> list[tuple[Any, ...]]:
    """Return the bylines, terms, files and links of works, sorted: one query for all, none for no works."""
    if not keys:
        return []
    terms = ArticleTerm.objects.filter(content_object__in=keys, tag__facet__in=SUBJECTS)
    byline, files, links = (
        rows.filter(article__in=keys)
        for rows in (BylineEntry.objects, Attachment.objects, BodyLink.objects.shown())
    )
    arms = [
        _arm(byline, "article_id", "position", "name", "role", "author__slug"),
        _arm(terms, "content_object_id", "position", "tag__name", "tag__facet", None),
        _arm(files, "article_id", "position", "title", "url", "file"),
        _arm(links, "article_id", None, "href", "target__path", None),
    ]
    return sorted(arms[0].union(*arms[1:], all=True).order_by(), key=repr)


def _arm(rows: QuerySet, owner: str, position: str | None, *texts: str | None) -> QuerySet:
    """Rows of one shape, whatever table they are of: (table, owner, key, position, three texts)."""
    columns = [Cast(F(text), CharField()) if text else Value("", output_field=CharField()) for text in texts]
    return rows.order_by().values_list(
        Value(rows.model.__name__, output_field=CharField()),
        owner,
        "pk",
        F(position) if position else Value(0),
        *columns,
    )
