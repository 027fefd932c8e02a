"""Conflicts: the editor's value stands until she decides, and what she decided is not asked again."""

from __future__ import annotations

import datetime as dt

import pytest

from archive.articles.models import Article
from archive.importing.conflicts import CannotDecide, decide
from archive.importing.models import Conflict
from authors.models import Author
from tests.importing.conftest import a_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_conflict(import_content, write_records):
    """A work whose title, byline, topics and date an editor changed before the source did."""
    import_content(write_records(a_record()))
    article = Article.objects.get()
    article.title, article.published_on = "An editor's title", dt.date(2014, 12, 24)
    article.save()
    article.byline_entries.first().delete()
    article.term_links.filter(tag__facet="topic").delete()
    said = import_content(
        write_records(
            a_record(
                title="A source's title",
                published="2015",
                authors=["Rana Quill"],
                topics=["Salvage"],
                deck="Only the source changed this.",
            )
        )
    )
    assert (said.code, said.closing[:47]) == (3, "created 0, updated 0, unchanged 0, conflicts 1,")
    return article


def conflict(field: str) -> Conflict:
    return Conflict.objects.get(field=field)


def test_each_field_that_both_changed_is_one_conflict(in_conflict):
    fields = Conflict.objects.values_list("field", flat=True)

    assert set(fields) == {"title", "published", "authors", "topics"}
    in_conflict.refresh_from_db()
    assert in_conflict.title == "An editor's title"
    assert in_conflict.deck == "Only the source changed this."


def test_taking_the_sources_value_writes_it_and_remembers_it_as_imported(
    in_conflict, import_content, write_records, admin_user
):
    for field in ("title", "published", "authors", "topics"):
        decide(conflict(field), take=True, by=admin_user)

    in_conflict.refresh_from_db()
    assert in_conflict.title == "A source's title"
    assert str(in_conflict.published) == "2015"
    assert [entry.author.name for entry in in_conflict.byline_entries.all()] == ["Rana Quill"]
    assert [link.tag.name for link in in_conflict.term_links.filter(tag__facet="topic")] == ["Salvage"]
    assert conflict("title").decided_by == admin_user
    said = import_content(write_records(a_record(title="A source's third title", published="2015")))
    assert said.code == 0
    in_conflict.refresh_from_db()
    assert in_conflict.title == "A source's third title"


def test_a_date_that_was_taken_leaves_the_former_address_behind(in_conflict, client):
    former = in_conflict.get_absolute_url()

    decide(conflict("published"), take=True)

    answer = client.get(former)
    assert (answer.status_code, answer["Location"]) == (301, "/articles/2015/pier-lamp/")


def test_what_was_kept_is_not_asked_again(in_conflict, import_content, write_records):
    same = a_record(title="A source's title", published="2015", authors=["Rana Quill"], topics=["Salvage"])
    for field in ("title", "published", "authors", "topics"):
        decide(conflict(field), take=False)

    said = import_content(write_records({**same, "deck": "The source goes on."}))

    assert said.closing == "created 0, updated 1, unchanged 0, conflicts 0, rejected 0, read 1"
    assert not Conflict.objects.filter(state="open").exists()


def test_another_value_of_the_source_asks_again(in_conflict, import_content, write_records):
    decide(conflict("title"), take=False)

    import_content(write_records(a_record(title="A source's third title")))

    assert Conflict.objects.get(field="title", state="open").incoming == {
        "columns": {"title": "A source's third title"}
    }


def test_nobody_decides_twice(in_conflict):
    decide(conflict("title"), take=False)

    with pytest.raises(CannotDecide, match="was decided before: The editor’s value was kept"):
        decide(conflict("title"), take=True)


def test_a_value_that_names_somebody_no_longer_here_is_said(in_conflict):
    Author.objects.get(name="Rana Quill").delete()

    with pytest.raises(CannotDecide, match="no longer in the archive"):
        decide(conflict("authors"), take=True)

    assert conflict("authors").state == "open"
