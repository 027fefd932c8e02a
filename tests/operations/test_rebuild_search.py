"""`rebuild_search`: a lost index is made again from the works."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from archive.articles.models import Article, IndexEntry
from archive.articles.search import search, unindex
from tests.makers import make_article

pytestmark = pytest.mark.django_db


def test_a_lost_index_is_made_again():
    work = make_article("The Lighthouse Ledger")
    unindex(Article.objects.all())
    assert not IndexEntry.objects.exists()
    out = io.StringIO()

    call_command("rebuild_search", stdout=out)

    assert out.getvalue() == "indexed 1\n"
    assert search("lighthouse", Article.objects.published()).queryset.get() == work
