"""A reader without a mouse gets everywhere and sees where they are; a finger finds what it aims at."""

from __future__ import annotations

import pytest

from tests.browser.examples import ARABIC, LONG

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

LIST = "/articles/?topic=water"
WHERE = """() => {
    const at = document.activeElement, look = getComputedStyle(at), box = at.getBoundingClientRect();
    return {
        name: at === document.body ? "" : at.outerHTML.slice(0, 110),
        outline: look.outlineStyle == "none" ? 0 : parseFloat(look.outlineWidth),
        seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
            && look.visibility == "visible" && look.clipPath == "none",
    };
}"""
SMALL = """() => [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden])")]
    .filter(one => one.checkVisibility() && !one.closest(".skip"))
    .filter(one => getComputedStyle(one).display != "inline" || !one.closest("p, li, h1, h2, h3, dd, td"))
    .map(one => [one, one.getBoundingClientRect()])
    .filter(([one, box]) => box.width < 24 || box.height < 24)
    .map(([one, box]) => `${box.width} x ${box.height} ${one.outerHTML.slice(0, 110)}`)"""


def test_the_first_key_shows_the_way_past_the_menus(page):
    page.goto(LONG)
    skip = page.locator(".skip")
    assert skip.evaluate("node => getComputedStyle(node).clipPath") != "none"
    page.keyboard.press("Tab")
    assert skip.evaluate("node => node === document.activeElement")
    assert skip.evaluate("node => getComputedStyle(node).clipPath") == "none"
    assert skip.get_attribute("href") == "#main"


@pytest.mark.parametrize("address", [LONG, ARABIC, LIST, "/search/", "/nowhere/"])
def test_the_way_past_the_menus_ends_in_the_text(address, page):
    page.goto(address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("address", [LONG, LIST])
def test_every_stop_of_the_keyboard_can_be_seen(address, width, new_page):
    page = new_page(width=width)
    page.goto(address)
    stops = []
    while len(stops) < 400:
        page.keyboard.press("Tab")
        stop = page.evaluate(WHERE)
        if not stop["name"]:
            break
        stops.append(stop)
    assert len(stops) > 20
    assert [one for one in stops if one["outline"] < 2 or not one["seen"]] == []


@pytest.mark.parametrize("address", [LONG, ARABIC, LIST, "/", "/aldermoor-levant/", "/authors/", "/regions/"])
def test_a_target_outside_a_sentence_is_at_least_24_pixels(address, new_page):
    page = new_page(width=360)
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    assert page.evaluate(SMALL) == []
