"""The page of one work: what stands on it, and at which address."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings

from archive.articles.models import Attachment, Correction
from archive.publication import Status
from tests import makers

pytestmark = pytest.mark.django_db


def page_of(client, work, prefix=""):
    response = client.get(prefix + work.get_absolute_url())
    assert response.status_code == 200
    return response.context


@pytest.mark.parametrize(
    ("date", "address"),
    [
        ("2014-12-02", "/articles/2014/12/the-ferry-question/"),
        ("2014-12", "/articles/2014/12/the-ferry-question/"),
        ("2014", "/articles/2014/the-ferry-question/"),
        (None, "/articles/undated/the-ferry-question/"),
    ],
)
def test_stands_at_the_address_that_its_date_and_slug_promise(client, date, address):
    work = makers.make_article("The Ferry Question", date=date)
    assert work.get_absolute_url() == address
    assert client.get(address).context["article"] == work


def test_shows_title_body_and_date_as_printed(client):
    work = makers.make_article("The Ferry Question", body="<p>Nobody rowed that winter.</p>")
    text = client.get(work.get_absolute_url()).text
    assert "The Ferry Question" in text
    assert "<p>Nobody rowed that winter.</p>" in text
    assert '<time datetime="2014-12-02">Dec 2, 2014</time>' in text


def test_prints_the_byline_in_printed_order_with_names_nobody_matched(client):
    known = makers.make_author("Abel Zander")
    work = makers.make_article(authors=["Zoë Quill", known])
    context = page_of(client, work)
    assert [(entry.name, entry.author) for entry in context["byline"]] == [
        ("Zoë Quill", None),
        ("Abel Zander", known),
    ]
    assert [person["author"] for person in context["people"]] == [known]


def test_lists_terms_facet_by_facet_in_stored_order(client):
    region, topic = makers.make_term("region", "Fells"), makers.make_term("topic", "Zinc")
    first, program = makers.make_term("region", "Yonder"), makers.make_term("program", "Attic")
    work = makers.make_article(terms=[program, first, region, topic])
    assert [term.name for term in page_of(client, work)["terms"]] == ["Zinc", "Yonder", "Fells", "Attic"]


def test_lists_its_centers_in_stored_order_without_the_implied_one(client):
    one, two, implied = makers.make_center("Zinc"), makers.make_center("Attic"), makers.make_center("Moor")
    work = makers.make_article(centers=[one, two])
    work.center_links.create(center=implied, position=2, is_implied=True)
    assert [center.name for center in page_of(client, work)["centers"]] == ["Zinc", "Attic"]


def test_shows_attachments_and_corrections(client):
    work = makers.make_article()
    Attachment.objects.create(article=work, title="Tables", url="https://files.example/tables.pdf")
    Correction.objects.create(
        article=work, corrected_on=dt.date(2020, 2, 1), text="It said 1914; it was 1915."
    )
    Correction.objects.create(article=work, corrected_on=dt.date(2019, 2, 1), text="The mill had two wheels.")
    context = page_of(client, work)
    assert [(file.title, file.address) for file in context["attachments"]] == [
        ("Tables", "https://files.example/tables.pdf")
    ]
    assert [(note.corrected_on.year, note.text[:3]) for note in context["corrections"]] == [
        (2019, "The"),
        (2020, "It "),
    ]


def test_recent_work_is_each_persons_two_newest_others(client):
    ann, bob = makers.make_author("Ann Moss"), makers.make_author("Bob Reed")
    work = makers.make_article(authors=[ann, bob], date="2020-05-05")
    older = [
        makers.make_article(f"Ann {year}", authors=[ann], date=f"{year}-01-01") for year in (2017, 2018, 2019)
    ]
    later = makers.make_article("Both", authors=[bob, ann], date="2021-01-01")
    people = page_of(client, work)["people"]
    assert [person["recent"] for person in people] == [[later, older[2]], [later]]


def test_recent_work_counts_a_work_once_where_a_person_has_two_roles(client):
    ann = makers.make_author("Ann Moss")
    work = makers.make_article(authors=[ann], date="2020-05-05")
    first, second = (makers.make_article(authors=[ann], date=f"201{year}-01-01") for year in (9, 8))
    first.byline_entries.create(author=ann, name="A. Moss", role="editor", position=1)
    assert page_of(client, work)["people"][0]["recent"] == [first, second]


def test_recent_work_is_never_the_work_itself_in_another_language(client):
    ann = makers.make_author("Ann Moss")
    work = makers.make_article(authors=[ann])
    makers.make_article("السؤال", authors=[ann], language="ar", translation_of=work)
    assert page_of(client, work)["people"][0]["recent"] == []


def test_more_work_is_the_hosts_five_newest_not_shown_already(client):
    host, other = makers.make_center("Tarn"), makers.make_center("Moor")
    ann = makers.make_author("Ann Moss")
    work = makers.make_article(authors=[ann], centers=[host], date="2020-05-05")
    recent = makers.make_article("Ann 2021", authors=[ann], centers=[host], date="2021-01-01")
    newest = [
        makers.make_article(f"Work {day}", centers=[host], date=f"2019-01-{day}") for day in range(10, 17)
    ]
    makers.make_article("Elsewhere", centers=[other], date="2022-01-01")
    context = page_of(client, work)
    assert context["people"][0]["recent"] == [recent]
    assert context["more_work"] == newest[:1:-1]


def test_more_work_is_in_the_languages_of_the_work_and_of_its_host(client):
    host = makers.make_center("Tarn", languages=["ru", "en"])
    work = makers.make_article(centers=[host], language="fr")
    makers.make_article("العمل", centers=[host], language="ar")
    known = [makers.make_article(centers=[host], language=language) for language in ("fr", "ru")]
    assert {card.pk for card in page_of(client, work)["more_work"]} == {card.pk for card in known}


def test_more_work_of_an_umbrella_includes_its_centers(client):
    host = makers.make_center("Tarn")
    center = makers.make_center("Moor", umbrella=host)
    work = makers.make_article(centers=[host])
    theirs = makers.make_article(centers=[center])
    assert page_of(client, work)["more_work"] == [theirs]
    assert page_of(client, work, "/moor")["more_work"] == [theirs]


def test_translations_are_all_other_languages_whichever_is_read(client):
    original = makers.make_article("The Question")
    arabic = makers.make_article("السؤال", language="ar", translation_of=original, date="2014-12-03")
    french = makers.make_article("La question", language="fr", translation_of=original, date="2014-12-04")
    assert page_of(client, original)["translations"] == [french, arabic]
    assert page_of(client, arabic)["translations"] == [french, original]


def test_says_the_position_held_now_and_the_one_held_on_the_day(client):
    ann = makers.make_author("Ann Moss")
    then = makers.make_affiliation(ann, "Director", from_date="2010", to_date="2016-03")
    now = makers.make_affiliation(ann, "President", from_date="2016-04")
    person = page_of(client, makers.make_article(authors=[ann], date="2014-12-02"))["people"][0]
    assert (person["now"], person["then"]) == (now, then)
    person = page_of(client, makers.make_article(authors=[ann], date="2018-12-02"))["people"][0]
    assert (person["now"], person["then"]) == (now, None)


def test_says_no_position_on_the_day_where_only_the_year_is_known(client):
    ann = makers.make_author("Ann Moss")
    makers.make_affiliation(ann, "Director", from_date="2010", to_date="2014-03")
    makers.make_affiliation(ann, "President", from_date="2014-04")
    assert page_of(client, makers.make_article(authors=[ann], date="2014"))["people"][0]["then"] is None


def test_speaks_the_language_of_the_work(client):
    makers.make_center("Tarn", languages=["ru"])
    response = client.get(makers.make_article("السؤال", language="ar-LB").get_absolute_url())
    assert (response.context["language"], response.context["direction"]) == ("ar", "rtl")
    assert response.headers["Content-Language"] == "ar"
    assert "٢ كانون الأول/ديسمبر ٢٠١٤" in response.text


def test_speaks_the_hosts_language_around_a_work_in_one_the_interface_does_not_know(client):
    makers.make_center("Tarn", languages=["ru", "en"])
    response = client.get(makers.make_article("Die Frage", language="de").get_absolute_url())
    assert response.context["language"] == "ru"
    assert 'lang="de"' in response.text


def test_one_address_is_canonical_under_every_host(client):
    makers.make_center("Tarn")
    makers.make_center("Moor")
    work = makers.make_article()
    promised = settings.BASE_URL + work.get_absolute_url()
    for prefix in ("", "/tarn", "/moor"):
        response = client.get(prefix + work.get_absolute_url())
        assert response.context["canonical"] == promised
        assert response.headers["Link"] == f'<{promised}>; rel="canonical"'
        assert f'<link rel="canonical" href="{promised}">' in response.text


@pytest.mark.parametrize(
    "hidden", [{"status": Status.DRAFT}, {"status": Status.REVIEW}, {"publish_at": makers.tomorrow()}]
)
def test_a_hidden_work_answers_like_an_absent_one(client, hidden):
    makers.make_center("Tarn")
    makers.make_article("Hidden", **hidden)
    there, nowhere = client.get("/articles/2014/12/hidden/"), client.get("/articles/2014/12/absent/")
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content


def test_a_withdrawn_work_says_why_it_is_gone(client):
    makers.make_center("Tarn")
    makers.make_article(
        "Gone", status=Status.WITHDRAWN, withdrawal_reason="The survey was invented.", body="<p>Secret.</p>"
    )
    response = client.get("/articles/2014/12/gone/")
    assert response.status_code == 410
    assert "The survey was invented." in response.text
    assert "Secret" not in response.text


def test_sets_no_cookie_and_does_not_vary_by_one(client):
    response = client.get(makers.make_article().get_absolute_url())
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_wide_tables_scroll_in_a_region_of_their_own(client):
    inner = "<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    body = f"<table><tbody><tr><td>{inner}</td><td>3</td></tr></tbody></table>"
    text = client.get(makers.make_article(body=body).get_absolute_url()).text
    assert text.count('<div class="scroll" role="region" tabindex="0" aria-label="Table"><table>') == 1
    assert text.count("</table></div>") == 1
