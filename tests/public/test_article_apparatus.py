"""What stands around the text of a work: corrections, languages, files, series, related work, source."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from lxml import html

from archive.articles.models import Attachment, Correction
from archive.articles.related import LONGEST_SERIES, RELATED_WORKS
from archive.publication import Status
from tests import makers
from tests.public.selecting import select, words

pytestmark = pytest.mark.django_db


def page_of(client, work, prefix=""):
    response = client.get(prefix + work.get_absolute_url())
    assert response.status_code == 200
    return html.fromstring(response.text)


def part(number, **values):
    return makers.make_article(f"Part {number}", date=f"2015-{number:02}-01", **values)


def test_corrections_are_announced_near_the_top_with_the_last_date(client):
    work = makers.make_article()
    assert select(page_of(client, work), ".corrected") == []
    Correction.objects.create(article=work, corrected_on=dt.date(2019, 2, 1), text="The mill had two wheels.")
    assert words(page_of(client, work), ".corrected") == ["Corrected on Feb 1, 2019"]
    Correction.objects.create(article=work, corrected_on=dt.date(2020, 2, 1), text="It was 1915.")
    page = page_of(client, work)
    assert words(page, ".corrected") == ["Last corrected on Feb 1, 2020"]
    assert select(page, select(page, ".corrected a")[0].get("href"))


def test_languages_are_a_list_that_names_each_in_its_own_words(client):
    work = makers.make_article("The Question")
    arabic = makers.make_article("السؤال", language="ar", translation_of=work)
    makers.make_article("La question", language="fr", translation_of=work, status=Status.DRAFT)
    page = page_of(client, work)
    assert words(page, ".translations li") == ["English", "العربية"]
    assert words(page, ".translations [aria-current]") == ["English"]
    [link] = select(page, ".translations a")
    assert (link.get("href"), link.get("hreflang"), link.get("lang")) == (
        arabic.get_absolute_url(),
        "ar",
        "ar",
    )


def test_files_are_a_list_with_format_and_the_size_of_those_that_are_ours(client):
    work = makers.make_article()
    ours = Attachment(article=work, title="Full study", position=1)
    ours.file.save("study.pdf", ContentFile(b"%PDF-" + b"0" * 2043))
    for position, (title, name) in enumerate([("Tables (XLSX)", "a.xlsx?v=2"), ("Page", "page")], 2):
        Attachment.objects.create(
            article=work, title=title, url=f"https://files.example/{name}", position=position
        )
    page = page_of(client, work)
    assert words(page, ".attachments .attachment") == [
        "Full study PDF, 2.0\xa0KB".replace("\xa0", " "),
        "Tables (XLSX)",
        "Page",
    ]
    assert select(page, ".attachment a")[0].get("type") == "application/pdf"


def test_a_file_that_was_lost_from_the_storage_is_still_listed(client):
    work = makers.make_article()
    Attachment.objects.create(article=work, title="Lost", file="attachments/0/lost.pdf")
    assert words(page_of(client, work), ".attachment") == ["Lost PDF"]


def test_a_work_in_a_series_names_its_part_and_its_neighbours(client):
    slate = makers.make_series("Slate")
    works = [part(number, series=slate) for number in (3, 1, 2)]
    page = page_of(client, works[2])
    assert words(page, ".in-series h2") == ["Part 2 of 3 in Slate"]
    assert [(link.get("rel"), link.text) for link in select(page, ".in-series li a")] == [
        ("prev", "Part 1"),
        ("next", "Part 3"),
    ]


def test_neighbours_in_a_series_are_published_and_in_the_same_language(client):
    slate = makers.make_series("Slate")
    work = part(5, series=slate)
    part(3, series=slate)
    part(4, series=slate, language="fr")
    part(6, series=slate, status=Status.DRAFT)
    part(7, series=slate, publish_at=makers.tomorrow())
    part(8)
    page = page_of(client, work)
    assert words(page, ".in-series h2") == ["Part 2 of 2 in Slate"]
    assert words(page, ".in-series li a") == ["Part 3"]


def test_works_of_one_day_have_their_order_in_a_series(client):
    slate = makers.make_series("Slate")
    first, second, third = (makers.make_article(title, series=slate) for title in ("One", "Two", "Three"))
    pages = [page_of(client, work) for work in (first, second, third)]
    assert [words(page, ".in-series h2")[0][:6] for page in pages] == ["Part 1", "Part 2", "Part 3"]


def test_a_work_alone_in_its_series_has_no_neighbours(client):
    page = page_of(client, makers.make_article(series=makers.make_series("Slate")))
    assert select(page, ".in-series") == []
    assert words(page, ".kicker .in") == ["Slate"]


def test_a_very_long_series_is_not_counted(client, monkeypatch):
    monkeypatch.setattr("archive.articles.related.LONGEST_SERIES", 2)
    slate = makers.make_series("Slate")
    works = [part(number, series=slate) for number in range(1, 8)]
    page = page_of(client, works[4])
    assert words(page, ".in-series h2") == ["In the series Slate"]
    assert words(page, ".in-series li a") == ["Part 4", "Part 6"]
    assert LONGEST_SERIES > 2


def test_related_work_says_why_it_is_related(client):
    host, ann = makers.make_center("Tarn"), makers.make_author("Ann Moss")
    water, fells = makers.make_term("topic", "Water"), makers.make_term("region", "Fells")
    work = makers.make_article(terms=[water, fells], authors=[ann], centers=[host])
    makers.make_article("Both", terms=[water, fells])
    makers.make_article("Neither")
    for year in (2020, 2021):
        makers.make_article(f"Recent {year}", authors=[ann], date=f"{year}-01-01")
    makers.make_article("By Ann", terms=[water], authors=[ann], date="2001-01-01")
    page = page_of(client, work)
    assert words(page, ".related .brief-title") == ["Both", "By Ann"]
    assert words(page, ".related .reason") == [
        "Also on Water and Fells",
        "By the same author Also on Water",
    ]


def test_work_of_the_same_series_is_related_by_it(client):
    slate = makers.make_series("Slate")
    works = [part(number, series=slate) for number in (1, 2, 3, 4)]
    page = page_of(client, works[0])
    assert words(page, ".related .brief-title") == ["Part 4", "Part 3"]
    assert words(page, ".related .reason") == ["Same series", "Same series"]


def test_related_work_is_nothing_that_the_page_shows_already(client):
    host, ann, slate = makers.make_center("Tarn"), makers.make_author("Ann Moss"), makers.make_series("Slate")
    term = makers.make_term()
    work = makers.make_article("The Work", terms=[term], authors=[ann], series=slate, date="2010-01-01")
    makers.make_article("L’œuvre", terms=[term], language="fr", translation_of=work)
    makers.make_article("Recent", terms=[term], authors=[ann])
    makers.make_article("Next part", terms=[term], series=slate, date="2011-01-01")
    for number in range(5):
        makers.make_article(f"Host {number}", terms=[term], centers=[host], date="2020-01-01")
    old = [
        makers.make_article(f"Old {number}", terms=[term], date=f"200{number}-01-01") for number in range(6)
    ]
    page = page_of(client, work)
    found = words(page, ".related .brief-title")
    assert found == [one.title for one in old[::-1]][:RELATED_WORKS]
    links = page.xpath("//main//a[starts-with(@href, '/articles/2')]/@href")
    assert len(links) == len(set(links))


def test_related_work_never_shows_a_draft(client):
    term = makers.make_term()
    work = makers.make_article(terms=[term])
    makers.make_article("Secret plan", terms=[term], status=Status.DRAFT)
    makers.make_article("Open plan", terms=[term])
    page = page_of(client, work)
    assert words(page, ".related .brief-title") == ["Open plan"]
    assert "Secret" not in page.text_content()


def test_links_to_related_work_stay_under_the_host(client):
    makers.make_center("Moor")
    makers.make_center("Tarn")
    term = makers.make_term()
    work = makers.make_article(terms=[term])
    near = makers.make_article("Near", terms=[term])
    page = page_of(client, work, "/tarn")
    assert select(page, ".related a")[0].get("href") == "/tarn" + near.get_absolute_url()


def test_the_order_of_the_page_is_the_promised_one_with_everything_on_it(client):
    host, ann = makers.make_center("Tarn", disclaimer="Our own views."), makers.make_author("Ann Moss")
    term, slate = makers.make_term(), makers.make_series("Slate")
    work = makers.make_article("The Work", authors=[ann], centers=[host], terms=[term], series=slate)
    makers.make_article("Recent", authors=[ann])
    makers.make_article("Next part", series=slate, date="2020-01-01")
    makers.make_article("Near", terms=[term])
    makers.make_article("More", centers=[host])
    makers.make_newsletter(host)
    page = page_of(client, work)
    order = ["body", "about", "recent", "terms", "disclaimer", "in-series", "related", "more", "newsletter"]
    classes = [name for name in page.xpath("//body//*/@class") if name in order]
    assert classes == order


def test_the_source_names_people_title_center_day_and_address(client):
    host = makers.make_center("Tarn Institute")
    work = makers.make_article(
        "The Ferry Question", authors=["Zoë Quill", makers.make_author("Ann Moss")], centers=[host]
    )
    address = settings.BASE_URL + work.get_absolute_url()
    page = page_of(client, work)
    said = f"Zoë Quill and Ann Moss, The Ferry Question, Tarn Institute, Dec 2, 2014, {address}"
    assert words(page, ".imprint") == [said]
    assert (page.get("data-address"), page.get("data-date")) == (address, "Dec 2, 2014")


def test_the_source_of_many_is_short_and_that_of_an_undated_work_says_so(client):
    work = makers.make_article("Minutes", authors=[f"Member {number}" for number in range(25)], date=None)
    [said] = words(page_of(client, work), ".imprint")
    assert said.startswith("Member 0, Member 1, Member 2 and 22 others, Minutes, ")
    assert ", Undated, " in said
