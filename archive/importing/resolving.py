"""A record resolved against the archive: what each of its fields would write.

`resolve` turns claims into column values and authority records, without touching the article;
`Work.state()` and `states.state_of(article)` describe both in one form, field by field, so that a claim,
what was written for it and what an editor made of it can be compared.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from archive.articles.search import Texts
from archive.centers.models import Center
from archive.fields import CleanHTML
from archive.importing.bodies import bring_in
from archive.importing.columns import LINES
from archive.importing.matching import REMEDY, Matcher, Undecided
from archive.importing.media import Attached, Keeper, Picture
from archive.importing.records import Person, Reading, Record
from archive.tags.models import Facet, Term
from archive.text import addresses
from archive.text.dates import parse_iso
from archive.text.html import HtmlRefused, clean
from archive.text.strings import tidy
from authors.models import Author

FACET_FIELDS = {
    "topics": Facet.TOPIC,
    "regions": Facet.REGION,
    "programs": Facet.PROGRAM,
    "projects": Facet.PROJECT,
    "collections": Facet.COLLECTION,
}
OWNERS = {"type": "kind", "blog": "series", "source": "outlet", "primary_center": "primary_center"}
LINKS = ("centers", "authors", *FACET_FIELDS, "attachments", "corrections")
FIELDS = (*LINES, "deck", "body", "language", "published", "image", *OWNERS, *LINKS)


@dataclass(frozen=True, slots=True)
class Open:
    """A name of a record that an editor has to decide: the question, and where the name stands in the work.

    `field` is the record's; `position` counts what stands before the name in it, `role` is that of a byline.
    """

    authority: str
    key: str
    name: str
    field: str
    role: str = ""
    position: int = 0


@dataclass(slots=True)
class Work:
    """What a record would write: `columns` of the article, and the rows that hang on it.

    `columns` is grouped by the record's field, since a field is taken or left as a whole. `texts` is
    what the index of the search keeps of its own words.
    """

    record: Record
    texts: Texts
    columns: dict[str, dict[str, Any]] = field(default_factory=dict)
    centers: list[Center] = field(default_factory=list)
    byline: list[tuple[Person, Author | None]] = field(default_factory=list)
    terms: dict[str, list[Term]] = field(default_factory=dict)
    attachments: list[Attached] = field(default_factory=list)
    corrections: list[tuple[dt.date, str]] = field(default_factory=list)
    undecided: list[Open] = field(default_factory=list)
    picture: Picture | None = None
    slug: str = ""
    legacy_address: str = ""
    words: int = 0

    def state(self) -> dict[str, Any]:
        """Describe every field as `states` describes an article's."""
        state = {name: shape(columns) for name, columns in self.columns.items()}
        state["image"] = self.picture.name if self.picture else ""
        state["centers"] = [center.pk for center in self.centers]
        state["authors"] = [
            [person.name, person.role, author and author.pk] for person, author in self.byline
        ]
        for name in FACET_FIELDS:
            state[name] = [term.pk for term in self.terms.get(name, [])]
        state["attachments"] = [one.state for one in self.attachments]
        state["corrections"] = [[day.isoformat(), text] for day, text in self.corrections]
        return state


def resolve(reading: Reading, matcher: Matcher, keeper: Keeper) -> Work:
    """Resolve the record of a prepared reading; what is wrong with it is noted as faults of the reading.

    Raises `ValueError` when the record cannot be kept at all (HTML beyond the limits).
    """
    record = reading.record
    assert record is not None
    cleaned = bring_in(reading, keeper)
    prepared = reading.prepared
    own = prepared.own
    for name, value, limit in own.cuts:
        reading.fault(f"is longer than {limit} characters and was cut", field=name, value=value)
    for loss in cleaned.losses:
        reading.fault(
            f"lost a part in cleaning: {loss}", field="body", remedy="Compare the page with its capture"
        )
    work = Work(
        record,
        prepared.texts,
        columns={**own.columns, "body": {"body": CleanHTML(cleaned.html)}},
        slug=own.slug,
        legacy_address=own.address,
        words=prepared.words,
    )
    _resolve_links(work, reading, matcher)
    _resolve_owners(work, reading, matcher)
    work.picture = keeper.picture(reading)
    work.attachments = keeper.attachments(reading)
    return work


def source_key(record: Record, data: bytes) -> str:
    """Return the identity of a record: its `id`, else its normalised `url`, else the digest of its bytes."""
    if record.id:
        return tidy(record.id, 1000)
    if record.url and (address := addresses.normalise(record.url)):
        return address[:1000]
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def release_of(record: Record) -> dt.datetime | None:
    """Return the instant before which readers may not see the work: the one that its record names, else its
    date, where that is still to come."""
    if record.release:
        return instant_of(record.release)
    instant = instant_of(record.published)
    return instant if instant and instant > timezone.now() else None


def instant_of(published: str) -> dt.datetime | None:
    """Return when a claimed date begins, in UTC where it names no zone; None for no date."""
    if not published:
        return None
    try:
        instant = dt.datetime.fromisoformat(published)
    except ValueError:
        instant = dt.datetime.combine(parse_iso(published).first_day, dt.time())
    return instant if instant.tzinfo else instant.replace(tzinfo=dt.UTC)


def _resolve_owners(work: Work, reading: Reading, matcher: Matcher) -> None:
    record = work.record
    kind = matcher.kind(record.type, record.type_label)
    if kind is not None and not kind.is_known:
        words = record.type or record.type_label
        reading.fault("is a kind that no editor has labelled yet; it was kept", field="type", value=words)
    work.columns["type"] = {"kind_id": kind and kind.pk}
    sides = {"blog": matcher.series, "source": matcher.outlets, "primary_center": matcher.centers}
    for name, authority in sides.items():
        value, found = getattr(record, name), None
        if value:
            try:
                found = authority.get(value)
            except Undecided as undecided:
                _leave_open(work, reading, undecided, name)
        work.columns[name] = {f"{OWNERS[name]}_id": found and found.pk}
    _furnish_centers(work, matcher)


def _furnish_centers(work: Work, matcher: Matcher) -> None:
    """Make the center that hosted the page, and give centers that imports have made the page's disclaimer."""
    record, centers = work.record, list(work.centers)
    if " " in record.host_center:
        with suppress(Undecided):
            centers.append(matcher.centers.get(record.host_center))
    for center in centers:
        if record.disclaimer and not center.disclaimer and matcher.made_by_import(center):
            center.disclaimer = record.disclaimer
            center.save(update_fields=["disclaimer"])
            if matcher.journal:
                matcher.journal.changed(center, {"disclaimer": ""})


def _resolve_links(work: Work, reading: Reading, matcher: Matcher) -> None:
    record = work.record
    work.centers = _each(work, reading, "centers", matcher.centers)
    for name, facet in FACET_FIELDS.items():
        work.terms[name] = _each(work, reading, name, matcher.terms(facet))
    named: set[tuple[int, str]] = set()
    for person in record.authors:
        try:
            author: Author | None = matcher.people.get(person.name)
        except Undecided as undecided:
            author = None
            _leave_open(work, reading, undecided, "authors", person.role[:40], len(work.byline))
        if author and (author.pk, person.role) in named:
            continue
        if author:
            named.add((author.pk, person.role))
        ours = {"name": tidy(person.name)[:300], "bio": _bio(reading, person)}
        work.byline.append((person.model_copy(update=ours), author))
    for amendment in record.corrections:
        work.corrections.append((parse_iso(amendment.date).first_day, tidy(amendment.text, multiline=True)))


def _bio(reading: Reading, person: Person) -> str:
    """Return the person's bio, clean; "" and a fault where it is HTML beyond the limits."""
    try:
        return CleanHTML(clean(person.bio).html) if person.bio else ""
    except HtmlRefused as refusal:
        reading.fault(f"has a bio that was left out: {refusal}", field="authors", value=person.name)
        return ""


def _each(work: Work, reading: Reading, name: str, authority: Any) -> list[Any]:
    """Resolve each value of a field once, in order."""
    found: dict[int, Any] = {}
    for value in getattr(work.record, name):
        try:
            record = authority.get(value)
        except Undecided as undecided:
            _leave_open(work, reading, undecided, name, position=len(found))
            continue
        found.setdefault(record.pk, record)
    return list(found.values())


def _leave_open(
    work: Work, reading: Reading, undecided: Undecided, name: str, role: str = "", position: int = 0
) -> None:
    """Note a name that waits for an editor, and say so."""
    reading.fault(f"was left undecided: it {undecided}", field=name, value=undecided.name, remedy=REMEDY)
    printed = tidy(undecided.name)[:300]
    work.undecided.append(Open(undecided.authority, undecided.key, printed, name, role, position))


def shape(columns: dict[str, Any]) -> Any:
    """Return one comparable value for the columns of a field; long texts as their digest."""
    values = [
        _digest(value) if isinstance(value, str) and len(value) > 200 else value for value in columns.values()
    ]
    values = [value.isoformat() if isinstance(value, dt.date) else value for value in values]
    return values[0] if len(values) == 1 else values


def _digest(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
