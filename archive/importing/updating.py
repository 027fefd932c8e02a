"""A record that was imported before and says something else now: field by field, three ways.

What was imported last, what stands in the archive, what comes in: a field that only the source changed is
written; one that only an editor changed is left; one that both changed is a conflict, and the editor's
value stays. A second file of one identity in the same run (one article captured twice) only adds what is
missing.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from archive.articles import links, search
from archive.articles.addresses import keep_legacy_address, keep_past_address
from archive.articles.models import Article, ArticleCenter
from archive.importing import snapshots, waiting
from archive.importing.creating import STATUSES, center_rows, link_rows
from archive.importing.journal import Journal
from archive.importing.matching import Matcher
from archive.importing.models import Capture, Conflict, ImportedRecord, Outcome
from archive.importing.people import introduce
from archive.importing.resolving import FIELDS, Work, instant_of, release_of
from archive.importing.rows import insert
from archive.importing.states import state_of
from archive.publication import Status

if TYPE_CHECKING:
    from archive.importing.saving import Claim


def update(
    claim: Claim,
    work: Work,
    records: list[ImportedRecord],
    journal: Journal,
    matcher: Matcher,
    capture: Capture,
    *,
    parallel: bool,
    fetched: bool = False,
    draft: bool = False,
) -> ImportedRecord:
    """Bring the article of an identity up to date with a claim; set the claim's outcome and article.

    Return the imported record of the claim.

    `records` are the imported records of the identity, the last changed first: whether the source changed is
    told by the file's own one, whether an editor did by the first. `fetched` says that files
    were asked for: then fields that show them are taken though their claim is the same as before.
    """
    own = next((record for record in records if record.file == claim.file), None)
    base, latest = own or records[0], records[0]
    key = next((record.article_id for record in records if record.article_id), None)
    article = Article.objects.select_for_update().filter(pk=key).first()
    if own:
        journal.changed(own, own.standing())
    if article is None:
        claim.outcome = Outcome.UNCHANGED
        claim.reading.fault("was deleted by an editor and is not made again", field="id", value=claim.key)
        record = claim.remember(journal.run, own, capture=capture, applied={})
        record.save()
        return record
    claim.article_id = article.pk
    waiting.recall(article.pk, work, matcher)
    current, incoming = state_of(article), work.state()
    if parallel:
        take, conflicts = _missing(claim, base, latest, current, incoming), []
    else:
        take, conflicts = _changed(claim, base, latest, current, incoming)
        conflicts = _unsettled(claim, own, article, work, conflicts)
        if fetched:
            take |= _completed(article, work, latest, current, incoming)
    status = None if parallel else _status(claim, base, article, draft=draft)
    touched = _touched(take, status)
    before = snapshots.take(article, touched)
    if take or status:
        article.status = status or article.status
        _apply(article, work, take, base, matcher)
    if address := keep_legacy_address(article, work.legacy_address):
        journal.made(address)
    if address or take & {"body", "published"}:
        links.follow([article])
    applied = {
        name: incoming[name] if name in take or incoming[name] == current[name] else latest.applied.get(name)
        for name in FIELDS
    }
    claim.outcome = (
        Outcome.CONFLICT if conflicts else Outcome.UPDATED if take or status else Outcome.UNCHANGED
    )
    awaits = "" if article.translation_of_id else work.record.translation_of[:1000]
    record = claim.remember(
        journal.run, own, article=article, capture=capture, applied=applied, awaits=awaits
    )
    record.save()
    standing = {name for name in FIELDS if applied[name] == incoming[name]}
    waiting.renew(record, work.undecided, take, standing)
    after = snapshots.take(article, touched)
    if after != before:
        journal.rewritten(article, before, after)
    changed = {name for name in FIELDS if claim.values.get(name) != base.values.get(name)}
    _ask(record, article, work, conflicts, changed | standing, journal)
    return record


def _unsettled(
    claim: Claim, own: ImportedRecord | None, article: Article, work: Work, fields: list[str]
) -> list[str]:
    """Leave out conflicts in which an editor has decided against the very same value; tell of the others."""
    kept = own.conflicts.filter(field__in=fields, state=Conflict.State.KEPT) if own and fields else ()
    decided = {(one.field, json.dumps(one.incoming, sort_keys=True)) for one in kept}
    left = [
        name
        for name in fields
        if (name, json.dumps(incoming_payload(article, work, name), sort_keys=True)) not in decided
    ]
    for name in left:
        claim.reading.fault(
            "was changed by an editor since it was imported; the editor's value stays",
            field=name,
            value=claim.values.get(name, ""),
            remedy="Compare both in the admin",
        )
    return left


def _ask(
    record: ImportedRecord,
    article: Article,
    work: Work,
    fields: list[str],
    outdated: Collection[str],
    journal: Journal,
) -> None:
    """Put the fields in conflict on the editors' list; what the same source asked before of fields that are
    `outdated` is asked no longer."""
    for former in record.conflicts.filter(field__in=outdated, state=Conflict.State.OPEN).order_by("pk"):
        journal.removed(former)
        former.delete()
    Conflict.objects.bulk_create(
        Conflict(
            record=record,
            article=article,
            field=name,
            incoming=incoming_payload(article, work, name),
            run=journal.run,
        )
        for name in fields
    )


def incoming_payload(article: Article, work: Work, name: str) -> snapshots.Payload:
    """Return what a work would write to a field, as `snapshots` keeps it, with the names it leaves open."""
    payload = _plain_payload(article, work, name)
    if undecided := [asdict(one) for one in work.undecided if one.field == name]:
        payload["undecided"] = undecided
    return payload


def _plain_payload(article: Article, work: Work, name: str) -> snapshots.Payload:
    if name == "image":
        picture = work.picture
        columns = {
            "image": picture.name if picture else "",
            "image_width": picture and picture.width,
            "image_height": picture and picture.height,
        }
        return {"columns": columns}
    if name in work.columns:
        return {"columns": snapshots.plain(work.columns[name])}
    _, rows = link_rows(article, work, name)
    owner = ("article_id", "content_object_id")
    return {"rows": snapshots.plain([{key: row[key] for key in row if key not in owner} for row in rows])}


def _changed(
    claim: Claim,
    base: ImportedRecord,
    latest: ImportedRecord,
    current: dict[str, Any],
    incoming: dict[str, Any],
) -> tuple[set[str], list[str]]:
    """The fields that only the source changed, and those that an editor changed too."""
    take: set[str] = set()
    conflicts: list[str] = []
    for name in FIELDS:
        if incoming[name] == current[name] or claim.values.get(name) == base.values.get(name):
            continue
        if current[name] == latest.applied.get(name):
            take.add(name)
        else:
            conflicts.append(name)
    return take, conflicts


def _completed(
    article: Article, work: Work, latest: ImportedRecord, current: dict[str, Any], incoming: dict[str, Any]
) -> set[str]:
    """The fields that no editor has changed, and that show files now which they lacked before."""
    take = {
        name
        for name in ("body", "image")
        if incoming[name] and current[name] == latest.applied.get(name) != incoming[name]
    }
    if current["attachments"] == incoming["attachments"] and any(one.file for one in work.attachments):
        here = article.attachments.order_by("position", "pk")
        if any(new.file and not old.file for new, old in zip(work.attachments, here, strict=True)):
            take.add("attachments")
    return take


def _missing(
    claim: Claim,
    base: ImportedRecord,
    latest: ImportedRecord,
    current: dict[str, Any],
    incoming: dict[str, Any],
) -> set[str]:
    """The fields that the archive lacks, or only inferred, and a second capture states."""
    inferred = set(base.values.get("inferred", []))
    take: set[str] = set()
    for name in FIELDS:
        if incoming[name] == current[name] or _is_empty(incoming[name]) or name in claim.reading.inferred:
            continue
        if _is_empty(current[name]) or (name in inferred and current[name] == latest.applied.get(name)):
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


def _status(claim: Claim, base: ImportedRecord, article: Article, *, draft: bool) -> Status | None:
    """Return the status to which the source's state has changed, unless an editor has chosen another.

    With `draft` nothing is published.
    """
    former, incoming = (STATUSES[values.get("state", "")] for values in (base.values, claim.values))
    if incoming in (former, article.status):
        return None
    if article.status == former and not (draft and incoming == Status.PUBLISHED):
        return incoming
    claim.reading.fault(
        "is the state in the source now; the one that it has here stays",
        field="state",
        value=incoming.label,
        remedy="Compare both in the admin",
    )
    return None


def _touched(take: set[str], status: Status | None) -> list[str]:
    """Return the fields of a snapshot that taking these fields, and the names they leave open, may change."""
    touched = {*take, "waiting"} | ({"release"} if status else set())
    if "published" in take:
        touched |= {"release", "address", "past"}
    if "primary_center" in take:
        touched.add("centers")
    return sorted(touched)


def _apply(article: Article, work: Work, take: set[str], base: ImportedRecord, matcher: Matcher) -> None:
    """Write the fields to take, their rows, and the search index."""
    former_path = article.path
    if "published" in take:
        _reschedule(article, work, base)
    snapshots.put(article, {name: _plain_payload(article, work, name) for name in take})
    keep_past_address(article, former_path)
    if "primary_center" in take and "centers" not in take:
        article.center_links.filter(is_implied=True).delete()
        linked = list(article.center_links.values_list("center_id", flat=True))
        implied = [row for row in center_rows(article, linked) if row["is_implied"]]
        insert(ArticleCenter, implied)
    if "authors" in take:
        for person, author in work.byline:
            if author:
                introduce(person, author, matcher)
    search.index([article.pk])
