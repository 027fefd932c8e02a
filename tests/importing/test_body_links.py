"""Links between imported works: they find one another in any order and by any run, and undo loses none."""

from __future__ import annotations

import pytest

from archive.articles.models import Article, BodyLink, FormerHost
from archive.importing.models import ImportRun
from archive.importing.undoing import undo
from tests.importing.conftest import a_record

pytestmark = pytest.mark.django_db

SITE = "https://lantern.example/posts/2014/12"


def linking(name, *others, **values):
    """Return a record that links to others of its site."""
    body = "".join(f'<p><a href="{other}">there</a></p>' for other in others) or "<p>The lamp.</p>"
    return a_record(id=name, url=f"{SITE}/{name}", title=name.title(), body=body, **values)


def led():
    """Return where every link leads, by the title of its work and its address."""
    return {
        (link.article.title, link.href): link.target and link.target.title
        for link in BodyLink.objects.select_related("article", "target")
    }


def test_works_of_one_run_find_one_another_whatever_their_order(import_content, write_records):
    records = [
        linking("first", "second"),
        linking("second", f"{SITE}/first#end", "/posts/2014/12/third?lang=en"),
        linking("third"),
    ]
    import_content(write_records(*records))
    assert led() == {
        ("First", f"{SITE}/second"): "Second",
        ("Second", f"{SITE}/first#end"): "First",
        ("Second", "https://lantern.example/posts/2014/12/third?lang=en"): "Third",
    }


def test_a_link_resolves_by_itself_when_its_target_arrives_in_a_later_run(import_content, write_records):
    import_content(write_records(linking("first", "second")))
    assert led() == {("First", f"{SITE}/second"): None}
    import_content(write_records(linking("second"), name="later.jsonl"))
    assert led() == {("First", f"{SITE}/second"): "Second"}


def test_a_link_to_another_site_of_the_house_resolves_when_that_site_is_imported(
    import_content, write_records
):
    import_content(write_records(linking("first", "https://old.moor.example/notes/7")))
    assert led() == {}
    moor = a_record(id="m", url="http://old.moor.example/notes/7/", title="Moor", body="<p>x</p>")
    import_content(write_records(moor, name="moor.jsonl"))
    assert led() == {("First", "https://old.moor.example/notes/7"): "Moor"}


def test_a_changed_body_is_followed_anew(import_content, write_records):
    import_content(write_records(linking("first", "second"), linking("second"), linking("third")))
    import_content(write_records(linking("first", "third"), linking("second"), linking("third")))
    assert led() == {("First", f"{SITE}/third"): "Third"}


def test_importing_again_touches_no_link(import_content, write_records):
    path = write_records(linking("first", "second"), linking("second"))
    import_content(path)
    before = list(BodyLink.objects.values())
    import_content(path)
    assert list(BodyLink.objects.values()) == before


def test_what_an_undo_takes_away_is_waited_for_again(import_content, write_records):
    import_content(write_records(linking("first", "second")))
    import_content(write_records(linking("second"), name="later.jsonl"))
    undo(ImportRun.objects.first(), ImportRun(command="undo"))
    assert led() == {("First", f"{SITE}/second"): None}
    undo(ImportRun.objects.last(), ImportRun(command="undo"))
    assert (BodyLink.objects.count(), FormerHost.objects.count()) == (0, 0)


def test_a_body_that_an_undo_restores_has_its_former_links(import_content, write_records):
    import_content(write_records(linking("first", "second"), linking("second"), linking("third")))
    import_content(write_records(linking("first", "third"), linking("second"), linking("third")))
    undo(ImportRun.objects.first(), ImportRun(command="undo"))
    assert led() == {("First", f"{SITE}/second"): "Second"}


def test_pages_of_a_site_without_a_name_find_one_another_by_their_places(import_content, tmp_path):
    site = tmp_path / "site"
    (site / "notes").mkdir(parents=True)
    (site / "config.toml").write_text('title = "Lantern"\n')
    (site / "notes" / "pier.md").write_text(
        "---\ntitle: Pier\ndate: 2014-12-02\naliases: [/old/pier/]\n---\n\nA lamp burned on the pier.\n"
    )
    (site / "notes" / "quay.md").write_text(
        "---\ntitle: Quay\ndate: 2014-12-03\n---\n\n"
        "See [one](pier.md), [two](/notes/pier/), [three](/old/pier/) and [none](/notes/mole/).\n"
    )
    import_content(site)
    pier = Article.objects.get(title="Pier")
    assert {href: title for (work, href), title in led().items() if work == "Quay"} == {
        "/notes/pier/": "Pier",
        "/old/pier/": "Pier",
        "/notes/mole/": None,
    }
    assert Article.objects.get(title="Quay").html.count(f'href="{pier.get_absolute_url()}"') == 3
