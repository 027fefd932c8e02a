"""Writing in Chromium as a limited editor does. What the content policy stops fails any of these tests."""

import re

import pytest
from django.urls import reverse

from archive.articles.models import Article
from archive.desk.models import Draft
from archive.desk.roles import make_roles
from tests.admin.conftest import PASSWORD
from tests.makers import make_article, make_author, make_center, make_kind, make_user, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADD = "/admin/articles/article/add/"
READY = "form[data-writing=ready]"
AUTHORS = ["Ada Tarn", "Bo Osier"]
WORD = """<html><body><!--StartFragment--><p class=MsoNormal><b><span style='mso-x:y'>Slack</span></b>
water.<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a><o:p></o:p></p><p class=MsoListParagraph
style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·</span><![endif]>One</p>
<div id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1">[1]</a> A ledger.</p></div>
<!--EndFragment--></body></html>"""


@pytest.fixture
def house(transactional_db):
    """Make a center whose editor writes, and two people who may be authors."""
    make_roles()
    center = make_center("Tarn", languages=["ar"])
    make_user("Editor", center, name="oakrest", password=PASSWORD)
    make_kind("dispatch", "Dispatch")
    for name in AUTHORS:
        make_author(name)
    return center


@pytest.fixture
def writer(page, house):
    """Return a page at which the editor has signed in."""
    page.goto("/admin/")
    page.fill("#id_username", "oakrest")
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    return page


def open_form(page, address=ADD):
    page.goto(address)
    page.wait_for_selector(READY)
    return page.frame_locator("iframe.tox-edit-area__iframe").locator("body")


def press(page, label):
    page.click(f"button[aria-label='{label}']")


def body_of(page):
    return " ".join(page.evaluate("writing.html()").split())


def save(page):
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    assert page.locator(".messagelist .success").count() == 1


def test_a_piece_by_two_authors_is_written_with_a_link_a_table_a_figure_and_a_footnote(writer, house):
    linked = make_article("The quay at slack water")
    text = open_form(writer)
    writer.fill("#id_title", "Ebb tide")
    for number, name in enumerate(AUTHORS):
        writer.click("#byline_entries-group .add-row a")
        writer.click(f"#byline_entries-{number} .select2-selection")
        writer.keyboard.type(name.lower())
        writer.click(f".select2-results__option:has-text('{name}')")
    text.click()
    writer.keyboard.type("Boats wait.")
    writer.keyboard.press("Control+Alt+f")
    writer.keyboard.type("A ledger.")
    writer.keyboard.press("Control+Alt+f")
    writer.keyboard.type(" They do at ")
    writer.keyboard.press("Control+k")
    writer.fill("#linking-sought", "slack water")
    writer.click("[role=option]:has-text('The quay at slack water')")
    writer.keyboard.press("Enter")
    press(writer, "Table")
    writer.fill("#table-columns", "2")
    writer.fill("#table-rows", "1")
    writer.click("#table-dialog [value=put]")
    writer.keyboard.type("Year")
    press(writer, "Figure")
    writer.set_input_files(
        "#figure-picture", {"name": "q.webp", "mimeType": "image/webp", "buffer": picture().read()}
    )
    writer.wait_for_selector("#figure-dialog img:not([hidden])", state="attached")
    writer.click("#figure-dialog [value=put]")
    assert writer.locator("#figure-dialog").is_visible(), "A figure was put in that says nothing."
    writer.fill("#figure-alt", "A quay")
    writer.fill("#figure-caption", "The quay")
    writer.click("#figure-dialog [value=put]")
    save(writer)
    work = Article.objects.get(title="Ebb tide")
    assert [entry.name for entry in work.byline_entries.all()] == AUTHORS
    note = re.search(r'<li id="([^"]+)">A ledger.', work.body)[1]
    assert f'<sup class="fnref"><a href="#{note}"' in work.body
    assert f'<a href="{linked.get_absolute_url()}"' in work.body
    assert '<th scope="col">Year</th>' in work.body
    assert re.search(r'<figure><img alt="A quay"[^>]*>\s*<figcaption>The quay</figcaption>', work.body)


def test_what_word_copies_is_clean_before_it_is_saved_and_notes_number_themselves(writer, house):
    work = make_article(
        centers=[house],
        body='<p>Ebb.<sup class="fnref"><a href="#n1" id="r1">1</a></sup></p>'
        '<section class="footnotes"><ol><li id="n1">First. <a href="#r1">↩</a></li></ol></section>',
    )
    open_form(writer, reverse("admin:articles_article_change", args=[work.pk]))
    writer.evaluate(
        """(html) => {
            const body = writing.editor.getBody(), clip = new DataTransfer();
            writing.editor.selection.setCursorLocation(body.querySelector("p").firstChild, 0);
            clip.setData("text/html", html);
            body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clip, cancelable: true }));
        }""",
        WORD,
    )
    writer.frame_locator("iframe.tox-edit-area__iframe").locator("text=Slack").wait_for()
    shown = body_of(writer)
    assert not re.search(r"mso|style=|<span|\[1\]", shown, re.IGNORECASE)
    assert "<ul> <li>One</li> </ul>" in shown
    calls = re.findall(r'<a href="#([^"]+)"[^>]*>(\d)</a></sup>', shown)
    notes = re.findall(r'<li id="([^"]+)">(\w+ ?\w*)\.', shown)
    assert [number for _key, number in calls] == ["1", "2"]
    assert [words for _key, words in notes] == ["A ledger", "First"]
    assert [key for key, _number in calls] == [key for key, _words in notes]


def test_what_was_typed_comes_back_after_a_crash(writer, house):
    work = make_article("Ebb tide", centers=[house], body="<p>Boats wait.</p>")
    address = reverse("admin:articles_article_change", args=[work.pk])
    text = open_form(writer, address)
    text.click()
    writer.keyboard.press("Control+End")
    writer.keyboard.type(" Nobody waved.")
    writer.wait_for_selector("[data-kept]:has-text('not saved yet')")
    writer.goto("about:blank")
    writer.goto(address)
    writer.click(".unsaved >> text=Restore")
    writer.wait_for_selector(READY)
    assert body_of(writer) == "<p>Boats wait. Nobody waved.</p>"
    save(writer)
    work.refresh_from_db()
    assert work.body == "<p>Boats wait. Nobody waved.</p>"
    assert not Draft.objects.exists()


def test_a_form_that_nobody_touched_leaves_the_body_as_it_is_stored(writer, house):
    body = "<div><p>Boats <b>wait</b></p></div>\n<dl><dt>Ebb</dt><dd>Out</dd></dl>"
    work = make_article("Ebb tide", centers=[house], body=body)
    stored = work.body
    open_form(writer, reverse("admin:articles_article_change", args=[work.pk]))
    writer.reload()
    writer.wait_for_selector(READY)
    assert not Draft.objects.exists()
    save(writer)
    work.refresh_from_db()
    assert work.body == stored


def test_unsaved_words_are_shown_under_an_arabic_host_on_a_telephone(writer, house):
    text = open_form(writer)
    writer.fill("#id_title", "المد والجزر")
    writer.fill("#id_language", "ar")
    text.click()
    writer.keyboard.type("القوارب تنتظر")
    with writer.context.expect_page() as opened:
        writer.keyboard.press("Alt+p")
    preview = opened.value
    preview.click("nav >> text=Phone")
    page = preview.frame_locator("iframe.is-phone")
    page.locator(".body >> text=القوارب تنتظر").wait_for()
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("html").evaluate("root => root.clientWidth") == 390
    assert not Article.objects.exists()


def test_what_is_missing_leads_to_its_field(writer, house):
    open_form(writer)
    writer.click("#writing-progress button:has-text('No deck')")
    assert writer.evaluate("document.activeElement.id") == "id_deck"
    writer.keyboard.type("Why boats wait.")
    writer.wait_for_selector("#writing-progress button:has-text('No deck')", state="detached")
