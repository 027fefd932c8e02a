"""Notes and the calls that lead to them, as WordPress, Word and Markdown write them."""

from __future__ import annotations

import re

import pytest

from archive.articles.footnotes import MOST_BESIDE, number_notes

WORDPRESS = (
    '<p>{filler}<sup class="fnref"><a href="#fn1" id="fnref1">1</a></sup> {filler}'
    '<sup class="fnref"><a href="#fn2" id="fnref2">2</a></sup></p>'
    '<section class="footnotes"><ol><li id="fn1">One. <a class="fn-back" href="#fnref1">↩</a></li>'
    '<li id="fn2">Two. <a class="fn-back" href="#fnref2">↩</a></li></ol></section>'
)
BLOCK_EDITOR = (
    '<p>{filler}<sup class="fnref"><a id="a1b2-link" href="#a1b2">1</a></sup> {filler}'
    '<sup class="fnref"><a id="c3d4-link" href="#c3d4">2</a></sup></p>'
    '<ol class="footnotes"><li id="a1b2">One. <a href="#a1b2-link">↩</a></li>'
    '<li id="c3d4">Two. <a href="#c3d4-link">↩</a></li></ol>'
)
WORD = (
    '<p>{filler}<a href="#_ftn1" id="_ftnref1">[1]</a> {filler}<a href="#_ftn2" id="_ftnref2">[2]</a></p>'
    '<div class="footnotes"><ul><li id="_ftn1"><p>One. <a href="#_ftnref1">[1]</a></p></li>'
    '<li id="_ftn2"><p>Two. <a href="#_ftnref2">[2]</a></p></li></ul></div>'
)
MARKDOWN = (
    '<p>{filler}<sup class="fnref" id="fnref1"><a href="#fn1">1</a></sup> {filler}'
    '<sup class="fnref" id="fnref2"><a href="#fn2">2</a></sup></p>'
    '<ol class="footnotes">\n'
    '<li id="fn1" class="footnote">One. <a class="fn-back" href="#fnref1">↩</a></li>\n'
    '<li id="fn2" class="footnote">Two. <a class="fn-back" href="#fnref2">↩</a></li>\n</ol>'
)
SOURCES = [WORDPRESS, BLOCK_EDITOR, WORD, MARKDOWN]
FILLER = "Rain fell on the quay. " * 20


def marks(html, name):
    return re.findall(rf' {name}="(\d+)"', html)


def without_marks(html):
    return re.sub(r' data-(?:call|note)="\d+"| data-back', "", html)


@pytest.mark.parametrize("source", SOURCES)
def test_calls_and_notes_are_numbered_in_pairs_whatever_their_ids(source):
    html = number_notes(source.format(filler=FILLER))
    assert marks(html, "data-call") == marks(html, "data-note") == ["1", "2"]


@pytest.mark.parametrize("source", SOURCES)
def test_links_back_are_known_as_such_and_nothing_else_changes(source):
    body = source.format(filler=FILLER)
    html = number_notes(body)
    assert html.count(" data-back") == 2
    assert " data-back" not in html[: html.index('class="footnotes"')]
    assert without_marks(html) == body


def test_a_note_that_is_called_twice_is_anchored_to_its_first_call():
    body = WORDPRESS.format(filler=FILLER).replace("</p>", '<sup><a href="#fn1">1</a></sup></p>', 1)
    assert marks(number_notes(body), "data-call") == ["1", "2"]


def test_a_link_within_a_note_that_leads_elsewhere_does_not_lead_back():
    elsewhere = '<a href="#fn2">See below</a>, <a href="/a/">a</a>.'
    body = WORDPRESS.format(filler=FILLER).replace("One.", elsewhere)
    assert number_notes(body).count(" data-back") == 2


def test_notes_stay_at_the_end_where_one_of_them_is_never_called():
    html = number_notes(WORDPRESS.format(filler=FILLER).replace('href="#fn2"', 'href="#elsewhere"'))
    assert marks(html, "data-note") == []
    assert html.count(" data-back") == 2


def test_notes_stay_at_the_end_where_they_are_longer_than_the_text():
    html = number_notes(WORDPRESS.format(filler="Rain.").replace("One.", "One. " * 500))
    assert marks(html, "data-note") == marks(html, "data-call") == []


def test_notes_stay_at_the_end_where_they_are_too_many():
    numbers = range(1, MOST_BESIDE + 2)
    calls = "".join(f'<p>{FILLER}<sup><a href="#fn{n}">{n}</a></sup></p>' for n in numbers)
    notes = "".join(f'<li id="fn{n}">Note.</li>' for n in numbers)
    assert marks(number_notes(f'{calls}<ol class="footnotes">{notes}</ol>'), "data-note") == []


def test_a_body_without_notes_is_not_touched():
    body = '<p>See <a href="#below">below</a>.</p><p id="below">Rain.</p>'
    assert number_notes(body) is body
