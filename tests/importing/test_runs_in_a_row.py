"""Several runs over the same works: each knows what the last one wrote; an undo leaves what was before it."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
from django.core.management import call_command

from archive.articles.models import Article, BodyLink, PastAddress
from archive.importing import reconciling
from archive.importing.conflicts import decide
from archive.importing.models import Capture, Conflict, ImportedRecord, ImportRun, OpenName, Waiting
from archive.importing.records import Reading, Source
from archive.importing.saving import Saver
from archive.importing.undoing import undo
from authors.models import Author
from tests.importing.conftest import a_record
from tests.importing.test_import_content import everything
from tests.importing.test_undo_import import contents

pytestmark = pytest.mark.django_db


def take_back():
    """Take the last import back; return what was kept."""
    run = ImportRun.objects.filter(kind="import", undone_by=None).latest("pk")
    return [str(one) for one in undo(run, ImportRun(command="undo_import")).kept]


def test_a_line_that_came_back_behind_a_newer_one_is_not_taken_for_unchanged(import_content, write_records):
    import_content(write_records(a_record()))
    both = write_records(a_record(title="A newer title"), a_record())

    first = import_content(both)

    assert first.closing == "created 0, updated 1, unchanged 0, conflicts 0, rejected 1, read 2"
    rows = everything()
    assert (
        import_content(both).closing == "created 0, updated 0, unchanged 1, conflicts 0, rejected 1, read 2"
    )
    assert everything() == rows


def test_one_identity_twice_in_a_second_file_keeps_the_first_of_them(import_content, write_records, tmp_path):
    write_records(a_record(deck=""), name="a.jsonl")
    write_records(a_record(deck="One"), a_record(deck="Two"), name="b.jsonl")

    said = import_content(tmp_path)

    assert said.closing == "created 1, updated 1, unchanged 0, conflicts 0, rejected 1, read 3"
    assert Article.objects.get().deck == "One"


def test_a_source_that_goes_back_on_its_word_is_believed(import_content, write_records):
    import_content(write_records(a_record(deck="Then"), name="a.jsonl"))
    import_content(write_records(a_record(deck="Now"), name="b.jsonl"))

    said = import_content(write_records(a_record(deck="Then"), name="b.jsonl"))

    assert said.closing.startswith("created 0, updated 1")
    assert Article.objects.get().deck == "Then"


def test_what_another_source_wrote_is_no_edit(import_content, write_records):
    import_content(write_records(a_record(deck="First"), name="a.jsonl"))
    import_content(write_records(a_record(deck="Second"), name="b.jsonl"))

    said = import_content(write_records(a_record(deck="Third"), name="a.jsonl"))

    assert said.closing.startswith("created 0, updated 1")
    assert Article.objects.get().deck == "Third"


def test_an_editor_who_returns_to_an_older_value_is_not_overwritten(import_content, write_records):
    import_content(write_records(a_record(deck="First"), name="a.jsonl"))
    import_content(write_records(a_record(deck="Second"), name="b.jsonl"))
    Article.objects.update(deck="First")

    import_content(write_records(a_record(deck="Third"), name="a.jsonl"))

    assert Article.objects.get().deck == "First"
    assert Conflict.objects.get().field == "deck"


def test_a_work_that_two_files_of_one_run_made_goes_with_it(import_content, write_records, tmp_path):
    before = contents()
    write_records(a_record(deck=""), name="a.jsonl")
    write_records(a_record(deck="Found later."), name="b.jsonl")
    import_content(tmp_path)

    assert take_back() == []
    assert contents() == before


def test_runs_of_two_files_are_taken_back_one_after_the_other(import_content, write_records):
    before = contents()
    import_content(write_records(a_record(), name="a.jsonl"))
    import_content(write_records(a_record(deck="Another", title="Another"), name="b.jsonl"))

    assert take_back() == []
    assert take_back() == []
    assert contents() == before


def test_a_save_that_changed_no_imported_field_is_an_edit_still(import_content, write_records):
    import_content(write_records(a_record(), name="a.jsonl"))
    Article.objects.get().save()
    import_content(write_records(a_record(deck="Another"), name="b.jsonl"))
    Article.objects.get().save()

    assert take_back() == []
    assert "edited on" in take_back()[0]


def test_evidence_of_runs_that_were_taken_back_goes(import_content, write_records):
    for deck in ("One", "Two", "Three"):
        import_content(write_records(a_record(deck=deck)))
    while ImportRun.objects.filter(kind="import", undone_by=None).exists():
        assert take_back() == []
    assert not Capture.objects.exists()


def test_evidence_of_what_was_kept_stays(import_content, write_records):
    import_content(write_records(a_record(deck="One")))
    import_content(write_records(a_record(deck="Two")))
    Article.objects.update(deck="Edited")
    run = ImportRun.objects.latest("pk")
    assert take_back()

    undo(run, ImportRun(command="undo_import"), force=True)

    assert b"One" in ImportedRecord.objects.get().capture.data


def test_an_undo_brings_back_the_past_addresses(import_content, write_records):
    import_content(write_records(a_record(published="2014-12")))
    import_content(write_records(a_record(published="2014-11")))
    before = contents()
    import_content(write_records(a_record(published="2014-12")))
    assert PastAddress.objects.get().path == "2014/11/pier-lamp"

    assert take_back() == []

    assert contents() == before


@pytest.fixture
def namesakes(db):
    """Two people of one name, so that the name is undecided."""
    return [Author.objects.create(name="Lin Wei", slug=f"lin-wei-{number}") for number in (1, 2)]


def test_a_name_that_a_run_made_wait_waits_no_longer(import_content, write_records, namesakes):
    import_content(write_records(a_record()))
    before = contents()
    import_content(write_records(a_record(authors=["Lin Wei"])))
    assert Waiting.objects.exists()

    assert take_back() == []

    assert contents() == before


def test_a_name_that_a_run_took_away_waits_again(import_content, write_records, namesakes):
    import_content(write_records(a_record(authors=["Lin Wei"])))
    before = contents()
    import_content(write_records(a_record(authors=["Ines Okafor"])))
    assert not Waiting.objects.exists()

    assert take_back() == []

    assert contents() == before


def test_whom_a_name_means_is_no_edit_of_an_updated_work(import_content, write_records, namesakes):
    import_content(write_records(a_record()))
    import_content(write_records(a_record(authors=["Lin Wei", "Ines Okafor"])))
    reconciling.decide(OpenName.objects.get(), namesakes[0])
    assert Article.objects.get().byline[0].author == namesakes[0]

    assert take_back() == []

    assert [entry.name for entry in Article.objects.get().byline] == ["Ines Okafor", "Tomás Brandt"]
    assert take_back() == []
    assert not Article.objects.exists()


def test_a_decision_outlives_the_undo_of_a_run_that_came_after(import_content, write_records, namesakes):
    import_content(write_records(a_record(authors=["Lin Wei"])))
    import_content(write_records(a_record(authors=["Lin Wei", "Ines Okafor"])))
    reconciling.decide(OpenName.objects.get(), namesakes[1])

    assert take_back() == []

    assert [entry.author for entry in Article.objects.get().byline] == [namesakes[1]]
    assert not Waiting.objects.waiting().exists()


def test_an_undecided_name_of_a_value_that_was_taken_waits(import_content, write_records, namesakes):
    import_content(write_records(a_record()))
    Article.objects.get().byline_entries.first().delete()
    import_content(write_records(a_record(authors=["Lin Wei"])))
    assert not Waiting.objects.exists()

    decide(Conflict.objects.get(), take=True)

    assert OpenName.objects.get().works == 1
    reconciling.decide(OpenName.objects.get(), namesakes[0])
    assert Article.objects.get().byline[0].author == namesakes[0]


def test_a_conflict_that_a_newer_one_replaced_comes_back(import_content, write_records):
    import_content(write_records(a_record()))
    Article.objects.update(title="An editor's title")
    import_content(write_records(a_record(title="A source's title")))
    before = contents()
    import_content(write_records(a_record(title="A third title")))

    assert take_back() == []

    assert contents() == before


def test_a_source_that_comes_round_to_the_editor_asks_no_longer(import_content, write_records):
    import_content(write_records(a_record()))
    Article.objects.update(title="An editor's title")
    import_content(write_records(a_record(title="A source's title")))

    import_content(write_records(a_record(title="An editor's title")))

    assert not Conflict.objects.exists()


def test_a_value_that_was_turned_down_is_not_asked_about_again(import_content, write_records):
    import_content(write_records(a_record()))
    Article.objects.update(title="An editor's title")
    for title in ("One", "Two"):
        import_content(write_records(a_record(title=title)))
        decide(Conflict.objects.get(state="open"), take=False)

    said = import_content(write_records(a_record(title="One")))

    assert said.closing == "created 0, updated 0, unchanged 1, conflicts 0, rejected 0, read 1"
    assert not Conflict.objects.filter(state="open").exists()
    assert Article.objects.get().title == "An editor's title"


def test_a_work_that_moved_to_another_file_stands_there_once(import_content, write_records):
    import_content(write_records(a_record(), name="a.jsonl"))
    both = write_records(a_record(), a_record(deck="Another"), name="b.jsonl")

    first = import_content(both)

    assert first.closing == "created 0, updated 0, unchanged 1, conflicts 0, rejected 1, read 2"
    rows = everything()
    import_content(both)
    assert everything() == rows


def test_a_line_that_is_whole_again_is_rejected_no_more(import_content, write_records):
    import_content(write_records(a_record(), a_record(id="lantern-2", url="", title="Another")))
    import_content(write_records(a_record(), a_record(id="lantern-2", url="", title="")))
    assert ImportedRecord.objects.filter(outcome="rejected").exists()
    before = contents()

    import_content(write_records(a_record(), a_record(id="lantern-2", url="", title="Another")))

    assert not ImportedRecord.objects.filter(outcome="rejected").exists()
    assert take_back() == []
    assert contents() == before


def test_what_is_rejected_twice_at_one_place_is_counted_twice(db, tmp_path):
    source = Source(tmp_path / "feed.xml", "feed.xml")
    for run in (ImportRun.objects.create(), ImportRun.objects.create()):
        readings = [Reading(source, data, "entry").reject("is broken") for data in (b"one", b"two", b"two")]
        saver = Saver(run)
        for reading in readings:
            saver.save([reading])
        assert saver.recount()["rejected"] == 3
        rows = everything()
    assert ImportedRecord.objects.filter(last_run=run).count() == 0
    assert len(rows["importing_importedrecord"]) == 2


@pytest.mark.parametrize(
    ("then", "now"), [("draft", ""), ("", "draft"), ("", "withdrawn"), ("draft", "withdrawn")]
)
def test_the_state_follows_the_source_and_an_undo_brings_it_back(import_content, write_records, then, now):
    import_content(write_records(a_record(state=then)))
    before = contents()

    said = import_content(write_records(a_record(state=now)))

    assert said.closing.startswith("created 0, updated 1")
    assert Article.objects.get().status == (now or "published")
    assert take_back() == []
    assert contents() == before


def test_a_state_that_an_editor_chose_stays(import_content, write_records):
    import_content(write_records(a_record(state="draft")))
    Article.objects.update(status="review")

    import_content(write_records(a_record(state="")))

    assert Article.objects.get().status == "review"
    assert 'state "Published" is the state in the source now' in ImportedRecord.objects.get().faults[0]


def test_drafts_that_staff_asked_for_are_published_by_no_later_run(import_content, write_records):
    import_content(write_records(a_record()), "--draft")
    import_content(write_records(a_record(id="lantern-2", url="", state="draft"), name="b.jsonl"))

    import_content(write_records(a_record(deck="New")))
    import_content(write_records(a_record(id="lantern-2", url=""), name="b.jsonl"), "--draft")

    assert set(Article.objects.values_list("status", flat=True)) == {"draft"}


@pytest.mark.parametrize("named", [True, False])
def test_evidence_of_a_twin_is_never_read_into_the_work(import_content, write_records, named):
    import_content(write_records(a_record(), a_record(title="A twin")))
    rows = everything()
    twin = ImportedRecord.objects.get(outcome="rejected").source_key

    out = io.StringIO()
    with suppress(SystemExit):
        call_command("reparse_captures", *([twin] if named else []), "--write", stdout=out, stderr=out)

    assert "updated 0, unchanged" in out.getvalue()
    assert everything() == rows


def test_a_link_by_an_address_that_an_undo_takes_away_waits_again(import_content, write_records):
    there, later = "https://lantern.example/there", "https://lantern.example/later"
    link = a_record(id="link", url="", title="Link", body=f'<p><a href="{later}">there</a></p>')
    import_content(write_records(a_record(url=there), name="a.jsonl"))
    import_content(write_records(link, name="b.jsonl"))
    before = contents()
    import_content(write_records(a_record(url=later), name="a.jsonl"))
    assert BodyLink.objects.get().target.title == "The Pier That Kept Its Lamp"

    assert take_back() == []

    assert contents() == before
