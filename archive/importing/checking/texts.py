"""HTML that is stored, words that were counted, and what search knows of them."""

from __future__ import annotations

from typing import Any

from django.db import models

from archive.articles import links
from archive.articles.models import Article, BodyLink, FormerHost
from archive.articles.search.models import IndexEntry
from archive.fields import HTMLField
from archive.importing.checking.findings import Finding, Findings, by_key, named
from archive.importing.checking.rows import SAVE_AGAIN, models_with
from archive.text.excerpts import word_count
from archive.text.html import HtmlRefused, clean

SAMPLE = 200


def bodies(every: bool) -> Findings:
    """Find HTML that cleaning would change, and bodies whose words or links are not those that are kept.

    Reads every body, or 200 spread over the archive.
    """
    hosts = set(FormerHost.objects.values_list("name", flat=True))
    for model in models_with(HTMLField):
        fields = [field for field in model._meta.concrete_fields if isinstance(field, HTMLField)]
        rows = model._base_manager.all()
        if model is Article and not every:
            rows = rows.filter(pk__in=_sample(rows))
        for batch in by_key(rows):
            kept = _links_of(batch) if model is Article else {}
            for row in batch:
                for field in fields:
                    yield from _html(row, field)
                if isinstance(row, Article):
                    yield from _links(row, kept.get(row.pk, set()), hosts)


def _sample(rows: models.QuerySet) -> list[int]:
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    return keys[:: max(1, len(keys) // SAMPLE)]


def _html(row: Any, field: models.Field) -> Findings:
    html = getattr(row, field.attname)
    try:
        cleaned = clean(html)
    except HtmlRefused as refusal:
        yield Finding(f"{named(row)}: {field.name} is refused: {refusal}", "Shorten it in the admin")
        return
    if cleaned.html != html:
        yield Finding(f"{named(row)}: {field.name} holds HTML that is not kept", SAVE_AGAIN)
    elif isinstance(row, Article) and row.word_count != (number := word_count(cleaned.text)):
        yield Finding(f"{named(row)} has {number} words, and {row.word_count} are noted", SAVE_AGAIN)
    elif isinstance(row, Article) and row.lacks_alt != row.is_lacking_alt():
        yield Finding(f"{named(row)}: it is not noted right whether a picture lacks its words", SAVE_AGAIN)


def _links_of(works: list[Article]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for key, href in BodyLink.objects.filter(article__in=works).order_by().values_list("article_id", "href"):
        found.setdefault(key, set()).add(href)
    return found


def _links(work: Article, kept: set[str], hosts: set[str]) -> Findings:
    there = {aim.href for aim in links.aims_of(work.body, hosts)}
    for href in sorted(kept - there):
        yield Finding(f"{named(work)}: a link to {href[:120]} is noted that its body has not", SAVE_AGAIN)


def search_index() -> Findings:
    """Find works that search does not know."""
    unknown = Article.objects.filter(index_entry=None)
    for batch in by_key(unknown.only("pk", "title", "path")):
        for work in batch:
            yield Finding(f"{named(work)} cannot be found by the search", "Run rebuild_search")
    if (entries := IndexEntry.objects.count()) > (works := Article.objects.count()):
        yield Finding(f"Search knows {entries} works, and there are {works}", "Run rebuild_search")
