"""What is exported, and imported into an empty archive, is the same archive byte for byte."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError

from archive.articles import search
from archive.articles.models import Article, ArticleTerm, Kind
from archive.centers.models import Center
from archive.importing.exporting import digest, export
from archive.importing.exporting.sinks import digest_of
from archive.importing.models import Change, ImportedRecord, ImportRun
from archive.tags.models import Ancestry, Term
from authors.models import Author
from tests import makers
from tests.importing import richness
from tests.importing.conftest import a_record

REDIRECT_HEADER = "what,address,target,is_gone"
A_SCRIPT_IN_A_MENU = {"label": "x", "place": "main", "position": 0, "url": "javascript:x"}


@pytest.fixture(autouse=True)
def _own_storage(settings: Any, tmp_path: Path) -> None:
    richness.store_in(settings, tmp_path / "media")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for exports that are made once and copied for each test."""
    return tmp_path_factory.mktemp("exports")


@pytest.fixture
def rich(made: Path, import_content: Any, write_records: Any, tmp_path: Path) -> Path:
    """Return an export of an archive with something of everything; the archive itself is empty."""
    if not (made / "rich").exists():
        richness.make_rich(import_content, write_records)
        export(made / "rich")
        richness.make_empty()
        shutil.rmtree(tmp_path / "media")
    return shutil.copytree(made / "rich", tmp_path / "rich")


@pytest.fixture
def small(made: Path, import_content: Any, write_records: Any, tmp_path: Path) -> Path:
    """Return an export of two works; the archive itself is empty."""
    if not (made / "small").exists():
        import_content(write_records(a_record(), a_record(id="lantern-2", title="Second", url="", topics=[])))
        export(made / "small")
        richness.make_empty()
    return shutil.copytree(made / "small", tmp_path / "small")


def differing(first: Path, second: Path) -> list[str]:
    """Return the files of either folder that the other has not, or has otherwise."""
    names = {
        path.relative_to(folder).as_posix()
        for folder in (first, second)
        for path in folder.rglob("*")
        if path.is_file()
    }
    return sorted(name for name in names if _data(first / name) != _data(second / name))


def _data(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def reseal(folder: Path) -> None:
    """Write the checksums anew, as somebody would who has changed an export on purpose."""
    sums = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }
    manifest = folder / "archive.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "digest": digest_of(sums)}))
    sums["archive.json"] = hashlib.sha256(manifest.read_bytes()).hexdigest()
    (folder / "SHA256SUMS").write_text("".join(f"{sums[name]}  {name}\n" for name in sorted(sums)))


def change(path: Path, edit: Callable[[dict[str, Any]], Any], number: int = 0) -> None:
    """Change one line of a file of JSON Lines, and write the checksums anew."""
    lines = path.read_text(encoding="utf-8").split("\n")
    values = json.loads(lines[number])
    edit(values)
    lines[number] = json.dumps(values, ensure_ascii=False)
    path.write_text("\n".join(lines), encoding="utf-8")
    reseal(path.parent if path.parent.name != "history" else path.parent.parent)


def nothing_is_there() -> bool:
    return not any(
        model.objects.exists() for model in (Article, Author, Term, Center, ImportRun, ImportedRecord)
    )


# The same archive


def test_an_archive_with_everything_comes_back_byte_for_byte(rich, import_content, tmp_path):
    works = len((rich / "records.jsonl").read_text(encoding="utf-8").strip().split("\n"))

    said = import_content(rich)
    export(tmp_path / "second")

    assert said.closing == (f"created {works}, updated 0, unchanged 0, conflicts 0, rejected 0, read {works}")
    assert differing(rich, tmp_path / "second") == []


def test_no_file_of_that_archive_is_empty(rich):
    empty = [path.name for path in rich.rglob("*") if path.is_file() and not path.read_bytes()]
    assert empty == []


def test_the_records_alone_come_back_byte_for_byte(rich, import_content, tmp_path):
    import_content(rich / "records.jsonl")
    export(tmp_path / "second")

    first = (rich / "records.jsonl").read_text(encoding="utf-8").split("\n")
    second = (tmp_path / "second" / "records.jsonl").read_text(encoding="utf-8").split("\n")
    assert [pair for pair in zip_longest(first, second) if pair[0] != pair[1]] == []


def test_the_digest_survives_the_round_trip(rich, import_content):
    before = json.loads((rich / "archive.json").read_text())["digest"]
    import_content(rich)
    assert digest() == before


def test_works_of_one_day_keep_their_order(import_content, tmp_path, db):
    for title in ("Zulu", "Alpha", "Mike"):
        makers.make_article(title, date="2014-12-02")
    before = list(Article.objects.newest().values_list("title", flat=True))
    export(tmp_path / "out")
    richness.make_empty()

    import_content(tmp_path / "out")

    assert list(Article.objects.newest().values_list("title", flat=True)) == before


def test_what_is_restored_can_be_found_and_counted(rich, import_content):
    import_content(rich)

    assert search.search("Ночной", Article.objects.published())
    below = Term.objects.exclude(parent=None).first()
    assert Ancestry.objects.filter(descendant=below, ancestor=below.parent, depth=1).exists()
    assert not Article.objects.exclude(body="").filter(word_count=0).exists()


def test_a_restored_archive_knows_what_it_imported(small, import_content, write_records):
    import_content(small)
    again = import_content(
        write_records(a_record(), a_record(id="lantern-2", title="Second", url="", topics=[]))
    )

    assert again.closing == "created 0, updated 0, unchanged 2, conflicts 0, rejected 0, read 2"


def test_a_run_can_be_undone_after_the_restore(small, import_content):
    import_content(small)
    run = ImportRun.objects.get()

    call_command("undo_import", str(run.pk))

    assert not Article.objects.exists()
    assert not Author.objects.exists()


def test_runs_keep_the_numbers_that_staff_wrote_down(rich, import_content):
    numbers = [
        json.loads(line)["number"] for line in (rich / "history" / "runs.jsonl").read_text().splitlines()
    ]
    import_content(rich)
    assert list(ImportRun.objects.order_by("pk").values_list("pk", flat=True)) == numbers


def test_new_rows_can_be_made_after_the_restore(rich, import_content, write_records):
    import_content(rich)
    makers.make_author()
    makers.make_article("Entirely New")
    said = import_content(write_records(a_record(id="new", title="New"), name="new.jsonl"))
    assert said.closing.startswith("created 1,")


def test_people_whom_history_names_have_accounts_that_cannot_sign_in(rich, import_content):
    import_content(rich)

    user = User.objects.get(username="maría.ö")
    assert not user.is_active
    assert not user.has_usable_password()
    assert not user.is_staff


def test_links_of_a_deleted_row_stay_links_to_nothing(small, import_content, tmp_path):
    import_content(small)
    link = ArticleTerm.objects.select_related("tag").first()
    ArticleTerm.objects.filter(tag=link.tag).delete()
    link.tag.delete()
    export(tmp_path / "first")
    richness.make_empty()

    import_content(tmp_path / "first")
    export(tmp_path / "second")

    assert differing(tmp_path / "first", tmp_path / "second") == []


def test_a_file_that_was_lost_is_lost_again_and_said(import_content, tmp_path, db):
    work = makers.make_article(image=makers.picture())
    default_storage.delete(work.image.name)
    export(tmp_path / "first")
    richness.make_empty()

    said = import_content(tmp_path / "first")
    export(tmp_path / "second")

    assert said.code == 3
    assert f"{work.image.name} had been lost by the archive that was exported" in said.err
    assert differing(tmp_path / "first", tmp_path / "second") == []


# What stops a restore


def test_refuses_an_archive_that_is_not_empty_and_says_what_to_do(small, import_content):
    makers.make_article("Mine")

    with pytest.raises(CommandError, match=r"not empty \(1 article\).*import .*/records\.jsonl"):
        import_content(small)

    assert [work.title for work in Article.objects.all()] == ["Mine"]


def test_a_dry_run_says_the_same_and_writes_nothing(rich, import_content, tmp_path):
    said = import_content(rich, "--dry-run")

    assert said.out.startswith("Dry run: nothing was written.\n")
    assert "created 8" in said.closing
    assert nothing_is_there()
    assert not (tmp_path / "media").exists()


@pytest.mark.parametrize("name", ["works.jsonl", "records.jsonl", "history/ledger.jsonl", "kinds.jsonl"])
def test_a_damaged_file_stops_everything(small, import_content, name):
    data = (small / name).read_bytes()
    (small / name).write_bytes(data[:-3] + b" }\n")

    with pytest.raises(CommandError, match=rf'"{name}" is damaged'):
        import_content(small)

    assert nothing_is_there()


def test_a_missing_file_stops_everything(small, import_content):
    evidence = next(path for path in (small / "evidence").rglob("*") if path.is_file())
    evidence.unlink()

    with pytest.raises(CommandError, match=rf'"evidence/\w\w/{evidence.name}" is missing from the export'):
        import_content(small)

    assert nothing_is_there()


def test_a_file_that_no_checksum_names_is_not_used(small, import_content):
    sums = small / "SHA256SUMS"
    sums.write_text("".join(line for line in sums.open() if not line.endswith("  terms.jsonl\n")))

    with pytest.raises(CommandError, match=r'"terms\.jsonl" is missing from SHA256SUMS'):
        import_content(small)


@pytest.mark.parametrize("name", ["../outside", "/etc/hosts", "files/../../outside", "files//a", "a\\..\\b"])
def test_a_path_that_climbs_out_is_refused(small, import_content, name):
    (small.parent / "outside").write_text("secret")
    with (small / "SHA256SUMS").open("a") as sums:
        sums.write(f"{hashlib.sha256(b'secret').hexdigest()}  {name}\n")

    with pytest.raises(CommandError, match="is no checksum of a file in the export"):
        import_content(small)


@pytest.mark.parametrize("folder", [False, True])
def test_a_link_is_not_followed(small, import_content, tmp_path, folder):
    name = "history" if folder else "terms.jsonl"
    (small / name).rename(tmp_path / "elsewhere")
    (small / name).symlink_to(tmp_path / "elsewhere", target_is_directory=folder)

    with pytest.raises(CommandError, match=r"lies behind a link|cannot be read"):
        import_content(small)


def test_a_pipe_is_not_waited_for(small, import_content):
    (small / "terms.jsonl").unlink()
    os.mkfifo(small / "terms.jsonl")

    with pytest.raises(CommandError, match="is no plain file"):
        import_content(small)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "something else"}'])
def test_an_export_that_does_not_say_so_is_not_read_as_records(small, import_content, text):
    (small / "archive.json").write_text(text)

    with pytest.raises(CommandError, match=r"archive\.json"):
        import_content(small)

    assert nothing_is_there()


def test_a_later_version_of_the_format_is_refused(small, import_content):
    manifest = small / "archive.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "version": 2}))

    with pytest.raises(CommandError, match="is of version 2 of its format"):
        import_content(small)


@pytest.mark.parametrize(
    ("name", "line", "words"),
    [
        ("authors.jsonl", '{"name": "Half', r"authors\.jsonl, line 1: is not JSON"),
        ("authors.jsonl", "[1]", r"authors\.jsonl, line 1: is a list where a JSON object is expected"),
        ("terms.jsonl", "[" * 5000, r"terms\.jsonl, line 1: is nested more than 40 levels deep"),
        ("history/times.jsonl", "{}", r"history/times\.jsonl, line 1: names no row"),
        ("history/ledger.jsonl", "{}", r"history/ledger\.jsonl, line 1: "),
        ("history/runs.jsonl", '{"number": -1}', r"history/runs\.jsonl, line 1: a run has no number"),
        ("files.jsonl", '{"name": "../../etc/passwd", "file": "terms.jsonl"}', "is no name of a file"),
        ("files.jsonl", '{"name": "pictures/a.webp", "file": "/etc/passwd"}', "is not in SHA256SUMS"),
        ("redirects.csv", f"{REDIRECT_HEADER}\nlegacy,a.example/x,//evil.example,", "cannot be restored"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_stops_everything(small, import_content, name, line, words):
    (small / name).write_text(f"{line}\n", encoding="utf-8")
    reseal(small)

    with pytest.raises(CommandError, match=words):
        import_content(small)

    assert nothing_is_there()


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("works.jsonl", {"kind": "no-such-kind"}, "the kind “no-such-kind”, which the export has not"),
        ("works.jsonl", {"translation_of": "no-such-work"}, "refers to the article “no-such-work”"),
        ("works.jsonl", {"status": "visible"}, "status cannot be"),
        ("works.jsonl", {"is_superuser": True}, "“is_superuser” is no column"),
        ("works.jsonl", {"slug": "../admin"}, "slug cannot be"),
        ("works.jsonl", {"publish_at": "whenever"}, "publish_at cannot be"),
        ("works.jsonl", {"image": "../../settings.py"}, "image cannot be"),
        ("works.jsonl", {"byline": "Ines"}, "byline is no list of rows"),
        ("works.jsonl", {"byline": [{"name": "a\x00b", "position": 0}]}, "name cannot be"),
        ("works.jsonl", {"byline": [{"name": "a", "position": -1}]}, "position cannot be"),
        ("works.jsonl", {"byline": [{"name": "a", "position": True}]}, "position cannot be"),
        ("works.jsonl", {"id": "somebody-else"}, "do not fit"),
        ("centers.jsonl", {"slug": "admin"}, "slug cannot be"),
        ("centers.jsonl", {"accent": "red;}"}, "accent cannot be"),
        ("centers.jsonl", {"languages": [{"a": 1}]}, "languages cannot be"),
        ("centers.jsonl", {"successor": "lantern-coast"}, "circle|cannot be restored"),
        ("centers.jsonl", {"menu_items": [A_SCRIPT_IN_A_MENU]}, "url cannot be"),
        ("terms.jsonl", {"facet": "mood"}, "facet cannot be"),
        ("outlets.jsonl", {"url": "javascript:alert(1)"}, "url cannot be"),
        ("outlets.jsonl", {"name": "x" * 301}, "name cannot be"),
    ],
)  # fmt: skip
def test_a_line_that_claims_too_much_stops_everything(small, import_content, name, values, words):
    change(small / name, lambda line: line.update(values))

    with pytest.raises(CommandError, match=words):
        import_content(small)

    assert nothing_is_there()


def test_scripts_in_an_export_reach_no_page(small, import_content):
    change(small / "records.jsonl", lambda line: line.update(body="<p onclick=x()>a<script>x()</script></p>"))
    change(small / "centers.jsonl", lambda line: line.update(description="<svg onload=x()>b</svg>"))

    import_content(small)

    assert "<p>a</p>" in set(Article.objects.values_list("body", flat=True))
    assert not Article.objects.filter(body__contains="script").exists()
    assert not Center.objects.filter(description__contains="onload").exists()


def test_files_are_taken_away_again_when_the_rows_cannot_be_written(import_content, tmp_path, db):
    work = makers.make_article(image=makers.picture())
    export(tmp_path / "out")
    richness.make_empty()
    change(tmp_path / "out" / "works.jsonl", lambda line: line.update(kind="no-such-kind"))

    with pytest.raises(CommandError):
        import_content(tmp_path / "out")

    assert not default_storage.exists(work.image.name)
    assert Kind.objects.count() == 0


def test_a_file_of_the_same_name_is_not_overwritten(import_content, tmp_path, db):
    work = makers.make_article(image=makers.picture())
    export(tmp_path / "out")
    richness.make_empty()
    path = Path(default_storage.path(work.image.name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"mine")

    with pytest.raises(CommandError, match="the storage has another file under the name"):
        import_content(tmp_path / "out")

    assert path.read_bytes() == b"mine"


@pytest.mark.parametrize("option", ["--draft", "--fetch-media"])
def test_options_of_imports_are_not_passed_over_in_silence(small, import_content, option):
    with pytest.raises(CommandError, match=rf"leave {option} out"):
        import_content(small, option)


def test_a_folder_that_only_looks_like_an_export_is_imported_as_any_other(
    import_content, tmp_path, write_records
):
    folder = tmp_path / "plain"
    folder.mkdir()
    shutil.move(write_records(a_record()), folder / "records.jsonl")
    (folder / "archive.json").write_text('{"format": "something else"}')

    assert import_content(folder).closing.startswith("created 1,")


def test_the_journal_of_a_restored_archive_leads_to_the_same_rows(rich, import_content):
    import_content(rich)

    made = Change.objects.filter(subject="authors.author", before__isnull=True).exclude(object_id__in=[0])
    assert made
    for change_ in made:
        if person := Author.objects.filter(pk=change_.object_id).first():
            assert change_.name in (person.name, *person.names.values_list("name", flat=True))
