"""The link to copy: one press, the permanent address, and a word for those who do not see it."""

from __future__ import annotations

import pytest

from tests.browser.examples import ARABIC, PLAIN

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("shown", "canonical", "words"),
    [
        (PLAIN, PLAIN, "Link Copied"),
        ("/aldermoor-asia" + PLAIN + "?from=letter", PLAIN, "Link Copied"),
        (ARABIC, ARABIC, ""),
    ],
)
def test_a_press_copies_the_permanent_address_and_says_so(shown, canonical, words, new_page, site):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(shown)
    page.locator(".copy-link").click()
    page.wait_for_function("document.querySelector('.copy [role=status]').textContent")
    assert page.evaluate("navigator.clipboard.readText()") == site + canonical
    said = page.locator(".copy [role=status]").inner_text()
    assert said
    assert words in said
    assert page.url == site + shown


def test_a_press_follows_the_link_where_copying_is_refused(page, site):
    page.goto("/aldermoor-asia" + PLAIN)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    page.locator(".copy-link").click()
    page.wait_for_url(site + PLAIN)


def test_the_link_is_the_address_that_search_engines_are_told(page, site):
    page.goto("/aldermoor-asia" + PLAIN)
    told = page.locator('link[rel="canonical"]').get_attribute("href")
    assert page.locator(".copy-link").get_attribute("href") == told == site + PLAIN
