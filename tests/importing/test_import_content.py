"""`import_content` from the front door: what becomes of records, and what a second time changes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from archive.articles.models import Article, Kind, LegacyAddress
from archive.centers.models import Center
from archive.importing import saving
from archive.importing.models import Capture, ImportedRecord, ImportRun
from archive.importing.records import Reading, Source
from archive.importing.running import BATCH, LARGEST_BATCH, batches
from archive.tags.models import Term
from authors.models import Author
from tests.importing.conftest import a_record

pytestmark = pytest.mark.django_db


def everything() -> dict[str, list[tuple]]:
    """Return every row of every table that content lives in, runs apart."""
    rows = {}
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in sorted(tables):
            if table.startswith(
                ("articles_", "authors_", "centers_", "tags_", "importing_")
            ) and table not in (
                "importing_importrun",
                "sqlite_sequence",
            ):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


def test_writes_every_field_of_a_record(import_content, write_records):
    said = import_content(write_records(a_record()))

    assert said.closing == "created 1, updated 0, unchanged 0, conflicts 0, rejected 0, read 1"
    assert said.code == 0
    article = Article.objects.get()
    assert article.title == "The Pier That Kept Its Lamp"
    assert article.deck == "Nobody asked who pays for the oil."
    assert article.body == "<p>The lamp has burned since the strike.</p><p>Its oil is nobody’s budget.</p>"
    assert str(article.published) == "2014-12-02"
    assert article.kind.code == "commentary"
    assert article.series.name == "The Lantern"
    assert article.outlet.name == "The Harbour Gazette"
    assert article.credit == "Harbour Pictures"
    assert article.primary_center.name == "Lantern Coast"
    assert article.language == "en"
    assert article.is_public
    assert article.word_count == 12
    assert article.get_absolute_url() == "/articles/2014/12/pier-lamp/"


def test_keeps_the_stored_order_of_names_centers_and_terms(import_content, write_records):
    import_content(
        write_records(a_record(topics=["Trade", "Agriculture"], authors=["Zoë Last", "Ana First"]))
    )

    article = Article.objects.get()
    assert [entry.name for entry in article.byline] == ["Zoë Last", "Ana First"]
    assert [link.center.name for link in article.center_links.all()] == ["Lantern Institute", "Lantern Coast"]
    topics = article.term_links.filter(tag__facet="topic")
    assert [link.tag.name for link in topics] == ["Trade", "Agriculture"]
    assert [term.name for term in Term.objects.in_facet("program")] == ["Rivers, Ports, and Roads"]


def test_a_second_time_changes_not_one_row(import_content, write_records):
    path = write_records(a_record(), a_record(id="lantern-2", title="Second"))
    import_content(path)
    before = everything()

    said = import_content(path)

    assert said.closing == "created 0, updated 0, unchanged 2, conflicts 0, rejected 0, read 2"
    assert everything() == before
    assert sum(map(len, before.values())) > 20


def test_the_same_records_under_another_file_name_are_unchanged(import_content, write_records):
    import_content(write_records(a_record()))
    said = import_content(write_records(a_record(), name="copy.jsonl"))
    assert said.closing == "created 0, updated 0, unchanged 1, conflicts 0, rejected 0, read 1"


def test_a_dry_run_writes_nothing_and_tells_the_same(import_content, write_records):
    path = write_records(a_record(), a_record(id="lantern-2", title=""))
    before = everything()

    dry = import_content(path, "--dry-run")

    assert everything() == before
    assert not ImportRun.objects.exists()
    real = import_content(path)
    assert dry.closing == real.closing
    assert dry.err == real.err


def test_a_changed_record_updates_only_what_changed(import_content, write_records):
    import_content(write_records(a_record()))
    author = Author.objects.get(name="Ines Okafor")

    said = import_content(write_records(a_record(deck="The harbour pays.", topics=["Harbours"])))

    assert said.closing == "created 0, updated 1, unchanged 0, conflicts 0, rejected 0, read 1"
    article = Article.objects.get()
    assert article.deck == "The harbour pays."
    assert [link.tag.name for link in article.term_links.filter(tag__facet="topic")] == ["Harbours"]
    assert [link.tag.name for link in article.term_links.filter(tag__facet="region")] == [
        "Northern Seas",
        "Estuary",
    ]
    assert article.byline[0].author == author


def test_an_editors_change_stays_and_is_said(import_content, write_records):
    import_content(write_records(a_record()))
    Article.objects.update(title="The Pier, Corrected")

    said = import_content(write_records(a_record(title="The Pier Again", deck="New deck.")))

    assert said.closing == "created 0, updated 0, unchanged 0, conflicts 1, rejected 0, read 1"
    assert said.code == 3
    assert 'title "The Pier Again" was changed by an editor' in said.err
    article = Article.objects.get()
    assert article.title == "The Pier, Corrected"
    assert article.deck == "New deck."
    again = import_content(write_records(a_record(title="The Pier Again", deck="New deck.")))
    assert again.closing == "created 0, updated 0, unchanged 1, conflicts 0, rejected 0, read 1"


def test_an_editors_change_survives_a_source_that_changed_elsewhere(import_content, write_records):
    import_content(write_records(a_record()))
    Article.objects.update(title="The Pier, Corrected")

    said = import_content(write_records(a_record(deck="New deck.")))

    assert said.closing == "created 0, updated 1, unchanged 0, conflicts 0, rejected 0, read 1"
    article = Article.objects.get()
    assert (article.title, article.deck) == ("The Pier, Corrected", "New deck.")


def test_a_corrected_date_moves_the_article_and_keeps_its_past_address(import_content, write_records):
    import_content(write_records(a_record()))
    import_content(write_records(a_record(published="2014-11")))

    article = Article.objects.get()
    assert article.path == "2014/11/pier-lamp"
    assert [past.path for past in article.past_addresses.all()] == ["2014/12/pier-lamp"]


def test_a_bad_record_stops_nothing_and_is_named(import_content, write_records):
    path = write_records(
        a_record(), a_record(id="lantern-2", title="", url=""), a_record(id="lantern-3", title="Third")
    )

    said = import_content(path)

    assert said.closing == "created 2, updated 0, unchanged 0, conflicts 0, rejected 1, read 3"
    assert said.code == 3
    assert "records.jsonl, line 2" in said.err
    rejected = ImportedRecord.objects.get(outcome="rejected")
    assert rejected.faults
    assert json.loads(rejected.capture.data)["id"] == "lantern-2"
    again = import_content(path)
    assert again.closing == "created 0, updated 0, unchanged 2, conflicts 0, rejected 1, read 3"
    assert ImportedRecord.objects.filter(outcome="rejected").count() == 1


def test_a_database_that_refuses_everything_ends_the_run_with_a_sentence(
    import_content, write_records, monkeypatch
):
    def refuse(_claims: object) -> None:
        raise DatabaseError("disk is full")

    monkeypatch.setattr("archive.importing.saving._known", refuse)

    with pytest.raises(CommandError, match="cannot be written: disk is full"):
        import_content(write_records(a_record(), a_record(id="lantern-2")))


def test_a_file_whose_name_is_no_text_is_imported_under_a_name_that_can_be_printed(
    import_content, write_records, tmp_path
):
    path = write_records(a_record())
    bad = os.fsdecode(os.fsencode(tmp_path) + b"/lamp\xff\n.jsonl")
    path.rename(bad)

    assert import_content(bad).code == 0
    assert ImportedRecord.objects.get().file.endswith(r"/lamp\xff\x0a.jsonl")
    assert import_content(tmp_path).closing.startswith("created 0, updated 0, unchanged 1")


def test_an_export_whose_first_line_is_broken_is_still_read(import_content, write_records):
    path = write_records(a_record(), a_record(id="lantern-2", title="Second", url=""))
    path.write_text("exported by hand, not json\n" + path.read_text())

    said = import_content(path)

    assert said.closing == "created 2, updated 0, unchanged 0, conflicts 0, rejected 1, read 3"
    assert "records.jsonl, line 1" in said.err


def test_one_identity_twice_in_a_file_keeps_the_first_and_says_so(import_content, write_records):
    path = write_records(a_record(), a_record(title="Another Work"))

    first, second = import_content(path), import_content(path)

    assert first.closing == "created 1, updated 0, unchanged 0, conflicts 0, rejected 1, read 2"
    assert second.closing == "created 0, updated 0, unchanged 1, conflicts 0, rejected 1, read 2"
    assert "stands in this file before" in first.err
    assert Article.objects.get().title == "The Pier That Kept Its Lamp"


def test_a_second_source_adds_what_the_first_lacks_and_replaces_nothing(
    import_content, write_records, tmp_path
):
    write_records(a_record(deck=""), name="a.jsonl")
    write_records(a_record(title="Another Title", deck="Found later."), name="b.jsonl")

    said = import_content(tmp_path)

    assert said.closing == "created 1, updated 1, unchanged 0, conflicts 0, rejected 0, read 2"
    article = Article.objects.get()
    assert (article.title, article.deck) == ("The Pier That Kept Its Lamp", "Found later.")
    assert 'title "Another Title" differs from' in said.err
    assert (
        import_content(tmp_path).closing
        == "created 0, updated 0, unchanged 2, conflicts 0, rejected 0, read 2"
    )


def test_keeps_the_bytes_it_was_read_from(import_content, write_records):
    path = write_records(a_record())
    import_content(path)

    capture = ImportedRecord.objects.get().capture
    assert capture.data == path.read_bytes().rstrip(b"\n")
    assert Capture.objects.count() == 1


def test_a_report_has_one_line_a_record(import_content, write_records, tmp_path):
    report = tmp_path / "report.jsonl"
    import_content(write_records(a_record(), a_record(id="lantern-2", title="", url="")), "--report", report)

    lines = [json.loads(line) for line in report.read_text().splitlines()]
    assert [line["outcome"] for line in lines] == ["created", "rejected"]
    assert lines[0]["source"] == "lantern-1"
    assert lines[1]["faults"]


def test_drafts_stay_drafts(import_content, write_records):
    import_content(write_records(a_record()), "--draft")
    assert not Article.objects.get().is_public


def test_a_date_to_come_is_scheduled_never_shown_before(import_content, write_records):
    import_content(write_records(a_record(published="2999-01-01")))
    article = Article.objects.get()
    assert article.is_scheduled
    assert article.publish_at > timezone.now()


@pytest.mark.parametrize(
    ("before", "after"), [("2014", "2999-01-01"), ("2999-01-01", "2014"), ("2998", "2999")]
)
def test_the_release_follows_a_corrected_date(import_content, write_records, before, after):
    import_content(write_records(a_record(published=before)))
    import_content(write_records(a_record(published=after)))
    assert Article.objects.get().is_scheduled is after.startswith("2999")


def test_a_release_that_an_editor_chose_does_not_follow_the_date(import_content, write_records):
    import_content(write_records(a_record(published="2998")))
    Article.objects.update(publish_at=None)
    import_content(write_records(a_record(published="2999")))
    assert Article.objects.get().is_public


def test_keys_that_no_record_has_do_nothing(import_content, write_records):
    import_content(write_records(a_record(status="draft", pk=77, is_superuser=True)))
    article = Article.objects.get()
    assert article.is_public
    assert article.pk != 77


def test_an_unknown_kind_is_kept_and_flagged(import_content, write_records):
    said = import_content(write_records(a_record(type="legacyPodcast")))

    kind = Kind.objects.get(code="legacyPodcast")
    assert not kind.is_known
    assert Article.objects.get().kind == kind
    assert "legacyPodcast" in said.err


def test_a_former_name_leads_to_the_center(import_content, write_records):
    center = Center.objects.create(name="Lantern Shore", slug="lantern-shore")
    center.names.create(name="Lantern Coast", is_former=True, until="2019")

    import_content(write_records(a_record()))

    assert Article.objects.get().primary_center == center


def test_one_word_in_two_facets_is_two_terms(import_content, write_records):
    import_content(write_records(a_record(topics=["Estuary"], regions=["Estuary"])))
    assert sorted(Term.objects.filter(name="Estuary").values_list("facet", flat=True)) == ["region", "topic"]


def test_a_primary_center_that_is_not_listed_still_counts(import_content, write_records):
    import_content(write_records(a_record(centers=["Lantern Institute"])))
    coast = Center.objects.get(name="Lantern Coast")
    assert Article.objects.published().from_center(coast).count() == 1
    assert list(
        Article.objects.get().center_links.filter(is_implied=False).values_list("center__name", flat=True)
    ) == ["Lantern Institute"]


def test_translations_find_their_original_in_any_order(import_content, write_records):
    french = a_record(id="lantern-fr", title="La jetée", language="fr", translation_of="lantern-1", url="")
    import_content(write_records(french, name="fr.jsonl"))
    import_content(write_records(a_record()))

    original, translation = Article.objects.get(language="en"), Article.objects.get(language="fr")
    assert translation.translation_of == original
    assert list(Article.objects.translations_of(original)) == [translation]


def test_a_translation_names_its_original_by_any_address_of_the_page(import_content, write_records):
    there = "https://lantern.example/posts/2014/12/pier-lamp"
    original = a_record(id="", url=f"{there}?lang=en")
    french = a_record(id="lantern-fr", language="fr", title="La jetée", url="", translation_of=f"{there}/")

    import_content(write_records(original, french))

    assert Article.objects.get(language="fr").translation_of == Article.objects.get(language="en")


def test_a_batch_is_full_by_number_or_by_bytes():
    source = Source(Path("x"), "x.jsonl")
    small = [Reading(source, b"") for _ in range(BATCH + 1)]
    large = [Reading(source, bytes(LARGEST_BATCH // 2)) for _ in range(3)]
    assert [len(batch) for batch in batches([*small, *large])] == [BATCH, 3, 1]


def test_the_old_address_is_kept(import_content, write_records):
    import_content(write_records(a_record()))
    assert LegacyAddress.objects.get().address == "lantern.example/posts/2014/12/pier-lamp"


def test_unclean_html_is_cleaned_and_its_text_kept(import_content, write_records):
    body = '<p onclick="steal()">One<script>steal()</script></p><div style="color:red">Two <b>three</b></div>'
    import_content(write_records(a_record(body=body)))
    article = Article.objects.get()
    assert "steal" not in article.body
    assert "style" not in article.body
    assert "Two <b>three</b>" in article.body


def test_articles_an_editor_deleted_are_not_made_again(import_content, write_records):
    import_content(write_records(a_record()))
    Article.objects.all().delete()

    said = import_content(write_records(a_record(deck="New deck.")))

    assert said.closing == "created 0, updated 0, unchanged 1, conflicts 0, rejected 0, read 1"
    assert not Article.objects.exists()


def test_a_missing_path_is_said_in_one_sentence(import_content):
    with pytest.raises(CommandError, match="nowhere"):
        import_content("nowhere.jsonl")
    assert not ImportRun.objects.exists()


def test_a_format_that_nobody_reads_is_said_in_one_sentence(import_content, write_records):
    with pytest.raises(CommandError, match=r'"pdf" is not a format; use one of .*jsonl'):
        import_content(write_records(a_record()), "--format", "pdf")


def test_a_record_that_the_database_refuses_takes_no_other_with_it(
    import_content, write_records, monkeypatch
):
    import_content(write_records(a_record(), a_record(id="lantern-2", title="Second", url="")))
    write = saving.update

    def refuse_one(claim, *args, **options):
        if claim.key == "lantern-2":
            raise DatabaseError("the disk has a hole here")
        write(claim, *args, **options)

    monkeypatch.setattr(saving, "update", refuse_one)
    path = write_records(
        a_record(deck="New.", type="lampnote"), a_record(id="lantern-2", title="Changed", url="")
    )
    said = import_content(path)

    assert said.closing == "created 0, updated 1, unchanged 0, conflicts 0, rejected 1, read 2"
    assert "the disk has a hole here" in said.err
    assert said.err.count("no editor has labelled") == 1
    assert Article.objects.get(title="Second")
    monkeypatch.undo()
    assert (
        import_content(path).closing == "created 0, updated 1, unchanged 1, conflicts 0, rejected 0, read 2"
    )


def test_the_run_remembers_its_command_and_totals(import_content, write_records):
    path = write_records(a_record())
    import_content(path, "--draft")
    run = ImportRun.objects.get()
    assert run.command.endswith("records.jsonl --draft")
    assert (run.created, run.read) == (1, 1)
    assert run.finished_at


def test_a_batch_costs_the_same_however_many_names_it_repeats(
    import_content, write_records, django_assert_max_num_queries
):
    path = write_records(*(a_record(id=f"lantern-{n}", title=f"Work {n}", url="") for n in range(100)))
    with django_assert_max_num_queries(160):
        import_content(path)
    with django_assert_max_num_queries(30):
        import_content(path)
