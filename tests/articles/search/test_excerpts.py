"""Excerpts: safe, marked, and around what was asked for; without a database."""

from __future__ import annotations

import re
from html import escape

from hypothesis import given
from hypothesis import strategies as st

from archive.articles.search.analysis import prepare
from archive.articles.search.excerpts import LENGTH, excerpt, highlight
from archive.articles.search.index import plain_text
from archive.articles.search.query import parse
from archive.text.html import clean, to_text

FILLER = "The quay was empty and the gulls were loud. " * 20


def marked(text: str, q: str, language: str = "en") -> str:
    """The whole text with what was asked for marked."""
    return highlight(text, parse(q).phrases, language)


def test_every_inflection_is_marked():
    assert marked("Sanctions and a sanctioned port", "sanction") == (
        "<mark>Sanctions</mark> and a <mark>sanctioned</mark> port"
    )
    assert marked("О санкциях", "санкции", "ru") == "О <mark>санкциях</mark>"
    assert marked("والسِّيَاسَةُ هنا", "سياسات", "ar") == "<mark>والسِّيَاسَةُ</mark> هنا"


def test_a_phrase_is_marked_where_it_stands_whole():
    assert (
        marked("Night. A boat; the night boat.", '"night boat"')
        == "Night. A boat; the <mark>night boat</mark>."
    )


def test_scripts_without_blanks_are_marked_to_the_sign():
    assert marked("朝鲜半岛的盐", "半岛", "zh") == "朝鲜<mark>半岛</mark>的盐"
    assert marked("渡轮的影响", "影响 渡轮", "zh") == "<mark>渡轮</mark>的<mark>影响</mark>"
    assert marked("朝鲜半岛的盐", "半", "zh") == "朝鲜<mark>半</mark>岛的盐"
    assert marked("朝鲜半岛问题", "朝鲜半岛", "zh") == "<mark>朝鲜半岛</mark>问题"


def test_hyphened_words_are_marked_whole_when_asked_for_joined():
    assert marked("Of co-operation.", "cooperation") == "Of <mark>co-operation</mark>."


def test_what_a_text_holds_is_escaped():
    assert marked("<script>salt</script> & salt", "salt") == (
        "&lt;script&gt;<mark>salt</mark>&lt;/script&gt; &amp; <mark>salt</mark>"
    )


def test_an_excerpt_stands_where_most_words_stand_together():
    text = f"Salt. {FILLER} The salt of the night boat. {FILLER}"
    passage = excerpt(text, parse("salt boat").phrases, "en")
    assert "The <mark>salt</mark> of the night <mark>boat</mark>." in passage
    assert passage.startswith("… ")
    assert passage.endswith(" …")
    assert len(re.sub(r"</?mark>", "", passage)) <= LENGTH + 10


def test_an_excerpt_of_a_text_without_the_words_is_its_beginning():
    assert excerpt("Ash & beech.", parse("salt").phrases, "en") == "Ash &amp; beech."
    assert excerpt("", parse("salt").phrases, "en") == ""


@given(st.text(max_size=400), st.text(max_size=60), st.sampled_from(["en", "ar", "zh"]))
def test_marks_add_nothing_to_a_text_and_take_nothing_away(text, q, language):
    found = marked(text, q, language)
    assert found.count("<mark>") == found.count("</mark>")
    assert found.replace("<mark>", "").replace("</mark>", "") == escape(prepare(text))


def test_the_index_reads_the_words_that_to_text_reads():
    html = clean(
        "<h2>One</h2><p>T<b>w</b>o<br>three &amp; four&nbsp;five "
        "<a href='/x?a=1&amp;b=2' title='a &gt; b'>six</a></p>"
        "<table><tr><td>7</td><td>8</td></tr></table><ul><li>nine</li><li>ten</li></ul><p>e<i>le</i>ven</p>"
        "<figure><img src='/a.webp' alt='no'><figcaption>twelve</figcaption></figure>"
    ).html
    assert plain_text(html).split() == to_text(html).split()
