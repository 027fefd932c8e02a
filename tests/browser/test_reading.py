"""Long pieces: contents that follow the reader, notes beside their lines, tables that scroll by keyboard."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.browser.examples import ARABIC, CHINESE, LONG, RUSSIAN

pytestmark = pytest.mark.browser

BOXES = """selector => [...document.querySelectorAll(selector)].map(one => {
    const {top, bottom, left, right} = one.getBoundingClientRect();
    return {top: top + scrollY, bottom: bottom + scrollY, left, right};
})"""


@pytest.mark.parametrize("address", [LONG, RUSSIAN, ARABIC])
def test_notes_stand_beside_their_lines_and_none_covers_another(address, page):
    page.goto(address)
    calls, notes = page.evaluate(BOXES, "[data-call]"), page.evaluate(BOXES, "[data-note]")
    [text] = page.evaluate(BOXES, ".body")
    assert len(notes) == len(calls) > 1
    for call, note in zip(calls, notes, strict=True):
        assert note["top"] > call["top"] - 30
        assert note["left"] >= text["right"] or note["right"] <= text["left"]
    for above, below in pairwise(notes):
        assert above["bottom"] <= below["top"]
    shelves = page.evaluate(BOXES, ".related, .more")
    assert all(notes[-1]["bottom"] < shelf["top"] for shelf in shelves)


def test_notes_stand_at_the_end_where_there_is_no_room(new_page):
    page = new_page(width=1024)
    page.goto(LONG)
    notes = page.evaluate(BOXES, "[data-note]")
    [last] = page.evaluate(BOXES, ".body > p:last-of-type")
    assert all(note["top"] > last["bottom"] for note in notes)
    assert page.locator("[data-back]").first.is_visible()


def test_the_way_back_from_a_note_beside_its_line_is_there_for_the_keyboard(page):
    page.goto(LONG)
    page.locator("[data-call='1']").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    back = page.locator("[data-note='1'] [data-back]")
    assert back.evaluate("node => node === document.activeElement")
    assert back.evaluate("node => getComputedStyle(node).opacity") == "1"


def test_contents_stay_in_sight_beside_the_text_and_end_with_it(page):
    page.goto(LONG)
    contents = page.locator(".contents details")
    assert page.locator(".contents a").first.is_visible()
    assert not page.locator(".contents summary").is_visible()
    page.locator(".body h2").last.scroll_into_view_if_needed()
    assert 0 <= contents.bounding_box()["y"] < 100
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    [box], [shelf] = page.evaluate(BOXES, ".contents details"), page.evaluate(BOXES, ".related")
    assert box["bottom"] <= shelf["top"]


def test_contents_are_a_fold_on_a_small_screen_and_lead_there_and_back(plain_page):
    plain_page.goto(LONG)
    link = plain_page.locator(".contents a").last
    assert not link.is_visible()
    plain_page.locator(".contents summary").click()
    link.click()
    heading = plain_page.evaluate("document.querySelector(':target').getBoundingClientRect().top")
    assert 0 <= heading < 400
    plain_page.locator(".back a").click()
    assert plain_page.evaluate("document.querySelector(':target').className") == "contents"


def test_the_section_that_is_read_is_marked(page):
    page.goto(LONG)
    page.locator(".contents a").nth(3).click()
    page.wait_for_timeout(200)
    marked = page.evaluate("[...document.querySelectorAll('.contents a:target-current')].map(a => a.hash)")
    assert marked == [page.locator(".contents a").nth(3).evaluate("a => a.hash")]


def test_a_wide_table_is_scrolled_by_the_keyboard_under_its_name(new_page):
    page = new_page(width=320)
    page.goto(CHINESE)
    region = page.locator(".scroll").first
    assert region.get_attribute("aria-label") == page.locator(".body caption").first.inner_text()
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.scroll').scrollLeft > 0")


def test_headings_of_a_table_say_what_they_head(page):
    page.goto(LONG)
    assert page.locator(".body th:not([scope])").count() == 0
    assert page.locator(".body thead th[scope=col]").count() > 1
