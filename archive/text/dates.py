"""Days, months and years as they are written: never an instant, never a time zone.

A date that is not understood is a `ValueError`, never today's date and never a guess.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache, total_ordering

from archive.text.months import LABELS, MONTHS, WEEKDAYS
from archive.text.strings import tidy

FIRST_YEAR, LAST_YEAR = 1000, 2999
_LONGEST = 200
"""Characters looked at: no date with its label is longer."""


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year. Years are 1000 to 2999, days are real ones of the calendar.

    Ordered by the first day; of two that begin alike the vaguer comes first.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(f"{self.year} is not a year between {FIRST_YEAR} and {LAST_YEAR}.")
        if self.month is None:
            if self.day is not None:
                raise ValueError(
                    f"Day {self.day} of {self.year} has no month; give the month or leave the day out."
                )
        elif not 1 <= self.month <= 12:
            raise ValueError(f"{self.month} is not a month; months are 1 to 12.")
        elif self.day is not None:
            try:
                datetime.date(self.year, self.month, self.day)
            except ValueError:
                raise ValueError(f"{self._numbers()} is not a day of the calendar.") from None

    @property
    def first_day(self) -> datetime.date:
        """The first day that it may mean: what lists are sorted by."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def precision(self) -> str:
        """What is known: "day", "month" or "year"."""
        return "day" if self.day else "month" if self.month else "year"

    def __str__(self) -> str:
        return self._numbers()

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._order() < other._order()

    def _order(self) -> tuple[int, int, int]:
        return (self.year, self.month or 0, self.day or 0)

    def _numbers(self) -> str:
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


_TIME = r"(?:[T ]\d{2}:?\d{2}(?::?\d{2}(?:[.,]\d{1,9})?)?\s?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?"
_ISO = re.compile(rf"(\d{{4}})(?:-(\d{{2}})(?:-(\d{{2}}){_TIME})?)?", re.ASCII | re.IGNORECASE)


def parse_iso(text: str) -> PartialDate:
    """Return the date of `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or an instant, of which the day as written counts.

    Raises `ValueError` with a sentence for anything else.
    """
    found = _ISO.fullmatch(text[:_LONGEST].strip())
    if found is None:
        raise ValueError(f'"{_shown(text)}" is not a date; write it as 2014, 2014-12 or 2014-12-02.')
    return _date(text, *found.groups())


def parse_printed(text: str, language: str = "") -> PartialDate:
    """Return the date that people print: "Sep 8, 2016", "8 сентября 2016 г.", "٨ أيلول ٢٠١٦", "2016年9月8日".

    English, French, Russian, Arabic, Chinese (and German, Spanish, Italian, Portuguese month names) are
    understood whatever `language` says; it only decides whether 08/09/2016 begins with the day. Raises
    `ValueError` with a sentence when the whole text is not one date.
    """
    line = _folded(text)
    found = _WEEKDAY.match(line)
    rest = line[found.end() :] if found else line
    date, end = _read(text, rest)
    if date is not None and not rest[end:].strip(" .,"):
        return date
    numbers = _SLASHED.fullmatch(rest)
    if numbers is not None:
        return _read_slashed(text, numbers, language)
    raise ValueError(
        f'"{_shown(text)}" is not understood as a date; write it as 2014-12-02 or "Dec 2, 2014".'
    )


def find_printed(text: str) -> PartialDate | None:
    """Return the date with which a line begins, after a label such as "Published on", or None.

    After the date the line ends, or goes on after a mark such as "|" or with a time of day: prose that
    begins with a date is no date line. Never raises: a label before a day that does not exist gives None.
    """
    line = _folded(text)
    for pattern in (_LABEL, _WEEKDAY):
        found = pattern.match(line)
        line = line[found.end() :] if found else line
    try:
        date, end = _read(text, line)
    except ValueError:
        return None
    return date if date is not None and _REST.match(line[end:]) else None


def _fold(text: str) -> str:
    """Return lower-case text without marks, so that "août" and "aout", "أيلول" and "ايلول" are one."""
    text = unicodedata.normalize("NFKD", text).casefold()
    return "".join(
        sign for sign in text if not unicodedata.combining(sign) and sign not in "\u0640\u200e\u200f\u061c"
    )


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """Return one line, folded, with ASCII digits, without bullets and Markdown emphasis."""
    line = _fold(tidy(text[:_LONGEST]))
    line = "".join(str(unicodedata.digit(sign)) if sign.isdecimal() else sign for sign in line)
    return " ".join(re.sub(r"[*_•]+|^[-–]\s", " ", line).split())


def _either(words: list[str] | dict[str, int]) -> str:
    return "|".join(sorted({re.escape(_fold(word)) for word in words}, key=len, reverse=True))


_MONTH_NUMBER = {_fold(name): number for name, number in MONTHS.items()}
_NOT_IN_WORD = r"(?![^\W\d_])"
_M = rf"(?P<month>{_either(MONTHS)}){_NOT_IN_WORD}(?:\s?/\s?(?P<again>{_either(MONTHS)}){_NOT_IN_WORD})?\.?"
_D = rf"(?P<day>\d{{1,2}})(?:-?(?:st|nd|rd|th|er|го|е){_NOT_IN_WORD}|[.ºª°](?=\s))?(?!\d)"
_Y = r"(?P<year>[12]\d{3})(?!\d)"
_ERA = rf"(?:\s?(?:года|году|год|г|м|م){_NOT_IN_WORD}\.?)?"
_OF = rf"(?:\s?(?:of|de|del|من){_NOT_IN_WORD}\s?)?"
_SHAPES = [
    re.compile(shape)
    for shape in (
        rf"{_D}[\s.,-]*{_OF}{_M}[\s,،-]*{_OF}{_Y}{_ERA}",
        rf"{_M}\s*{_D}[\s,،]+{_Y}",
        rf"{_M}[\s,،]*{_OF}{_Y}{_ERA}",
        r"(?P<year>[12]\d{3})\s?年(?:\s?(?P<number>\d{1,2})\s?月(?:\s?(?P<day>\d{1,2})\s?[日号號])?)?"
        r"(?:\s?[(（]?(?:星期|周|週|礼拜)[一二三四五六日天][)）]?)?",
        r"(?P<year>[12]\d{3})-(?P<number>\d{2})(?:-(?P<day>\d{2}))?(?!\d)",
        r"(?P<year>[12]\d{3})/(?P<number>\d{1,2})/(?P<day>\d{1,2})(?!\d)",
        r"(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year>[12]\d{3})(?!\d)",
        rf"{_Y}[\s,،]+{_M}(?:\s*{_D})?",
        rf"{_Y}{_ERA}(?![\d./-])",
    )
]
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/([12]\d{3})")
_WEEKDAY = re.compile(rf"(?:{_either(WEEKDAYS)}){_NOT_IN_WORD}[.,،]*\s*(?:the\s|le\s)?")
_LABEL = re.compile(rf"(?:{_either(LABELS)}){_NOT_IN_WORD}\s?[:：]?\s?")
_REST = re.compile(r"\.?\s?(?:$|[|·•,;()\[\]—–/-]|at\s\d|в\s\d|à\s\d|t?\d{1,2}[:.h]\d{2}|space$)")


def _read(text: str, line: str) -> tuple[PartialDate | None, int]:
    """Return the date at the start of a folded line and where it ends, or None and 0."""
    for shape in _SHAPES:
        found = shape.match(line)
        if found is None:
            continue
        named = found.groupdict()
        if named.get("again") and _MONTH_NUMBER[named["month"]] != _MONTH_NUMBER[named["again"]]:
            continue
        month = _MONTH_NUMBER[named["month"]] if named.get("month") else named.get("number")
        return _date(text, named["year"], month, named.get("day")), found.end()
    return None, 0


def _read_slashed(text: str, numbers: re.Match[str], language: str) -> PartialDate:
    first, second, year = (int(number) for number in numbers.groups())
    if first > 12 or first == second:
        return _date(text, year, second, first)
    if second > 12:
        return _date(text, year, first, second)
    if language and not language.lower().startswith("en"):
        return _date(text, year, second, first)
    raise ValueError(
        f'"{_shown(text)}" can be read as two days; write {year}-{first:02}-{second:02} or its reverse.'
    )


def _date(text: str, year: int | str, month: int | str | None, day: int | str | None) -> PartialDate:
    """Return the date of the parts; the error names the words it was read from."""
    try:
        return PartialDate(int(year), int(month) if month else None, int(day) if day else None)
    except ValueError as error:
        raise ValueError(f'"{_shown(text)}" is not a date: {error}') from None


def _shown(text: str) -> str:
    """Return the words for an error's sentence, short and on one line."""
    line = tidy(text, 81)
    return line if len(line) <= 80 else line[:79] + "…"


def has_label(text: str) -> bool:
    """Say whether a line begins with a label such as "Published on" before a number or a month.

    With `find_printed` giving None, such a line is a date that is not understood, and worth a fault.
    """
    line = _folded(text)
    label = _LABEL.match(line)
    return bool(label) and bool(re.match(rf"\d|{_M}", line[label.end() :]))
