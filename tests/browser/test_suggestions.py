"""Suggestions while typing: by the keyboard and to a screen reader; an ordinary form without them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.examples import HOSTS

pytestmark = pytest.mark.browser

STATE = """() => {
    const input = document.querySelector("input[role=combobox]");
    return {
        open: input.getAttribute("aria-expanded") == "true",
        active: document.getElementById(input.getAttribute("aria-activedescendant"))?.innerText ?? "",
        told: document.querySelector("form [role=status]").textContent,
        focused: document.activeElement == input,
    };
}"""


def type_in(page: Any, text: str, address: str = "/search/") -> None:
    """Open the search page, type, and wait for what is suggested."""
    page.goto(address)
    page.locator("input[type=search]").press_sequentially(text)
    page.locator("[role=option]").first.wait_for()


def test_arrows_choose_and_the_focus_stays_in_the_line(page):
    type_in(page, "wat")
    assert page.evaluate(STATE)["told"] == f"Suggestions: {page.locator('[role=option]').count()}"
    page.keyboard.press("ArrowDown")
    state = page.evaluate(STATE)
    assert state["active"].startswith("Water")
    assert state["focused"]
    page.keyboard.press("ArrowUp")
    assert page.evaluate(STATE)["active"] == ""
    page.keyboard.press("ArrowUp")
    assert page.evaluate(STATE)["active"] != ""


def test_enter_opens_what_is_chosen_and_else_searches(page):
    type_in(page, "wat")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/topics/water/")
    type_in(page, "wat")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=wat")


def test_escape_closes_and_keeps_what_was_typed(page):
    type_in(page, "wat")
    page.keyboard.press("Escape")
    assert not page.evaluate(STATE)["open"]
    assert page.locator("[role=listbox]").is_hidden()
    assert page.locator("input[type=search]").input_value() == "wat"


def test_a_click_opens_and_leaving_the_line_closes(page):
    type_in(page, "wat")
    page.keyboard.press("Tab")
    assert page.locator("[role=listbox]").is_hidden()
    type_in(page, "wat")
    page.locator("[role=option]").first.click()
    page.wait_for_url("**/topics/water/")


def test_titles_are_suggested_from_right_to_left(page):
    type_in(page, "القرية", HOSTS["Arabic"] + "/search/")
    option = page.locator("[role=option]").first
    assert "القرية" in option.inner_text()
    assert option.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_nothing_on_the_page_moves_when_suggestions_open(page):
    page.goto("/search/")
    tops = "[...document.querySelectorAll('h2, .terms a')].map(one => one.getBoundingClientRect().top)"
    before = page.evaluate(tops)
    page.locator("input[type=search]").press_sequentially("wat")
    page.locator("[role=option]").first.wait_for()
    assert page.evaluate(tops) == before


def test_where_nothing_answers_the_form_is_as_it_was(page):
    page.route("**/suggestions/**", lambda route: route.abort())
    page.goto("/search/")
    page.locator("input[type=search]").press_sequentially("wat")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=wat")
