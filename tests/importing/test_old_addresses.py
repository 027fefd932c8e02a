"""The address that a record came from leads to its work: for whoever had it first, even when it changes."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from archive.articles.models import Article, LegacyAddress
from archive.importing.models import ImportRun
from tests.importing.conftest import a_record

pytestmark = pytest.mark.django_db
URL = "https://lantern.example/posts/7"


def leads():
    return {row.address: row.article.title for row in LegacyAddress.objects.select_related("article")}


def test_an_address_that_two_records_claim_stays_with_the_first_and_the_other_is_told(
    import_content, write_records
):
    first, second = (
        a_record(id="one", title="The First", url=URL),
        a_record(id="two", title="The Second", url=URL + "/?lang=en"),
    )
    said = import_content(write_records(first, second))
    assert said.closing.startswith("created 2")
    assert leads() == {"lantern.example/posts/7": "The First"}
    assert 'url "lantern.example/posts/7" leads to something else already, which keeps it.' in said.err
    said = import_content(write_records(a_record(id="three", title="The Third", url=URL), name="more.jsonl"))
    assert leads() == {"lantern.example/posts/7": "The First"}
    assert "which keeps it" in said.err


def test_a_work_whose_address_changes_keeps_both_and_undo_takes_the_new_one_back(
    import_content, write_records
):
    import_content(write_records(a_record(url=URL)))
    import_content(write_records(a_record(url=URL + "-revised", title="Revised")))
    assert leads() == {"lantern.example/posts/7": "Revised", "lantern.example/posts/7-revised": "Revised"}
    call_command("undo_import", str(ImportRun.objects.first().pk), stdout=io.StringIO(), stderr=io.StringIO())
    assert set(leads()) == {"lantern.example/posts/7"}
    assert Article.objects.count() == 1
