"""Fields mend what they store, whoever writes it and into whichever database."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from archive.articles.models import Article
from archive.fields import CleanHTML
from archive.publication import Status
from archive.text.html import HtmlRefused
from tests.makers import make_article, tomorrow

pytestmark = pytest.mark.django_db


def stored(**values: object) -> Article:
    return Article.objects.get(pk=make_article(**values).pk)


def test_a_line_is_stored_tidy():
    assert stored(title="The\x00 Quay\u202e at  Night\n").title == "The Quay at Night"


def test_a_deck_keeps_its_lines():
    assert stored(deck="One\r\n\nTwo\x00").deck == "One\n\nTwo"


def test_html_is_clean_whoever_writes_it():
    article = stored(body='<p>One<script>x()</script><img src=x onerror="x()"></p>')
    assert "script" not in article.body
    assert "onerror" not in article.body
    article = Article.objects.bulk_create(
        [Article(title="B", slug="b", body="<svg onload=x()>One</svg><p>Two</p>")]
    )[0]
    assert "svg" not in Article.objects.get(pk=article.pk).body


def test_html_that_was_just_cleaned_is_taken_as_it_is():
    assert stored(body=CleanHTML("<p>One</p>")).body == "<p>One</p>"


def test_html_beyond_the_limits_is_refused_in_a_sentence():
    deep = "<div>" * 5000 + "x" + "</div>" * 5000
    with pytest.raises(ValidationError, match="nests more than 200"):
        Article(title="Deep", slug="deep", body=deep).full_clean()
    with pytest.raises(HtmlRefused, match="nests more than 200"):
        make_article(body=deep)


def test_a_path_follows_date_and_slug():
    article = make_article("The Quay", date="2014-12-02")
    assert article.path == "2014/12/the-quay"
    article.published_precision = "year"
    article.save()
    assert article.path == "2014/the-quay"
    article.published = None
    article.save()
    assert article.path == "undated/the-quay"
    assert article.get_absolute_url() == "/articles/undated/the-quay/"


def test_the_gate_lets_only_published_works_through():
    seen = make_article()
    make_article(status=Status.DRAFT)
    make_article(status=Status.REVIEW)
    make_article(status=Status.WITHDRAWN)
    scheduled = make_article(publish_at=tomorrow())
    assert list(Article.objects.published()) == [seen]
    assert list(Article.objects.scheduled()) == [scheduled]
    assert seen.is_public
    assert not scheduled.is_public
