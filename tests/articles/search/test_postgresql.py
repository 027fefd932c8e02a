"""What only PostgreSQL can be asked: that its index is used."""

from __future__ import annotations

import pytest
from django.db import connection

from archive.articles.models import Article
from archive.articles.search import index, search
from tests.makers import make_article

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="It asks PostgreSQL for its plan."),
]


@pytest.mark.parametrize(
    "q",
    ["ferry", "السياسة", '"night boat"', "ferry -boat", "-ferry", "author:moss", "title:ferry -file:annex"],
)
def test_a_search_goes_through_the_index_of_terms_and_reads_no_table_through(q):
    index([make_article("The Night Boat").pk])
    index_before, table_before = scans("articles_indexentry_vector"), scans("articles_indexentry")
    list(search(q, Article.objects.published()).queryset)
    assert scans("articles_indexentry_vector") == index_before + 1
    assert scans("articles_indexentry") <= table_before + ('"' in q)  # the few very long texts; no rows here


def scans(name: str) -> int:
    """How often this transaction has read an index, or a table from one end to the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_get_xact_numscans(%s::regclass)", [name])
        return cursor.fetchone()[0]
