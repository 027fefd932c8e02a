"""The citations of a work: one press copies the words, and nothing is there to press without the script."""

from __future__ import annotations

import pytest

from tests.browser.examples import ARABIC, PLAIN

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("style", ["apa", "chicago", "mla"])
@pytest.mark.parametrize("work", [PLAIN, ARABIC])
def test_a_press_copies_the_citation_and_says_so(work, style, new_page):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{work}cite/")
    section = page.locator(f"section[aria-labelledby={style}]")
    section.locator("button").click()
    page.wait_for_function("[...document.querySelectorAll('[role=status]')].some(one => one.textContent)")
    assert section.locator("[role=status]").inner_text()
    shown = section.locator(".reference").inner_text()
    assert page.evaluate("navigator.clipboard.readText()") == shown


def test_the_words_are_selected_where_copying_is_refused(page):
    page.goto(f"{PLAIN}cite/")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    page.locator("section[aria-labelledby=mla] button").click()
    page.wait_for_function("getSelection().toString()")
    assert page.evaluate("getSelection().toString().trim()") == page.locator("#in-mla").inner_text()


def test_without_the_script_there_is_no_button_and_the_files_are_there(new_page):
    page = new_page(java_script_enabled=False)
    page.goto(f"{PLAIN}cite/")
    assert page.locator("main button:visible").count() == 0
    assert page.locator(".downloads a:visible").count() == 3
