"""The pages of one web archive, each read once: the newest capture that is an article."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from archive.importing.readers import html
from archive.importing.readers.html.page import LARGEST
from archive.importing.readers.warc import bodies, index, walking
from archive.importing.readers.warc.index import Capture, Index, Opened
from archive.importing.records import Reading, Readings, Source
from archive.text import strings
from archive.text.addresses import normalise

LARGEST_RAW = 2 * LARGEST
MOST_TRIED = 5
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)


def read(source: Source, path: Opened, member: str = "") -> Readings:
    """Yield a reading for each page of HTML in `path`, then one for each place where it is broken.

    `member` names the part of a zip that is being read.
    """
    try:
        known = Index(path)
    except walking.OneMember:
        if not isinstance(path, Path):
            yield Reading(source, b"", member).reject(
                "is compressed as a whole, so that nothing in it can be found",
                remedy="Unpack it, or compress each record",
            )
            return
        known = Index(index.inflated(path))
    for address, captures in known.pages():
        yield _page(source, known, address, captures, member)
    if not known.records and not known.breaks:
        yield Reading(source, b"", member).reject("holds no records", remedy="Copy the file again")
    for offset, problem in known.breaks:
        yield Reading(source, b"", _where(member, offset)).reject(
            f"{problem}; all other records were read", remedy="Copy the file again from where it came"
        )


def _page(source: Source, known: Index, address: str, captures: list[Capture], member: str) -> Reading:
    """Return the reading of the newest capture that is an article; of the newest, where none is."""
    newest: Reading | None = None
    for capture in captures[:MOST_TRIED]:
        reading = _capture(source, known, address, capture, member)
        newest = newest or reading
        if reading.record is not None:
            older = [other for other in captures if other is not capture]
            if older:
                behind = "" if reading is newest else ", for the newer ones are no article"
                reading.fault(
                    f"was captured {len(captures)} times with different content; the capture of"
                    f" {_day(capture.date)} was read{behind}",
                    field="url", value=address,
                )  # fmt: skip
            twin = _other_presentation(source, known, reading, address, member)
            if twin:
                return reading.reject(
                    f"is another presentation of {twin}, which this file has too",
                    remedy="Leave it out of the import",
                )
            reading.companion = known.companion
            return reading
    return newest or Reading(source, b"", member).reject("cannot be read", field="url", value=address)


def _capture(source: Source, known: Index, address: str, capture: Capture, member: str) -> Reading:
    where = _where(member, capture.offset, address)
    with known.path.open("rb") as file:
        record = walking.record_at(file, capture.offset)
        if record is None:
            return Reading(source, b"", where).reject("cannot be read again", remedy="Copy the file again")
        try:
            data = bodies.decoded(record, LARGEST_RAW)
        except bodies.Damaged as error:
            return Reading(source, b"", where).reject(str(error), remedy="Capture the page again")
        promised = _cut(record, data)
    if promised:
        return Reading(source, data, where, format=html.NAME, context=_context(record, address)).reject(
            promised, remedy="Capture the page again"
        )
    return html.read_page(source, data, _context(record, address), where)


def _context(record: Any, address: str) -> dict[str, Any]:
    headers = record.http_headers if record.rec_type == "response" else record.rec_headers
    found = _CHARSET.search(headers.get_header("Content-Type") or "")
    context: dict[str, Any] = {"address": address, "target": True}
    if found:
        context["charset"] = found[1]
    return context


def _cut(record: Any, data: bytes) -> str:
    """Return what is wrong with a page that did not arrive whole; "" where it did, or shows its end."""
    if b"</html" in data[-2_000:].lower() or b"</body" in data[-2_000:].lower():
        return ""
    reason = record.rec_headers.get_header("WARC-Truncated")
    if reason:
        return f"was cut off by the crawler ({strings.tidy(reason, 40)})"
    headers = record.http_headers
    said = (headers.get_header("Content-Length") or "") if headers is not None else ""
    if said.isdigit() and not headers.get_header("Content-Encoding") and len(data) < int(said):
        return f"is cut off: {len(data):,} of {int(said):,} bytes arrived"
    return ""


def _other_presentation(source: Source, known: Index, reading: Reading, address: str, member: str) -> str:
    """Return the canonical address of a page for print or telephones, where the archive has it too."""
    canonical = str(reading.context.pop("canonical", "") or "")
    if not canonical or normalise(canonical) == normalise(address):
        return ""
    captures = known.captures_of(canonical)
    if not captures:
        return ""
    other = _capture(source, known, canonical, captures[0], member)
    if other.record is None or reading.record is None:
        return ""
    same = strings.loose_key(other.record.title) == strings.loose_key(reading.record.title)
    return canonical if same else ""


def _day(date: str) -> str:
    return f"{date[:4]}-{date[4:6]}-{date[6:8]}" if date.strip("0") else "an unknown day"


def _where(member: str, offset: int, address: str = "") -> str:
    return ", ".join(filter(None, (member, f"byte {offset:,}", address[:300])))
