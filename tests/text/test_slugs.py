"""A slug is ASCII, readable, the same for the same title, and never empty."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.slugs import RESERVED, slugify


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("The Ferry That Nobody Cancelled", "the-ferry-that-nobody-cancelled"),
        ("Israel’s “Quiet” Harbour", "israels-quiet-harbour"),
        ("Почему опустела пристань", "pochemu-opustela-pristan"),
        ("Le fleuve et ses comptables : l’été", "le-fleuve-et-ses-comptables-lete"),
        ("Straße", "strasse"),
        ("!?", "untitled"),
        ("", "untitled"),
    ],
)
def test_a_title_becomes_words_in_ascii(title, slug):
    assert slugify(title) == slug


@pytest.mark.parametrize("title", ["无人取消的渡轮", "لماذا خلا الرصيف"])
def test_every_script_has_a_slug(title):
    assert slugify(title) != "untitled"


def test_it_is_cut_between_words():
    assert slugify("one two three", limit=9) == "one-two"
    assert slugify("one two three", limit=7) == "one-two"
    assert slugify("incomprehensible", limit=6) == "incomp"


def test_composition_does_not_matter():
    assert slugify("Çelik") == slugify("Çelik") == "celik"


@given(st.text(max_size=200), st.integers(1, 80))
def test_any_text_gives_a_slug(text, limit):
    slug = slugify(text, limit)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= limit
    assert slugify(slug, limit) == slug


def test_the_first_segments_of_the_site_are_reserved():
    assert {"articles", "admin", "oai", "sitemap.xml", "healthz", "metrics"} <= RESERVED
