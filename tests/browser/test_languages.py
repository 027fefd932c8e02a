"""Every language runs in its own direction, with its own figures, and says what it is."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.examples import ARABIC, CHINESE, LONG

pytestmark = pytest.mark.browser

CARDS = """() => [...document.querySelectorAll(".entry-title")].map(one => {
    const link = one.querySelector("a");
    return [link.textContent, link.closest("[lang]").lang, getComputedStyle(link).direction];
})"""


def middle(page: Any, selector: str) -> float:
    """Return how far from the left edge of the page the middle of a part stands."""
    box = page.locator(selector).first.bounding_box()
    return box["x"] + box["width"] / 2


def test_an_english_page_runs_from_facts_at_the_left_to_more_work_at_the_right(page):
    page.goto(LONG)
    assert middle(page, ".facts") < middle(page, ".text") < middle(page, ".more")


def test_an_arabic_page_is_the_mirror_image(page):
    page.goto(ARABIC)
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert middle(page, ".facts") > middle(page, ".text") > middle(page, ".more")


def test_arabic_lines_begin_at_the_right(page):
    page.goto(ARABIC)
    gaps = page.evaluate(
        """() => {
            const first = document.querySelector(".body > p"), words = document.createRange();
            words.selectNodeContents(first);
            const box = first.getBoundingClientRect(), lines = [...words.getClientRects()];
            return [box.right - Math.max(...lines.map(line => line.right)), lines.at(-1).left - box.left];
        }"""
    )
    assert gaps[0] < 2 < gaps[1]


def test_a_date_on_an_arabic_page_is_written_in_arabic_figures(page):
    page.goto(ARABIC)
    date = page.locator(".facts time").first
    assert date.get_attribute("datetime") == "2014-05-20"
    assert re.fullmatch(r"[^0-9]*[٠-٩]+[^0-9]*٢٠١٤", date.inner_text())


@pytest.mark.parametrize(
    ("address", "language"), [(LONG, "en"), (ARABIC, "ar"), (CHINESE, "zh"), ("/articles/", "en")]
)
def test_a_page_says_which_language_it_is_in(address, language, page):
    page.goto(address)
    assert page.locator("html").get_attribute("lang").split("-")[0] == language


@pytest.mark.parametrize("address", ["/articles/?language=ar&language=ru&language=zh", "/articles/?page=2"])
def test_a_card_says_which_language_its_title_is_in(address, page):
    page.goto(address)
    cards = page.evaluate(CARDS)
    assert len({language for _title, language, _direction in cards}) > 2
    for title, language, direction in cards:
        assert language.split("-")[0] in language_by_script(title), title
        assert direction == ("rtl" if language == "ar" else "ltr"), title


def language_by_script(title: str) -> set[str]:
    """Return the languages that a title in this script can be in."""
    scripts = ((r"[\u0600-\u06ff]", {"ar"}), (r"[\u0400-\u04ff]", {"ru"}), (r"[\u4e00-\u9fff]", {"zh"}))
    return next((found for signs, found in scripts if re.search(signs, title)), {"en", "fr", "de", "es"})
