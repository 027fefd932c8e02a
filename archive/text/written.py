"""Dates and figures as the press of each language prints them: “Dec 2, 2014”, “2 декабря 2014 г.”, “٤٬١٢٠”.

Of a date only what is known is written: a month or a year stays one. Arabic has Arabic-Indic digits wherever
the site itself speaks; addresses, dates for machines and citations keep those that machines read.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.text.dates import PartialDate

_ENGLISH = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_FRENCH = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_FRENCH_SHORT = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin",
    "juill.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
_RUSSIAN = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
_RUSSIAN_OF = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
_RUSSIAN_SHORT = (
    "янв.", "февр.", "марта", "апр.", "мая", "июня",
    "июля", "авг.", "сент.", "окт.", "нояб.", "дек.",
)  # fmt: skip
_ARABIC = (
    "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
    "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
)  # fmt: skip
_LEVANTINE = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
    "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
)  # fmt: skip
_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_THOUSANDS = {"fr": "\u202f", "ru": "\u00a0", "ar": "٬"}
"""What parts the thousands where it is not a comma: a narrow space, a space that does not break, U+066C."""


def long_date(date: PartialDate, language: str) -> str:
    """Return a date as a work's own page prints it; in English “Dec 2, 2014” and “December 2014”.

    Arabic gives both names of the month, the Levant's and Egypt's, in Arabic-Indic digits. A language that
    is none of the interface's has it in figures, 2014-12-02.
    """
    match _primary(language):
        case "en":
            if date.day:
                return f"{_ENGLISH[date.month - 1][:3]} {date.day}, {date.year}"
            return f"{_ENGLISH[date.month - 1]} {date.year}" if date.month else str(date.year)
        case "fr":
            return _in_order(date, _FRENCH, first="1er")
        case "ru":
            written = _in_order(date, _RUSSIAN_OF if date.day else _RUSSIAN)
            return f"{written} г." if date.month else written
        case "ar":
            return _arabic(date)
        case "zh":
            return _chinese(date)
    return str(date)


def short_date(date: PartialDate, language: str) -> str:
    """Return a date as lists print it: “2 Dec 2014”, “Dec 2014”, “2014”; in Arabic as on the work's page."""
    match _primary(language):
        case "en":
            return _in_order(date, [name[:3] for name in _ENGLISH])
        case "fr":
            return _in_order(date, _FRENCH_SHORT, first="1er")
        case "ru":
            return _in_order(date, _RUSSIAN_SHORT if date.day else _RUSSIAN)
        case "ar":
            return _arabic(date)
        case "zh":
            return _chinese(date)
    return str(date)


def heading(date: PartialDate, language: str) -> str:
    """Return a date as the heading of a page about it: “November 2016”, “Ноябрь 2016 года”."""
    written = long_date(date, language).replace(" г.", " года")
    return written[:1].upper() + written[1:]


def month_name(month: int, language: str) -> str:
    """Return what a month (1 to 12) is called where it stands alone: “March”, “mars”, “آذار/مارس”, “3月”."""
    match _primary(language):
        case "fr":
            return _FRENCH[month - 1]
        case "ru":
            return _RUSSIAN[month - 1]
        case "ar":
            return f"{_LEVANTINE[month - 1]}/{_ARABIC[month - 1]}"
        case "zh":
            return f"{month}月"
    return _ENGLISH[month - 1]


def digits(text: object, language: str) -> str:
    """Return a year, a page or whatever has digits in it with those of the language: ٢٠١٤ in Arabic."""
    return str(text).translate(_ARABIC_DIGITS) if _primary(language) == "ar" else str(text)


def figure(number: int, language: str) -> str:
    """Return a count with its thousands parted: 4,120, 4 120, ٤٬١٢٠. A year is no count: see `digits`."""
    grouped = f"{number:,}".replace(",", _THOUSANDS.get(_primary(language), ","))
    return digits(grouped, language)


def _primary(language: str) -> str:
    return language.lower().split("-")[0]


def _in_order(date: PartialDate, months: Sequence[str], first: str = "1") -> str:
    """Day, month and year, as far as they are known."""
    if not date.month:
        return str(date.year)
    day = (first if date.day == 1 else str(date.day)) + " " if date.day else ""
    return f"{day}{months[date.month - 1]} {date.year}"


def _arabic(date: PartialDate) -> str:
    both = [f"{levantine}/{name}" for levantine, name in zip(_LEVANTINE, _ARABIC, strict=True)]
    return digits(_in_order(date, both), "ar")


def _chinese(date: PartialDate) -> str:
    month = f"{date.month}月" if date.month else ""
    day = f"{date.day}日" if date.day else ""
    return f"{date.year}年{month}{day}"
