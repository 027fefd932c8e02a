"""Positions with dates: who is “former”, and what somebody was on a day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from authors.models import Affiliation, Author
from tests.makers import make_affiliation, make_author, make_center

pytestmark = pytest.mark.django_db

DAY = dt.date(2014, 12, 2)


@pytest.mark.parametrize(
    ("to", "past", "former"),
    [
        ("", False, False),
        ("", True, True),
        ("2008", False, True),
        ("2999", False, False),
        (str(dt.date.today().year), False, False),
        ((dt.date.today() - dt.timedelta(days=1)).isoformat(), False, True),
        (dt.date.today().isoformat(), False, False),
    ],
)
def test_former_follows_from_the_dates(to, past, former):
    author = make_author()
    held = make_affiliation(author, to_date=to, is_past=past)
    assert held.is_former is former
    assert list(author.affiliations.current()) == ([] if former else [held])


@pytest.mark.parametrize(
    ("start", "end", "held"),
    [
        ("2008", "2022", True),
        ("2014-12-02", "2014-12-02", True),
        ("2014-12", "2014-12", True),
        ("2014", "2014", True),
        ("2008", "", True),
        ("", "2014-12", True),
        ("2015", "", False),
        ("2008", "2014-11", False),
        ("2014-12-03", "", False),
        ("", "", False),
    ],
)
def test_the_position_on_a_day_is_told_from_partial_dates(start, end, held):
    author = make_author()
    made = make_affiliation(author, from_date=start, to_date=end)
    assert author.position_on(DAY) == (made if held else None)


def test_of_several_positions_the_latest_begun_counts():
    author = make_author()
    make_affiliation(author, "Fellow", from_date="2005")
    later = make_affiliation(author, "Director", from_date="2012-03")
    assert author.position_on(DAY) == later


def test_a_person_is_introduced_by_what_they_are_now_else_by_what_they_were_last():
    author = make_author()
    make_affiliation(author, "Fellow", from_date="2005", to_date="2009")
    last = make_affiliation(author, "Director", from_date="2010", to_date="2012")
    assert author.latest_position == last
    now = make_affiliation(author, "Adviser", from_date="2001")
    assert Author.objects.get(pk=author.pk).latest_position == now


def test_a_position_still_to_come_introduces_nobody():
    center = make_center()
    author = make_author()
    make_affiliation(author, "Director", center=center, from_date="2999")
    now = make_affiliation(author, "Fellow", center=center, from_date=str(dt.date.today().year))
    assert author.latest_position == now
    assert list(author.affiliations.current()) == [now]
    now.delete()
    assert author.latest_position is None
    assert not Author.objects.at(center).exists()


def test_a_position_cannot_end_before_it_begins():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_affiliation(make_author(), from_date="2012", to_date="2010")
    make_affiliation(make_author(), from_date="2012-05", to_date="2012")


@pytest.mark.parametrize("text", ["2008-13", "08", "2008-02-30", "yesterday", "0000"])
def test_what_is_no_date_is_refused_with_the_forms_that_are(text):
    held = Affiliation(author=make_author(), position="Fellow", from_date=text)
    with pytest.raises(ValidationError, match="write a year"):
        held.full_clean()


def test_a_position_reads_as_printed():
    center = make_center("Tarn House")
    assert str(make_affiliation(make_author(), "Director", center=center)) == "Director, Tarn House"
    assert (
        str(make_affiliation(make_author(), "Fellow", organisation="Quay University"))
        == "Fellow, Quay University"
    )
