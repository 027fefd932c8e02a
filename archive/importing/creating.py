"""New records in bulk: a hundred articles with bylines, terms and evidence in some fifteen statements."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models

from archive.articles import links, search
from archive.articles.models import (
    Article,
    ArticleCenter,
    ArticleTerm,
    Attachment,
    BylineEntry,
    Correction,
    LegacyAddress,
)
from archive.centers.models import Center
from archive.importing import waiting
from archive.importing.matching import Matcher
from archive.importing.models import Capture, ImportedRecord, ImportRun, Outcome
from archive.importing.people import introduce
from archive.importing.resolving import LINKS, Work, release_of
from archive.publication import Status

if TYPE_CHECKING:
    from archive.importing.saving import Claim


STATUSES = {
    "": Status.PUBLISHED,
    "draft": Status.DRAFT,
    "review": Status.REVIEW,
    "withdrawn": Status.WITHDRAWN,
}
"""The status of a new work by the state that its record claims."""


def create(
    pairs: list[tuple[Claim, Work]],
    run: ImportRun,
    matcher: Matcher,
    captures: dict[bytes, Capture],
    *,
    draft: bool = False,
) -> None:
    """Write new articles with all that hangs on them; set each claim's outcome and article.

    The evidence and the index of the search are written in the same transaction.
    """
    articles = [article_of(work, draft=draft) for _, work in pairs]
    give_free_slugs(articles, [claim.key for claim, _ in pairs])
    Article.objects.bulk_create(articles)
    works = [work for _, work in pairs]
    for work in works:
        for person, author in work.byline:
            if author and (person.bio or person.position):
                introduce(person, author, matcher)
    write_links(list(zip(articles, works, strict=True)))
    _keep_addresses(pairs, articles)
    links.follow(articles)
    records = []
    for (claim, work), article in zip(pairs, articles, strict=True):
        claim.outcome, claim.article_id = Outcome.CREATED, article.pk
        records.append(
            claim.remember(
                run,
                article=article,
                capture=captures[claim.reading.data],
                applied=work.state(),
                awaits=work.record.translation_of[:1000],
            )
        )
    ImportedRecord.objects.bulk_create(records)
    waiting.keep(zip(records, works, strict=True))
    bodies = {article.pk: work.terms_of_body for article, work in zip(articles, works, strict=True)}
    search.index(bodies, bodies={pk: terms for pk, terms in bodies.items() if terms})


def article_of(work: Work, *, draft: bool = False) -> Article:
    """Return the unsaved article that a work describes: published, unless its source holds it back.

    With `draft` it is a draft, whatever its source says.
    """
    columns: dict[str, Any] = {}
    for group in work.columns.values():
        columns.update(group)
    if work.picture:
        columns["image"] = work.picture.name
        columns["image_width"], columns["image_height"] = work.picture.width, work.picture.height
    return Article(
        **columns,
        slug=work.slug,
        status=Status.DRAFT if draft else STATUSES[work.record.state],
        publish_at=release_of(work.record),
        word_count=work.words,
    )


def give_free_slugs(articles: list[Article], keys: list[str]) -> None:
    """Mark the slugs of articles whose path another has; the mark comes from the source's own identity."""
    paths = {article.make_path() for article in articles}
    taken = set(Article.objects.filter(path__in=paths).values_list("path", flat=True))
    for article, key in zip(articles, keys, strict=True):
        if article.make_path() in taken:
            mark = hashlib.sha256(key.encode()).hexdigest()[:8]
            article.slug = f"{article.slug[:71].rstrip('-')}-{mark}"
        taken.add(article.make_path())


def write_links(pairs: list[tuple[Article, Work]], only: Iterable[str] = LINKS) -> None:
    """Write the rows that hang on articles: all of them, or those of the record's fields in `only`."""
    rows: defaultdict[type[models.Model], list[models.Model]] = defaultdict(list)
    for article, work in pairs:
        for name in LINKS:
            if name in only:
                for row in link_rows(article, work, name):
                    rows[type(row)].append(row)
    for model, written in rows.items():
        model._default_manager.bulk_create(written)


def link_rows(article: Article, work: Work, name: str) -> list[models.Model]:
    """Return the unsaved rows that a field of the record hangs on an article, in order."""
    match name:
        case "centers":
            return list(center_links(article, work.centers))
        case "authors":
            return [
                BylineEntry(
                    article=article, author=author, name=person.name, role=person.role[:40], position=position
                )
                for position, (person, author) in enumerate(work.byline)
            ]
        case "attachments":
            return [
                Attachment(article=article, url=one.url, file=one.file, title=one.title, position=position)
                for position, one in enumerate(work.attachments)
            ]
        case "corrections":
            return [
                Correction(article=article, corrected_on=day, text=text) for day, text in work.corrections
            ]
    return [
        ArticleTerm(content_object=article, tag=term, position=position)
        for position, term in enumerate(work.terms.get(name, ()))
    ]


def center_links(article: Article, centers: list[Center]) -> list[ArticleCenter]:
    """Return the links to the centers in order; the primary center is implied where it is not among them."""
    links = [
        ArticleCenter(article=article, center=center, position=position)
        for position, center in enumerate(centers)
    ]
    if article.primary_center_id and article.primary_center_id not in {center.pk for center in centers}:
        links.append(
            ArticleCenter(
                article=article, center_id=article.primary_center_id, position=len(centers), is_implied=True
            )
        )
    return links


def _keep_addresses(pairs: list[tuple[Claim, Work]], articles: list[Article]) -> None:
    wanted: dict[str, LegacyAddress] = {}
    for (_, work), article in zip(pairs, articles, strict=True):
        if work.legacy_address:
            row = LegacyAddress(article=article, address=work.legacy_address)
            wanted.setdefault(row.make_key(), row)
    taken = set(LegacyAddress.objects.filter(key__in=wanted).values_list("key", flat=True))
    LegacyAddress.objects.bulk_create(row for key, row in wanted.items() if key not in taken)
