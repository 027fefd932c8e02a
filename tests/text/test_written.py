"""Dates as each language prints them, no more exactly than they are known."""

from __future__ import annotations

import pytest

from archive.text.dates import PartialDate, parse_printed
from archive.text.written import digits, figure, heading, long_date, month_name, short_date

DAY, MONTH, YEAR = PartialDate(2014, 12, 2), PartialDate(2014, 12), PartialDate(2014)


@pytest.mark.parametrize(
    ("language", "day", "month", "year"),
    [
        ("en", "Dec 2, 2014", "December 2014", "2014"),
        ("fr", "2 décembre 2014", "décembre 2014", "2014"),
        ("ru", "2 декабря 2014 г.", "декабрь 2014 г.", "2014"),
        ("ar", "٢ كانون الأول/ديسمبر ٢٠١٤", "كانون الأول/ديسمبر ٢٠١٤", "٢٠١٤"),
        ("zh-hans", "2014年12月2日", "2014年12月", "2014年"),
        ("xx", "2014-12-02", "2014-12", "2014"),
    ],
)
def test_a_works_page_prints_a_date_as_its_language_does(language, day, month, year):
    assert [long_date(date, language) for date in (DAY, MONTH, YEAR)] == [day, month, year]


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        ("en", "2 Dec 2014", "Dec 2014"),
        ("fr", "2 déc. 2014", "déc. 2014"),
        ("ru", "2 дек. 2014", "декабрь 2014"),
        ("ar", "٢ كانون الأول/ديسمبر ٢٠١٤", "كانون الأول/ديسمبر ٢٠١٤"),
        ("zh-hans", "2014年12月2日", "2014年12月"),
    ],
)
def test_a_list_prints_a_date_shortly(language, day, month):
    assert [short_date(date, language) for date in (DAY, MONTH)] == [day, month]


def test_the_first_of_a_month_is_an_ordinal_in_french():
    assert long_date(PartialDate(2022, 4, 1), "fr") == "1er avril 2022"
    assert long_date(PartialDate(2022, 4, 11), "fr") == "11 avril 2022"


@pytest.mark.parametrize("language", ["en", "fr", "ru", "ar", "zh-hans"])
@pytest.mark.parametrize("month", range(1, 13))
def test_what_is_written_is_read_as_the_same_date(language, month):
    for date in (PartialDate(2014, month, 21), PartialDate(2014, month), YEAR):
        assert parse_printed(long_date(date, language)) == date


@pytest.mark.parametrize(
    ("language", "thousands", "millions"),
    [
        ("en", "4,120", "1,204,120"),
        ("fr", "4\u202f120", "1\u202f204\u202f120"),
        ("ru", "4\u00a0120", "1\u00a0204\u00a0120"),
        ("ar", "٤٬١٢٠", "١٬٢٠٤٬١٢٠"),
        ("zh-hans", "4,120", "1,204,120"),
    ],
)
def test_thousands_are_parted_as_the_language_parts_them(language, thousands, millions):
    assert [figure(number, language) for number in (7, 4120, 1204120)] == [
        digits("7", language),
        thousands,
        millions,
    ]


@pytest.mark.parametrize("language", ["en", "fr", "ru", "zh-hans"])
def test_a_year_is_never_parted(language):
    assert digits(2014, language) == "2014"


def test_arabic_has_digits_of_its_own_whatever_stands_between_them():
    assert digits("2014–2019", "ar") == "٢٠١٤–٢٠١٩"
    assert digits("2014–2019", "ar-LB") == "٢٠١٤–٢٠١٩"


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "March"), ("fr", "mars"), ("ru", "март"), ("ar", "آذار/مارس"), ("zh-Hans", "3月"),
        ("tlh", "March"),
    ],
)  # fmt: skip
def test_a_month_stands_alone(language, name):
    assert month_name(3, language) == name


@pytest.mark.parametrize(
    ("language", "month", "year"),
    [
        ("en", "December 2014", "2014"),
        ("fr", "Décembre 2014", "2014"),
        ("ru", "Декабрь 2014 года", "2014"),
        ("ar", "كانون الأول/ديسمبر ٢٠١٤", "٢٠١٤"),
        ("zh-hans", "2014年12月", "2014年"),
    ],
)
def test_a_page_about_a_date_is_headed_by_it_in_full(language, month, year):
    assert [heading(MONTH, language), heading(YEAR, language)] == [month, year]
