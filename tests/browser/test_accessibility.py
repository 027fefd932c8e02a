"""Whoever reads, by whatever means, can read every page: axe finds nothing against WCAG 2.2 AA.

Every page is opened in a window that all share, and looked at in four ways: wide by day, wide by night, as
narrow as a telephone (which is also a desk's screen at 400 %), and with letters set apart (1.4.12).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.examples import EXAMPLES, IN_LANGUAGES

pytestmark = pytest.mark.browser

WIDE, TWICE_AS_LARGE, NARROWEST = 1440, 1280 // 2, 320
PAGES = EXAMPLES | IN_LANGUAGES
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ABOUT_COLOUR = ["color-contrast", "link-in-text-block"]
RUN = """options => axe.run(document, {resultTypes: ["violations"], ...options}).then(found =>
    found.violations.flatMap(rule => rule.nodes.map(node =>
        `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary.replaceAll(/\\s+/g, " ")}`)))"""
OVERFLOW = """() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    return [...document.body.querySelectorAll("*")].filter(one => {
        const box = one.getBoundingClientRect();
        return (box.right > room + 1 || box.left < -1) && !one.closest(".scroll, .hidden, .skip");
    }).map(one => one.outerHTML.slice(0, 90)).slice(0, 5).concat("wider than the page");
}"""
CLIPPED = """() => [...document.body.querySelectorAll("*")].filter(one => {
    if (!one.checkVisibility({opacityProperty: true})) return false;
    if (one.closest(".hidden, .skip, svg, select")) return false;
    const look = getComputedStyle(one), cut = value => value == "hidden" || value == "clip";
    if (look.clipPath == "inset(50%)") return false;
    const text = [...one.childNodes].some(node => node.nodeType == 3 && node.data.trim());
    return text && (cut(look.overflowX) && one.scrollWidth > one.clientWidth + 1
        || cut(look.overflowY) && one.scrollHeight > one.clientHeight + 1);
}).map(one => `cut off: ${one.outerHTML.slice(0, 90)}`)"""
SET_APART = """apart => {
    const sheet = new CSSStyleSheet();
    const letters = document.documentElement.lang == "ar" ? "" : "letter-spacing: .12em !important;";
    sheet.replaceSync(`* { line-height: 1.5 !important; word-spacing: .16em !important; ${letters} }
        p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = apart ? [sheet] : [];
}"""


@pytest.fixture(scope="module")
def window(browser: Any, site: str) -> Iterator[Any]:
    """Return one page for the whole module: what it has fetched once, it keeps."""
    context = browser.new_context(base_url=site, reduced_motion="reduce")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def axe() -> str:
    """Return axe as a script, read once."""
    from axe_playwright_python.sync_playwright import Axe

    return Axe().axe_script


def violations(page: Any, **options: Any) -> list[str]:
    """Return what axe finds on the page as it stands, a line for each rule and node."""
    return page.evaluate(RUN, options)


def seen_as(page: Any, width: int, scheme: str = "light") -> None:
    """Give the window a width, by day or by night."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)


def test_axe_would_find_what_is_wrong(page, axe):
    page.set_content('<html lang="en"><title>Faults</title><main><h1>Faults</h1><p><img src="/x.webp"></p>')
    page.evaluate(axe)
    [found] = violations(page, runOnly=STANDARD)
    assert found.startswith("image-alt: img")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_stands_in_the_way_by_day_and_night_on_a_desk_and_in_a_hand(name, window, axe):
    seen_as(window, WIDE)
    window.goto(PAGES[name].address)
    window.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    window.evaluate(axe)
    found = []
    if name in EXAMPLES:
        found += [f"wide: {one}" for one in violations(window, runOnly=STANDARD)]
    seen_as(window, WIDE, "dark")
    found += [f"wide, dark: {one}" for one in violations(window, runOnly=ABOUT_COLOUR)]
    seen_as(window, NARROWEST)
    found += [f"narrow: {one}" for one in violations(window, runOnly=STANDARD)]
    for width in (TWICE_AS_LARGE, NARROWEST):
        seen_as(window, width)
        found += [f"{width} wide: {one}" for one in window.evaluate(OVERFLOW)]
        window.evaluate(SET_APART, True)
        found += [f"{width} wide, set apart: {one}" for one in window.evaluate(OVERFLOW)]
        found += [f"{width} wide, set apart: {one}" for one in window.evaluate(CLIPPED)]
        window.evaluate(SET_APART, False)
    assert found == []


def test_what_is_cut_off_would_be_found(page):
    page.set_content('<p style="overflow: hidden; block-size: 1em; inline-size: 8em">A line that is too long')
    assert len(page.evaluate(CLIPPED)) == 1
