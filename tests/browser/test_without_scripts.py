"""Everything works without JavaScript, on a telephone too."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.examples import EXAMPLES, PLAIN

pytestmark = pytest.mark.browser


def total(page: Any) -> int:
    """Return how many works the list says it has."""
    return int(re.sub(r"\D", "", page.locator(".total").inner_text()))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_page_has_its_heading_and_its_text(name, plain_page):
    plain_page.goto(EXAMPLES[name].address)
    heading = plain_page.locator("main h1")
    assert heading.count() == 1
    assert heading.is_visible()
    assert len(plain_page.locator("main").inner_text()) > 40


def test_a_facet_narrows_the_list_by_a_link_and_widens_it_again(plain_page):
    plain_page.goto("/articles/")
    all_works = total(plain_page)
    plain_page.locator(".narrow summary").first.click()
    choice = plain_page.locator(".facet .choice").first
    promised = int(choice.locator(".count").inner_text())
    choice.click()
    assert total(plain_page) == promised < all_works
    plain_page.locator(".chosen a").first.click()
    assert total(plain_page) == all_works


def test_a_year_narrows_the_list_by_a_link(plain_page):
    plain_page.goto("/articles/")
    plain_page.locator(".years a").first.click()
    assert "year" in parse_qs(urlsplit(plain_page.url).query)
    assert total(plain_page) >= 1


def test_a_question_is_sent_from_any_page_in_three_steps(plain_page):
    plain_page.goto(PLAIN)
    plain_page.locator(".to-search").click()
    plain_page.locator("main input[type=search]").fill("harbour")
    plain_page.locator("main input[type=search]").press("Enter")
    assert parse_qs(urlsplit(plain_page.url).query)["q"] == ["harbour"]
    assert plain_page.locator(".entry mark").count() > 0


def test_a_question_keeps_what_was_chosen(plain_page):
    plain_page.goto("/articles/?topic=water")
    plain_page.locator("main input[type=search]").fill("gauge")
    plain_page.locator("main button[type=submit]").click()
    assert parse_qs(urlsplit(plain_page.url).query) == {"topic": ["water"], "q": ["gauge"]}


def test_the_list_goes_on_page_by_page_to_its_end_and_names_each_work_once(plain_page):
    plain_page.goto("/articles/")
    works, titles = total(plain_page), []
    while True:
        titles += plain_page.locator(".entry-title").all_inner_texts()
        older = plain_page.locator('.pages [rel="next"]')
        if not older.count():
            break
        older.click()
    assert len(titles) == len(set(titles)) == works


def test_every_menu_can_be_reached_and_leads_somewhere(plain_page, site):
    plain_page.goto("/aldermoor-levant/")
    links = plain_page.locator(".masthead a, .colophon a").all()
    assert len(links) > 5
    assert all(link.is_visible() for link in links)
    addresses = {link.get_attribute("href") for link in links}
    ours = [address for address in addresses if address.startswith("/")]
    assert {address: plain_page.request.get(address).status for address in ours} == dict.fromkeys(ours, 200)


def test_the_link_to_copy_is_a_plain_link(plain_page, site):
    plain_page.goto("/aldermoor-asia" + PLAIN)
    plain_page.locator(".copy-link").click()
    assert plain_page.url == site + PLAIN
