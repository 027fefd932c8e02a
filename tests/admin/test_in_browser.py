"""The admin in Chromium, as an editor works in it. What the content policy stops fails any of these tests."""

import pytest

from archive.importing.models import Capture, ImportedRecord, ImportRun
from tests.admin.conftest import PASSWORD
from tests.makers import make_affiliation, make_article, make_author, make_center, make_term

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ["Ada Tarn", "Bo Osier", "Cy Quay"]


@pytest.fixture
def work(transactional_db):
    """Make a work with a byline of three."""
    people = [make_author(name) for name in NAMES]
    for person in people:
        make_affiliation(person, center=make_center())
    return make_article(
        "The Ferry", authors=people, centers=[make_center()], terms=[make_term(), make_term("region")]
    )


def sign_in(page, editor):
    page.goto("/admin/")
    page.fill("#id_username", editor.username)
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")


def byline(work):
    return [entry.name for entry in work.byline_entries.all()]


def save_form(page):
    with page.expect_navigation():
        page.locator("input[name=_save]").first.click()
    assert page.locator(".messagelist .success").count() == 1


def test_a_byline_row_is_moved_with_its_buttons_and_with_the_keyboard(page, work, editor):
    sign_in(page, editor)
    page.goto(f"/admin/articles/article/{work.pk}/change/")
    page.locator("#byline_entries-2").get_by_role("button", name="Move up").click()
    assert "2 / 3" in page.locator("#order-words").inner_text()
    page.locator("#byline_entries-0").get_by_role("button", name="Move down").focus()
    page.keyboard.press("Alt+ArrowDown")
    page.locator("#byline_entries-0 input[name$=-name]").focus()
    page.keyboard.press("Alt+ArrowDown")
    assert page.evaluate("document.activeElement.name") == "byline_entries-0-name"
    save_form(page)
    assert byline(work) == ["Cy Quay", "Bo Osier", "Ada Tarn"]
    page.goto(f"/admin/articles/article/{work.pk}/change/")
    shown = [page.locator(f"#id_byline_entries-{at}-name").input_value() for at in range(3)]
    assert shown == ["Cy Quay", "Bo Osier", "Ada Tarn"]


def test_a_person_is_added_by_typing_a_part_of_the_name_and_moved_to_the_front(page, work, editor):
    make_affiliation(make_author("Dee Weir"), "Director", organisation="The Osier Trust")
    sign_in(page, editor)
    page.goto(f"/admin/articles/article/{work.pk}/change/")
    page.click("#byline_entries-group .add-row a")
    page.click("#byline_entries-3 .select2-selection")
    page.keyboard.type("weir")
    page.get_by_role("option", name="Dee Weir · Director, The Osier Trust").click()
    for _ in range(3):
        page.locator("#byline_entries-3").get_by_role("button", name="Move up").click()
    page.click("#term_links-group .add-row a")
    save_form(page)
    assert byline(work) == ["Dee Weir", *NAMES]
    assert work.term_links.count() == 2


def test_without_scripts_the_order_is_given_by_numbers(browser, live_server, work, editor):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, editor)
    page.goto(f"/admin/articles/article/{work.pk}/change/")
    page.fill("#id_byline_entries-0-position", "9")
    save_form(page)
    context.close()
    assert byline(work) == ["Bo Osier", "Cy Quay", "Ada Tarn"]


def test_a_list_is_narrowed_to_a_person_chosen_by_typing(page, work, editor):
    make_article("The Other Ferry")
    sign_in(page, editor)
    page.goto("/admin/articles/article/")
    page.locator(".chosen-filter .select2-selection").first.click()
    page.keyboard.type("osi")
    with page.expect_navigation():
        page.get_by_role("option", name="Bo Osier").click()
    assert page.locator("#result_list tbody tr").count() == 1


def test_a_record_under_a_long_address_keeps_to_the_width_of_a_telephone(page, editor):
    run = ImportRun.objects.create(command="import_content tarn")
    record = ImportedRecord.objects.create(
        source_key="aldermoor.example/posts/2013/06/the-hydrologist-stayed-three-days",
        file="tarn.txt", outcome="rejected", first_run=run, last_run=run, digest="0",
    )  # fmt: skip
    sign_in(page, editor)
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"/admin/importing/importedrecord/{record.pk}/change/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_no_page_asks_for_what_the_policy_forbids(page, work, editor):
    run = ImportRun.objects.create(command="import_content tarn")
    capture = Capture.of(b"Slack water")
    capture.save()
    record = ImportedRecord.objects.create(
        source_key="tarn-1", file="tarn.txt", outcome="created", article=work, capture=capture,
        first_run=run, last_run=run, digest="0",
    )  # fmt: skip
    sign_in(page, editor)
    person, center, term = work.byline[0].author, work.primary_center, work.term_links.first().tag
    lists = ["articles/article", "articles/kind", "articles/outlet", "authors/author", "centers/center"]
    lists += ["centers/series", "tags/term"]
    paths = ["", "password_change/", "importing/importedrecord/", "importing/importrun/"]
    paths += [f"{one}/{rest}" for one in lists for rest in ("", "add/")]
    paths += [
        f"{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"
        for row in (work, person, center, term)
    ]
    paths += [f"importing/importedrecord/{record.pk}/change/", f"importing/importrun/{run.pk}/change/"]
    paths += [f"articles/article/{work.pk}/history/"]
    for path in paths:
        answer = page.goto(f"/admin/{path}")
        assert answer.status == 200, path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            f"{path} is wider than the window."
        )
