"""A reader's own settings are kept to: less motion, forced colours, more contrast."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.examples import ARABIC, LONG

pytestmark = pytest.mark.browser

LIST = "/articles/?topic=water"
PAGES = ["/", LIST, LONG, ARABIC, "/authors/rima-khattar-sassine/", "/search/?q=harbour"]
MOVING = """() => [...document.querySelectorAll("*")].flatMap(one => ["", "::before", "::after"].map(part => {
    const look = getComputedStyle(one, part);
    const seconds = [look.transitionDuration, look.animationDuration].join().split(",").map(parseFloat);
    return Math.max(...seconds) > .2 || look.scrollBehavior == "smooth" ? one.outerHTML.slice(0, 90) : "";
})).filter(Boolean)"""
COLOURS = """([selector, part]) => {
    const look = getComputedStyle(document.querySelector(selector), part);
    return [look.backgroundColor, look.borderBlockEndColor, look.color];
}"""
CONTRAST = """names => {
    const rgb = name => {
        const spot = document.body.appendChild(document.createElement("i"));
        spot.style.color = `var(${name})`;
        const [, ...parts] = getComputedStyle(spot).color.match(/(\\d+), (\\d+), (\\d+)/);
        spot.remove();
        return parts.map(part => part / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    };
    const light = name => rgb(name).reduce((sum, v, at) => sum + v * [.2126, .7152, .0722][at], 0);
    const ground = light("--paper");
    return Object.fromEntries(names.map(name => {
        const [low, high] = [light(name), ground].sort((a, b) => a - b);
        return [name, (high + .05) / (low + .05)];
    }));
}"""


@pytest.mark.parametrize("address", PAGES)
def test_nothing_moves_for_who_wants_less_motion(address, page):
    page.goto(address)
    assert page.evaluate(MOVING) == []


def test_what_moves_would_be_found(page):
    page.goto("/")
    page.evaluate("document.querySelector('h1').style.transition = 'color 1s'")
    assert len(page.evaluate(MOVING)) == 1


@pytest.fixture
def forced(new_page: Any) -> Any:
    """Return a page whose colours the reader's system chooses: white on black, as it happens."""
    return new_page(forced_colors="active", color_scheme="dark")


def test_the_years_can_be_seen_in_forced_colours(forced):
    forced.goto("/articles/?year=2014")
    paper = forced.evaluate("getComputedStyle(document.body).backgroundColor")
    bar, *_line = forced.evaluate(COLOURS, [".years-bars a:not([aria-current])", "::before"])
    chosen, *_line = forced.evaluate(COLOURS, [".years-bars a[aria-current]", "::before"])
    assert len({paper, bar, chosen}) == 3


def test_what_is_chosen_has_an_edge_in_forced_colours(forced):
    forced.goto(LIST)
    edge = forced.evaluate(
        "getComputedStyle(document.querySelector('.chosen a')).borderBlockEndWidth.replace('px', '') * 1"
    )
    assert edge >= 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_wants_more_contrast_gets_it(scheme, new_page):
    page = new_page(contrast="more", color_scheme=scheme)
    page.goto("/")
    found = page.evaluate(CONTRAST, ["--ink", "--soft", "--rule", "--edge"])
    assert found["--ink"] > 12
    assert found["--soft"] > 7
    assert min(found["--rule"], found["--edge"]) > 3
