"""A quotation is copied with its source: one press, by pointer or by keyboard, and nothing in the way."""

from __future__ import annotations

import pytest

from tests.browser.examples import ARABIC, LONG, PLAIN

pytestmark = pytest.mark.browser

FIRST = ".body > p:first-child"
SELECT = """([from, to]) => {
    const [first, last] = [from, to].map(one => document.querySelector(one));
    getSelection().setBaseAndExtent(first, 0, last, last.childNodes.length);
}"""


@pytest.fixture
def reader(new_page):
    """A page of somebody who allows copying."""
    return new_page(permissions=["clipboard-read", "clipboard-write"])


def copied(page):
    return page.evaluate("navigator.clipboard.readText()")


def test_what_is_selected_is_copied_with_people_title_center_day_and_address(reader, site):
    reader.goto("/aldermoor-asia" + PLAIN)
    words = reader.locator(FIRST).inner_text()
    reader.evaluate(SELECT, [FIRST, FIRST])
    reader.locator(".quote").click()
    reader.wait_for_function("document.querySelector('.copy [role=status]').textContent")
    assert copied(reader) == (
        f"“{words}” — Shen Ruolan, Lu Wenzhi and Nathaniel Quoyle, What the Quay Is Saying, "
        f"Aldermoor Asia Center, Dec 9, 2014, {site}{PLAIN}"
    )
    reader.wait_for_selector(".quote", state="detached")


def test_a_keyboard_reaches_the_button_from_what_is_selected(reader):
    reader.goto(PLAIN)
    reader.locator(FIRST).click(click_count=3)
    reader.wait_for_selector(".quote")
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.className") == "button quote"
    reader.keyboard.press("Enter")
    reader.wait_for_function("document.querySelector('.copy [role=status]').textContent")
    assert copied(reader).startswith("“In October the inland port")


@pytest.mark.parametrize(
    "dismiss",
    [
        "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}))",
        "getSelection().empty()",
        "getSelection().selectAllChildren(document.querySelector('h1'))",
    ],
)
def test_escape_and_another_selection_send_the_button_away(dismiss, reader):
    reader.goto(PLAIN)
    reader.evaluate(SELECT, [FIRST, FIRST])
    reader.wait_for_selector(".quote")
    reader.evaluate(dismiss)
    reader.wait_for_selector(".quote", state="detached")


def test_numbers_of_notes_are_not_quoted_and_paragraphs_stay_apart(reader):
    reader.goto(LONG)
    called = ".body > p:has([data-call='1'])"
    reader.evaluate(SELECT, [called, called + " ~ p"])
    reader.locator(".quote").click()
    reader.wait_for_function("document.querySelector('.copy [role=status]').textContent")
    assert "a fishing net.\n\nThree findings\n\n" in copied(reader)


def test_what_is_selected_outside_the_text_is_nobody_s_quotation(reader):
    reader.goto(PLAIN)
    reader.evaluate(SELECT, [".disclaimer", ".disclaimer"])
    reader.wait_for_timeout(500)
    assert reader.locator(".quote").count() == 0


@pytest.mark.parametrize("address", [PLAIN, ARABIC])
def test_the_button_moves_no_line_and_stays_within_the_text(address, reader):
    reader.goto(address)
    height = "document.documentElement.scrollHeight"
    before = reader.evaluate(height)
    last = ".body > p:nth-last-of-type(1)"
    reader.evaluate(SELECT, [last, last])
    reader.wait_for_selector(".quote")
    assert reader.evaluate(height) == before
    button, text = reader.locator(".quote").bounding_box(), reader.locator(".body").bounding_box()
    assert text["x"] <= button["x"]
    assert button["x"] + button["width"] <= text["x"] + text["width"] + 1
    assert button["height"] >= 24


def test_a_finger_is_offered_nothing_where_the_telephone_has_its_own_menu(new_page):
    page = new_page(width=390, is_mobile=True, has_touch=True)
    page.goto(PLAIN)
    page.evaluate(SELECT, [FIRST, FIRST])
    page.wait_for_timeout(500)
    assert page.evaluate("matchMedia('(any-pointer: fine)').matches") is False
    assert page.locator(".quote").count() == 0
