"""On paper there is the work, its date and where it stands; no menus."""

from __future__ import annotations

import pytest

from tests.browser.examples import ARABIC, LONG, PLAIN

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

RIMA = "/authors/rima-khattar-sassine/"
FOR_SCREENS = "nav, form, .skip, .newsletter, .copy-link, .narrow, .to-search"


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
    imprint = page.locator(".imprint")
    assert imprint.is_visible()
    assert imprint.inner_text() == site + address.removeprefix("/aldermoor-asia")


def test_a_printed_work_is_black_on_white_even_at_night(page):
    page.goto(LONG)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator(".body > p").first.evaluate("node => getComputedStyle(node).color") == "rgb(0, 0, 0)"
