"""A record that was imported before and says something else now: field by field, three ways.

What was imported last, what stands in the archive, what comes in: a field that only the source changed is
written; one that only an editor changed is left; one that both changed is a conflict, and the editor's
value stays. A second file of one identity in the same run (one article captured twice) only adds what is
missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from archive.articles import search
from archive.articles.addresses import keep_past_address
from archive.articles.models import Article
from archive.importing.creating import center_links, write_links
from archive.importing.matching import Matcher
from archive.importing.models import Capture, ImportedRecord, ImportRun, Outcome
from archive.importing.people import introduce
from archive.importing.resolving import FIELDS, LINKS, Work, instant_of, release_of, state_of

if TYPE_CHECKING:
    from archive.importing.saving import Claim

LINK_ROWS = {
    "centers": "center_links",
    "authors": "byline_entries",
    "attachments": "attachments",
    "corrections": "corrections",
}


def update(
    claim: Claim,
    work: Work,
    records: list[ImportedRecord],
    run: ImportRun,
    matcher: Matcher,
    capture: Capture,
    *,
    parallel: bool,
) -> None:
    """Bring the article of an identity up to date with a claim; set the claim's outcome and article.

    `records` are the imported records of the identity, the last imported first.
    """
    own = next((record for record in records if record.file == claim.file), None)
    base = own or records[0]
    key = next((record.article_id for record in records if record.article_id), None)
    article = Article.objects.select_for_update().filter(pk=key).first()
    if article is None:
        claim.outcome = Outcome.UNCHANGED
        claim.reading.fault("was deleted by an editor and is not made again", field="id", value=claim.key)
        claim.remember(run, own, capture=capture, applied={}).save()
        return
    claim.article_id = article.pk
    current, incoming = state_of(article), work.state()
    if parallel:
        take, conflicts = _missing(claim, base, current, incoming), []
    else:
        take, conflicts = _changed(claim, base, current, incoming)
    if "published" in take:
        _reschedule(article, work, base)
    if take:
        _apply(article, work, take, matcher)
    applied = {
        name: incoming[name] if name in take or incoming[name] == current[name] else base.applied.get(name)
        for name in FIELDS
    }
    claim.outcome = Outcome.CONFLICT if conflicts else Outcome.UPDATED if take else Outcome.UNCHANGED
    awaits = "" if article.translation_of_id else work.record.translation_of[:1000]
    claim.remember(run, own, article=article, capture=capture, applied=applied, awaits=awaits).save()


def _changed(
    claim: Claim, base: ImportedRecord, current: dict[str, Any], incoming: dict[str, Any]
) -> tuple[set[str], list[str]]:
    """The fields that only the source changed, and those that an editor changed too."""
    take: set[str] = set()
    conflicts: list[str] = []
    for name in FIELDS:
        if incoming[name] == current[name] or claim.values.get(name) == base.values.get(name):
            continue
        if current[name] == base.applied.get(name):
            take.add(name)
            continue
        conflicts.append(name)
        claim.reading.fault(
            "was changed by an editor since it was imported; the editor's value stays",
            field=name,
            value=claim.values.get(name, ""),
            remedy="Compare both in the admin",
        )
    return take, conflicts


def _missing(
    claim: Claim, base: ImportedRecord, current: dict[str, Any], incoming: dict[str, Any]
) -> set[str]:
    """The fields that the archive lacks, or only inferred, and a second capture states."""
    inferred = set(base.values.get("inferred", []))
    take: set[str] = set()
    for name in FIELDS:
        if incoming[name] == current[name] or _is_empty(incoming[name]) or name in claim.reading.inferred:
            continue
        if _is_empty(current[name]) or (name in inferred and current[name] == base.applied.get(name)):
            take.add(name)
        else:
            claim.reading.fault(
                f"differs from {base.file}, another source of the same work; that one's value stays",
                field=name,
                value=claim.values.get(name, ""),
            )
    return take


def _is_empty(value: Any) -> bool:
    return value in (None, "", []) or (isinstance(value, list) and value[0] is None)


def _reschedule(article: Article, work: Work, base: ImportedRecord) -> None:
    """Let the release follow the date, unless an editor has chosen another than the former date gave."""
    former = instant_of(base.values.get("published", ""))
    if article.publish_at == former or not (article.publish_at or (former and former > timezone.now())):
        article.publish_at = release_of(work.record)


def _apply(article: Article, work: Work, take: set[str], matcher: Matcher) -> None:
    """Write the fields to take, their rows, and the search index."""
    former_path = article.path
    for name in take:
        for column, value in work.columns.get(name, {}).items():
            setattr(article, column, value)
    article.save()
    keep_past_address(article, former_path)
    if "image" in take and work.picture:
        picture = work.picture
        Article.objects.filter(pk=article.pk).update(
            image=picture.name, image_width=picture.width, image_height=picture.height
        )
    links = take & set(LINKS)
    for name in links:
        if name in LINK_ROWS:
            getattr(article, LINK_ROWS[name]).all().delete()
        else:
            article.term_links.filter(tag__facet=name.removesuffix("s")).delete()
    write_links([(article, work)], links)
    if "primary_center" in take and "centers" not in take:
        article.center_links.filter(is_implied=True).delete()
        linked = [link.center for link in article.center_links.select_related("center")]
        for link in center_links(article, linked):
            if link.is_implied:
                link.save()
    if "authors" in take:
        for person, author in work.byline:
            if author:
                introduce(person, author, matcher)
    search.index([article.pk])
