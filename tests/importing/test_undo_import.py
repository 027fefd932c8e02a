"""`undo_import`: what a run made goes, what it changed is as before, what was edited since stays."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from PIL import Image

from archive.articles import search
from archive.articles.models import Article, IndexEntry
from archive.importing import clearing
from archive.importing.models import Change, Conflict, ImportRun
from archive.tags.models import Term
from authors.models import Author
from tests.importing.conftest import Said, a_record

pytestmark = pytest.mark.django_db

ROOMS = ("tags", "centers", "authors", "articles", "importing")
OF_NO_MATTER = {"id", "updated_at", "changed_at", "created_at", "since"}


@pytest.fixture
def undo_import(db: None) -> Callable[..., Said]:
    """Call `undo_import` with these words."""

    def call(*words: object) -> Said:
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("undo_import", *map(str, words), stdout=out, stderr=err)
        except SystemExit as end:
            return Said(int(end.code or 0), out.getvalue(), err.getvalue())
        return Said(0, out.getvalue(), err.getvalue())

    return call


def contents() -> dict[str, list[str]]:
    """Return what every table says: all but runs, their journal, the index, keys and times."""
    rows = {}
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if model in (ImportRun, Change, IndexEntry) or model._meta.model_name.startswith("spelling"):
                continue
            columns = [one.attname for one in model._meta.concrete_fields if one.name not in OF_NO_MATTER]
            rows[model._meta.label] = sorted(map(repr, model._base_manager.values_list(*columns)))
    return rows


def test_the_first_run_leaves_nothing_behind(import_content, undo_import, write_records):
    before = contents()
    import_content(write_records(a_record(), a_record(id="lantern-2", url="", title="Another")))

    said = undo_import(ImportRun.objects.get().pk)

    assert said.code == 0
    assert said.closing.startswith("removed 2, restored 0, kept 0")
    assert contents() == before


def test_a_second_run_gives_way_to_the_values_before(import_content, undo_import, write_records):
    import_content(write_records(a_record(), a_record(id="lantern-2", url="", title="Another")))
    before = contents()
    import_content(
        write_records(
            a_record(
                title="The Pier That Lost Its Lamp",
                body="<p>It went out.</p>",
                published="2015-03",
                authors=["Rana Quill", "Ines Okafor"],
                topics=["Insurance", "Darkness"],
                corrections=[{"date": "2015-04-01", "text": "The lamp was electric."}],
                source="The Estuary Post",
                type="obituary",
            ),
            a_record(id="lantern-3", url="", title="A third", topics=["Light"]),
            {"title": "No body at all"},
        )
    )
    assert contents() != before

    said = undo_import(ImportRun.objects.latest("pk").pk)

    assert said.closing.startswith("removed 1, restored 1, kept 0")
    assert contents() == before
    assert Article.objects.get(title="The Pier That Kept Its Lamp").path == "2014/12/pier-lamp"


def test_a_restored_work_is_found_by_its_former_words(import_content, undo_import, write_records):
    import_content(write_records(a_record()))
    import_content(write_records(a_record(body="<p>It went out.</p>")))

    undo_import(ImportRun.objects.latest("pk").pk)

    assert len(search.search("strike", Article.objects.published()).by_relevance()) == 1
    assert not search.search("went out", Article.objects.published()).by_relevance()


def test_what_was_edited_since_is_kept_and_listed(import_content, undo_import, write_records):
    import_content(write_records(a_record(), a_record(id="lantern-2", url="", title="Another")))
    article = Article.objects.get(title="Another")
    article.deck = "An editor's words."
    article.save()

    said = undo_import(ImportRun.objects.get().pk)

    assert said.code == 3
    assert said.closing.startswith("removed 1, restored 0, kept 1")
    assert "kept: Another (/articles/2014/12/another/): edited on" in said.err
    assert Article.objects.get() == article
    assert Author.objects.count() == 2


def test_force_takes_back_what_was_edited_too(import_content, undo_import, write_records):
    before = contents()
    import_content(write_records(a_record()))
    Article.objects.update(deck="Changed past every form.")

    said = undo_import(ImportRun.objects.get().pk, "--force", "--yes")

    assert said.code == 0
    assert "lost: The Pier That Kept Its Lamp" in said.err
    assert contents() == before


def test_an_address_whose_work_is_gone_meanwhile_stays_and_is_told(
    import_content, undo_import, write_records, tmp_path
):
    import_content(write_records(a_record(url=""), name="one.jsonl"))
    import_content(write_records(a_record(id="two", url="", title="Another"), name="two.jsonl"))
    pages = [article.get_absolute_url() for article in Article.objects.order_by("pk")]
    for number, page in enumerate(pages):
        path = tmp_path / f"redirects-{number}.csv"
        path.write_text(f"old,new\n/former,{page}\n", encoding="utf-8")
        call_command("import_redirects", path, "--replace", stdout=io.StringIO(), stderr=io.StringIO())
    runs = list(ImportRun.objects.order_by("pk"))

    assert "changed since" in undo_import(runs[2].pk, "--dry-run").err
    undo_import(runs[0].pk)
    said = undo_import(runs[3].pk)

    assert said.code == 3
    assert "what it led to before is gone" in said.err


def test_a_dry_run_says_the_same_and_changes_nothing(import_content, undo_import, write_records):
    import_content(write_records(a_record()))
    before = contents()
    run = ImportRun.objects.get()

    said = undo_import(run.pk, "--dry-run")

    assert said.out.splitlines()[0] == "Dry run: nothing was changed."
    assert contents() == before
    assert undo_import(run.pk).closing == said.closing


def test_names_that_others_use_stay(import_content, undo_import, write_records):
    import_content(write_records(a_record()))
    import_content(write_records(a_record(id="lantern-2", url="", topics=["Trade"]), name="more.jsonl"))
    first = ImportRun.objects.order_by("pk").first()

    undo_import(first.pk)

    assert Article.objects.count() == 1
    assert set(Term.objects.filter(facet="topic").values_list("name", flat=True)) == {"Trade"}
    assert Author.objects.count() == 2


def test_a_work_that_came_again_in_a_later_run_is_kept(import_content, undo_import, write_records):
    import_content(write_records(a_record()))
    import_content(write_records(a_record(deck="Another deck.")))
    first, second = ImportRun.objects.order_by("pk")

    said = undo_import(first.pk)

    assert f"imported again in run {second.pk}" in said.err
    undo_import(second.pk)
    assert undo_import(first.pk).closing.startswith("removed 1")
    assert not Article.objects.exists()


def test_a_translation_is_linked_no_more(import_content, undo_import, write_records):
    import_content(write_records(a_record(id="ar", url="", language="ar", translation_of="lantern-1")))
    before = contents()
    import_content(write_records(a_record(), name="originals.jsonl"))
    assert Article.objects.exclude(translation_of=None).exists()

    undo_import(ImportRun.objects.latest("pk").pk)

    assert contents() == before


def test_a_conflict_goes_with_the_run_that_found_it(import_content, undo_import, write_records):
    import_content(write_records(a_record()))
    Article.objects.update(title="An editor's title")
    before = contents()
    import_content(write_records(a_record(title="A source's title")))
    assert Conflict.objects.get().incoming == {"columns": {"title": "A source's title"}}

    undo_import(ImportRun.objects.latest("pk").pk)

    assert contents() == before


def test_pictures_that_nothing_shows_are_deleted(
    import_content, undo_import, write_records, tmp_path, django_capture_on_commit_callbacks
):
    Image.new("RGB", (3, 2), "teal").save(tmp_path / "pier.png")
    with django_capture_on_commit_callbacks(execute=True):
        import_content(write_records(a_record(image="pier.png")))
    name = Article.objects.get().image.name
    assert default_storage.exists(name)

    with django_capture_on_commit_callbacks(execute=True):
        undo_import(ImportRun.objects.get().pk)

    assert not default_storage.exists(name)


def test_an_undo_that_was_killed_finishes_when_it_is_begun_again(
    import_content, undo_import, write_records, monkeypatch
):
    before = contents()
    import_content(write_records(a_record(), a_record(id="lantern-2", url="", title="Another")))
    run = ImportRun.objects.get()

    def die(*_: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(clearing, "take_back", die)
        with pytest.raises(KeyboardInterrupt):
            undo_import(run.pk)

    assert undo_import(run.pk).code == 0
    assert contents() == before


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [(None, "There is no import run 4000"), (ImportRun.Kind.UNDO, "is an undo; import the same files again")],
)
def test_what_is_no_import_is_said_in_a_sentence(undo_import, kind, sentence):
    if kind:
        ImportRun.objects.create(pk=4000, kind=kind)

    with pytest.raises(CommandError, match=sentence):
        undo_import(4000)
