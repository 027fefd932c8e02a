"""Writing what records say: articles and all that hangs on them, with the memory of where they came from.

A batch is one transaction. A record whose digest has been seen is left alone without a write. New records
are written in bulk (`creating`); changed ones field by field, three ways (`updating`).
"""

from __future__ import annotations

import hashlib
import time
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from itertools import batched
from typing import Any

from django.db import DatabaseError, OperationalError, transaction
from django.db.models import Count

from archive.importing.bodies import ask_ahead
from archive.importing.creating import create
from archive.importing.durability import end_without_the_disk
from archive.importing.evidence import keep_captures
from archive.importing.journal import Journal
from archive.importing.matching import Matcher
from archive.importing.media import ELSEWHERE, Keeper
from archive.importing.models import Capture, ImportedRecord, ImportRun, Outcome
from archive.importing.preparing import claimed, prepare
from archive.importing.records import Known, Reading
from archive.importing.resolving import FACET_FIELDS, Work, resolve, source_key
from archive.importing.updating import update

MAP_OF = "map of run"
"""Where the context of a record tells with which run's mapping its evidence was read."""
TRIES = 4
"""How often a batch is begun again where the database was busy or chose it as the victim of a deadlock."""


@dataclass(slots=True)
class Claim:
    """One reading on its way into the archive, and what became of it."""

    reading: Reading
    key: str
    values: dict[str, Any]
    digest: str
    outcome: Outcome = Outcome.UNCHANGED
    article_id: int | None = None

    @property
    def file(self) -> str:
        """The name of the file it was read from."""
        return self.reading.source.name[-1000:]

    def remember(self, run: ImportRun, known: ImportedRecord | None = None, **values: Any) -> ImportedRecord:
        """Return the imported record for the claim, new or the known one brought up to date; unsaved."""
        record = known or ImportedRecord(source_key=self.key, file=self.file, first_run=run)
        record.where = self.reading.where[:60]
        record.format = self.reading.format
        record.context = self.reading.context
        if run.mapping:
            record.context = {**record.context, MAP_OF: run.pk}
        record.outcome = self.outcome
        record.last_run = run
        record.digest = self.digest
        record.values = self.values
        record.faults = [str(fault) for fault in self.reading.faults]
        for name, value in values.items():
            setattr(record, name, value)
        return record


def claim_of(reading: Reading) -> Claim:
    """Return the claim of a reading: its key, its values (the body as a digest) and their digest."""
    record = reading.record
    if reading.known:
        return Claim(
            reading, reading.known.source_key, {}, reading.known.digest, article_id=reading.known.article_id
        )
    if record is None:
        return Claim(reading, place_of(reading), {}, _digest(reading.data), Outcome.REJECTED)
    values, digest = reading.prepared.claimed if reading.prepared else claimed(reading)
    return Claim(reading, reading.identity or source_key(record, reading.data), values, digest)


def place_of(reading: Reading) -> str:
    """Return the key under which a rejected reading is remembered: it has no identity but its place."""
    return f"{reading.source.name}#{reading.where}"[-1000:]


@dataclass(slots=True)
class Saver:
    """Writes the readings of one run, batch by batch; remembers which file claimed which identity first.

    With `rereading` the readings are kept evidence: one from another place of its file than the record
    of its identity made no work then, and makes none now.

    `first_files` holds a hash and the number of a file, some hundred bytes a record; `noted` is what the
    current batch added to it.
    `left` holds the keys of imported records that were found as they stood, by the outcome that was told.
    """

    run: ImportRun
    draft: bool = False
    rereading: bool = False
    keeper: Keeper = field(default_factory=Keeper)
    journal: Journal = field(init=False)
    matcher: Matcher = field(init=False)
    files: dict[str, int] = field(default_factory=dict)
    first_files: dict[int, int] = field(default_factory=dict)
    noted: list[int] = field(default_factory=list)
    left: dict[Outcome, array[int]] = field(default_factory=lambda: defaultdict(lambda: array("q")))

    def __post_init__(self) -> None:
        self.journal = Journal(self.run)
        self.matcher = Matcher(self.journal)

    def recognise(self, readings: list[Reading]) -> None:
        """Tell which readings need no parsing: the same bytes of the same file were imported. One query.

        Where files are to be fetched, all are parsed: some of theirs may be missing.
        """
        if self.keeper.fetch:
            return
        waiting: defaultdict[tuple[str, str], list[Reading]] = defaultdict(list)
        for reading in readings:
            if reading.parse:
                waiting[_digest(reading.data), reading.source.name[-1000:]].append(reading)
        records = ImportedRecord.objects.filter(capture__digest__among={digest for digest, _ in waiting})
        records = records.exclude(outcome=Outcome.REJECTED)
        columns = ("capture__digest", "file", "pk", "source_key", "digest", "article_id")
        for digest, file, *known in records.values_list(*columns) if waiting else ():
            for reading in waiting.get((digest, file), ()):
                reading.known = Known(*known)

    def save(self, readings: list[Reading]) -> list[Claim]:
        """Write a batch in one transaction; return what became of each reading, in order.

        A busy database is asked again. Where it refuses the batch, its readings are written one by one, so
        that only the one that is at fault is rejected. Raises what the database raised where it cannot
        even keep that.
        """
        readings = prepare(readings)
        before = [(reading.record, len(reading.faults)) for reading in readings]
        if self.keeper.fetch:
            self._ask_ahead([claim_of(reading) for reading in readings])
        for attempt in range(TRIES):
            claims = [claim_of(reading) for reading in readings]
            try:
                return self._save(claims)
            except (DatabaseError, ValueError) as error:
                for reading, (record, told) in zip(readings, before, strict=True):
                    reading.record = record
                    del reading.faults[told:]
                refusal = error
            if not isinstance(refusal, OperationalError) or transaction.get_connection().in_atomic_block:
                break
            time.sleep(0.2 * 2**attempt)
        if isinstance(refusal, OperationalError) or (len(readings) == 1 and readings[0].record is None):
            raise refusal
        if len(readings) > 1:
            return [claim for reading in readings for claim in self.save([reading])]
        reading = readings[0].reject(
            f"could not be written: {str(refusal).strip().splitlines()[0]}",
            remedy="Mend the record, or report the sentence above",
        )
        return self.save([reading])

    def recount(self) -> Counter[Outcome]:
        """Count in the database what this run has done, by outcome, whatever was told meanwhile."""
        records = ImportedRecord.objects.filter(last_run=self.run).order_by()
        counted = Counter(dict(records.values_list("outcome").annotate(Count("pk"))))
        for outcome, keys in self.left.items():
            for some in batched(keys, 5000):
                standing = set(ImportedRecord.objects.filter(pk__among=some).values_list("pk", flat=True))
                counted[outcome] += sum(key in standing for key in some)
        return Counter({Outcome(outcome): number for outcome, number in counted.items()})

    def _save(self, claims: list[Claim]) -> list[Claim]:
        self.noted.clear()
        marks = {outcome: len(keys) for outcome, keys in self.left.items()}
        try:
            with transaction.atomic():
                end_without_the_disk()
                self._write(claims)
                for name in self.keeper.stored:
                    self.journal.stored(name)
                self.journal.write()
        except (DatabaseError, ValueError):
            self.journal.forget()
            self.matcher = Matcher(self.journal)
            for slot in self.noted:
                self.first_files.pop(slot, None)
            for outcome, keys in self.left.items():
                del keys[marks.get(outcome, 0) :]
            raise
        self.keeper.stored.clear()
        return claims

    def _write(self, claims: list[Claim]) -> None:
        known = _known(claims)
        self._look_up_names(claims, known)
        waiting: dict[str, tuple[Claim, Work]] = {}
        for claim in claims:
            records = known[claim.key]
            if claim.outcome == Outcome.REJECTED:
                self._remember_rejected(claim, records)
                continue
            rank = self._rank(claim)
            if claim.reading.known:
                if rank != "again" or _stands(claim.reading.known):
                    self.left[Outcome.UNCHANGED].append(claim.reading.known.record_id)
                    continue
                _read_after_all(claim)
                if claim.outcome == Outcome.REJECTED:
                    self._remember_rejected(claim)
                    continue
                records = known[claim.key] = _known([claim])[claim.key]
            if self._is_known(claim, records):
                continue
            if claim.key in waiting:
                self._create(waiting)
                records = known[claim.key] = _known([claim])[claim.key]
                if self._is_known(claim, records):
                    continue
            is_twin = self.rereading and _stands_elsewhere(claim, records)
            if is_twin and rank == "first":
                self._forget_rank(claim)
            if rank == "again" or is_twin:
                claim.reading.reject(
                    "stands in this file before, with other values; the first was kept",
                    field="id",
                    value=claim.key,
                    remedy="Give each record an identity of its own",
                )
                self._remember_rejected(claim)
                continue
            work = self._resolved(claim)
            if work is None:
                self._forget_rank(claim)
                self._remember_rejected(claim)
            elif records:
                capture = self._keep_capture(claim)
                record = update(
                    claim,
                    work,
                    records,
                    self.journal,
                    self.matcher,
                    capture,
                    parallel=rank == "other",
                    fetched=self.keeper.fetch,
                    draft=self.draft,
                )
                known[claim.key] = [record, *(one for one in records if one != record)]
            else:
                waiting[claim.key] = claim, work
        self._create(waiting)
        self._forget_rejected(claim for claim in claims if claim.outcome != Outcome.REJECTED)

    def _is_known(self, claim: Claim, records: list[ImportedRecord]) -> bool:
        """Say whether the archive knows what is claimed: then nothing is to be done.

        The file's own record tells, where there is one: what another file said once may be out of date.
        """
        own = [record for record in records if record.file == claim.file]
        same = [record for record in own or records if record.digest == claim.digest]
        if not same or (self.keeper.fetch and any(record.context.get(ELSEWHERE) for record in same)):
            return False
        claim.article_id = same[0].article_id
        self.left[Outcome.UNCHANGED].append(same[0].pk)
        return True

    def _ask_ahead(self, claims: list[Claim]) -> None:
        """Fetch the files of new records, and those that others lack, before anything is locked."""
        known = _known(claims)
        for claim in claims:
            same = [record for record in known[claim.key] if record.digest == claim.digest]
            if claim.reading.record and (not same or any(one.context.get(ELSEWHERE) for one in same)):
                ask_ahead(claim.reading, self.keeper)

    def _rank(self, claim: Claim) -> str:
        """Say whether the claim is the `first` of its identity in this run, is of an `other` file than the
        first, or comes `again` from its file."""
        key, file = hash(claim.key), self._number(claim.file)
        first = self._note(key, file)
        if first is None:
            return "first"
        if first == file or self._note(hash((key, file)), file) is not None:
            return "again"
        return "other"

    def _forget_rank(self, claim: Claim) -> None:
        """Let another claim of the file stand for the identity: this one is rejected."""
        key, file = hash(claim.key), self._number(claim.file)
        self.first_files.pop(key if self.first_files.get(key) == file else hash((key, file)), None)

    def _number(self, file: str) -> int:
        """Return the number of a file, in the order in which the files come."""
        return self.files.setdefault(file, len(self.files))

    def _note(self, slot: int, mark: int) -> int | None:
        """Note a mark in a slot that is free and return None; return the mark of a slot that is taken."""
        if slot in self.first_files:
            return self.first_files[slot]
        self.first_files[slot] = mark
        self.noted.append(slot)
        return None

    def _resolved(self, claim: Claim) -> Work | None:
        try:
            return resolve(claim.reading, self.matcher, self.keeper)
        except ValueError as error:
            claim.reading.reject(str(error), field="body", remedy="Shorten or split the record")
            return None

    def _create(self, waiting: dict[str, tuple[Claim, Work]]) -> None:
        if waiting:
            captures = keep_captures(
                (claim.reading for claim, _ in waiting.values()), dry_run=self.keeper.dry_run
            )
            create(list(waiting.values()), self.run, self.matcher, captures, draft=self.draft)
            waiting.clear()

    def _forget_rejected(self, claims: Iterable[Claim]) -> None:
        """Forget that these were rejected at an earlier time: their place is kept by what they are now."""
        places = {place_of(claim.reading) for claim in claims}
        for row in ImportedRecord.objects.filter(source_key__among=places, outcome=Outcome.REJECTED):
            if _slot_of_rejected(row.source_key, row.file) not in self.first_files:
                self.journal.removed(row)
                row.delete()

    def _remember_rejected(self, claim: Claim, records: Iterable[ImportedRecord] = ()) -> None:
        claim.outcome = Outcome.REJECTED
        claim.key = place_of(claim.reading)
        if self._note(_slot_of_rejected(claim.key, claim.file), 0) is not None:
            claim.key = f"{claim.key}#{claim.digest[:16]}"[-1000:]
            records = ()
        stored = records or ImportedRecord.objects.filter(source_key=claim.key)
        same = next((record for record in stored if record.file == claim.file), None)
        if same and same.digest == claim.digest:
            self.left[Outcome.REJECTED].append(same.pk)
            return
        capture = self._keep_capture(claim)
        if same:
            self.journal.changed(same, same.standing())
        claim.remember(self.run, same, capture=capture).save()

    def _keep_capture(self, claim: Claim) -> Capture:
        return keep_captures([claim.reading], dry_run=self.keeper.dry_run)[claim.reading.data]

    def _look_up_names(self, claims: Iterable[Claim], known: dict[str, list[ImportedRecord]]) -> None:
        """Find all names of the batch in a few queries."""
        seen = {record.digest for records in known.values() for record in records}
        fresh = [one.reading.record for one in claims if one.reading.record and one.digest not in seen]
        centers = sorted({name for one in fresh for name in [*one.centers, one.primary_center] if name})
        self.matcher.centers.look_up(centers)
        self.matcher.people.look_up({person.name for record in fresh for person in record.authors})
        self.matcher.outlets.look_up({record.source for record in fresh if record.source})
        for name, facet in FACET_FIELDS.items():
            self.matcher.terms(facet).look_up({value for record in fresh for value in getattr(record, name)})


def _slot_of_rejected(place: str, file: str) -> int:
    return hash(("rejected", place, file))


def _known(claims: Iterable[Claim]) -> defaultdict[str, list[ImportedRecord]]:
    """The imported records of these identities, the last changed first."""
    known: defaultdict[str, list[ImportedRecord]] = defaultdict(list)
    for record in ImportedRecord.objects.filter(
        source_key__among={claim.key for claim in claims if not claim.reading.known}
    ).order_by("-changed_at", "-pk"):
        known[record.source_key].append(record)
    return known


def _stands(known: Known) -> bool:
    """Say whether a record that was recognised is still as it was then: it may have changed in this run."""
    return ImportedRecord.objects.filter(pk=known.record_id, digest=known.digest).exists()


def _stands_elsewhere(claim: Claim, records: Iterable[ImportedRecord]) -> bool:
    """Say whether the file has its record of the identity from another place than the claim's."""
    where = claim.reading.where[:60]
    return any(record.file == claim.file and record.where != where for record in records)


def _read_after_all(claim: Claim) -> None:
    """Parse a reading that was recognised."""
    claim.reading.known = None
    fresh = claim_of(prepare([claim.reading])[0])
    for slot in fields(claim):
        setattr(claim, slot.name, getattr(fresh, slot.name))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
