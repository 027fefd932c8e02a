"""The sets of works: after any changes, however made, they say what the database says."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from archive.articles import sets
from archive.articles.models import Article, ArticleCenter, ArticleTerm, BylineEntry
from archive.articles.sets import Sets, snapshots
from archive.publication import Status
from archive.tags.models import Term
from tests.makers import (
    make_article,
    make_author,
    make_center,
    make_kind,
    make_series,
    make_term,
    tomorrow,
    yesterday,
)


def by_query(facet: str) -> Counter:
    """Count the published works of each choice as plainly as it can be asked."""
    works = Article.objects.published()
    if facet in ("kind", "series", "language", "outlet"):
        return Counter(value for value in works.values_list(facet, flat=True) if value is not None)
    if facet == "year":
        return Counter(day.year for day in works.values_list("sort_date", flat=True))
    if facet in ("center", "author"):
        links = {"center": ArticleCenter, "author": BylineEntry}[facet].objects.filter(article__in=works)
        return Counter(key for _work, key in set(links.values_list("article", facet)) if key is not None)
    return Counter(
        {
            term.pk: number
            for term in Term.objects.filter(facet=facet)
            if (number := works.tagged(term).count())
        }
    )


FACETS = ("kind", "series", "language", "outlet", "year", "center", "author", "topic", "region")


def agree(now: Sets) -> None:
    """Compare everything with plain questions to the database."""
    published = Article.objects.published()
    assert set(now.everything) == set(published.values_list("pk", flat=True))
    for facet in FACETS:
        assert Counter(now.counts(facet, now.everything)) == by_query(facet), facet
    newest = list(published.newest().values_list("pk", flat=True))
    assert now.page(now.everything, 0, 100) == newest
    assert now.page(now.everything, 0, 100, newest_first=False) == newest[::-1]


class TestAnyChanges(TestCase):
    """One archive, changed at random by forms, in bulk and in SQL."""

    @settings(max_examples=12, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def test_counts_are_those_of_the_database_after_any_changes(self, data):
        regions = [make_term("region", "North")]
        regions.append(make_term("region", "Coast", parent=regions[0]))
        terms = [*regions, make_term("region", "Quay", parent=regions[1]), make_term("topic", "Ports")]
        people, houses = [make_author(), make_author()], [make_center(), make_center()]
        kinds, series = [make_kind(), None], [make_series(), None]
        works = [make_article(date=f"20{10 + number}") for number in range(3)]
        agree(sets.current())
        pick = lambda choices: data.draw(st.sampled_from(choices))  # noqa: E731

        def save():
            work = pick(works)
            work.status = pick(Status.values)
            work.withdrawal_reason = "Taken back"
            work.publish_at = pick([None, tomorrow(), yesterday()])
            work.kind, work.series, work.language = pick(kinds), pick(series), pick(["en", "fr"])
            work.published_on = pick([None, dt.date(2011, 5, 3), dt.date(1999, 1, 1)])
            work.save()

        def link():
            work = pick(works).pk
            ArticleTerm.objects.bulk_create(
                [ArticleTerm(content_object_id=work, tag=pick(terms))], ignore_conflicts=True
            )
            BylineEntry.objects.bulk_create(
                [
                    BylineEntry(
                        article_id=work,
                        author=pick(people),
                        role=str(data.draw(st.integers(0, 10**9))),
                        name="W",
                    )
                ]
            )
            ArticleCenter.objects.bulk_create(
                [ArticleCenter(article_id=work, center=pick(houses))], ignore_conflicts=True
            )

        def unlink():
            pick([ArticleTerm, BylineEntry, ArticleCenter]).objects.all()[:1].get().delete()

        def by_hand():
            with connection.cursor() as cursor:
                cursor.execute("UPDATE articles_article SET status = %s", [pick(Status.values)])
                cursor.execute("DELETE FROM articles_articleterm WHERE tag_id = %s", [pick(terms).pk])

        def grow():
            works.append(make_article(authors=people[:1], terms=terms[:2]))

        def move():
            term = terms[2]
            term.parent = pick([None, *regions])
            term.save()

        for _step in range(data.draw(st.integers(1, 6))):
            change = pick([save, link, unlink, by_hand, grow, move])
            try:
                change()
            except ObjectDoesNotExist:
                continue
            agree(sets.current())


@pytest.mark.django_db
def test_a_work_joins_at_its_instant(monkeypatch):
    work = make_article(publish_at=tomorrow(), terms=[make_term("topic", "Ports")])
    make_article()
    assert work.pk not in sets.current().everything
    later = timezone.now() + dt.timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert work.pk in sets.current().everything
    agree(sets.current())


@pytest.mark.django_db
def test_what_did_not_change_is_not_read_again(django_assert_num_queries):
    work, _other = make_article(), make_article()
    before = sets.current()
    with django_assert_num_queries(1):
        assert sets.current() is before
    Article.objects.filter(pk=work.pk).update(language="fr")
    after = sets.current()
    assert (len(after.of("language", "fr")), len(after.of("language", "en"))) == (1, 1)
    assert len(before.of("language", "fr")) == 0


@pytest.mark.django_db
def test_a_new_process_begins_from_the_snapshot(monkeypatch):
    monkeypatch.setattr(snapshots, "WORTH_IT", 1)
    first = make_article(terms=[make_term("topic", "Ports")], authors=[make_author()], date="2014-05")
    sets.forget()
    sets.current()
    second = make_article(date="2015")
    sets.forget()
    monkeypatch.setattr("archive.articles.sets.reading.everything", None)
    now = sets.current()
    assert set(now.everything) == {first.pk, second.pk}
    agree(now)


@pytest.mark.django_db
def test_a_spoiled_snapshot_is_nothing(monkeypatch):
    monkeypatch.setattr(snapshots, "WORTH_IT", 1)
    make_article()
    sets.forget()
    sets.current()
    path = snapshots._path("default")
    path.write_bytes(path.read_bytes()[:-3])
    sets.forget()
    agree(sets.current())


@pytest.mark.django_db
def test_a_person_is_called_by_the_name_they_have_now(client):
    person = make_author("Wilma Oakrest")
    make_article(authors=[person])

    def called() -> list[str]:
        people = client.get("/articles/").context["listing"].counts.choices["author"]
        return [choice.label for choice in people]

    assert called() == ["Wilma Oakrest"]
    person.name = "Wilma Thornfield"
    person.save()
    assert called() == ["Wilma Thornfield"]
