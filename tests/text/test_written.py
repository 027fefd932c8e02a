"""Dates as each language prints them, no more exactly than they are known."""

from __future__ import annotations

import pytest

from archive.text.dates import PartialDate, parse_printed
from archive.text.written import long_date, short_date

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
