"""Citations as the manuals print them, in the language of the work."""

from __future__ import annotations

import threading
from html import unescape
from pathlib import Path

import pytest
from citeproc import SCHEMA_PATH
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from archive.articles.citing import STYLES, styled, styling
from archive.text.strings import tidy
from tests.articles.citing.examples import ADDRESS, named, work


def cited(described, style):
    """Return a citation as a reader sees it, with `_` around what stands in italics."""
    html = styled(described, style).replace("<i>", "_").replace("</i>", "_")
    return unescape(strip_tags(html))


def people(number):
    return [f"Ann Beth Moss{one}" for one in range(1, number + 1)]


@pytest.mark.parametrize(
    ("style", "citation"),
    [
        ("apa", f"Moss, A. B. (2014, December 2). _The Ferry_. Tarn Institute. {ADDRESS}"),
        ("chicago", f"Moss, Ann Beth. “The Ferry.” Tarn Institute, December 2, 2014. {ADDRESS}."),
        ("mla", f"Moss, Ann Beth. “The Ferry.” _Tarn Institute_, 2 Dec. 2014, {ADDRESS}."),
    ],
)
def test_a_page_is_cited_as_each_manual_has_it(style, citation):
    assert cited(work("Ann Beth Moss"), style) == citation


@pytest.mark.parametrize(
    ("style", "citation"),
    [
        ("apa", f"Moss, A. (2014, December 2). The Ferry. _The Fenwick Courier_. {ADDRESS}"),
        ("chicago", f"Moss, Ann. “The Ferry.” _The Fenwick Courier_, December 2, 2014. {ADDRESS}."),
        ("mla", f"Moss, Ann. “The Ferry.” _The Fenwick Courier_, 2 Dec. 2014, {ADDRESS}."),
    ],
)
def test_what_an_outlet_published_first_is_an_article_of_that_outlet(style, citation):
    assert cited(work("Ann Moss", outlet="The Fenwick Courier"), style) == citation


@pytest.mark.parametrize(
    ("style", "citation"),
    [
        ("apa", "Moss, A. (2014). _The Ferry_ (Slate Papers). Tarn Institute. https://doi.org/10.5555/ab"),
        (
            "chicago",
            "Moss, Ann. _The Ferry_. Slate Papers. Tarn Institute, 2014. https://doi.org/10.5555/ab.",
        ),
        ("mla", "Moss, Ann. _The Ferry_. Slate Papers. Tarn Institute, 2014, https://doi.org/10.5555/ab."),
    ],
)
def test_a_report_is_cited_with_its_series_and_by_its_doi(style, citation):
    report = work(
        "Ann Moss", kind="paper", kind_label="Paper", date="2014", series="Slate Papers", doi="10.5555/ab"
    )
    assert cited(report, style) == citation


@pytest.mark.parametrize(
    ("style", "beginning"),
    [
        ("apa", "Moss, A. (2014, December 2). _The Ferry_ (B. Reed, Interviewer) [Q&A]. Tarn"),
        ("chicago", "Moss, Ann. “The Ferry.” Interview by Bob Reed. Q&A, Tarn Institute"),
        ("mla", "Moss, Ann. “The Ferry.” Interview by Bob Reed. Q&A. _Tarn Institute_"),
    ],
)
def test_who_answers_is_the_author_of_an_interview_and_who_asks_is_named_as_such(style, beginning):
    interview = work("Ann Moss", named("Bob Reed", "interviewer"), kind="q-and-a", kind_label="Q&A")
    assert cited(interview, style).startswith(beginning)


@pytest.mark.parametrize(
    ("style", "part"),
    [
        ("apa", "_The Ferry_ (C. Fern, Ed.; B. Reed, Trans.). Tarn"),
        ("chicago", "“The Ferry.” Edited by Cyd Fern. Translated by Bob Reed. Tarn"),
        ("mla", "“The Ferry.” Edited by Cyd Fern, translated by Bob Reed. _Tarn"),
    ],
)
def test_editors_and_translators_are_named_behind_the_title(style, part):
    assert part in cited(
        work("Ann Moss", named("Cyd Fern", "editor"), named("Bob Reed", "translator")), style
    )


@pytest.mark.parametrize(
    ("style", "beginning"),
    [
        ("apa", "Fern, C., & Reed, B. (Eds.). (2014). _The Ferry_."),
        ("chicago", "Fern, Cyd, and Bob Reed, eds. _The Ferry_."),
        ("mla", "Fern, Cyd, and Bob Reed, editors. _The Ferry_."),
    ],
)
def test_a_book_that_has_only_editors_is_theirs(style, beginning):
    book = work(named("Cyd Fern", "editor"), named("Bob Reed", "editor"), kind="book", date="2014")
    assert cited(book, style).startswith(beginning)


@pytest.mark.parametrize(
    ("number", "style", "names"),
    [
        (2, "apa", "Moss1, A. B., & Moss2, A. B. (2014"),
        (3, "apa", "Moss1, A. B., Moss2, A. B., & Moss3, A. B. (2014"),
        (8, "apa", "Moss6, A. B., Moss7, A. B., & Moss8, A. B. (2014"),
        (25, "apa", "Moss18, A. B., Moss19, A. B., … Moss25, A. B. (2014"),
        (2, "chicago", "Moss1, Ann Beth, and Ann Beth Moss2. “"),
        (3, "chicago", "Moss1, Ann Beth, Ann Beth Moss2, and Ann Beth Moss3. “"),
        (6, "chicago", "Ann Beth Moss5, and Ann Beth Moss6. “"),
        (8, "chicago", "Moss1, Ann Beth, Ann Beth Moss2, Ann Beth Moss3, et al. “"),
        (25, "chicago", "Moss1, Ann Beth, Ann Beth Moss2, Ann Beth Moss3, et al. “"),
        (2, "mla", "Moss1, Ann Beth, and Ann Beth Moss2. “"),
        (3, "mla", "Moss1, Ann Beth, et al. “"),
        (25, "mla", "Moss1, Ann Beth, et al. “"),
    ],
)
def test_long_bylines_are_cut_where_each_manual_cuts_them(number, style, names):
    assert names in cited(work(*people(number)), style)


@pytest.mark.parametrize(
    ("name", "inverted"),
    [
        ("Martin King Jr.", "King, Martin, Jr."),
        ("Pieter van der Berg", "van der Berg, Pieter"),
        ("Plato", "Plato"),
        ("Aldermoor Institute", "Aldermoor Institute"),
    ],
)
def test_names_are_inverted_as_catalogues_do(name, inverted):
    assert cited(work(name), "mla").startswith(
        f"{inverted} “" if inverted.endswith(".") else f"{inverted}. “"
    )


@pytest.mark.parametrize(
    ("date", "apa", "chicago", "mla"),
    [
        ("2014-12", "(2014, December)", ", December 2014.", ", Dec. 2014,"),
        ("2014", "(2014)", ", 2014.", ", 2014,"),
        (None, "(n.d.)", ", n.d.", "_Tarn Institute_, https"),
    ],
)
def test_dates_are_as_precise_as_known(date, apa, chicago, mla):
    undated = work("Ann Moss", date=date)
    assert apa in cited(undated, "apa")
    assert chicago in cited(undated, "chicago")
    assert mla in cited(undated, "mla")


@pytest.mark.parametrize(
    ("style", "beginning"),
    [
        ("apa", "_The Ferry_. (2014, December 2). Tarn"),
        ("chicago", "“The Ferry.” Tarn"),
        ("mla", "“The Ferry.” _Tarn"),
    ],
)
def test_what_nobody_signed_begins_with_its_title(style, beginning):
    assert cited(work(), style).startswith(beginning)


@pytest.mark.parametrize(
    ("language", "year"), [("en", "2014"), ("ar", "٢٠١٤"), ("zh", "2014年"), ("de", "2014")]
)
def test_a_book_is_of_a_year(language, year):
    book = work("Ann Moss", kind="book", language=language, publisher="")
    assert cited(book, "apa").startswith(f"Moss, A. ({year}). ")
    assert cited(book, "chicago").endswith(f"_The Ferry_. {year}. {ADDRESS}.")


def test_a_publisher_that_is_the_author_is_not_said_twice():
    assert (
        cited(work("Tarn Institute"), "apa") == f"Tarn Institute. (2014, December 2). _The Ferry_. {ADDRESS}"
    )


@pytest.mark.parametrize(
    ("language", "title", "name", "citations"),
    [
        (
            "ar",
            "سياسة المياه",
            "ليلى حداد",
            {
                "apa": "حداد، ليلى. (٢ كانون الأول/ديسمبر ٢٠١٤). _سياسة المياه_.",
                "chicago": "حداد، ليلى. «سياسة المياه». معهد الميناء، ٢ كانون الأول/ديسمبر ٢٠١٤.",
                "mla": "حداد، ليلى. «سياسة المياه». _معهد الميناء_، ٢ كانون الأول/ديسمبر ٢٠١٤،",
            },
        ),
        (
            "zh-Hans",
            "渡轮时刻表",
            "林书远",
            {
                "apa": "林书远. (2014年12月2日). _渡轮时刻表_.",
                "chicago": "林书远. 《渡轮时刻表》. Tarn Institute, 2014年12月2日.",
                "mla": "林书远. 《渡轮时刻表》. _Tarn Institute_, 2014年12月2日,",
            },
        ),
        (
            "ru",
            "Паром",
            "Анна Ивановна Мохова",
            {
                "apa": "Мохова, А. И. (2 декабря 2014 г.). _Паром_.",
                "chicago": "Мохова, Анна Ивановна. «Паром». Tarn Institute, 2 декабря 2014 г.",
                "mla": "Мохова, Анна Ивановна. «Паром». _Tarn Institute_, 2 декабря 2014 г.,",
            },
        ),
        (
            "fr",
            "Le bac",
            "Anne Mousse",
            {
                "apa": "Mousse, A. (2 décembre 2014). _Le bac_.",
                "chicago": "Mousse, Anne. «\u00a0Le bac\u00a0». Tarn Institute, 2 décembre 2014.",
                "mla": "Mousse, Anne. «\u00a0Le bac\u00a0». _Tarn Institute_, 2 décembre 2014,",
            },
        ),
        (
            "de",
            "Die Fähre",
            "Anna Moos",
            {"chicago": "Moos, Anna. „Die Fähre“. Tarn Institute, 2. Dezember 2014."},
        ),
        ("tlh", "Duj", "Ann Moss", {"chicago": "Moss, Ann. “Duj.” Tarn Institute, December 2, 2014."}),
    ],
)
def test_a_work_is_cited_in_its_own_language(language, title, name, citations):
    publisher = {"ar": "معهد الميناء"}.get(language, "Tarn Institute")
    described = work(name, language=language, title=title, publisher=publisher)
    for style, beginning in citations.items():
        assert cited(described, style).startswith(beginning)


@pytest.mark.parametrize(
    ("language", "names", "joined"),
    [
        ("ar", ("ليلى حداد", "سامي عبد الله"), "حداد، ليلى، وسامي عبد الله."),
        ("zh", ("林书远", "王伟"), "林书远和王伟."),
        ("ru", ("Анна Мохова", "Пётр Тростников"), "Мохова, Анна, и Пётр Тростников."),
    ],
)
def test_names_are_joined_as_the_language_joins_them(language, names, joined):
    assert cited(work(*names, language=language), "chicago").startswith(joined)


@pytest.mark.parametrize(
    ("title", "cited_as"),
    [
        ('The "Ferry" Question', "“The ‘Ferry’ Question.” "),
        ("The Question of the “Ferry”", "“The Question of the ‘Ferry.’” "),
        ("Who Rows?", "“Who Rows?” "),
        ("Life in the U.S.", "“Life in the U.S.” "),
        ("Nobody's Ferry", "“Nobody’s Ferry.” "),
        ("al-Masri and de Vries at sea", "“al-Masri and de Vries at sea.” "),
    ],
)
def test_points_and_quotation_marks_of_titles_meet_as_they_should(title, cited_as):
    assert cited_as in cited(work("Ann Moss", title=title), "chicago")


def test_french_quotation_marks_within_quotation_marks_are_the_inner_ones():
    french = work("Anne Mousse", language="fr", title="Le bac «\u00a0d’été\u00a0»")
    assert "«\u00a0Le bac “d’été”\u00a0». " in cited(french, "chicago")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("</p><script>alert(1)</script>", "</p><script>alert(1)</script>"),
        ("<i>Bold</i> & <b>brave</b>", "<i>Bold</i> & <b>brave</b>"),
        ("<span class='nocase'>x</span>", "<span class=’nocase’>x</span>"),
        ("<span class=“nocase”>never ended", "never ended"),
        ("\ue000private\ue001", "private"),
        ("{0} {style} %s", "{0} {style} %s"),
        ("Very long " * 200, "Very long " * 199),
        ("https://elsewhere.example/ tells", "https://elsewhere.example/ tells"),
    ],
)
def test_no_title_can_say_more_than_words(style, title, shown):
    html = styled(work("Ann <b>Mo\ue000ss", title=title), style)
    for allowed in ("<i>", "</i>", f'<a href="{ADDRESS}"><bdi dir="ltr">{ADDRESS}</bdi></a>'):
        html = html.replace(allowed, "")
    assert "<" not in html
    assert "\ue000" not in html
    assert shown in unescape(html)


@pytest.mark.parametrize("style", STYLES)
def test_the_address_is_a_link_without_the_point_behind_it(style):
    assert f'<a href="{ADDRESS}"><bdi dir="ltr">{ADDRESS}</bdi></a>' in styled(work(), style)


@pytest.mark.parametrize("style", STYLES)
def test_the_styles_are_what_csl_allows(style):
    schema = etree.RelaxNG(etree.parse(SCHEMA_PATH))
    schema.assertValid(etree.parse(Path(styling.__file__).with_name("styles") / f"{style}.csl"))


def test_a_style_is_read_once_for_a_language_and_only_when_asked_for():
    styling._loaded.cache_clear()
    for _again in range(3):
        styled(work("Ann Moss"), "apa")
    assert styling._loaded.cache_info().misses == 1
    assert styling._loaded.cache_info().maxsize == styling.MOST_KEPT


def test_threads_that_cite_at_the_same_time_do_not_mix_their_works():
    works = [work(f"Ann Moss{number}", title=f"Work {number}") for number in range(8)]
    expected = [cited(one, "apa") for one in works]
    found: dict[int, list[str]] = {}

    def cite(number):
        found[number] = [cited(works[number], "apa") for _again in range(10)]

    threads = [threading.Thread(target=cite, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: [expected[number]] * 10 for number in range(8)}


@given(
    st.text(min_size=1, max_size=60),
    st.lists(st.text(min_size=1, max_size=30), max_size=4),
    st.sampled_from(["en", "ar", "zh", "ru", "fr", "de", ""]),
    st.sampled_from(list(STYLES)),
)
def test_whatever_the_words_are_they_can_be_cited(title, names, language, style):
    described = work(*filter(None, map(tidy, names)), title=tidy(title) or "?", language=language)
    html = styled(described, style)
    assert html.count("<i>") == html.count("</i>")
    assert ADDRESS in html
