"""A reader without a mouse gets everywhere and sees where they are; a finger finds what it aims at."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.browser.examples import ARABIC, HOSTS, LONG

pytestmark = pytest.mark.browser

LIST = "/articles/?topic=water"
ARABIC_LIST = HOSTS["Arabic"] + "/articles/"
PERSON = "/authors/rima-khattar-sassine/"
WHERE = """() => {
    const at = document.activeElement, look = getComputedStyle(at), box = at.getBoundingClientRect();
    if (at === document.body) return {name: ""};
    const inside = (x, y) => x > 0 && y > 0 && x < innerWidth && y < innerHeight;
    const lines = [...at.getClientRects()];
    const points = lines.map(line => [(line.left + line.right) / 2, (line.top + line.bottom) / 2]);
    const bare = ([x, y]) => inside(x, y) && [document.elementFromPoint(x, y)].some(top =>
        top && (at.contains(top) || top.contains(at)));
    const shelf = at.closest("ul, ol, table, form, p, dl, .kicker, details, nav") || document.body;
    shelf.number ??= window.shelves = (window.shelves || 0) + 1;
    return {
        name: at.outerHTML.slice(0, 110),
        outline: look.outlineStyle == "none" ? 0 : parseFloat(look.outlineWidth),
        seen: box.width > 0 && box.height > 0 && look.visibility == "visible" && look.clipPath == "none",
        uncovered: points.some(bare),
        shelf: shelf.number, sideways: getComputedStyle(shelf).direction == "rtl" ? -1 : 1,
        x: (lines[0].left + lines[0].right) / 2, y: (lines[0].top + lines[0].bottom) / 2 + scrollY,
        height: lines[0].height,
    };
}"""
SMALL = """() => [...document.querySelectorAll("a[href], button, summary, select, input:not([type=hidden])")]
    .filter(one => one.checkVisibility() && !one.closest(".skip, .hidden"))
    .filter(one => getComputedStyle(one).display != "inline" || !one.closest("p, li, h1, h2, h3, dd, td"))
    .filter(one => {
        const box = one.getBoundingClientRect();
        return box.width < 24 || box.height < 24;
    })
    .map(one => `${one.outerHTML.slice(0, 90)}: ${JSON.stringify(one.getBoundingClientRect())}`)"""


def walk(page: Any, most: int = 500) -> list[dict[str, Any]]:
    """Press Tab from the top of the page until the browser's own chrome is reached; return every stop."""
    stops: list[dict[str, Any]] = []
    while len(stops) < most:
        page.keyboard.press("Tab")
        stop = page.evaluate(WHERE)
        if not stop["name"]:
            return stops
        stops.append(stop)
    raise AssertionError(f"{most} stops, and no end: the keyboard is caught at {stops[-1]['name']}")


def test_the_first_key_shows_the_way_past_the_menus(page):
    page.goto(LONG)
    skip = page.locator(".skip")
    assert skip.evaluate("node => getComputedStyle(node).clipPath") != "none"
    page.keyboard.press("Tab")
    assert skip.evaluate("node => node === document.activeElement")
    assert skip.evaluate("node => getComputedStyle(node).clipPath") == "none"
    assert skip.get_attribute("href") == "#main"


@pytest.mark.parametrize("address", [LONG, ARABIC, LIST, ARABIC_LIST, "/search/", "/nowhere/"])
def test_the_way_past_the_menus_ends_in_the_text(address, page):
    page.goto(address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("width", [1440, 320])
@pytest.mark.parametrize("address", [LONG, ARABIC, LIST, ARABIC_LIST, PERSON, "/", "/search/?q=harbour"])
def test_every_stop_of_the_keyboard_is_seen_uncovered_and_left_again(address, width, new_page):
    page = new_page(width=width)
    page.goto(address)
    stops = walk(page)
    assert len(stops) > 15
    assert [one for one in stops if one["outline"] < 2 or not one["seen"] or not one["uncovered"]] == []


@pytest.mark.parametrize("address", [LONG, ARABIC, LIST, ARABIC_LIST, PERSON, "/", "/regions/"])
def test_the_keyboard_goes_down_each_list_along_its_lines_and_on_to_its_next_column(address, page):
    page.goto(address)
    stops = walk(page)
    backwards = []
    for one, following in pairwise(stops):
        if one["shelf"] != following["shelf"]:
            continue
        lower = following["y"] - one["y"] > min(one["height"], following["height"]) / 2
        further = (following["x"] - one["x"]) * one["sideways"] > 0
        if not lower and not further:
            backwards.append((one["name"], following["name"]))
    assert backwards == []


def test_the_way_back_is_the_way_there(page):
    page.goto(ARABIC)
    there = [stop["name"] for stop in walk(page)]
    back = []
    for _stop in there:
        page.keyboard.press("Shift+Tab")
        back.append(page.evaluate(WHERE)["name"])
    assert back == there[::-1]


@pytest.mark.parametrize("address", ["/articles/", ARABIC_LIST])
def test_a_facet_opens_closes_and_is_chosen_by_keys_alone(address, page):
    page.goto(address)
    fold = page.locator(".facet").first
    summary = fold.locator("> summary")
    was_open = fold.evaluate("node => node.open")
    for expected in (not was_open, was_open):
        summary.focus()
        page.keyboard.press("Enter")
        assert fold.evaluate("node => node.open") == expected
    choice = page.locator(".facet[open] .choice").first
    choice.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**?*")
    assert page.locator(".chosen a").count() >= 1
    page.locator(".chosen a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "?" not in url)
    assert page.locator(".chosen a").count() == 0


def test_a_year_of_the_histogram_says_itself_where_the_keyboard_stands(page):
    page.goto("/articles/")
    year = page.locator(".years-bars a").nth(3)
    year.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert year.locator(".told").evaluate("node => getComputedStyle(node).opacity") == "1"


def test_a_wide_table_is_scrolled_by_the_arrows(new_page):
    page = new_page(width=320)
    page.goto(LONG)
    region = page.locator(".scroll").first
    region.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.scroll').scrollLeft > 0")


@pytest.mark.parametrize(
    "address", [LONG, ARABIC, LIST, "/", HOSTS["Arabic"] + "/", "/authors/", "/regions/"]
)
def test_a_target_outside_a_sentence_is_at_least_24_pixels(address, new_page):
    page = new_page(width=360)
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    assert page.evaluate(SMALL) == []
