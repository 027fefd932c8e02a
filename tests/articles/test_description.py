"""The one description of a work that every format for machines derives from."""

from __future__ import annotations

import pytest
from django.conf import settings

from archive.articles.description import absolute, contributor_of, describe, describe_all, publisher_name
from archive.articles.forms import FORMS, form_of
from archive.articles.models import Article, Attachment, BylineEntry, Kind
from archive.publication import Status
from archive.text.dates import parse_iso
from authors.models import Author
from tests import makers

pytestmark = pytest.mark.django_db


def described(work, **values):
    return describe(work, **{"publisher": "Tarn Institute", "subjects": []} | values)


def parts(name, **values):
    one = contributor_of(BylineEntry(name=name, **values))
    return one.family, one.given, one.suffix


def test_tells_what_is_stored_with_whole_addresses():
    outlet = makers.make_outlet("The Fenwick Courier")
    series = makers.make_series("Slate")
    center = makers.make_center("Tarn")
    work = makers.make_article(
        "The Ferry", deck="Boats.", outlet=outlet, outlet_url="https://fenwick.example/1", series=series,
        centers=[center], kind=makers.make_kind("paper", "Paper"), doi="10.5555/ab", place="Fenwick",
        date="2014-12",
    )  # fmt: skip
    told = described(work, subjects=["Lanterns"])
    assert (told.path, told.url) == ("2014/12/the-ferry", f"{settings.BASE_URL}/articles/2014/12/the-ferry/")
    assert (told.title, told.deck, told.summary, told.language) == ("The Ferry", "Boats.", "Boats.", "en")
    assert (told.kind, told.kind_label, told.form) == ("paper", "Paper", FORMS["paper"])
    assert (told.published, told.modified) == (parse_iso("2014-12"), work.updated_at)
    assert (told.center, told.series, told.outlet) == ("Tarn", "Slate", "The Fenwick Courier")
    assert (told.outlet_url, told.doi, told.place) == ("https://fenwick.example/1", "10.5555/ab", "Fenwick")
    assert (told.publisher, told.subjects, told.words) == ("Tarn Institute", ("Lanterns",), 4)
    assert (told.picture, told.files, told.translations) == (None, (), ())


def test_begins_the_body_where_there_is_no_deck():
    work = makers.make_article(body="<h2>Why</h2><p>Nobody <i>rowed</i> &amp; nobody sang.</p>")
    assert described(work).summary == "Why Nobody rowed & nobody sang."


def test_names_everybody_in_printed_order_and_links_whom_the_archive_knows():
    ann = makers.make_author("Ann Moss", orcid="0000-0002-1825-0097")
    work = makers.make_article(authors=["Zoë Quill", ann])
    BylineEntry.objects.create(article=work, name="Bob Reed", role="translator", position=2)
    told = described(work)
    assert [one.name for one in told.contributors] == ["Zoë Quill", "Ann Moss", "Bob Reed"]
    assert [one.name for one in told.authors] == ["Zoë Quill", "Ann Moss"]
    assert [one.url for one in told.contributors] == ["", f"{settings.BASE_URL}/authors/ann-moss/", ""]
    assert [one.orcid for one in told.contributors] == ["", "0000-0002-1825-0097", ""]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ann Beth Moss", ("Moss", "Ann Beth", "")),
        ("Pieter van der Berg", ("van der Berg", "Pieter", "")),
        ("Martin King Jr.", ("King", "Martin", "Jr.")),
        ("Plato", ("Plato", "", "")),
        ("ليلى عبد الله", ("عبد الله", "ليلى", "")),
        ("林书远", ("林", "书远", "")),
        ("Анна Мохова", ("Мохова", "Анна", "")),
        ("김민수", ("김민수", "", "")),
        ("Aldermoor Institute", ("", "", "")),
    ],
)
def test_parts_a_name_as_its_script_does(name, expected):
    assert parts(name) == expected


def test_an_editors_sort_name_decides_how_a_name_is_parted():
    person = Author(name="Nguyen Van Thieu", sort_name="Nguyen, Van Thieu", slug="n")
    assert parts("Nguyen Van Thieu", author=person) == ("Nguyen", "Van Thieu", "")
    person.sort_name = "Nguyen Van Thieu"
    assert parts("Nguyen Van Thieu", author=person) == ("", "", "")


def test_a_sort_name_in_another_script_says_nothing_of_the_name_as_printed():
    person = Author(name="ليلى حداد", sort_name="Haddad, Layla", slug="l")
    assert parts("ليلى حداد", author=person) == ("حداد", "ليلى", "")


def test_a_body_is_never_inverted_though_its_sort_name_was_made_like_a_persons():
    person = makers.make_author("Aldermoor Institute")
    assert person.sort_name == "Institute, Aldermoor"
    one = contributor_of(BylineEntry(name="Aldermoor Institute", author=person))
    assert (one.is_body, one.inverted) == (True, "Aldermoor Institute")


def test_tells_a_picture_with_its_size_and_words():
    work = makers.make_article(
        image=makers.picture(), image_alt="A quay", image_caption="At dawn", credit="Moss"
    )
    picture = described(work).picture
    assert picture.url == settings.BASE_URL + work.image.url
    assert (picture.width, picture.height) == (2, 1)
    assert (picture.alt, picture.caption, picture.credit) == ("A quay", "At dawn", "Moss")


def test_tells_files_with_their_media_types():
    work = makers.make_article()
    files = [
        Attachment(article=work, title="Paper", url="https://files.example/a.pdf?v=2"),
        Attachment(article=work, title="", file="attachments/table.csv"),
        Attachment(article=work, title="Else", url="https://files.example/download"),
    ]
    told = described(work, attachments=files).files
    assert [file.title for file in told] == ["Paper", "table.csv", "Else"]
    assert [file.media_type for file in told] == ["application/pdf", "text/csv", ""]
    assert told[1].url == f"{settings.BASE_URL}/media/attachments/table.csv"


def test_tells_translations_and_which_of_them_is_the_original():
    english = makers.make_article("The Ferry")
    french = makers.make_article("Le bac", language="fr", translation_of=english)
    arabic = makers.make_article("العبارة", slug="abbara", language="ar", translation_of=english)
    told = described(french, translations=[english, arabic])
    assert told.translations == (
        ("en", absolute(english.get_absolute_url())),
        ("ar", absolute(arabic.get_absolute_url())),
    )
    assert (told.is_translation, told.original) == (True, absolute(english.get_absolute_url()))
    original = described(english, translations=[french, arabic])
    assert (original.is_translation, original.original) == (False, "")


def test_does_not_tell_of_an_original_that_it_was_not_given():
    hidden = makers.make_article("The Ferry", status=Status.DRAFT)
    french = makers.make_article("Le bac", language="fr", translation_of=hidden)
    told = described(french, translations=[])
    assert (told.is_translation, told.original) == (True, "")


def test_asks_nothing_of_what_is_loaded(django_assert_num_queries):
    makers.make_article(
        authors=[makers.make_author()], centers=[makers.make_center()], series=makers.make_series()
    )
    work = Article.objects.published().for_page().prefetch_related("byline_entries__author").get()
    with django_assert_num_queries(0):
        described(work)


@pytest.mark.parametrize("number", [1, 12])
def test_describes_a_list_in_four_queries(django_assert_num_queries, number):
    for _each in range(number):
        work = makers.make_article(
            authors=[makers.make_author()],
            terms=[makers.make_term("region", ""), makers.make_term("topic", "")],
        )
        Attachment.objects.create(article=work, url="https://files.example/a.pdf")
    works = list(Article.objects.published().for_page())
    makers.make_center("Tarn")
    with django_assert_num_queries(4):
        told = describe_all(works)
    assert [one.key for one in told] == [work.pk for work in works]
    assert all(one.publisher == "Tarn" and one.files and len(one.subjects) == 2 for one in told)


def test_says_what_a_work_is_about_topics_before_regions_and_nothing_else():
    region, topic = makers.make_term("region", "Fells"), makers.make_term("topic", "Zinc")
    makers.make_article(terms=[region, topic, makers.make_term("program", "Attic")])
    (told,) = describe_all(Article.objects.published().for_page())
    assert told.subjects == ("Zinc", "Fells")


def test_the_publisher_is_what_the_center_at_the_root_belongs_to():
    assert publisher_name() == ""
    root = makers.make_center("Tarn")
    assert publisher_name() == "Tarn"
    root.umbrella = makers.make_center("Aldermoor Institute")
    root.save()
    assert publisher_name() == "Aldermoor Institute"


def test_every_kind_of_the_archive_has_a_form_of_its_own():
    codes = set(Kind.objects.values_list("code", flat=True))
    assert {"commentary", "pressRelease", "q-and-a"} <= codes
    assert {code for code in codes if form_of(code).csl == "document"} == set()


def test_a_kind_that_nobody_labelled_is_no_more_than_a_document():
    assert form_of("legacyscroll").csl == "document"
    assert form_of("legacyscroll").schema == "CreativeWork"
