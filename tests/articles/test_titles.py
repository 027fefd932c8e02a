"""The order of titles: one for every database, in the alphabet of each script."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db.models import Count
from django.db.models.functions import Substr

from archive.articles.models import Article
from tests import makers

pytestmark = pytest.mark.django_db


def test_lists_by_title_leave_out_the_article_that_opens_one(client):
    makers.make_center("Tarn")
    for title, language in [
        ("内河港口", "zh-Hans"), ("The Ferry", "en"), ("Дамба", "ru"), ("الميناء", "ar"), ("Étude", "fr"),
        ("A Quay", "en"), ("gauges", "en"), ("Бухта", "ru"), ("3 Locks", "en"),
    ]:  # fmt: skip
        makers.make_article(title, language=language)
    works = client.get("/articles/?sort=title").context["listing"].works
    assert [work.title for work in works] == [
        "3 Locks", "Étude", "The Ferry", "gauges", "A Quay", "Бухта", "Дамба", "الميناء", "内河港口",
    ]  # fmt: skip


def test_a_changed_title_is_filed_anew():
    work = makers.make_article("The Ferry")
    work.title = "The Quay"
    work.save()
    assert Article.objects.get().title_key == "1quay"


def test_titles_that_were_stored_before_there_were_keys_are_filed():
    makers.make_article("The Ferry")
    makers.make_article("La Digue", language="fr")
    Article.objects.update(title_key="")
    import_module("archive.articles.migrations.0011_file_titles").file_titles(apps, None)
    assert set(Article.objects.values_list("title_key", flat=True)) == {"1ferry", "1digue"}


@pytest.mark.sqlite
def test_an_index_answers_for_the_letters_of_titles_and_no_text_of_a_work_is_read():
    letters = Article.objects.published().order_by().values_list(Substr("title_key", 1, 3))
    assert "COVERING INDEX article_titles" in letters.annotate(number=Count("pk")).explain()
