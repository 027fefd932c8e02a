"""What only SQLite can be asked: that its index is used."""

from __future__ import annotations

import pytest
from django.db import connection

from archive.articles.models import Article
from archive.articles.search import index, search
from archive.articles.search.hits import Hits
from archive.articles.search.query import parse
from archive.articles.search.sqlite import matching
from tests.makers import make_article

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="It asks SQLite for its plan."),
]


@pytest.mark.parametrize(
    "q", ["ferry", "السياسة", '"night boat"', "ferry -boat", "author:moss", "title:ferry"]
)
def test_a_search_goes_through_the_index_of_terms_and_asks_it_once(q):
    index([make_article("The Night Boat").pk])
    query = parse(q)
    plan = Hits(query, Article.objects.published(), matching(query)).queryset.newest().explain()
    assert "SCAN articles_fulltext VIRTUAL TABLE INDEX" in plan
    assert "CORRELATED" not in plan
    assert "SCAN articles_indexentry" not in plan


def test_few_hits_are_looked_up_by_their_keys():
    work = make_article("The Night Boat")
    index([work.pk])
    plan = search("boat", Article.objects.published()).queryset.explain()
    assert "SEARCH articles_article USING" in plan
