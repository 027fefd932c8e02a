"""What a record says of when it is shown, and how little a draft may be."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from archive.articles.models import Article
from archive.publication import Status
from tests.importing.conftest import a_record


def test_a_record_names_the_instant_from_which_it_is_shown(import_content, write_records):
    import_content(write_records(a_record(published="2014-12", release="2093-01-02T03:04:05.678901+02:00")))

    work = Article.objects.get()
    assert str(work.published) == "2014-12"
    assert work.publish_at == dt.datetime(2093, 1, 2, 1, 4, 5, 678901, tzinfo=dt.UTC)
    assert work.is_scheduled


def test_a_date_to_come_that_was_released_before_is_shown(import_content, write_records):
    ahead = f"{timezone.now().year + 1}-05"
    import_content(write_records(a_record(published=ahead, release="2020-01-01T00:00:00Z")))
    assert Article.objects.get().is_public


@pytest.mark.parametrize(
    "value", ["soon", "2093-01-02", "2093-01-02T03:04:05", "0000-00-00T00:00:00Z", "9" * 400]
)
def test_what_is_no_instant_with_a_zone_is_left_out_and_said(import_content, write_records, value):
    said = import_content(write_records(a_record(release=value)))
    assert Article.objects.get().publish_at is None
    assert "is not an instant; it was left out" in said.err


@pytest.mark.parametrize("state", [Status.DRAFT, Status.REVIEW])
def test_what_is_being_written_may_have_no_body(import_content, write_records, state):
    import_content(write_records(a_record(body="", source="", state=state.value)))
    assert Article.objects.get().status == state


@pytest.mark.parametrize("state", ["", "withdrawn", "published"])
def test_everything_else_has_a_body_or_an_outlet(import_content, write_records, state):
    said = import_content(write_records(a_record(body="", source="", state=state)))
    assert said.closing.startswith("created 0")


def test_a_correction_keeps_its_lines(import_content, write_records):
    said = {"date": "2020-02-29", "text": "It said 11.\n\nIt is 12."}
    import_content(write_records(a_record(corrections=[said])))
    assert Article.objects.get().corrections.get().text == "It said 11.\n\nIt is 12."
