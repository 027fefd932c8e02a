"""How the text of a work is laid out on its page: contents, notes, tables, pictures."""

from __future__ import annotations

import pytest
from lxml import html

from archive.public.body import LONG, MOST_SPELT
from archive.text.html import to_text
from tests import makers
from tests.public.selecting import select

pytestmark = pytest.mark.django_db

FILLER = "<p>" + "Nobody rowed that winter. " * 120 + "</p>"
SECTIONS = f"<h2>The ice</h2>{FILLER}<h3>Its age</h3>{FILLER}<h2>The road</h2>{FILLER}"


def page_of(client, **values):
    response = client.get(makers.make_article(**values).get_absolute_url())
    assert response.status_code == 200
    return html.fromstring(response.text)


def contents_of(page):
    return [link.get("href") for link in select(page, ".contents a")]


def test_a_long_work_in_sections_has_a_table_of_contents(client):
    page = page_of(client, body=SECTIONS)
    assert contents_of(page) == ["#the-ice", "#its-age", "#the-road"]
    assert [link.text for link in select(page, ".contents > details > ol > li > a")] == [
        "The ice",
        "The road",
    ]
    assert select(page, ".back a")[0].get("href") == "#contents"
    assert select(page, "#contents")


@pytest.mark.parametrize(
    "body",
    [
        "<h2>The ice</h2><p>Thin.</p><h2>The road</h2><p>Closed.</p><h2>The bill</h2><p>Unpaid.</p>",
        f"<h2>The ice</h2>{FILLER * 3}<h2>The road</h2>{FILLER}",
        FILLER * 4,
    ],
)
def test_a_short_work_and_one_of_few_sections_have_none(client, body):
    page = page_of(client, body=body)
    assert select(page, ".contents") + select(page, ".back") == []


def test_contents_lead_to_headings_in_any_script(client):
    signs = "冰层一年比一年薄，渡船却仍按旧时刻表开出。" * 30
    body = "".join(f"<h2>第{number}章</h2><p>{signs}</p>" for number in "一二三")
    page = page_of(client, body=body, language="zh", title="The Ice")
    ids = {heading.get("id") for heading in select(page, ".body h2")}
    assert len(ids) == 3
    assert {f"#{key}" for key in ids} == set(contents_of(page))


def test_a_heading_does_not_take_the_address_of_a_part_of_the_page(client):
    page = page_of(client, body=SECTIONS.replace("The ice", "Contents").replace("The road", "More"))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert contents_of(page) == ["#contents-2", "#its-age", "#more-2"]


def test_no_word_of_the_body_is_added_or_taken_away(client):
    notes = '<section class="footnotes"><ol><li id="fn1">One. <a href="#r1">↩</a></li></ol></section>'
    table = "<table><caption>Ice</caption><tbody><tr><th>Year</th><td>1</td></tr></tbody></table>"
    body = SECTIONS.replace("winter.", 'winter.<sup id="r1"><a href="#fn1">1</a></sup>', 1) + table + notes
    work = makers.make_article(body=body)
    page = html.fromstring(client.get(work.get_absolute_url()).text)
    shown = html.tostring(select(page, ".body")[0], encoding="unicode")
    assert to_text(shown) == to_text(work.body)
    assert select(page, '[data-note="1"]')


def test_the_region_of_a_table_is_called_what_its_caption_says(client):
    body = "<table><caption>Ice &amp; <em>roads</em></caption><tbody><tr><td>1</td></tr></tbody></table>"
    page = page_of(client, body=body + "<table><tbody><tr><td>2</td><td>3</td></tr></tbody></table>")
    assert [one.get("aria-label") for one in select(page, ".scroll")] == ["Ice & roads", "Table"]


@pytest.mark.parametrize(
    ("table", "scopes"),
    [
        ("<thead><tr><th>a</th><th>b</th></tr></thead><tr><th>c</th><td>1</td></tr>", "col col row"),
        ("<tbody><tr><th>a</th><th>b</th></tr><tr><th>c</th><td>1</td></tr></tbody>", "col col row"),
        ("<tbody><tr><th>a</th><td>1</td></tr><tr><th>b</th><td>1</td></tr></tbody>", "row row"),
        ('<thead><tr><th scope="colgroup">a</th></tr></thead><tbody><tr><td>1</td></tr></tbody>', "colgroup"),
    ],
)
def test_a_heading_of_a_table_says_what_it_heads(client, table, scopes):
    page = page_of(client, body=f"<table>{table}</table>")
    assert " ".join(page.xpath("//th/@scope")) == scopes


def test_pictures_far_down_come_when_they_are_near(client):
    picture = '<figure><img src="/media/pictures/{}.png" alt="Ice" width="600" height="400"></figure>'
    page = page_of(client, body=picture.format("first") + FILLER + picture.format("last"))
    first, last = select(page, ".body img")
    assert (first.get("loading"), last.get("loading")) == (None, "lazy")
    assert (last.get("width"), last.get("height")) == ("600", "400")


def test_paper_spells_out_addresses_where_they_are_few(client):
    link = '<p><a href="https://ice.example/">Ice</a></p>'
    assert select(page_of(client, body=link), "article.spells-links")
    assert not select(page_of(client, body=link * (MOST_SPELT + 1)), "article.spells-links")


@pytest.mark.parametrize(
    ("language", "words", "said"),
    [
        ("en", 230, "1 minute to read"),
        ("en", 2300, "10 minutes to read"),
        ("en-GB", 231, "2 minutes to read"),
    ],
)
def test_says_how_long_it_takes_to_read(client, language, words, said):
    page = page_of(client, body=f"<p>{'word ' * words}</p>", language=language)
    assert select(page, ".length")[0].text_content() == said


def test_reading_is_reckoned_by_the_language():
    texts = {"en": "word ", "ar": "كلمة ", "zh": "冰层"}
    works = {
        tag: makers.make_article(body=f"<p>{word * 1280}</p>", language=tag) for tag, word in texts.items()
    }
    assert {tag: work.word_count for tag, work in works.items()} == dict.fromkeys(texts, 1280)
    assert {tag: work.reading_minutes for tag, work in works.items()} == {"en": 6, "ar": 10, "zh": 10}


def test_a_work_without_a_body_says_nothing_about_reading(client):
    assert select(page_of(client, body=""), ".length") == []


def test_the_sections_of_these_tests_are_long_enough_to_have_contents():
    assert makers.make_article(body=SECTIONS).word_count > LONG
