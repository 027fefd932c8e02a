"""Pages keep to the width they are given, and keep still while their parts arrive."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from tests.browser.examples import ARABIC, CHINESE, EXAMPLES, FRENCH, LONG, RUSSIAN

pytestmark = pytest.mark.browser

NARROWEST, TELEPHONE, TABLET, DESK = 320, 360, 768, 1440
TWICE_AS_LARGE = 1280 // 2
OVERFLOW = """() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const wide = [...document.body.querySelectorAll("*")].filter(one => {
        const box = one.getBoundingClientRect();
        return (box.right > room + 1 || box.left < -1) && !one.closest(".scroll, .hidden, .skip");
    });
    return wide.map(one => one.outerHTML.slice(0, 90)).slice(0, 5).concat("wider than the page");
}"""
SHIFTS = """() => new Promise(resolve => {
    const shifts = [], watch = new PerformanceObserver(list => shifts.push(...list.getEntries()));
    watch.observe({type: "layout-shift", buffered: true});
    setTimeout(() => resolve(shifts.reduce((sum, one) => sum + one.value, 0)), 200);
})"""


LARGEST = """() => new Promise(resolve => {
    const watch = new PerformanceObserver(list => {
        const {element} = list.getEntries().at(-1);
        resolve({tag: element.tagName, priority: element.getAttribute("fetchpriority")});
    });
    watch.observe({type: "largest-contentful-paint", buffered: true});
})"""


@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_has_to_be_scrolled_sideways(name, page):
    page.goto(EXAMPLES[name].address)
    found = {}
    for width in (DESK, TABLET, TWICE_AS_LARGE, TELEPHONE, NARROWEST):
        page.set_viewport_size({"width": width, "height": 900})
        found[width] = page.evaluate(OVERFLOW)
    assert {width: nodes for width, nodes in found.items() if nodes} == {}


def test_a_list_that_nothing_narrows_is_not_squeezed_into_the_column_of_its_choices(page):
    page.set_viewport_size({"width": DESK, "height": 900})
    page.goto("/articles/?q=zymurgical")
    assert page.evaluate("document.querySelector('.narrow')") is None
    assert page.evaluate("document.querySelector('.listing > .works').clientWidth") > DESK / 2


@pytest.mark.parametrize("address", [LONG, "/articles/", "/"])
def test_letters_of_twice_the_size_do_not_have_to_be_scrolled_sideways(address, page):
    page.goto(address)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(OVERFLOW) == []


@pytest.mark.parametrize("width", [TELEPHONE, DESK])
@pytest.mark.parametrize("address", [LONG, ARABIC, RUSSIAN, CHINESE, FRENCH, "/articles/", "/", "/browse/"])
def test_nothing_moves_while_a_page_is_opened(address, width, new_page):
    assert shift_of(new_page(width=width), address) < 0.005


@pytest.mark.parametrize("address", [RUSSIAN, ARABIC, "/articles/"])
def test_the_largest_thing_drawn_on_a_telephone_waits_for_no_script(address, new_page):
    page = new_page(width=TELEPHONE)
    page.goto(address, wait_until="load")
    drawn = page.evaluate(LARGEST)
    assert drawn["tag"] in ("P", "H1", "IMG")
    assert drawn["tag"] != "IMG" or drawn["priority"] == "high"


@pytest.mark.parametrize("width", [TELEPHONE, DESK])
@pytest.mark.parametrize("address", [LONG, ARABIC, "/articles/", "/"])
def test_no_line_moves_where_pictures_arrive_late(address, width, new_page):
    page = new_page(width=width)
    page.route("**/*.webp", late)
    assert shift_of(page, address) < 0.01


@pytest.mark.parametrize("width", [TELEPHONE, DESK])
@pytest.mark.parametrize("address", [LONG, ARABIC, "/articles/"])
def test_few_lines_move_where_even_the_type_arrives_late(address, width, new_page):
    page = new_page(width=width)
    page.route("**/*.woff2", late)
    assert shift_of(page, address) < 0.05


def shift_of(page: Any, address: str) -> float:
    """Return how much the page moved after it was first drawn; readers notice from 0.1."""
    page.goto(address, wait_until="load")
    page.evaluate("document.fonts.ready.then(() => true)")
    return page.evaluate(SHIFTS)


def late(route: Any) -> None:
    """Let a file come after the page has been drawn without it."""
    time.sleep(0.3)
    route.continue_()


@pytest.mark.parametrize(
    ("name", "families"),
    [
        ("long article", {"Reading Serif", "Reading Sans"}),
        ("list", {"Reading Serif", "Reading Sans"}),
        ("article in Russian", {"Reading Serif Cyrillic", "Reading Serif Plain", "Reading Sans Cyrillic"}),
        ("article in Arabic", {"Noto Naskh Arabic"}),
    ],
)
def test_a_page_is_set_in_our_own_type(name, families, visited):
    assert families <= visited(name).faces


def test_type_of_a_script_is_fetched_only_where_the_script_is_written(visited):
    written, unwritten = visited("article in Arabic"), visited("topics")
    assert not re.search(r"[\u0600-\u06ff]", unwritten.html)
    assert any("naskh" in one.address for one in written.fetched)
    assert not any("naskh" in one.address for one in unwritten.fetched)


def test_a_wide_table_scrolls_in_a_region_of_its_own(new_page):
    page = new_page(width=NARROWEST)
    page.goto(CHINESE)
    region = page.locator(".scroll").first
    assert region.get_attribute("tabindex") == "0"
    assert region.evaluate("node => getComputedStyle(node).overflowX") == "auto"
