"""`check_fidelity`: what a reader finds on a page against what the evidence holds."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command

from archive.articles.models import Article, MissingAddress
from archive.importing.fidelity import evidence
from archive.importing.models import ImportedRecord
from archive.importing.states import state_of
from tests.importing.conftest import Said, a_record

pytestmark = pytest.mark.django_db

BODY = "".join(
    f"<p>The {number} paragraph says what no other one says about the lamp.</p>"
    for number in ("first", "second", "third", "fourth")
)


@pytest.fixture
def check_fidelity(db: None) -> Callable[..., Said]:
    """Call `check_fidelity` with these words."""

    def call(*words: object) -> Said:
        out = io.StringIO()
        try:
            call_command("check_fidelity", *map(str, words), stdout=out)
        except SystemExit as end:
            return Said(int(end.code or 0), out.getvalue(), "")
        return Said(0, out.getvalue(), "")

    return call


def as_imported(article: Article) -> None:
    """Let the archive believe that the article stands as it was imported."""
    record = ImportedRecord.objects.get(article=article)
    record.applied = state_of(article)
    record.save()


def test_the_demonstration_is_whole(check_fidelity):
    call_command("load_demo", verbosity=0, stdout=io.StringIO(), stderr=io.StringIO())

    said = check_fidelity("--fail-under", "100")

    assert said.closing == "checked 72, whole 72, mean 100.0 %, worst 100.0 %"
    assert said.code == 0


@pytest.mark.corpus
def test_the_seed_and_the_captures_are_whole(check_fidelity, import_content, corpus):
    import_content(corpus / "seeds", corpus / "corpus" / "captures", "--format", "captures")

    assert check_fidelity("--fail-under", "100").closing.endswith("mean 100.0 %, worst 100.0 %")


def test_a_paragraph_that_was_lost_is_named(check_fidelity, import_content, write_records, tmp_path):
    import_content(write_records(a_record(body=BODY)))
    article = Article.objects.get()
    article.body = article.body.replace("The third paragraph says what no other one says about the lamp.", "")
    article.save()
    as_imported(article)

    said = check_fidelity("--fail-under", "99", "--json", tmp_path / "fidelity.jsonl")

    assert said.code == 3
    told = json.loads((tmp_path / "fidelity.jsonl").read_text())
    assert told["missing"] == ["The third paragraph says what no other one says about the lamp."]
    assert (told["altered"], told["added"], told["lost"]) == ([], [], [])
    assert 90 < told["score"] < 99
    assert "/articles/2014/12/pier-lamp/" in said.out


def test_paragraphs_that_were_altered_or_added_are_told_apart(
    check_fidelity, import_content, write_records, tmp_path
):
    import_content(write_records(a_record(body=BODY)))
    article = Article.objects.get()
    article.body = article.body.replace("second paragraph", "2nd paragraph") + "<p>Read more about piers.</p>"
    article.save()
    as_imported(article)

    check_fidelity("--json", tmp_path / "fidelity.jsonl")

    told = json.loads((tmp_path / "fidelity.jsonl").read_text())
    assert told["altered"] == ["The second paragraph says what no other one says about the lamp."]
    assert told["added"] == ["Read more about piers."]
    assert told["missing"] == []


def test_what_a_page_does_not_say_is_lost(check_fidelity, import_content, write_records, tmp_path):
    import_content(write_records(a_record()))
    article = Article.objects.get()
    article.term_links.filter(tag__name="Insurance").delete()
    article.outlet = None
    article.save()
    as_imported(article)

    check_fidelity("--json", tmp_path / "fidelity.jsonl")

    told = json.loads((tmp_path / "fidelity.jsonl").read_text())
    assert told["lost"] == ["source: The Harbour Gazette", "topics: Insurance"]


def test_a_line_that_the_reader_left_out_of_the_middle_is_missing(
    check_fidelity, import_content, tmp_path, monkeypatch
):
    page = tmp_path / "page.txt"
    page.write_text(
        "The Pier That Kept Its Lamp\nBy Ines Okafor\nPublished on December 2, 2014\n\n"
        + "\n\n".join(f"Paragraph {n} of the piece on the pier has words to say." for n in range(6))
        + "\n",
        encoding="utf-8",
    )
    import_content(page, "--format", "captures")
    whole = check_fidelity("--fail-under", "100")
    assert whole.code == 0, whole.out
    reread = evidence.read_again

    def forgetful(record):
        reading = reread(record)
        reading.record.body = reading.record.body.replace(
            "Paragraph 3 of the piece on the pier has words to say.", ""
        )
        return reading

    monkeypatch.setattr(evidence, "read_again", forgetful)
    article = Article.objects.get()
    article.body = article.body.replace("Paragraph 3 of the piece on the pier has words to say.", "")
    article.save()
    as_imported(article)

    check_fidelity("--json", tmp_path / "fidelity.jsonl")

    told = json.loads((tmp_path / "fidelity.jsonl").read_text())
    assert told["missing"] == ["Paragraph 3 of the piece on the pier has words to say."]


def test_an_editors_change_is_not_held_against_the_page(check_fidelity, import_content, write_records):
    import_content(write_records(a_record()))
    article = Article.objects.get()
    article.title, article.body = "Another title", "<p>Another text.</p>"
    article.save()

    assert check_fidelity().closing.endswith("worst 100.0 %")


def test_a_paragraph_in_every_body_belongs_to_the_site(
    check_fidelity, import_content, write_records, tmp_path
):
    sign = "<p>Sign up for the weekly letter of the institute.</p>"
    import_content(
        write_records(
            *(
                a_record(id=f"lantern-{n}", url="", body=f"<p>What piece {n} says of lamps.</p>{sign}")
                for n in range(3)
            )
        )
    )

    check_fidelity("--json", tmp_path / "fidelity.jsonl")

    for line in (tmp_path / "fidelity.jsonl").read_text().splitlines():
        assert json.loads(line)["leaked"] == ["Sign up for the weekly letter of the institute."]


def test_works_that_readers_do_not_see_are_not_asked_for(check_fidelity, import_content, write_records):
    import_content(write_records(a_record()))
    import_content(write_records(a_record(id="two", url="", state="draft"), name="drafts.jsonl"))

    assert check_fidelity().closing.startswith("checked 1, whole 1")
    assert not MissingAddress.objects.exists()


def test_a_work_without_a_body_and_a_picture_elsewhere_are_whole(
    check_fidelity, import_content, write_records
):
    picture = '<p>See:</p><p><img src="https://pictures.example/lamp.png" alt="A lamp on a pier"></p>'
    import_content(write_records(a_record(body=""), a_record(id="two", url="", body=picture)))

    assert check_fidelity().closing.endswith("worst 100.0 %")


def test_nothing_imported_is_said_in_a_sentence(check_fidelity):
    with pytest.raises(CommandError, match="No imported work that readers see is meant"):
        check_fidelity()
