"""What `check_archive` finds, and that it finds nothing in an archive as imports and editors leave it."""

from __future__ import annotations

import datetime as dt
import io
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.articles.models import Article, BodyLink, LegacyAddress, PastAddress
from archive.articles.search.models import IndexEntry
from archive.importing.checking import CHECKS
from archive.importing.models import Capture, ImportedRecord, ImportRun
from archive.tags.models import Ancestry
from authors.models import Author, AuthorPastSlug
from tests import makers
from tests.importing import richness
from tests.importing.conftest import Said, a_record


@pytest.fixture(autouse=True)
def _own_storage(settings: Any, tmp_path: Path) -> None:
    richness.store_in(settings, tmp_path / "media")


def check(*words: str) -> Said:
    """Call the command; return what it said."""
    out = io.StringIO()
    code = 0
    try:
        call_command("check_archive", *words, stdout=out, stderr=io.StringIO())
    except SystemExit as end:
        code = int(end.code or 0)
    return Said(code, out.getvalue(), "")


@pytest.fixture
def work(import_content: Any, write_records: Any) -> Article:
    """Return the one work of an archive in which nothing is wrong."""
    import_content(write_records(a_record()))
    return Article.objects.get()


def test_finds_nothing_in_a_sound_archive(work):
    said = check("--bodies")
    assert said.out == f"problems 0, hints 0, checks {len(CHECKS)}\n"
    assert said.code == 0


def test_says_what_mends_it_and_ends_with_three(work):
    Article.objects.update(path="2014/12/elsewhere")

    said = check()

    assert said.code == 3
    assert (
        "problem: The article “The Pier That Kept Its Lamp” (/articles/2014/12/elsewhere/): path is "
        "“2014/12/elsewhere” and should be “2014/12/pier-lamp”. Save it again in the admin.\n"
    ) in said.out
    assert said.closing == f"problems 1, hints 0, checks {len(CHECKS)}"


def test_changes_nothing(work):
    Article.objects.update(path="2014/12/elsewhere", body="<p onclick=x()>a</p>", word_count=9)
    with CaptureQueriesContext(connection) as queries:
        check("--bodies")
    assert {query["sql"].split()[0] for query in queries} <= {"SELECT", "DECLARE", "FETCH", "CLOSE"}


def a_stale_key() -> None:
    Author.objects.filter(name="Ines Okafor").update(key="somebody else")


def a_text_that_is_too_long() -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL takes none.")
    ImportedRecord.objects.update(where="x" * 61)


def a_slug_twice() -> None:
    makers.make_author("Twin", slug="same")
    makers.make_author("Other Twin", slug="SAME")


def a_hidden_past_slug() -> None:
    one, other = Author.objects.order_by("pk")[:2]
    AuthorPastSlug.objects.create(author=one, slug=other.slug)


def a_term_out_of_place() -> None:
    above = makers.make_term(name="Above")
    below = makers.make_term(name="Below", parent=above)
    Ancestry.objects.filter(descendant=below, ancestor=above).delete()


def a_translation_of_a_translation() -> None:
    first = makers.make_article("First")
    second = makers.make_article("Second", translation_of=first)
    makers.make_article("Third", translation_of=second)


def an_odd_date() -> None:
    makers.make_article("Old", date="1203-04-05")


def a_past_address_that_is_present() -> None:
    work = makers.make_article("Here")
    PastAddress.objects.create(article=makers.make_article("There"), path=work.path)


def a_legacy_address_to_nowhere() -> None:
    LegacyAddress.objects.create(address="old.example/a", target="/centers/nowhere/")


def a_legacy_address_of_a_page_of_ours() -> None:
    work = Article.objects.first()
    LegacyAddress.objects.create(address=f"/articles/{work.path}", is_gone=True)


def a_link_under_another_key() -> None:
    work = Article.objects.first()
    BodyLink.objects.create(article=work, href="https://lantern.example/posts/2014/12/x", key="0" * 64)


def a_body_that_is_not_clean() -> None:
    Article.objects.update(body="<p onclick=x()>The lamp</p>")


def words_that_do_not_count() -> None:
    Article.objects.update(word_count=3)


def a_work_that_search_does_not_know() -> None:
    IndexEntry.objects.all().delete()


def a_lost_picture() -> None:
    work = makers.make_article("Pictured", image=makers.picture())
    default_storage.delete(work.image.name)


def a_lost_picture_in_a_body() -> None:
    makers.make_article("Pictured", body='<p><img src="/media/pictures/ab/none.webp" alt=""></p>')


def a_file_that_nobody_names() -> None:
    default_storage.save("pictures/idle.webp", ContentFile(b"idle"))


def evidence_of_other_bytes() -> None:
    Capture.objects.update(packed=zlib.compress(b"something else"))


def evidence_that_cannot_be_read() -> None:
    Capture.objects.update(packed=b"broken")


def an_interrupted_run() -> None:
    ImportRun.objects.create(command="import_content lamps.jsonl")


def a_record_of_a_deleted_work() -> None:
    Article.objects.all().delete()


def a_record_without_evidence() -> None:
    ImportedRecord.objects.update(capture=None)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (a_stale_key, "problem: The author “Ines Okafor” (/authors/ines-okafor/): key is “somebody else”"),
        (a_text_that_is_too_long, "where has more than 60 characters, and no other database will take it."),
        (a_slug_twice, "problem: 2 authors have the slug “same” but for the case of its letters."),
        (a_hidden_past_slug, "hint: The past slug “"),
        (a_term_out_of_place, "does not stand in the tree where its parent puts it."),
        (a_translation_of_a_translation, "is a translation of “Second”, a translation itself."),
        (an_odd_date, "hint: The article “Old” (/articles/1203/04/old/) came out on 1203-04-05"),
        (a_past_address_that_is_present, "is the present one of a work."),
        (a_legacy_address_to_nowhere, "old.example/a leads to /centers/nowhere/, which is no page."),
        (a_legacy_address_of_a_page_of_ours, "never answers."),
        (a_link_under_another_key, "is not found by its address."),
        (a_body_that_is_not_clean, "body holds HTML that is not kept."),
        (words_that_do_not_count, "has 12 words, and 3 are noted."),
        (a_work_that_search_does_not_know, "cannot be found by the search. Run rebuild_search."),
        (a_lost_picture, "of its image is lost. Put it back from a backup of the storage."),
        (a_lost_picture_in_a_body, "the file pictures/ab/none.webp of its body is lost."),
        (a_file_that_nobody_names, "hint: The file pictures/idle.webp is in the storage and nothing names"),
        (evidence_of_other_bytes, "is not what was taken in."),
        (evidence_that_cannot_be_read, "cannot be read."),
        (an_interrupted_run, "(import_content lamps.jsonl)"),
        (a_record_of_a_deleted_work, "hint: 1 imported records made articles that editors have deleted"),
        (a_record_without_evidence, "hint: 1 imported records have no evidence."),
    ],
)  # fmt: skip
def test_finds_what_is_wrong(work, wrong, words):
    wrong()
    assert words in check("--bodies").out


def test_a_run_that_was_repeated_to_its_end_is_not_told(work):
    ImportRun.objects.create(command="import_content lamps.jsonl")
    ImportRun.objects.create(command="import_content lamps.jsonl", finished_at=timezone.now())
    assert check().closing.startswith("problems 0, hints 0")


def test_a_work_that_was_held_back_for_years_is_a_hint(work):
    Article.objects.update(publish_at=dt.datetime(2019, 1, 1, tzinfo=dt.UTC))
    said = check()
    assert "is dated 2014-12-02 and was released on 2019-01-01" in said.out
    assert said.code == 0


def test_shows_twenty_of_a_sort_unless_all_are_asked_for(work):
    for number in range(23):
        makers.make_article(f"Lamp {number}")
    IndexEntry.objects.all().delete()

    said = check()
    everything = check("--all")

    assert said.out.count("cannot be found") == 20
    assert "4 more problems of the index of the search; --all lists them." in said.out
    assert everything.out.count("cannot be found") == 24
    assert said.closing == everything.closing


def test_asks_a_fixed_number_of_queries_for_a_batch(work):
    with CaptureQueriesContext(connection) as few:
        check("--bodies")
    for number in range(40):
        makers.make_article(f"Lamp {number}", body='<p><a href="https://lantern.example/posts/a">a</a></p>')
    with CaptureQueriesContext(connection) as many:
        check("--bodies", "--all")
    assert len(many) - len(few) < 10
