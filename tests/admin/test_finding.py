"""What editors look for: works by any of their words, people by any spelling, namesakes told apart."""

import pytest

from archive.articles.models import PastAddress
from archive.articles.search import rebuild
from tests.makers import (
    make_affiliation,
    make_article,
    make_author,
    make_center,
    make_outlet,
    make_series,
    make_term,
)

pytestmark = pytest.mark.django_db
WORKS = "/admin/articles/article/"
CHOOSE_PERSON = "/admin/authors/author/choose/?app_label=articles&model_name=bylineentry&field_name=author"
CHOOSE_TERM = "/admin/tags/term/choose/?app_label=articles&model_name=articleterm&field_name=tag"
CHOOSE_WORK = (
    "/admin/articles/article/choose/?app_label=articles&model_name=article&field_name=translation_of"
)


def found(desk, url, **parameters):
    response = desk.get(url, parameters)
    assert response.status_code == 200
    return {str(row) for row in response.context["cl"].result_list}


def matches(desk, url, term):
    response = desk.get(f"{url}&term={term}")
    assert response.status_code == 200
    return [one["text"] for one in response.json()["results"]]


@pytest.fixture
def works(db):
    """Make three works that differ in every word, and index them."""
    ferry = make_article(
        "The Ferries of Osier",
        deck="A timetable.",
        authors=[make_author("Zoë Tarn")],
        language="en",
        status="draft",
    )
    bridge = make_article("Мост достроен", deck="Тариф не готов.", authors=["Пётр Лишанский"], language="ru")
    mirror = make_article("القرية بجوار المرايا", authors=["ليال نصراوين"], language="ar", date="2020-03")
    rebuild()
    return ferry, bridge, mirror


def test_a_work_is_found_by_words_of_title_deck_and_byline_in_any_script(desk, works):
    ferry, bridge, mirror = (str(work) for work in works)
    for words in ("ferry", "timetable", "zoe"):
        assert found(desk, WORKS, q=words) == {ferry}, words
    for words in ("мосты", "тариф", "лишанский"):
        assert found(desk, WORKS, q=words) == {bridge}, words
    for words in ("المرايا", "ليال"):
        assert found(desk, WORKS, q=words) == {mirror}, words


def test_a_work_is_found_by_its_addresses_and_its_doi(desk, works):
    ferry, bridge, _mirror = works
    PastAddress.objects.create(article=bridge, path="1999/most")
    bridge.legacy_addresses.create(address="osier.example/posts/7")
    ferry.doi = "10.5555/osier.1"
    ferry.save()
    assert found(desk, WORKS, q="https://archive.example/articles/2014/12/the-ferries-of-osier/") == {
        str(ferry)
    }
    assert found(desk, WORKS, q="http://localhost:8000/articles/1999/most") == {str(bridge)}
    assert found(desk, WORKS, q="https://www.osier.example/posts/7/") == {str(bridge)}
    assert found(desk, WORKS, q="10.5555/osier.1") == {str(ferry)}


@pytest.mark.parametrize(
    "url", [WORKS, "/admin/authors/author/", "/admin/tags/term/", "/admin/importing/importedrecord/"]
)
def test_no_question_breaks_a_list(desk, url):
    for q in ("\0", "a\0b", '"', "-", "AND OR (", "%", "x" * 5000, "//", "٪", "\u202e", "*"):
        assert desk.get(url, {"q": q}).status_code == 200, ascii(q)


def test_a_person_is_found_by_any_spelling(desk):
    zoe = make_author("Zoë Tarn")
    zoe.names.create(name="Зоя Тарн")
    zoe.names.create(name="Zoë Tarn-Weir")
    zoe.names.create(name="Zoé Tárn")
    make_author("Bo Osier")
    for spelling in (
        "zoë",
        "Zoe",
        "ZOË TARN",
        "tarn zoe",
        "Тарн",
        "zoé tárn",
        "Tarn-Weir",
        "tarn weir",
        "ta",
    ):
        assert found(desk, "/admin/authors/author/", q=spelling) == {"Zoë Tarn"}, spelling
        assert matches(desk, CHOOSE_PERSON, spelling) == ["Zoë Tarn"], spelling


def test_namesakes_are_told_apart_by_what_they_do(desk):
    first, second = make_author("Zoë Tarn", slug="zoe-tarn"), make_author("Zoë Tarn", slug="zoe-tarn-2")
    make_affiliation(first, "Director", center=make_center("Fen Center"))
    make_affiliation(second, "Fellow", organisation="The Osier Trust", is_past=True)
    assert matches(desk, CHOOSE_PERSON, "tarn") == [
        "Zoë Tarn · Director, Fen Center",
        "Zoë Tarn · Former Fellow, The Osier Trust",
    ]


def test_terms_of_one_name_are_told_apart_by_facet_and_place(desk):
    make_term("topic", "Fenland")
    make_term("region", "Fenland", parent=make_term("region", "Lowlands"))
    assert matches(desk, CHOOSE_TERM, "fenl") == ["Fenland · Region, Lowlands", "Fenland · Topic"]


def test_a_term_is_found_by_its_name_in_another_language(desk):
    make_term("region", "Fenland").names.create(name="Болотный край", language="ru")
    assert found(desk, "/admin/tags/term/", q="болот") == {"Fenland"}


def test_a_work_is_chosen_by_the_beginning_of_a_word(desk, works):
    assert matches(desk, CHOOSE_WORK, "ferri") == ["The Ferries of Osier · 2014-12-02 · en"]
    assert matches(desk, CHOOSE_WORK, "المر") == ["القرية بجوار المرايا · 2020-03 · ar"]


@pytest.mark.parametrize("url", [CHOOSE_PERSON, CHOOSE_TERM, CHOOSE_WORK])
def test_nothing_typed_breaks_the_matches(desk, url):
    for term in ("%00", "x" * 5000, "%ED%A0%80", "%25", "\u0301" * 300):
        assert desk.get(f"{url}&term={term}").status_code == 200, ascii(term)


def test_who_may_not_see_people_is_shown_no_matches(desk, editor):
    make_author("Zoë Tarn")
    editor.groups.clear()
    assert desk.get(f"{CHOOSE_PERSON}&term=tarn").status_code == 403


def test_works_are_narrowed_to_a_person_a_term_a_series_and_an_outlet(desk):
    zoe, region, series, outlet = make_author(), make_term("region"), make_series(), make_outlet()
    below = make_term("region", parent=region)
    make_article("By Zoë", authors=[zoe])
    make_article("On the fens", terms=[below])
    make_article("In the series", series=series)
    make_article("In the paper", outlet=outlet)
    assert found(desk, WORKS, author=zoe.pk) == {"By Zoë"}
    assert found(desk, WORKS, term=region.pk) == {"On the fens"}
    assert found(desk, WORKS, series=series.pk) == {"In the series"}
    assert found(desk, WORKS, outlet=outlet.pk) == {"In the paper"}


def test_the_chosen_person_stands_in_the_filter_with_a_way_back(desk):
    zoe = make_author("Zoë Tarn")
    make_affiliation(zoe, "Director")
    page = desk.get(WORKS, {"author": zoe.pk, "state": "draft"}).content.decode()
    assert "selected>Zoë Tarn</option>" in page
    assert '<a href="?state=draft">Any</a>' in page


@pytest.mark.parametrize("parameter", ["author", "term", "state", "language", "byline", "kind__id__exact"])
def test_no_parameter_breaks_the_list_of_works(desk, parameter):
    for value in ("0", "-1", "x", "\0", "9" * 40, "1,2", "٣", ""):
        assert desk.get(WORKS, {parameter: value}).status_code in (200, 302), ascii(value)


def test_works_are_narrowed_to_a_state_a_language_and_names_of_nobody_known(desk, works):
    ferry, bridge, mirror = (str(work) for work in works)
    assert found(desk, WORKS, state="draft") == {ferry}
    assert found(desk, WORKS, state="published") == {bridge, mirror}
    assert found(desk, WORKS, language="ar") == {mirror}
    make_article("La jetée", language="fr-CA")
    make_article("Il molo", language="it")
    assert found(desk, WORKS, language="fr") == {"La jetée"}
    assert found(desk, WORKS, language="other") == {"Il molo"}
    assert found(desk, WORKS, lacks="byline") == {bridge, mirror}
