"""People, terms, centers, series, kinds and outlets saved through their forms."""

import pytest

from archive.articles import search
from archive.articles.models import Article, Kind
from tests.admin.conftest import errors_of, row
from tests.makers import (
    make_article,
    make_author,
    make_center,
    make_kind,
    make_outlet,
    make_series,
    make_term,
)

pytestmark = pytest.mark.django_db

PLACES = {
    "authors/author": make_author,
    "tags/term": make_term,
    "centers/center": make_center,
    "centers/series": make_series,
}


def url_of(record):
    return f"/admin/{record._meta.app_label}/{record._meta.model_name}/{record.pk}/change/"


def saved(response):
    assert response.status_code == 302, errors_of(response)


@pytest.mark.parametrize("make", PLACES.values(), ids=PLACES.keys())
def test_a_changed_slug_leaves_a_past_one(save, make):
    record = make(name="Fenland")
    saved(save(url_of(record), slug="the-fens"))
    record.refresh_from_db()
    assert record.slug == "the-fens"
    assert [str(past) for past in record.past_slugs.all()] == ["fenland"]


@pytest.mark.parametrize("make", PLACES.values(), ids=PLACES.keys())
def test_a_slug_taken_up_again_is_no_past_one(save, make):
    record = make(name="Fenland")
    saved(save(url_of(record), slug="the-fens"))
    saved(save(url_of(record), slug="fenland"))
    assert [str(past) for past in record.past_slugs.all()] == ["the-fens"]


@pytest.mark.parametrize("make", [make_term, make_center, make_series, make_outlet])
@pytest.mark.parametrize("twin", ["Fenland", "FENLAND", " Fenland\u3000"])
def test_a_name_that_is_taken_is_an_error_at_the_name(save, make, twin):
    make(name="Fenland")
    other = make(name="Moorland")
    assert "is here already" in errors_of(save(url_of(other), name=twin))


def test_namesakes_are_two_people(save):
    make_author("Ada Tarn")
    other = make_author("Ada Osier")
    saved(save(url_of(other), name="Ada Tarn"))


def test_the_same_spelling_twice_is_an_error_in_words(save):
    person = make_author("Ada Tarn")
    rows = {"names-TOTAL_FORMS": 2} | row("names", 0, name="A. Tarn") | row("names", 1, name="a. tarn")
    assert "stands here twice" in errors_of(save(url_of(person), rows))


def test_a_spelling_may_be_mended_to_one_that_is_removed_in_the_same_save(save):
    person = make_author("Ada Tarn")
    person.names.create(name="A. Tarn")
    person.names.create(name="A. Tarnn")
    saved(save(url_of(person), row("names", 0, DELETE="on") | row("names", 1, name="A. Tarn")))
    assert [str(one) for one in person.names.all()] == ["A. Tarn"]


def test_positions_are_entered_with_dates_as_far_as_they_are_known(save):
    person, center = make_author("Ada Tarn"), make_center()
    rows = {"affiliations-TOTAL_FORMS": 1}
    rows |= row("affiliations", 0, position="Director", center=center.pk, from_date="2008", to_date="2019-03")
    saved(save(url_of(person), rows))
    held = person.affiliations.get()
    assert (held.from_date, held.to_date, held.is_former) == ("2008", "2019-03", True)
    assert "cannot end before" in errors_of(save(url_of(person), row("affiliations", 0, to_date="2001")))


def test_a_persons_new_name_is_found_at_once(save):
    person = make_author("Ada Tarn")
    work = make_article(authors=[person])
    rows = {"names-TOTAL_FORMS": 1} | row("names", 0, name="Ада Тарн", language="ru")
    saved(save(url_of(person), rows))
    assert list(search.search("Тарн", Article.objects.published()).queryset) == [work]


def test_a_terms_and_an_outlets_new_name_is_found_at_once(save):
    term, outlet = make_term(name="Ferries"), make_outlet("The Courier")
    work = make_article(terms=[term], outlet=outlet)
    saved(save(url_of(term), name="Icebreakers"))
    saved(save(url_of(outlet), name="The Lantern"))
    for word in ("icebreakers", "lantern"):
        assert list(search.search(word, Article.objects.published()).queryset) == [work]


def test_a_term_stands_under_a_term_of_its_own_facet_and_not_under_itself(save):
    region, below, topic = make_term("region"), make_term("region"), make_term("topic")
    saved(save(url_of(below), parent=region.pk))
    assert "its own facet" in errors_of(save(url_of(region), parent=topic.pk))
    assert "under itself" in errors_of(save(url_of(region), parent=below.pk))


def test_a_kind_that_an_import_brought_is_flagged_until_an_editor_labels_it(desk, save):
    make_kind("paper", "Paper")
    unknown = Kind.objects.create(code="longreadx", label="longreadx", is_known=False)
    page = desk.get("/admin/articles/kind/").content.decode()
    assert page.count("Unknown code") == 1
    saved(save(url_of(unknown), label="Long Read"))
    assert "Unknown code" not in desk.get("/admin/articles/kind/").content.decode()


def test_languages_of_a_center_are_written_with_commas(save, form_of):
    center = make_center(languages=["ar", "en"])
    assert form_of(url_of(center))["languages"] == "ar, en"
    saved(save(url_of(center), languages="en,  AR; zh-hans"))
    center.refresh_from_db()
    assert center.languages == ["en", "ar", "zh-Hans"]
    assert "not the code of a language" in errors_of(save(url_of(center), languages='["en"]'))


def test_a_colour_that_cannot_be_read_on_paper_is_an_error(save):
    assert "contrast" in errors_of(save(url_of(make_center()), accent="#ffee00"))


def test_a_center_cannot_take_the_address_of_another_page(save):
    assert "another page" in errors_of(save(url_of(make_center()), slug="articles"))


def test_a_menu_item_leads_to_one_place(save):
    center, term = make_center(), make_term()
    rows = {"menu_items-TOTAL_FORMS": 1} | row("menu_items", 0, place="main", position=0, term=term.pk)
    saved(save(url_of(center), rows))
    assert "not both" in errors_of(save(url_of(center), row("menu_items", 0, url="/articles/")))


@pytest.mark.parametrize(
    "odd",
    ["Tarn\0", "\u202eTarn", "T" + "\u0301" * 400, "T " * 3000],
    ids=["NUL", "override", "marks", "long"],
)
def test_odd_text_about_a_person_never_breaks_the_page(save, odd):
    person = make_author("Ada Tarn")
    rows = {"affiliations-TOTAL_FORMS": 1, "names-TOTAL_FORMS": 1, "links-TOTAL_FORMS": 1}
    rows |= (
        row("affiliations", 0, position=odd)
        | row("names", 0, name=odd)
        | row("links", 0, label=odd, url="https://a.example")
    )
    for fields in ({"name": odd, "bio": odd, "sort_name": odd}, {"slug": odd, "orcid": odd}):
        assert save(url_of(person), fields | rows).status_code in (200, 302)


@pytest.mark.parametrize(("named", "is_shown"), [(True, True), (False, False)])
def test_a_person_can_be_viewed_on_the_site_once_a_published_work_names_them(desk, named, is_shown):
    person = make_author("Ada Tarn")
    make_article(authors=[person] if named else [])
    make_article(authors=[person], status="draft")
    page = desk.get(url_of(person)).content.decode()
    assert ("viewsitelink" in page) is is_shown
