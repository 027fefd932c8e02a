"""What can be done with a reading before the archive is asked: parsing, cleaning, analysing, packing.

It is half of the work of an import, and a second process does it for the next batch while this one writes.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from archive.articles.search import Texts, analyse
from archive.importing.bodies import clean_body
from archive.importing.columns import Own, own_columns
from archive.importing.evidence import PackedBytes
from archive.importing.helper import helper
from archive.importing.records import Reading, Record
from archive.text.excerpts import word_count
from archive.text.html import Cleaned, HtmlRefused

WORTH_A_PROCESS = 3_000_000
"""Bytes to read from which a second process is started; it takes a second to begin."""


class Prepared(NamedTuple):
    """The body of a reading's record, clean and its words counted, and what the record says by itself.

    `texts` is what the index of the search keeps, `packed` the evidence as it will be kept, `claimed` what
    the record claims (see `claimed`).
    """

    cleaned: Cleaned
    words: int
    own: Own
    texts: Texts
    packed: PackedBytes
    claimed: Claimed


def prepare(readings: Iterable[Reading]) -> list[Reading]:
    """Return the readings parsed and with their bodies cleaned; a body that is refused is left for later."""
    return [_prepared(reading) for reading in readings]


def _prepared(reading: Reading) -> Reading:
    if reading.known:
        return reading
    if reading.parse:
        parse, reading.parse = reading.parse, None
        reading = parse(reading)
    if reading.record and reading.prepared is None:
        with suppress(HtmlRefused):
            reading.prepared = _of_record(reading, reading.record)
    return reading


def _of_record(reading: Reading, record: Record) -> Prepared:
    """Raises `HtmlRefused` for a body beyond the limits."""
    cleaned = clean_body(record.body)
    own = own_columns(record, cleaned.text)
    title, deck = own.columns["title"]["title"], own.columns["deck"]["deck"]
    return Prepared(
        cleaned,
        word_count(cleaned.text),
        own,
        analyse(title, deck, cleaned.html, own.language),
        PackedBytes.of(reading.data),
        claimed(reading),
    )


Claimed = tuple[dict[str, Any], str]


def claimed(reading: Reading) -> Claimed:
    """Return the values that a record claims, its body as a digest, and the digest (SHA-256) of them all."""
    record = reading.record
    assert record is not None
    values = record.model_dump(exclude_defaults=True)
    values["inferred"] = sorted(reading.inferred)
    whole = hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    if record.body:
        values["body"] = f"sha256:{hashlib.sha256(record.body.encode()).hexdigest()}"
    return values, whole


Batch = list[Reading]


def prepared_batches(batches: Iterable[Batch], size: int) -> Iterator[Batch]:
    """Yield batches with every reading prepared, in order; `size` is the number of bytes there are in all.

    Where it is worth it and there is a second core, another process prepares the next batch meanwhile. It is
    started when the first batch comes that holds something new.
    """
    if size < WORTH_A_PROCESS or len(os.sched_getaffinity(0)) < 2:
        for batch in batches:
            yield prepare(batch)
        return
    batches = iter(batches)
    for batch in batches:
        if any(_can_travel(one) for one in batch):
            with helper() as connection:
                yield from _ahead(chain([batch], batches), connection)
        else:
            yield prepare(batch)


def _ahead(batches: Iterable[Batch], connection: Connection) -> Iterator[Batch]:
    """One batch is always with the helper while the one before it is written here."""
    under_way: Batch | None = None
    for batch in batches:
        done = _take(connection, under_way)
        _hand_over(connection, batch)
        under_way = batch
        if done is not None:
            yield done
    if (done := _take(connection, under_way)) is not None:
        yield done


def _hand_over(connection: Connection, batch: Batch) -> None:
    """Send what is not prepared yet; what carries files of its source along stays here."""
    travelling = pickle.dumps([one for one in batch if _can_travel(one)], pickle.HIGHEST_PROTOCOL)
    with suppress(OSError):
        connection.send_bytes(travelling)


def _take(connection: Connection, batch: Batch | None) -> Batch | None:
    if batch is None:
        return None
    try:
        arrived = iter(pickle.loads(connection.recv_bytes()))  # noqa: S301 - what our own process sends
    except (EOFError, OSError):  # it was killed: nothing is lost, the work is done here
        return prepare(batch)
    return [next(arrived) if _can_travel(one) else _prepared(one) for one in batch]


def _can_travel(reading: Reading) -> bool:
    return reading.companion is None and reading.known is None
