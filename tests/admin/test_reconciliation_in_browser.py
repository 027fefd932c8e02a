"""Names are decided by the keyboard, in Chromium. What the content policy stops fails any of these tests."""

import pytest

from archive.importing.models import OpenName
from tests.admin.test_in_browser import sign_in
from tests.admin.test_reconciliation_page import LIST, ask
from tests.makers import make_author

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def names(transactional_db):
    """Ask about three names, each with a candidate or two."""
    for name in ("Tomas Oakrest", "Theo Oakrest", "Wilma Quay", "Ines Okafor"):
        make_author(name)
    return [ask("T. Oakrest", works=3), ask("W. Quay", works=2), ask("I. Okafor")]


def current(page):
    return page.locator(".question.current h2").inner_text()


def press(page, *keys):
    with page.expect_navigation():
        for key in keys:
            page.keyboard.press(key)


def test_a_list_is_worked_off_by_the_keyboard(page, names, editor):
    sign_in(page, editor)
    page.goto(LIST)
    assert current(page) == "T. Oakrest"
    page.keyboard.press("j")
    page.keyboard.press("s")
    assert current(page) == "I. Okafor"
    page.keyboard.press("k")
    press(page, "1")
    assert "“W. Quay” is Wilma Quay: 2 works follow." in page.locator(".messagelist").inner_text()
    assert current(page) == "I. Okafor"
    press(page, "n")
    page.keyboard.press("k")
    press(page, "f", "2")
    states = OpenName.objects.order_by("pk").values_list("state", "how")
    assert list(states) == [("decided", "form"), ("decided", "accepted"), ("decided", "made")]


def test_keys_are_explained_and_do_nothing_while_one_types(page, names, editor):
    sign_in(page, editor)
    page.goto(LIST)
    page.keyboard.press("?")
    assert page.locator("#keys dl").is_visible()
    page.locator("#find").focus()
    page.keyboard.type("n1 ")
    assert page.locator("#find").input_value() == "n1 "
    assert not OpenName.objects.exclude(state="open").exists()


def test_somebody_else_is_found_by_typing(page, names, editor):
    make_author("Cy Osier")
    sign_in(page, editor)
    page.goto(LIST)
    page.keyboard.press("o")
    page.keyboard.type("osier")
    page.locator(".select2-results__option", has_text="Cy Osier").click()
    with page.expect_navigation():
        page.locator(".question.current .other button").first.click()
    assert "“T. Oakrest” is Cy Osier: 3 works follow." in page.locator(".messagelist").inner_text()
