"""Dates are days as written: no time zone moves them, nothing is guessed."""

import contextlib
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.dates import PartialDate, find_printed, has_label, parse_iso, parse_printed


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2014", "2014"),
        ("2014-12", "2014-12"),
        (" 2014-12-02 ", "2014-12-02"),
        ("2014-12-02T23:30:00+09:00", "2014-12-02"),
        ("2014-12-02T00:10:00Z", "2014-12-02"),
        ("2014-12-02 08:15:00.123-05:00", "2014-12-02"),
    ],
)
def test_iso_dates_and_the_day_of_an_instant_as_written(text, iso):
    assert str(parse_iso(text)) == iso


@pytest.mark.parametrize("text", ["", "2014-13", "2014-02-30", "0999", "3000", "02/12/2014", "20145", "now"])
def test_anything_else_is_no_iso_date(text):
    with pytest.raises(ValueError, match=r"is not a date.*\.$"):
        parse_iso(text)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Sep 8, 2016", "2016-09-08"),
        ("Sept. 8, 2016", "2016-09-08"),
        ("8 September 2016", "2016-09-08"),
        ("June 2006", "2006-06"),
        ("June 23, 2006", "2006-06-23"),
        ("March 03, 2021", "2021-03-03"),
        ("Wed. May 29th, 2024", "2024-05-29"),
        ("Tuesday, September 20, 2022", "2022-09-20"),
        ("the 1st of May 2020".removeprefix("the "), "2020-05-01"),
        ("8 сентября 2016 г.", "2016-09-08"),
        ("сентябрь 2016 года", "2016-09"),
        ("2016 г.", "2016"),
        ("١٢ أغسطس ٢٠٢٠", "2020-08-12"),
        ("12 آب 2020", "2020-08-12"),
        ("١٢ آب/أغسطس ٢٠٢٠", "2020-08-12"),
        ("٣ كانون الثاني ٢٠١٩", "2019-01-03"),
        ("الأربعاء، ١٢ أوت ٢٠٢٠", "2020-08-12"),
        ("غشت 2020", "2020-08"),
        ("2016年9月8日", "2016-09-08"),
        ("2016 年 9 月 8 日 星期四", "2016-09-08"),
        ("2016年9月", "2016-09"),
        ("1er avril 2022", "2022-04-01"),
        ("vendredi 12 août 2022", "2022-08-12"),
        ("aout 2022", "2022-08"),
        ("8. März 2019", "2019-03-08"),
        ("8 de mayo de 2019", "2019-05-08"),
        ("08.09.2016", "2016-09-08"),
        ("2014-12-02", "2014-12-02"),
        ("1998", "1998"),
    ],
)
def test_printed_dates_are_read_in_the_languages_of_the_archive(text, iso):
    assert str(parse_printed(text)) == iso


@pytest.mark.parametrize(
    "text",
    [
        "Dec 32, 2014",
        "Feb 29, 2015",
        "31 ноября 2015 г.",
        "2016年13月1日",
        "1442 هـ",
        "٨ آب/أيلول ٢٠١٦",
        "Sep 8",
        "Mayor 2016",
        "the spring of 2016",
        "8 September 2016 and after",
        "",
    ],
)
def test_what_is_no_date_is_refused_in_a_sentence(text):
    with pytest.raises(ValueError, match=r"^.*(is not a date|not understood).*\.$"):
        parse_printed(text)


def test_figures_that_can_be_two_days_need_a_language():
    with pytest.raises(ValueError, match="two days"):
        parse_printed("08/09/2016")
    assert str(parse_printed("08/09/2016", "fr")) == "2016-09-08"
    assert str(parse_printed("23/09/2016")) == "2016-09-23"


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("Published on Sep 8, 2016", "2016-09-08"),
        ("**Published on** Feb 10, 2026", "2026-02-10"),
        ("نشرت في ١٢ أغسطس ٢٠٢٠", "2020-08-12"),
        ("نُشر في 3 مارس 2021", "2021-03-03"),
        ("发布于 2016年9月8日", "2016-09-08"),
        ("发布于2016年9月8日", "2016-09-08"),
        ("Опубликовано 8 сентября 2016 г.", "2016-09-08"),
        ("Publié le 1er avril 2022", "2022-04-01"),
        ("Wed. May 29th, 2024", "2024-05-29"),
        ("• March 03, 2021", "2021-03-03"),
        (" date 2024-05-29 Space", "2024-05-29"),
        ("July 4, 2023 | 12 minutes", "2023-07-04"),
    ],
)
def test_the_date_of_a_line_is_found_after_its_label(line, iso):
    assert str(find_printed(line)) == iso


@pytest.mark.parametrize(
    "line",
    [
        "8 September 2016 was a windy day at the pier.",
        "2142 Results",
        "March of the ferrymen",
        "May 2016 bring better figures?",
        "For Immediate Release: June 23, 2006",
        "Published on Dec 32, 2014",
        "By Anna Keller",
        "",
    ],
)
def test_prose_and_counts_are_no_date_lines(line):
    assert find_printed(line) is None


def test_a_labelled_line_that_holds_no_day_can_be_told_from_prose():
    assert has_label("Published on Dec 32, 2014")
    assert not has_label("Published on the occasion of the anniversary")
    assert not has_label("Dec 32, 2014")


def test_a_partial_date_knows_its_precision_and_first_day():
    assert PartialDate(2014).first_day == datetime.date(2014, 1, 1)
    assert [PartialDate(2014).precision, PartialDate(2014, 12).precision] == ["year", "month"]
    assert PartialDate(2014, 12, 2).precision == "day"


def test_partial_dates_sort_by_day_the_vaguer_first():
    dates = [PartialDate(2015), PartialDate(2014, 12, 2), PartialDate(2014, 12), PartialDate(2014)]
    assert [str(date) for date in sorted(dates)] == ["2014", "2014-12", "2014-12-02", "2015"]


def test_a_day_without_a_month_is_refused():
    with pytest.raises(ValueError, match="has no month"):
        PartialDate(2014, None, 2)


@given(st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31)))
def test_every_day_survives_being_written_and_read(day):
    date = PartialDate(day.year, day.month, day.day)
    assert parse_iso(str(date)) == parse_printed(str(date)) == find_printed(str(date)) == date
    assert parse_printed(f"{day:%B} {day.day}, {day.year:04}") == date


@given(st.one_of(st.text(max_size=60), st.from_regex(r"(Published on )?[A-Za-zа-я٠-٩0-9年月日 ,./-]{0,30}")))
def test_no_text_raises_anything_but_a_value_error(text):
    for parse in (parse_iso, parse_printed):
        with contextlib.suppress(ValueError):
            assert isinstance(parse(text), PartialDate)
    find_printed(text)
    has_label(text)
