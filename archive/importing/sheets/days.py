"""Days as sheets write them. Which of 12/02/2014 is the month, only the whole column can tell."""

from __future__ import annotations

import datetime
import re

from archive.importing.mapping import EXCEL
from archive.text import dates
from archive.text.dates import PartialDate
from archive.text.months import WEEKDAYS
from archive.text.strings import tidy

DAY_FIRST, MONTH_FIRST, MIXED = "day first", "month first", "mixed"

_LONGEST = 100
_NUMBERS = re.compile(r"(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})")
_TIME = re.compile(
    r"(?i)(?:\s*[-–,]\s*|\s+(?:at|à|в)\s+|\s+|T)\d{1,2}[:h]\d{2}(?:[:.]\d{2}(?:[.,]\d{1,9})?)?"
    r"\s*(?:[ap]\.?\s?m\.?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?$"
)
_WEEKDAY = re.compile(
    rf"(?i)^(?:{'|'.join(sorted(map(re.escape, WEEKDAYS), key=len, reverse=True))})[.,]*\s+"
)
_COMPACT = re.compile(r"([12]\d{3})(\d{2})(\d{2})")
_DOTTED = re.compile(r"([12]\d{3})\.(\d{1,2})\.(\d{1,2})\.?")
_YEAR_FIRST = re.compile(r"([12]\d{3})[-/](\d{1,2})(?:[-/](\d{1,2}))?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.-]([12]\d{3})")
_NAMED = re.compile(r"(?:(\d{1,2})[-/ .]+)?([^\W\d_]{3,10})\.?[-/ .]+'?(\d{2})")
_WHOLE = re.compile(r"([12]\d{3})\.0+")
_SECONDS = re.compile(r"[1-9]\d{8,9}(?:\.\d+)?")
_LATEST_SECOND = 4_102_444_800
_EXCEL_START = datetime.date(1899, 12, 30)
_DAY_SIGNS = re.compile(r"%-?(?:d|j|e|c|x|D|F)")
_MONTH_SIGNS = re.compile(r"%-?(?:m|b|B)")


class Ambiguous(ValueError):
    """A date that can be read as two days: `readings`, the day first and the month first, in ISO."""

    def __init__(self, text: str, readings: tuple[str, str]) -> None:
        super().__init__(f'"{text}" can be read as {readings[0]} or as {readings[1]}.')
        self.readings = readings


def read(text: str, *, given: str = "", order: str = "") -> str:
    """Return a cell's date as ISO (a year, a month, a day or an instant).

    `given` is the mapping's format, `order` one of the above as the whole column shows it. Raises
    `Ambiguous`, or `ValueError` with a sentence, for what is no date or could be two.
    """
    text = tidy(text[:_LONGEST])
    if given == EXCEL:
        return _from_excel(text)
    if given:
        return _by_format(text, given)
    try:
        dates.parse_iso(text)
    except ValueError:
        return str(_read(text, order))
    return text


def order_of(text: str) -> str:
    """Return the order that a cell proves (12/31/2014, 31/12/2014); "" where it proves none."""
    numbers = _NUMBERS.fullmatch(_bare(tidy(text[:_LONGEST])))
    if numbers is None or numbers[2] == ".":
        return ""
    first, second = int(numbers[1]), int(numbers[3])
    if first > 12 >= second:
        return DAY_FIRST
    return MONTH_FIRST if second > 12 >= first else ""


def _bare(text: str) -> str:
    """Return a date without its time of day and its weekday."""
    return _WEEKDAY.sub("", _TIME.sub("", text).strip(" ,-"))


def _read(text: str, order: str) -> PartialDate:
    bare = _bare(text)
    numbers = _NUMBERS.fullmatch(bare)
    if numbers:
        return _numeric(text, numbers, order)
    for pattern in (_COMPACT, _DOTTED, _YEAR_FIRST, _WHOLE):
        found = pattern.fullmatch(bare)
        if found:
            return PartialDate(*(int(part) for part in found.groups() if part))
    found = _MONTH_YEAR.fullmatch(bare)
    if found:
        return PartialDate(int(found[2]), int(found[1]))
    if _SECONDS.fullmatch(text) and float(text) < _LATEST_SECOND:
        moment = datetime.datetime.fromtimestamp(float(text), datetime.UTC)
        return PartialDate(moment.year, moment.month, moment.day)
    found = _NAMED.fullmatch(bare)
    if found:
        bare = f"{found[1] or ''} {found[2]} {_year(found[3])}".strip()
    try:
        return dates.parse_printed(bare)
    except ValueError:
        if bare == text:
            raise
        return dates.parse_printed(text)


def _numeric(text: str, numbers: re.Match[str], order: str) -> PartialDate:
    first, second, year = int(numbers[1]), int(numbers[3]), _year(numbers[4])
    if numbers[2] == "." or first > 12 or order == DAY_FIRST:
        return _day(year, second, first, text)
    if second > 12 or order == MONTH_FIRST:
        return _day(year, first, second, text)
    if first == second:
        return _day(year, first, second, text)
    raise Ambiguous(text, (str(PartialDate(year, second, first)), str(PartialDate(year, first, second))))


def _day(year: int, month: int, day: int, text: str) -> PartialDate:
    try:
        return PartialDate(year, month, day)
    except ValueError as error:
        raise ValueError(f'"{text}" is not a date: {error}') from None


def _year(digits: str) -> int:
    """Return a year; two digits are those of 1969 to 2068, as POSIX has it."""
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) < 69 else 1900)


def _from_excel(text: str) -> str:
    try:
        days = int(float(text))
    except (ValueError, OverflowError):
        days = 0
    if not 60 < days < 120_000:
        try:
            return str(dates.parse_iso(text))
        except ValueError:
            pass
        raise ValueError(f'"{text}" is not the serial number of a day in a spreadsheet.')
    return str(_EXCEL_START + datetime.timedelta(days=days))


def _by_format(text: str, given: str) -> str:
    try:
        moment = datetime.datetime.strptime(text, given)  # noqa: DTZ007 - only the day counts
    except ValueError:
        try:
            return str(dates.parse_iso(text))
        except ValueError:
            raise ValueError(f'"{text}" is not a date of the form "{given}".') from None
    if _DAY_SIGNS.search(given):
        return str(PartialDate(moment.year, moment.month, moment.day))
    return str(PartialDate(moment.year, moment.month if _MONTH_SIGNS.search(given) else None))
