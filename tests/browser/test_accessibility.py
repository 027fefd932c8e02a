"""Whoever reads, by whatever means, can read every page: axe finds nothing against WCAG 2.2 AA."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.examples import EXAMPLES

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

AXE = Axe().axe_script
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ABOUT_COLOUR = ["color-contrast", "link-in-text-block"]
RUN = """options => axe.run(document, {resultTypes: ["violations"], ...options}).then(found =>
    found.violations.flatMap(rule => rule.nodes.map(node =>
        `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary.replaceAll(/\\s+/g, " ")}`)))"""


def violations(page: Any, **options: Any) -> list[str]:
    """Return what axe finds on the page as it stands, a line for each rule and node."""
    return page.evaluate(RUN, options)


def test_axe_would_find_what_is_wrong(page):
    page.set_content('<html lang="en"><title>Faults</title><main><h1>Faults</h1><p><img src="/x.webp"></p>')
    page.evaluate(AXE)
    [found] = violations(page, runOnly=STANDARD)
    assert found.startswith("image-alt: img")


@pytest.mark.parametrize("name", EXAMPLES)
def test_axe_finds_nothing_by_day_and_night_on_a_desk_and_in_a_hand(name, page):
    page.goto(EXAMPLES[name].address)
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    page.evaluate(AXE)
    found = []
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        found += [f"{width} wide: {one}" for one in violations(page, runOnly=STANDARD)]
        page.emulate_media(color_scheme="dark")
        found += [f"{width} wide, dark: {one}" for one in violations(page, runOnly=ABOUT_COLOUR)]
    assert found == []
