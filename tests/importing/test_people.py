"""Whom the names of a record mean, and what a record tells of people that nobody has told before."""

from __future__ import annotations

import pytest

from archive.articles.models import Article
from archive.importing.matching import Matcher
from archive.importing.people import introduce
from archive.importing.records import Person
from authors.models import Author, AuthorName
from tests.importing.conftest import a_record

pytestmark = pytest.mark.django_db


def test_a_name_form_leads_to_the_person(import_content, write_records):
    author = Author.objects.create(name="Мария Соловьёва", slug="maria-solovyova")
    AuthorName.objects.create(author=author, name="Maria Solovyova")

    import_content(write_records(a_record(authors=["MARIA  Solovyova"])))

    entry = Article.objects.get().byline[0]
    assert entry.author == author
    assert entry.name == "MARIA Solovyova"


def test_a_name_that_means_two_people_stays_undecided(import_content, write_records):
    Author.objects.create(name="Lin Wei", slug="lin-wei-1")
    Author.objects.create(name="Lin Wei", slug="lin-wei-2")

    said = import_content(write_records(a_record(authors=["Lin Wei"])))

    entry = Article.objects.get().byline[0]
    assert (entry.name, entry.author) == ("Lin Wei", None)
    assert "undecided" in said.err


def test_composed_and_decomposed_letters_are_one_author(import_content, write_records):
    import_content(
        write_records(
            a_record(authors=["Zoe\u0308 Bront"]), a_record(id="lantern-2", title="B", authors=["Zoë Bront"])
        )
    )
    assert Author.objects.count() == 1


def test_a_position_and_a_bio_introduce_a_person_once(import_content, write_records):
    person = {
        "name": "Ines Okafor",
        "position": "Former Director, Old Lantern House",
        "bio": "<p>She kept the lamp.</p>",
    }
    import_content(write_records(a_record(authors=[person])))
    import_content(
        write_records(a_record(id="lantern-2", title="B", authors=[{**person, "bio": "<p>Other.</p>"}]))
    )

    author = Author.objects.get()
    held = author.affiliations.get()
    assert (held.position, held.body, held.is_former) == ("Director", "Old Lantern House", True)
    assert author.bio == "<p>She kept the lamp.</p>"


def test_a_bio_beyond_the_limits_costs_the_bio_alone(import_content, write_records):
    person = {"name": "Ines Okafor", "bio": "<div>" * 300 + "Kept the lamp."}

    said = import_content(write_records(a_record(authors=[person])))

    assert said.closing == "created 1, updated 0, unchanged 0, conflicts 0, rejected 0, read 1"
    assert 'authors "Ines Okafor" has a bio that was left out' in said.err
    assert Author.objects.get().bio == ""


def test_a_bio_does_not_undo_what_an_editor_changes_during_the_run():
    author = Author.objects.create(name="Ines Okafor", slug="ines-okafor")
    Author.objects.filter(pk=author.pk).update(orcid="0000-0002-1825-0097")

    introduce(Person(name="Ines Okafor", bio="<p>She kept the lamp.</p>"), author, Matcher())

    stored = Author.objects.get()
    assert (stored.orcid, stored.bio) == ("0000-0002-1825-0097", "<p>She kept the lamp.</p>")
