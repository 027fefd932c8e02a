"""What readers find: the labelled works of `documents.py`, the same on both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from archive.articles.models import Article
from archive.articles.search import index, rebuild, search, suggest, unindex
from tests.articles.search.documents import QUERIES, make_works
from tests.makers import make_article, tomorrow

pytestmark = pytest.mark.django_db


def found(q: str) -> list[str]:
    """Titles of the published works that answer, the best first."""
    return titles(search(q, Article.objects.published()).by_relevance())


def titles(keys: list[int]) -> list[str]:
    """Return the titles of these works, in the order of the keys."""
    works = Article.objects.in_bulk(keys)
    return [works[key].title for key in keys]


def test_each_question_finds_its_works_and_no_other():
    names = {work.pk: name for name, work in make_works().items()}
    wrong = {}
    for q, expected in QUERIES.items():
        hits = {names[work.pk] for work in search(q, Article.objects.published()).queryset}
        if hits != expected:
            wrong[q] = hits ^ expected
    assert wrong == {}


def test_an_exact_title_comes_first():
    make_article("Balance", body="<p>Ledgers.</p>", slug="one", date="1999")
    make_article("Balance and Its Balance", body="<p>Balance, balance, balance.</p>", date="2020")
    index(Article.objects.all())
    assert found("balance") == ["Balance", "Balance and Its Balance"]


def test_a_title_weighs_more_than_a_deck_and_a_deck_more_than_a_body():
    make_article("Ash", body="<p>A word on windmills in a long sentence.</p>", date="2020")
    make_article("Beech", deck="A word on windmills.", date="2019")
    make_article("Cedar Windmills", date="2018")
    index(Article.objects.all())
    assert found("windmills") == ["Cedar Windmills", "Beech", "Ash"]


def test_what_is_equally_relevant_comes_newest_first():
    for year in ("2001", "2003", "2002"):
        make_article("The Quay", slug=f"quay-{year}", date=year, body="<p>Salt.</p>")
    index(Article.objects.all())
    hits = search("salt", Article.objects.published())
    assert [Article.objects.get(pk=key).published_on.year for key in hits.by_relevance()] == [
        2003,
        2002,
        2001,
    ]


def test_what_is_not_published_never_comes_out():
    for status in ("draft", "review", "withdrawn"):
        make_article(f"Zeppelin {status}", status=status)
    make_article("Zeppelin scheduled", publish_at=tomorrow())
    make_article("Zeppelin published", publish_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    index(Article.objects.all())
    assert search("zeppelin", Article.objects.all()).queryset.count() == 5
    assert found("zeppelin") == ["Zeppelin published"]


def test_hits_can_be_narrowed_counted_and_excluded_like_any_works():
    works = make_works()
    hits = search("sanctions", Article.objects.published())
    assert set(hits.queryset.filter(title__startswith="S")) == {works["salt"]}
    assert Article.objects.filter(pk__in=hits.queryset.values("pk")).count() == 2
    assert hits.within(Article.objects.apart_from(works["salt"])).queryset.get() == works["ferry"]


def test_without_words_everything_answers_and_to_signs_without_words_nothing():
    works = make_works()
    assert search("  ", Article.objects.published()).queryset.count() == len(works)
    assert search("?!", Article.objects.published()).queryset.count() == 0


def test_an_exclusion_alone_leaves_the_rest():
    works = make_works()
    assert search("-sanctions", Article.objects.published()).queryset.count() == len(works) - 2


def test_a_changed_work_is_found_by_its_new_words_only():
    work = make_article("Herring", body="<p>Herring.</p>")
    index(Article.objects.all())
    work.title, work.body = "Mackerel", "<p>Mackerel.</p>"
    work.save()
    index([work.pk])
    assert found("herring") == []
    assert found("mackerel") == ["Mackerel"]


def test_a_deleted_work_and_one_taken_out_are_found_no_more():
    make_works()
    Article.objects.get(title="Sanctioned Salt").delete()
    assert found("sanctions") == ["The Ferry Timetable, Reconsidered"]
    unindex(Article.objects.filter(title__startswith="The Ferry"))
    assert found("sanctions") == []


def test_the_index_can_be_rebuilt_and_tells_how_far_it_is():
    works = make_works()
    unindex(Article.objects.all())
    progress = []
    assert rebuild(progress=lambda done, total: progress.append((done, total))) == len(works)
    assert progress[-1] == (len(works), len(works))
    assert len(found("sanctions")) == 2


def test_phrases_are_found_far_into_a_very_long_text():
    filler = "".join(f"<p>{'the state of the harbour is the state ' * 100}</p>" for _ in range(25))
    make_article("Long", body=f"<p>Prologue.</p>{filler}<p>The copper lighthouse, at last.</p>")
    make_article("Longer", slug="longer", body=f"{filler}<p>Lighthouse copper. The state capture.</p>")
    index(Article.objects.all())
    assert found('"copper lighthouse"') == ["Long"]
    assert found('"state capture"') == ["Longer"]
    assert found('prologue -"state capture"') == ["Long"]
    assert found('lighthouse -"copper lighthouse"') == ["Longer"]


def test_a_text_of_a_hundred_thousand_different_words_is_indexed_as_far_as_there_is_room():
    words = " ".join(f"w{number:x}" for number in range(0x100000, 0x100000 + 100_000))
    make_article("Dictionary", body=f"<p>{words}</p>")
    index(Article.objects.all())
    assert found("w100000") == ["Dictionary"]
    assert found("w118000") == []


def test_a_slip_of_the_pen_is_mended():
    make_works()
    assert suggest("negociators") == "negotiators"
    assert suggest("wilma oakerst") == "wilma oakrest"
    assert suggest("timetabel ferry") == "timetable ferry"
    assert suggest("Политеку") == "политику"
    assert suggest("ferry") is None
    assert suggest("qqqqqqq") is None


def test_a_suggestion_never_tells_a_word_of_an_unpublished_work():
    make_article("Operation Thistledown", status="draft")
    index(Article.objects.all())
    assert suggest("thistledwon") is None


def test_asking_takes_one_query_a_page_one_and_all_excerpts_one(django_assert_num_queries):
    make_works()
    with django_assert_num_queries(1):
        hits = search("sanctions", Article.objects.published())
    with django_assert_num_queries(1):
        page = list(hits.queryset.newest())
    with django_assert_num_queries(1):
        hits.excerpts(page)
    with django_assert_num_queries(2):
        hits.by_relevance()


def test_indexing_takes_the_same_number_of_queries_for_one_work_and_for_many(django_assert_num_queries):
    works = make_works()
    ids = [work.pk for work in works.values()]
    queries = 16 if connection.vendor == "postgresql" else 17  # there the entries go by a cursor of its own
    with django_assert_num_queries(queries):
        index([works["byline"].pk, works["term"].pk])
    with django_assert_num_queries(queries):
        index(ids)
