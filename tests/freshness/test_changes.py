"""The log of changes: whatever readers may see changed, whoever changed it."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import timezone

from archive import freshness
from archive.articles.models import Article, ArticleTerm, BylineEntry
from archive.freshness import triggers
from archive.publication import Status
from tests.makers import make_article, make_author, make_term, tomorrow

pytestmark = pytest.mark.django_db


def changed(mark: str) -> set[tuple[str, int]] | None:
    news = freshness.changes_since(mark)
    return news and news[1]


def test_nothing_has_changed_until_something_is_written():
    make_article()
    mark = freshness.version()
    assert freshness.version() == mark
    assert freshness.changes_since(mark) == (mark, set())


def test_a_saved_work_is_told():
    work, other = make_article(), make_article()
    mark = freshness.version()
    work.title = "The ferry returns"
    work.save()
    assert freshness.version() != mark
    assert changed(mark) == {("article", work.pk)}
    assert ("article", other.pk) not in changed(mark)


def test_writing_in_bulk_and_in_sql_is_told():
    first, second, third = make_article(), make_article(), make_article()
    author, term = make_author(), make_term()
    mark = freshness.version()
    BylineEntry.objects.bulk_create([BylineEntry(article=first, author=author, name="Wilma Oakrest")])
    ArticleTerm.objects.bulk_create([ArticleTerm(content_object=second, tag=term)])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_article SET deck = 'By hand' WHERE id = %s", [third.pk])
    assert changed(mark) == {("article", work.pk) for work in (first, second, third)}


def test_a_draft_is_nobodys_business_until_it_is_published():
    draft = make_article(status=Status.DRAFT)
    mark = freshness.version()
    draft.title = "Not yet"
    draft.save()
    draft.byline_entries.create(name="Wilma Oakrest")
    assert freshness.version() == mark
    draft.status = Status.PUBLISHED
    draft.save()
    assert changed(mark) == {("article", draft.pk)}


def test_a_work_taken_back_or_away_is_told():
    back, away = make_article(), make_article()
    key = away.pk
    mark = freshness.version()
    Article.objects.filter(pk=back.pk).update(status=Status.DRAFT)
    away.delete()
    assert {("article", back.pk), ("article", key)} <= changed(mark)


def test_a_person_and_a_term_are_told_by_what_hangs_on_them():
    person, term = make_author(), make_term()
    mark = freshness.version()
    person.names.create(name="Вильма Окрест")
    term.names.create(name="Фонари", language="ru")
    assert changed(mark) == {("author", person.pk), ("term", term.pk)}


def test_a_work_whose_instant_has_come_is_told_though_nothing_is_written(monkeypatch):
    work = make_article(publish_at=tomorrow())
    mark = freshness.version()
    assert freshness.next_instant() == work.publish_at
    later = timezone.now() + dt.timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert freshness.version() != mark
    assert changed(mark) == {("article", work.pk), ("day", later.date().toordinal())}
    assert freshness.next_instant() is None


def test_what_was_undone_is_not_taken_for_what_is():
    work = make_article()
    mark = freshness.version()
    with transaction.atomic():
        Article.objects.filter(pk=work.pk).update(deck="Undone")
        inside = freshness.version()
        transaction.set_rollback(True)
    assert freshness.version() == mark
    assert freshness.changes_since(inside) is None


@pytest.mark.parametrize("mark", ["", "never", "1.2;;x", "7.5;;700000", "0.0;;1"])
def test_who_comes_from_nowhere_begins_anew(mark):
    make_article()
    assert freshness.changes_since(mark) is None


@pytest.mark.django_db(transaction=True)
def test_the_oldest_changes_go_and_who_read_no_further_begins_anew(monkeypatch):
    monkeypatch.setattr(triggers, "KEPT", 40)
    monkeypatch.setattr(triggers, "STEP", 10)
    triggers.install()
    try:
        work = make_article()
        mark = freshness.version()
        for number in range(100):
            Article.objects.filter(pk=work.pk).update(deck=str(number))
        recent = freshness.version()
        Article.objects.filter(pk=work.pk).update(deck="The last")
        assert changed(recent) == {("article", work.pk)}
        assert changed(mark) is None
    finally:
        monkeypatch.undo()
        triggers.install()


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_a_transaction_that_ends_late_is_not_missed():
    early, late = make_article(), make_article()
    begun, go_on = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with transaction.atomic():
            Article.objects.filter(pk=late.pk).update(deck="Begun first, ended last")
            begun.set()
            go_on.wait(10)
        connections.close_all()

    writer = threading.Thread(target=write_slowly)
    before = freshness.version()
    writer.start()
    begun.wait(10)
    Article.objects.filter(pk=early.pk).update(deck="Begun last, ended first")
    between, told = freshness.changes_since(before)
    assert told == {("article", early.pk)}
    go_on.set()
    writer.join()
    assert freshness.version() != between
    assert changed(between) == {("article", late.pk)}


@pytest.mark.django_db(transaction=True)
def test_tables_made_anew_by_a_migration_are_watched_again():
    call_command("migrate", "articles", "0020", verbosity=0)
    call_command("migrate", verbosity=0)
    work = make_article()
    mark = freshness.version()
    Article.objects.filter(pk=work.pk).update(deck="Seen")
    assert changed(mark) == {("article", work.pk)}


def test_a_version_is_one_query(django_assert_num_queries):
    mark = freshness.version()
    with django_assert_num_queries(1):
        freshness.version()
    with django_assert_num_queries(1):
        freshness.changes_since(mark)
