"""What a change leaves in the history: one version for each record that is different, whole."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError

from archive import history
from archive.articles.models import Article, ArticleTerm, BylineEntry, Correction
from archive.history.models import Text, Version
from archive.history.registry import kept
from archive.history.storing import expand
from tests.makers import make_article, make_author, make_center, make_term

pytestmark = pytest.mark.django_db


def versions_of(record):
    return list(Version.objects.of(record._meta.label_lower, record.pk))


def state_of(version, model=Article):
    return expand(kept(model), [version])[version.pk]


def test_a_change_leaves_what_was_and_what_is(django_user_model):
    editor = django_user_model.objects.create_user("ines", first_name="Ines", last_name="Valle")
    work = make_article("Ferries at Dusk")
    with history.keeping([work], by=editor, action=history.Action.EDIT, note="A better title"):
        Article.objects.filter(pk=work.pk).update(title="Ferries at Dawn")
    found, edited = versions_of(work)
    assert (found.action, found.name) == ("found", "Ferries at Dusk")
    assert (edited.action, edited.name, edited.note) == ("edit", "Ferries at Dawn", "A better title")
    assert (edited.by, edited.by_name, edited.changed) == (editor, "Ines Valle", ["title"])


def test_a_save_without_a_change_adds_nothing():
    work = make_article(authors=["Hal Bramley"], terms=[make_term()])
    with history.keeping([work]):
        work.save()
        rows = list(work.byline_entries.all())
        work.byline_entries.all().delete()
        BylineEntry.objects.bulk_create(BylineEntry(article=work, name=row.name, position=7) for row in rows)
    assert versions_of(work) == []


def test_rows_changed_in_bulk_are_seen_in_their_order():
    harbours, ports = make_term(name="Harbours"), make_term(name="Ports")
    work = make_article(terms=[harbours, ports])
    with history.keeping(Article.objects.filter(pk=work.pk)):
        ArticleTerm.objects.filter(tag=harbours).update(position=5)
    _found, edited = versions_of(work)
    assert edited.changed == ["term_links"]
    assert [row["tag_id"] for row in state_of(edited)["rows"]["term_links"]] == [ports.pk, harbours.pk]


def test_a_version_is_the_whole_work():
    center, person, term = make_center(), make_author(), make_term()
    work = make_article(authors=[person, "Nobody Known"], centers=[center], terms=[term])
    Correction.objects.create(article=work, corrected_on=dt.date(2015, 1, 2), text="It said Tuesday.")
    history.record([work])
    [version] = versions_of(work)
    rows = state_of(version)["rows"]
    assert [row["name"] for row in rows["byline_entries"]] == [person.name, "Nobody Known"]
    assert [row["center_id"] for row in rows["center_links"]] == [center.pk]
    assert [row["tag_id"] for row in rows["term_links"]] == [term.pk]
    assert rows["corrections"][0] | {"id": 0} == {
        "id": 0,
        "corrected_on": "2015-01-02",
        "text": "It said Tuesday.",
    }


def test_a_long_text_is_kept_once_for_all_versions_in_which_it_stands():
    body = f"<p>{'The quay was empty. ' * 100}</p>"
    work = make_article(body=body)
    for title in ("One", "Two", "Three"):
        with history.keeping([work]):
            Article.objects.filter(pk=work.pk).update(title=title)
    assert Text.objects.count() == 1
    assert state_of(versions_of(work)[-1])["columns"]["body"] == Article.objects.get().body


def test_changes_within_a_change_are_told_once():
    work = make_article("One")
    with history.keeping([work], note="outer"):
        with history.keeping([work], note="inner"):
            Article.objects.filter(pk=work.pk).update(title="Two")
        Article.objects.filter(pk=work.pk).update(deck="A deck.")
    assert [(one.note, one.changed) for one in versions_of(work)] == [
        ("", []),
        ("inner", ["title"]),
        ("outer", ["deck"]),
    ]


def test_what_nobody_told_the_history_is_found_before_the_next_change():
    work = make_article("One")
    with history.keeping([work]):
        Article.objects.filter(pk=work.pk).update(title="Two")
    Article.objects.filter(pk=work.pk).update(title="Three")
    with history.keeping([work]):
        Article.objects.filter(pk=work.pk).update(title="Four")
    assert [(one.action, one.name) for one in versions_of(work)][2:] == [("found", "Three"), ("edit", "Four")]


def test_what_is_deleted_keeps_its_last_state_and_its_successor():
    loser, winner = make_author("T. Linde"), make_author("Tove Linde")
    with history.keeping([loser, winner], action=history.Action.MERGE) as kept_back:
        kept_back.became(loser, winner)
        key = loser.pk
        loser.delete()
    last = Version.objects.of("authors.author", key).last()
    assert (last.is_gone, last.into, last.name, last.action) == (True, winner.pk, "T. Linde", "merge")
    assert state_of(last, type(winner))["columns"]["name"] == "T. Linde"


def test_what_a_change_makes_begins_its_history_there():
    with history.keeping([], action=history.Action.SPLIT) as kept_back:
        person = make_author("Hal Bramley")
        kept_back.add(person)
    assert [one.action for one in versions_of(person)] == ["split"]


def test_a_change_that_fails_leaves_nothing():
    work = make_article("One")

    def fail():
        with history.keeping([work]):
            Article.objects.filter(pk=work.pk).update(title="Two")
            Article.objects.filter(pk=work.pk).update(translation_of=work.pk)

    with pytest.raises(IntegrityError):
        fail()
    assert (Article.objects.get().title, versions_of(work)) == ("One", [])


def test_keeping_many_works_costs_as_many_queries_as_keeping_one(django_assert_num_queries):
    works = [make_article(authors=["Hal Bramley"], terms=[make_term()]) for _ in range(12)]
    for some in (works[:1], works):
        with django_assert_num_queries(22), history.keeping(some):
            Article.objects.update(place=f"Tarn {len(some)}")


def test_a_fingerprint_tells_a_change_of_a_row():
    work, other = make_article(terms=[make_term()]), make_article()
    before = history.fingerprints([work, other])
    ArticleTerm.objects.all().delete()
    after = history.fingerprints([work, other])
    assert [before[Article, one.pk] == after[Article, one.pk] for one in (work, other)] == [False, True]
