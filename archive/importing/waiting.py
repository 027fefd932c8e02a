"""Names that wait for an editor: noted with the works they stand in, in the transaction that writes these."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from archive.importing.matching import Matcher
from archive.importing.models import ImportedRecord, OpenName, Waiting
from archive.importing.resolving import FACET_FIELDS, OWNERS, Open, Work

Kept = OpenName.Authority


def keep(pairs: Iterable[tuple[ImportedRecord, Iterable[Open]]]) -> None:
    """Let undecided names of works wait; four queries where there are any, else none."""
    waiting = [(record, one) for record, undecided in pairs for one in undecided]
    if not waiting:
        return
    questions = _questions(one for _, one in waiting)
    Waiting.objects.bulk_create(
        (
            Waiting(
                question=questions[one.authority, one.key],
                record=record,
                article_id=record.article_id,
                field=one.field,
                role=one.role,
                position=one.position,
                name=one.name,
            )
            for record, one in waiting
        ),
        ignore_conflicts=True,
    )
    OpenName.objects.filter(pk__in={question.pk for question in questions.values()}).recount()


def renew(
    record: ImportedRecord,
    undecided: Iterable[Open],
    rewritten: Collection[str],
    standing: Collection[str],
) -> None:
    """Bring what waits for a work that was imported again up to date.

    `rewritten` are the fields that were written anew: what waited in them and is named no more waits no
    longer. `standing` are those that hold what the record says: their undecided names wait.
    """
    places = Waiting.objects.filter(article=record.article_id, field__in=rewritten).select_related("question")
    undecided = list(undecided)
    named = {(one.field, one.authority, one.key, one.role) for one in undecided}
    gone = [
        place
        for place in (places if rewritten else ())
        if (place.field, place.question.authority, place.question.key, place.role) not in named
    ]
    Waiting.objects.filter(pk__in=[place.pk for place in gone]).delete()
    OpenName.objects.filter(pk__in={place.question_id for place in gone}).recount()
    keep([(record, [one for one in undecided if one.field in standing])])


def recall(article_id: int, work: Work, matcher: Matcher) -> None:
    """Put into a work what editors have decided for this very article; a query where names are undecided."""
    if not work.undecided:
        return
    settled = Waiting.objects.settled().filter(article=article_id, effect=Waiting.Effect.LINKED)
    decided = {
        (place.field, place.question.authority, place.question.key, place.role): place.settled_id
        for place in settled.select_related("question")
    }
    left: list[Open] = []
    for one in work.undecided:
        target = decided.get((one.field, one.authority, one.key, one.role))
        record = matcher.authority(one.authority).one(target) if target else None
        if record is None or not _put(work, one, record):
            left.append(one)
    work.undecided = left


def _put(work: Work, one: Open, record: object) -> bool:
    """Put a record into its place in the work; say whether there was one."""
    if one.field == "authors":
        for at, (person, author) in enumerate(work.byline):
            if author is None and (person.name, person.role[:40]) == (one.name, one.role):
                work.byline[at] = person, record  # type: ignore[assignment]
                return True
        return False
    if one.field in OWNERS:
        work.columns[one.field] = {f"{OWNERS[one.field]}_id": record.pk}  # type: ignore[attr-defined]
        return True
    rows = work.terms[one.field] if one.field in FACET_FIELDS else work.centers
    if record not in rows:
        rows.insert(one.position, record)  # type: ignore[arg-type]
    return True


def _questions(undecided: Iterable[Open]) -> dict[tuple[str, str], OpenName]:
    """Return the questions that undecided names ask, by authority and key; those that are new are kept."""
    wanted = {(one.authority, one.key): one.name for one in undecided}
    asked = OpenName.objects.filter(
        authority__in={authority for authority, _ in wanted}, key__in={key for _, key in wanted}
    )
    known = {(question.authority, question.key): question for question in asked}
    new = [
        OpenName(authority=authority, key=key, name=name)
        for (authority, key), name in wanted.items()
        if (authority, key) not in known
    ]
    for question in OpenName.objects.bulk_create(new):
        known[question.authority, question.key] = question
    return {pair: known[pair] for pair in wanted}
