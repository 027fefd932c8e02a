"""What is related is found by indexes alone, however many works there are."""

from __future__ import annotations

import pytest
from django.db import connection

from archive.articles.models import Article
from archive.articles.related import earlier_in_series, later_in_series, shared_links
from archive.publication import Status
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    """A work with a term and in a series; PostgreSQL plans for it as for a large archive."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    others = makers.make_series()
    Article.objects.bulk_create(
        Article(title=f"Lock {number}", slug=f"lock-{number}", series=others, status=Status.PUBLISHED)
        for number in range(300)
    )
    return makers.make_article(terms=[makers.make_term()], series=makers.make_series())


def test_the_newest_links_of_a_term_are_read_from_its_index_in_their_order(work):
    plan = shared_links(work).values_list("tag_id", "kin").explain()
    assert "article_term_lookup" in plan
    for whole in ("Seq Scan", "SCAN", "Sort", "TEMP B-TREE"):
        assert whole not in plan


def test_neighbours_in_a_series_are_read_from_its_index_in_their_order(work):
    for neighbours in (earlier_in_series(work), later_in_series(work)):
        plan = neighbours.values("pk").explain()
        assert "article_in_series" in plan
        assert "Sort" not in plan
        assert "TEMP B-TREE" not in plan
