"""On paper there is the work, its date and where it stands; no menus."""

from __future__ import annotations

import pytest

from tests.browser.examples import ARABIC, CHINESE, LONG, PLAIN

pytestmark = pytest.mark.browser

RIMA = "/authors/rima-khattar-sassine/"
FOR_SCREENS = "nav, form, .skip, .newsletter, .copy-link, .narrow, .to-search"
ON_SCREEN_ALONE = ".contents, .back, .cite, .length, .in-series, .related, .more, .recent, [data-back]"


@pytest.mark.parametrize("address", [LONG, ARABIC, "/articles/?topic=water", RIMA])
def test_no_way_to_press_is_printed(address, page):
    page.goto(address)
    page.emulate_media(media="print")
    shown = [one for one in page.locator(FOR_SCREENS).all() if one.is_visible()]
    assert [one.evaluate("node => node.outerHTML.slice(0, 110)") for one in shown] == []


@pytest.mark.parametrize("address", [LONG, ARABIC, "/aldermoor-asia" + PLAIN])
def test_a_printed_work_says_when_it_came_out_and_where_it_stands(address, page, site):
    page.goto(address)
    page.emulate_media(media="print")
    assert page.locator(".facts time").first.is_visible()
    assert page.locator(".body > p").first.is_visible()
    assert page.locator(".imprint").is_visible()
    assert page.locator(".imprint time").inner_text() == page.locator(".facts time").first.inner_text()
    stands = site + address.removeprefix("/aldermoor-asia")
    assert page.locator(".imprint .address").inner_text() == stands
    assert page.locator("html").get_attribute("data-address") == stands


@pytest.mark.parametrize("address", [LONG, ARABIC])
def test_a_printed_work_has_its_notes_at_the_end_and_nothing_of_the_screen(address, page):
    page.goto(address)
    page.emulate_media(media="print")
    last = page.locator(".body > p").last.bounding_box()
    notes = [note.bounding_box() for note in page.locator("[data-note]").all()]
    assert notes
    assert all(note["y"] > last["y"] for note in notes)
    shown = [one for one in page.locator(ON_SCREEN_ALONE).all() if one.is_visible()]
    assert [one.evaluate("node => node.outerHTML.slice(0, 110)") for one in shown] == []


@pytest.mark.parametrize("address", [LONG, CHINESE])
def test_a_printed_table_is_as_wide_as_the_sheet_and_not_cut(address, page):
    page.set_viewport_size({"width": 640, "height": 900})
    page.goto(address)
    page.emulate_media(media="print")
    table = page.locator(".body table").first
    assert table.evaluate("node => getComputedStyle(node).breakInside") == "avoid"
    assert table.evaluate("node => getComputedStyle(node.parentElement).overflowX") == "visible"
    assert table.evaluate("node => node.scrollWidth <= node.parentElement.clientWidth + 1")


def test_a_printed_work_is_black_on_white_even_at_night(page):
    page.goto(LONG)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator(".body > p").first.evaluate("node => getComputedStyle(node).color") == "rgb(0, 0, 0)"
