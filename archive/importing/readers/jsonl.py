"""Records, one JSON object a line: the archive's own interchange format (see `records.Record`).

Files may be of any size: they are read line by line. A line that is no object is rejected with its
number and the others are read; blank lines count for nothing.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from archive.importing import claims, untrusted
from archive.importing.records import Reading, Readings, Source

NAME = "jsonl"

LONGEST_LINE = 16_000_000
_OBJECT = re.compile(rb'\s*\{\s*(?:"|\}|$)')
_RECORD = re.compile(rb'\s*\{\s*["}]')
_ARRAY = re.compile(rb"\s*\[\s*[\[{]")
_SAMPLE = 40
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def recognises(head: bytes, name: str) -> bool:
    """Say whether most of the first lines of a file are JSON objects, or one array of them.

    A page capture may have its data layer on one line, the first or a later one: never a second object. So
    where the first line is none, because it is broken, two others must be.
    """
    if head.startswith(_UTF_16):
        head = head.decode("utf-16", "ignore").encode("utf-8", "ignore")
    head = head.removeprefix(b"\xef\xbb\xbf")
    if _ARRAY.match(head):
        return True
    lines = [line for line in head.split(b"\n")[:_SAMPLE] if line.strip()]
    if not lines or not (_RECORD.match(lines[0]) or sum(bool(_RECORD.match(line)) for line in lines) > 1):
        return False
    return sum(bool(_OBJECT.match(line)) for line in lines) * 2 > len(lines)


def read(source: Source) -> Readings:
    """Yield a reading for each line that is not blank."""
    with source.path.open("rb") as file:
        if file.read(2) in _UTF_16:
            yield Reading(source, b"").reject("is UTF-16", remedy="Save the file as UTF-8")
            return
        file.seek(0)
        for number, line in _lines(file):
            yield Reading(source, line, f"line {number}", parse=parse)


def parse(reading: Reading) -> Reading:
    """Return the reading of a line with its record, or with what rejects it."""
    if len(reading.data) > LONGEST_LINE:
        reading.data = b""
        return reading.reject(
            f"is longer than {LONGEST_LINE:,} bytes", remedy="Split the work, or attach it as a file"
        )
    try:
        text = reading.data.decode("utf-8")
    except UnicodeDecodeError as error:
        return reading.reject(f"is not UTF-8 at byte {error.start + 1}", remedy="Save the file as UTF-8")
    try:
        raw, twice = untrusted.load(text)
    except untrusted.NotAnObject as error:
        remedy = (
            "Write one object a line, not one array"
            if text.lstrip().startswith("[")
            else "Write one object a line"
        )
        return reading.reject(str(error), value=text.strip()[:80], remedy=remedy)
    for key in twice:
        reading.fault("is given twice; the first was used", field=key)
    if not (raw.get("id") or raw.get("url")):
        raw["id"] = f"record:{_digest(raw)}"
        reading.fault(
            "is missing, and so is an address; its content identifies it, and a changed copy is another one",
            field="id",
            remedy='Give it an "id" that does not change',
        )
    return claims.fill(reading, raw)


def _digest(raw: dict[str, object]) -> str:
    canonical = json.dumps(raw, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield numbered lines that are not blank; one that is too long is cut just over the limit."""
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        rest = line
        while not rest.endswith(b"\n") and len(rest) > LONGEST_LINE:
            rest = file.readline(LONGEST_LINE + 1)
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if line.strip():
            yield number, line.rstrip(b"\r\n")
