"""The order of what is found: the same on both databases, the title asked for always first."""

from __future__ import annotations

import pytest

from archive.articles.models import Article
from archive.articles.search import hits as hits_module
from archive.articles.search import index, search
from archive.articles.search.salience import telling, weight
from tests import makers

pytestmark = pytest.mark.django_db


def found(q: str) -> list[str]:
    """The titles of the published works that answer, the best first."""
    keys = search(q, Article.objects.published()).by_relevance()
    titles = Article.objects.in_bulk(keys)
    return [titles[key].title for key in keys]


def test_a_title_that_holds_the_question_word_by_word_comes_before_one_that_scatters_it():
    makers.make_article("Salt, Ice and Roads", date="2020", deck="Ice roads.", body="<p>Ice roads.</p>")
    makers.make_article("A History of Ice Roads", date="1999")
    makers.make_article("Ice Roads", slug="exact", date="1990")
    index(Article.objects.all())
    assert found("ice roads") == ["Ice Roads", "A History of Ice Roads", "Salt, Ice and Roads"]


def test_words_side_by_side_in_a_text_weigh_more_than_words_apart():
    makers.make_article("Ash", date="2020", body="<p>A balance, and then another sheet.</p>")
    makers.make_article("Beech", date="2010", body="<p>It is on the balance sheet.</p>")
    index(Article.objects.all())
    assert found("balance sheet") == ["Beech", "Ash"]


def test_a_text_that_comes_back_to_a_word_is_more_about_it():
    makers.make_article("Ash", date="2020", body="<p>Herring. Oaks and elms and lime.</p>")
    makers.make_article("Beech", date="2010", body="<p>Herring after herring, and a herring more.</p>")
    index(Article.objects.all())
    assert found("herring") == ["Beech", "Ash"]


def test_the_author_weighs_more_than_the_subject():
    makers.make_article("Ash", date="2020", terms=[makers.make_term("topic", "Moss")])
    makers.make_article("Beech", date="2010", authors=[makers.make_author("Ann Moss")])
    index(Article.objects.all())
    assert found("moss") == ["Beech", "Ash"]


def test_an_old_work_is_found_by_its_title_among_more_hits_than_are_ordered(monkeypatch):
    monkeypatch.setattr(hits_module, "MOST_RANKED", 3)
    makers.make_article("Quay Light", date="1980", body="<p>Old.</p>")
    makers.make_article("The Light at the Quay", date="1970", body="<p>Older.</p>")
    for number in range(6):
        makers.make_article(f"Work {number}", date=f"20{number + 10}", body="<p>The quay by its light.</p>")
    index(Article.objects.all())
    assert found("quay light") == ["Quay Light", "The Light at the Quay", "Work 5", "Work 4", "Work 3"]


def test_where_no_work_has_all_words_those_that_lack_one_are_found():
    makers.make_article("Ash", body="<p>salt and herring</p>")
    makers.make_article("Beech", body="<p>salt alone</p>")
    makers.make_article("Draft", body="<p>salt, herring and quinces</p>", status="draft")
    index(Article.objects.all())
    hits = search("salt herring quinces", Article.objects.published())
    assert hits.query.is_relaxed
    assert [work.title for work in hits.queryset] == ["Ash"]
    assert not search("salt herring", Article.objects.published()).query.is_relaxed
    assert search('"salt quinces"', Article.objects.published()).queryset.count() == 0


def test_what_a_text_is_about_is_told_in_a_few_words():
    told = telling("the salt the salt of the quay and the salt of the sea · ·".split())
    assert weight("salt", told) > weight("sea", told) == 0
    assert weight("theé", told) == 0
    assert weight("sal*", told) == weight("salt", told)
    assert len(telling([f"w{number}" for number in range(10_000)] * 2)) < 2000
