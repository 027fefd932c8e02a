"""New records in bulk: a hundred articles with bylines, terms and evidence in some fifteen statements."""

from __future__ import annotations

import hashlib
from collections import defaultdict
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
from archive.importing import rows, waiting
from archive.importing.matching import Matcher
from archive.importing.models import Capture, ImportRun, Outcome
from archive.importing.people import introduce
from archive.importing.resolving import FACET_FIELDS, LINKS, Work, release_of
from archive.importing.rows import Values
from archive.publication import Status
from archive.text.addresses import normalise, path_of

if TYPE_CHECKING:
    from archive.importing.saving import Claim


MOST_PATHS = 50
"""Places in its former site by which one work is found."""
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
    rows.create(articles)
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
    rows.create(records)
    waiting.keep((record, work.undecided) for record, work in zip(records, works, strict=True))
    known = {article.pk: _as_indexed(article, work) for article, work in zip(articles, works, strict=True)}
    search.index(known, known=known)


def _as_indexed(article: Article, work: Work) -> search.Known:
    """Return an article that was just written, with what hangs on it, as the index would read it."""
    return search.Known(
        article.title,
        article.language,
        article.outlet_id,
        [(person.name, author and author.pk) for person, author in work.byline],
        [term.pk for name in FACET_FIELDS for term in work.terms.get(name, ())],
        [(one.title, one.file, one.url) for one in work.attachments],
        work.texts,
    )


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
    taken = set(Article.objects.filter(path__among=paths).values_list("path", flat=True))
    for article, key in zip(articles, keys, strict=True):
        if article.make_path() in taken:
            mark = hashlib.sha256(key.encode()).hexdigest()[:8]
            article.slug = f"{article.slug[:71].rstrip('-')}-{mark}"
        taken.add(article.make_path())


def write_links(pairs: list[tuple[Article, Work]]) -> None:
    """Write the rows that hang on new articles."""
    hanging: defaultdict[type[models.Model], list[Values]] = defaultdict(list)
    for article, work in pairs:
        for name in LINKS:
            model, values = link_rows(article, work, name)
            hanging[model] += values
    for model, values in hanging.items():
        if model in PLAIN:
            rows.insert(model, values)
        else:
            model._default_manager.bulk_create(model(**row) for row in values)


PLAIN = (ArticleCenter, BylineEntry, ArticleTerm)
"""Tables whose rows are written as they are."""


def link_rows(article: Article, work: Work, name: str) -> tuple[type[models.Model], list[Values]]:
    """Return the rows that a field of the record hangs on an article, in order, and their model."""
    pk = article.pk
    match name:
        case "centers":
            return ArticleCenter, center_rows(article, [center.pk for center in work.centers])
        case "authors":
            return BylineEntry, [
                {
                    "article_id": pk,
                    "author_id": author and author.pk,
                    "name": person.name,
                    "role": person.role[:40],
                    "position": position,
                }
                for position, (person, author) in enumerate(work.byline)
            ]
        case "attachments":
            return Attachment, [
                {"article_id": pk, "url": one.url, "file": one.file, "title": one.title, "position": position}
                for position, one in enumerate(work.attachments)
            ]
        case "corrections":
            return Correction, [
                {"article_id": pk, "corrected_on": day, "text": text} for day, text in work.corrections
            ]
    return ArticleTerm, [
        {"content_object_id": pk, "tag_id": term.pk, "position": position}
        for position, term in enumerate(work.terms.get(name, ()))
    ]


def center_rows(article: Article, centers: list[int]) -> list[Values]:
    """Return the links to centers in order; the primary center is implied where it is not among them."""
    links = [(center, False) for center in centers]
    if article.primary_center_id and article.primary_center_id not in centers:
        links.append((article.primary_center_id, True))
    return [
        {"article_id": article.pk, "center_id": center, "position": position, "is_implied": is_implied}
        for position, (center, is_implied) in enumerate(links)
    ]


def _keep_addresses(pairs: list[tuple[Claim, Work]], articles: list[Article]) -> None:
    """Let the addresses of the sources lead to the new articles; whoever had one first keeps it."""
    wanted: dict[str, LegacyAddress] = {}
    late: dict[str, list[Claim]] = {}
    for (claim, work), article in zip(pairs, articles, strict=True):
        if work.legacy_address:
            row = LegacyAddress(article=article, address=work.legacy_address)
            late.setdefault(row.make_key(), []).append(claim)
            wanted.setdefault(row.make_key(), row)
        for path in claim.reading.paths[:MOST_PATHS]:
            if place := path_of(normalise(f"http://former.invalid{path}")):
                row = LegacyAddress(article=article, address=place)
                wanted.setdefault(row.make_key(), row)
    taken = set(LegacyAddress.objects.filter(key__among=wanted).values_list("key", flat=True))
    rows.create(row for key, row in wanted.items() if key not in taken)
    for key, claims in late.items():
        for claim in claims if key in taken else claims[1:]:
            claim.reading.fault(
                "leads to something else already, which keeps it",
                field="url",
                value=wanted[key].address,
                remedy="Change where it leads in the admin, under legacy addresses",
            )
