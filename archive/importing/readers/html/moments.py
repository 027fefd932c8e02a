"""Days as metadata and pages write them. The day as written counts; no time zone ever moves it."""

from __future__ import annotations

import datetime
import re

from archive.text import dates, strings
from archive.text.dates import PartialDate

_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:$|[T ,;]).{0,60}")
_SLASHED_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})(?:[/.](\d{1,2}))?(?:$|[T ,;].{0,60})")
_RUN_TOGETHER = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?")
_EPOCH = re.compile(r"\d{9,10}(?:\d{3})?")
_NUMBERS = re.compile(
    r"(?:[^\W\d_]{2,12}\.?,?\s+)?(\d{1,2})[/.-](\d{1,2})[/.-]((?:19|20)\d{2})(?:\s*[-–,"
    r"|@]?\s*(?:at\s*)?\d{1,2}[:.]\d{2}.{0,30})?"
)
_TIME_BEHIND = re.compile(
    r"(?i)\s*(?:[-–,|@•]|\bat\b|\bà\b|\bв\b"
    r"|\bum\b)?\s*\d{1,2}(?:[:.h]\d{2}){1,2}(?:\.\d+)?\s*(?:[ap]\.?m\.?)?\s*(?:\(?[A-Z]{2,5}\)?)?(?:[+-]\d{2}:?\d{2})?\s*$"
)
_DAY_FIRST = frozenset("en-GB en-IE en-AU en-NZ en-ZA en-IN en-NG en-KE en-MT en-SG".split())
_NO_DAY = re.compile(r"0{4}-00|0001-|-\d|1970-01-01T00:00:00|1969-12-31T\d\d:\d\d:\d\d|1900-01-01T00:00:00")


class NotUnderstood(ValueError):
    """Words that are no day; the message is them."""


def read(value: str, language: str = "") -> PartialDate:
    """Return the day, month or year that a value of metadata names. Raises `NotUnderstood`."""
    text = strings.tidy(value, 200).strip(" .,;")
    if not text or _NO_DAY.match(text):
        raise NotUnderstood(text)
    try:
        return _read(text, language)
    except ValueError:
        raise NotUnderstood(text) from None


def _read(text: str, language: str) -> PartialDate:
    for shape in (_ISO_DAY, _SLASHED_YEAR_FIRST, _RUN_TOGETHER):
        found = shape.fullmatch(text)
        if found:
            year, month, day = (int(part) if part else None for part in found.groups())
            return PartialDate(int(year or 0), month, day)
    if _EPOCH.fullmatch(text):
        seconds = int(text) / (1000 if len(text) > 10 else 1)
        day_then = datetime.datetime.fromtimestamp(seconds, datetime.UTC).date()
        return PartialDate(day_then.year, day_then.month, day_then.day)
    found = _NUMBERS.fullmatch(text)
    if found:
        order = "de" if language in _DAY_FIRST or "." in text[: found.end(2) + 1] else language
        return dates.parse_printed("/".join(found.groups()), order)
    try:
        return dates.parse_iso(text)
    except ValueError:
        pass
    try:
        return dates.parse_printed(text, language)
    except ValueError:
        printed = dates.find_printed(text)
        if printed is not None:
            return printed
        return dates.parse_printed(_TIME_BEHIND.sub("", text), language)


def printed(line: str, language: str = "") -> PartialDate | None:
    """Return the day that a whole printed line names, after a label or not; None for any other line."""
    if len(line) > 120 or not any(sign.isdigit() for sign in line):
        return None
    day = dates.find_printed(line)
    if day is not None and (day.precision == "day" or dates.has_label(line) or len(line) < 20):
        return day
    found = _LABELLED.fullmatch(line)
    if found is None:
        return None
    try:
        return read(found["day"], language)
    except NotUnderstood:
        return None


_LABELLED = re.compile(
    r"(?i)(?:(?:first |originally |article |date )?(?:published|posted|submitted|released|issued"
    r"|date|dated|created)"
    r"(?:\s+(?:on|date|at))?\s*[:\s]\s*|дата\s*(?:публикации)?\s*:\s*|日期\s*[：:]\s*"
    r"|发布时间\s*[：:]\s*)?(?P<day>.{6,60})"
)
_WITHIN = re.compile(
    r"(?i)\b(?:on|posted|published|submitted)\s+(?:[a-z]{3,9},?\s+)?"
    r"([a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d"
    r"|\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9}\.?,? (?:19|20)\d\d)"
)


def within(text: str) -> PartialDate | None:
    """Return the day in a sentence such as "This entry was posted on Tuesday, June 3rd, 2008 at 10:12 am"."""
    found = _WITHIN.search(text[:400])
    return dates.find_printed(found[1]) if found else None


_UPDATED = re.compile(
    r"(?i)(?:last\s+)?(?:updated|modified|reviewed|revised|changed)\b|обновлено|mis à jour|更新"
)


def is_update(line: str) -> bool:
    """Say whether a printed line tells when a page was changed, which is not when it came out."""
    return bool(_UPDATED.match(line))


def agree(one: PartialDate, other: PartialDate) -> bool:
    """Say whether two days may be one, of which the vaguer leaves out what it does not know."""
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(a is None or b is None or a == b for a, b in pairs)
