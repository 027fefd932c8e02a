"""Translations and their originals: linked when both are here, in whatever order and run they came."""

from __future__ import annotations

from itertools import batched

from django.db import transaction

from archive.articles.models import Article
from archive.importing.journal import Journal
from archive.importing.models import ImportedRecord
from archive.importing.snapshots import columns_of
from archive.text import addresses

BATCH = 500
TRANSLATION = ("translation_of_id",)


def link_translations(journal: Journal) -> int:
    """Link translations to originals that have arrived since; return how many.

    Records whose original has not come keep waiting, for any later run. An original is named by its
    identity; an address may be written in any of the ways that are one page. Four queries for each 500
    that wait, and two for each that is linked.
    """
    waiting = ImportedRecord.objects.exclude(awaits="").filter(article__isnull=False)
    keys = list(waiting.order_by("pk").values_list("pk", flat=True))
    return sum(_link(list(some), journal) for some in batched(keys, BATCH))


def _link(keys: list[int], journal: Journal) -> int:
    linked = 0
    with transaction.atomic():
        waiting = list(ImportedRecord.objects.filter(pk__in=keys).order_by("pk"))
        originals = _originals(waiting)
        articles = Article.objects.only("pk", "translation_of").in_bulk(
            {record.article_id for record in waiting} | set(originals.values())
        )
        for record in waiting:
            found = originals.get(record.awaits) or originals.get(addresses.normalise(record.awaits))
            if found is None or found == record.article_id:
                continue
            original, article = articles[found], articles[record.article_id]
            root = original.translation_of_id or original.pk
            if root != article.pk:
                linked += 1
                _lead(article, root, journal)
                for other in Article.objects.only("pk", "translation_of").filter(translation_of=article):
                    _lead(articles.get(other.pk, other), root, journal)
            awaited, record.awaits = record.awaits, ""
            journal.changed(record, {"awaits": awaited})
            record.save(update_fields=["awaits"])
        journal.write()
    return linked


def _originals(waiting: list[ImportedRecord]) -> dict[str, int]:
    """The article of each identity that is awaited and has come."""
    wanted = {record.awaits for record in waiting}
    wanted |= {addresses.normalise(awaited) for awaited in wanted}
    known = ImportedRecord.objects.filter(source_key__in=wanted, article__isnull=False)
    return dict(known.order_by("-pk").values_list("source_key", "article_id"))


def _lead(article: Article, root: int, journal: Journal) -> None:
    before = {"translation": {"columns": columns_of(article, TRANSLATION)}}
    article.translation_of_id = root
    Article.objects.filter(pk=article.pk).update(translation_of=root)
    journal.rewritten(article, before, {"translation": {"columns": columns_of(article, TRANSLATION)}})
