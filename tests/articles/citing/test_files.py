"""Citations for reference managers, read back by libraries that are not ours."""

from __future__ import annotations

import json
import re

import bibtexparser
import pytest
import rispy
from hypothesis import assume, given
from hypothesis import strategies as st

from archive.articles.citing import bibtex, csl, ris
from archive.text.strings import tidy
from tests.articles.citing.examples import ADDRESS, named, work

WORDS = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
} | {f"\\{sign}": sign for sign in "&%$#_"}

SIGN = re.compile("|".join(map(re.escape, WORDS)))


def entry_of(described):
    """Read one BibTeX entry back: its type, key, and fields without TeX's way of writing signs."""
    library = bibtexparser.parse_string(bibtex(described))
    assert not library.failed_blocks
    (entry,) = library.entries
    fields = {field.key: SIGN.sub(lambda written: WORDS[written[0]], field.value) for field in entry.fields}
    return entry.entry_type, entry.key, fields


def reference_of(described):
    (reference,) = rispy.loads(ris(described))
    return reference


REPORT = {
    "kind": "paper",
    "kind_label": "Paper",
    "series": "Slate Papers",
    "doi": "10.5555/ab",
    "subjects": ("Lanterns", "Fells"),
    "deck": "About boats.",
    "summary": "About boats.\nAnd hours.",
}


def test_ris_says_everything_that_is_known():
    report = work("Ann Beth Moss", named("Cyd Fern", "editor"), named("Bob Reed", "translator"), **REPORT)
    assert reference_of(report) == {
        "type_of_reference": "RPRT",
        "id": "2014:12:the-ferry",
        "authors": ["Moss, Ann Beth"],
        "secondary_authors": ["Fern, Cyd"],
        "subsidiary_authors": ["Reed, Bob"],
        "title": "The Ferry",
        "tertiary_title": "Slate Papers",
        "year": "2014",
        "date": "2014/12/02/",
        "publisher": "Tarn Institute",
        "type_of_work": "Paper",
        "abstract": "About boats. And hours.",
        "keywords": ["Lanterns", "Fells"],
        "language": "en",
        "doi": "10.5555/ab",
        "urls": [ADDRESS],
    }


def test_bibtex_says_everything_that_is_known():
    report = work("Ann Beth Moss", named("Cyd Fern", "editor"), named("Bob Reed", "translator"), **REPORT)
    assert entry_of(report) == (
        "techreport",
        "2014:12:the-ferry",
        {
            "author": "Moss, Ann Beth",
            "editor": "Fern, Cyd",
            "translator": "Reed, Bob",
            "title": "{The Ferry}",
            "series": "Slate Papers",
            "institution": "Tarn Institute",
            "type": "Paper",
            "year": "2014",
            "month": "dec",
            "day": "2",
            "doi": "10.5555/ab",
            "url": ADDRESS,
            "language": "en",
            "keywords": "Lanterns, Fells",
            "abstract": "About boats. And hours.",
        },
    )


def test_csl_json_says_everything_that_is_known():
    report = work("Ann Beth Moss", named("Cyd Fern", "editor"), named("Bob Reed", "translator"), **REPORT)
    assert json.loads(json.dumps(csl(report))) == {
        "id": "2014:12:the-ferry",
        "type": "report",
        "title": "The Ferry",
        "author": [{"family": "Moss", "given": "Ann Beth"}],
        "editor": [{"family": "Fern", "given": "Cyd"}],
        "translator": [{"family": "Reed", "given": "Bob"}],
        "issued": {"date-parts": [[2014, 12, 2]]},
        "collection-title": "Slate Papers",
        "publisher": "Tarn Institute",
        "genre": "Paper",
        "abstract": "About boats. And hours.",
        "keyword": "Lanterns, Fells",
        "language": "en",
        "DOI": "10.5555/ab",
        "URL": ADDRESS,
    }


def test_what_is_not_known_is_left_out():
    bare = work(date=None, publisher="", summary="", kind="", kind_label="")
    assert csl(bare).keys() == {"id", "type", "title", "language", "URL"}
    assert reference_of(bare).keys() == {"type_of_reference", "id", "title", "language", "urls"}
    assert entry_of(bare)[2].keys() == {"title", "url", "language"}


@pytest.mark.parametrize(
    ("kind", "in_csl", "in_ris", "in_bibtex"),
    [
        ("commentary", "webpage", "ELEC", "misc"),
        ("article", "webpage", "ELEC", "misc"),
        ("research", "report", "RPRT", "techreport"),
        ("paper", "report", "RPRT", "techreport"),
        ("book", "book", "BOOK", "book"),
        ("q-and-a", "interview", "ELEC", "misc"),
        ("legacyinthemedia", "webpage", "ELEC", "misc"),
        ("in-the-media", "webpage", "ELEC", "misc"),
        ("pressRelease", "webpage", "ELEC", "misc"),
        ("event", "event", "GEN", "misc"),
        ("other", "webpage", "ELEC", "misc"),
        ("", "webpage", "ELEC", "misc"),
        ("legacyscroll", "document", "GEN", "misc"),
    ],
)
def test_every_kind_has_its_type_and_an_unknown_one_the_vaguest(kind, in_csl, in_ris, in_bibtex):
    described = work("Ann Moss", kind=kind)
    assert csl(described)["type"] == in_csl
    assert reference_of(described)["type_of_reference"] == in_ris
    assert entry_of(described)[0] == in_bibtex


@pytest.mark.parametrize("kind", ["commentary", "legacyinthemedia", "legacyscroll"])
def test_what_an_outlet_published_first_is_its_article_and_not_ours(kind):
    described = work("Ann Moss", kind=kind, outlet="The Fenwick Courier")
    item, reference, (entry_type, _key, entry) = csl(described), reference_of(described), entry_of(described)
    assert (item["type"], item["container-title"]) == ("article-newspaper", "The Fenwick Courier")
    assert (reference["type_of_reference"], reference["secondary_title"]) == ("NEWS", "The Fenwick Courier")
    assert (entry_type, entry["journal"]) == ("article", "The Fenwick Courier")
    assert "publisher" not in item | reference | entry
    assert item["source"] == reference["name_of_database"] == "Tarn Institute"


def test_a_report_that_an_outlet_published_first_stays_a_report():
    assert csl(work("Ann Moss", kind="paper", outlet="The Fenwick Courier"))["type"] == "report"


@pytest.mark.parametrize(
    ("date", "parts", "in_ris", "in_bibtex"),
    [
        ("2014-12-02", [2014, 12, 2], "2014/12/02/", ("2014", "dec", "2")),
        ("2014-03", [2014, 3], "2014/03//", ("2014", "mar", None)),
        ("2014", [2014], "2014///", ("2014", None, None)),
        (None, None, None, (None, None, None)),
    ],
)
def test_dates_are_as_precise_as_known(date, parts, in_ris, in_bibtex):
    described = work("Ann Moss", date=date)
    entry = entry_of(described)[2]
    assert csl(described).get("issued") == ({"date-parts": [parts]} if parts else None)
    assert reference_of(described).get("date") == in_ris
    assert (entry.get("year"), entry.get("month"), entry.get("day")) == in_bibtex


@pytest.mark.parametrize(
    ("name", "in_csl", "in_ris", "in_bibtex"),
    [
        ("Ann Beth Moss", {"family": "Moss", "given": "Ann Beth"}, "Moss, Ann Beth", "Moss, Ann Beth"),
        (
            "Martin King Jr.",
            {"family": "King", "given": "Martin", "suffix": "Jr."},
            "King, Martin, Jr.",
            "King, Jr., Martin",
        ),
        ("Plato", {"family": "Plato"}, "Plato", "{Plato}"),
        ("Tarn Council on Boats and Quays", {"literal": "Tarn Council on Boats and Quays"}, *2 * ["?"]),
        ("ليلى حداد", {"family": "حداد", "given": "ليلى"}, "حداد, ليلى", "حداد, ليلى"),
        ("林书远", {"family": "林", "given": "书远"}, "林, 书远", "林, 书远"),
        ("欧阳明", {"family": "欧阳", "given": "明"}, "欧阳, 明", "欧阳, 明"),
        ("Анна Мохова", {"family": "Мохова", "given": "Анна"}, "Мохова, Анна", "Мохова, Анна"),
    ],
)
def test_names_are_parted_in_every_script(name, in_csl, in_ris, in_bibtex):
    described = work(name)
    assert csl(described)["author"] == [in_csl]
    assert reference_of(described)["authors"] == [name if in_ris == "?" else in_ris]
    assert entry_of(described)[2]["author"] == (f"{{{name}}}" if in_bibtex == "?" else in_bibtex)


def test_all_names_stand_in_printed_order():
    names = [f"Ann Moss{number}" for number in range(25)]
    described = work(*names)
    expected = [f"Moss{number}, Ann" for number in range(25)]
    assert reference_of(described)["authors"] == expected
    assert entry_of(described)[2]["author"].split(" and ") == expected


@pytest.mark.parametrize(
    "title",
    [
        r"100 % of \$5 & #1: the {ferry}_question ~ ^ } { \ @article{x, y",
        'The "Ferry" and <b>the quay</b>',
        "سياسة المياه: مِن «هنا»",
        "渡轮时刻表",
        "Café, naïve – «ёлка»",
        "A title that goes on " * 60,
    ],
)
def test_titles_survive_every_format(title):
    described = work("Ann Moss", title=title.strip())
    assert csl(described)["title"] == title.strip()
    assert reference_of(described)["title"] == title.strip()
    assert entry_of(described)[2]["title"] == f"{{{title.strip()}}}"


def test_no_line_of_a_summary_becomes_a_field_of_its_own():
    described = work("Ann Moss", summary="One.\r\nER  - \nTY  - BOOK\u2028TI  - Another")
    (reference,) = rispy.loads(ris(described))
    assert reference["type_of_reference"] == "ELEC"
    assert reference["title"] == "The Ferry"


def test_an_address_that_tex_would_misread_is_written_so_that_it_does_not():
    described = work("Ann Moss", doi="10.5555/a{b}c_d%20")
    assert "doi = {10.5555/a%7Bb%7Dc_d%20}" in bibtex(described)


def test_keys_tell_works_of_one_month_and_works_of_one_year_apart():
    paths = ["2014/12/foo", "2014/12-foo", "undated/foo", "2014/foo", "2013/foo"]
    assert len({entry_of(work("Ann Moss", path=path))[1] for path in paths}) == len(paths)
    assert len({csl(work("Ann Moss", path=path))["id"] for path in paths}) == len(paths)


def test_files_of_many_works_are_files_of_one_put_together():
    works = [work("Ann Moss", path=f"2014/12/work-{number}") for number in range(3)]
    assert len(rispy.loads("".join(map(ris, works)))) == 3
    assert len(bibtexparser.parse_string("".join(map(bibtex, works))).entries) == 3


@given(st.text(min_size=1, max_size=60), st.lists(st.text(min_size=1, max_size=30), max_size=4))
def test_whatever_the_words_are_the_files_can_be_read(title, names):
    title, names = tidy(title), [name for one in names if (name := tidy(one))]
    assume(title)
    described = work(*names, title=title)
    assert reference_of(described)["title"] == title
    assert len(reference_of(described).get("authors", [])) == len(names)
    assert entry_of(described)[2]["title"] == f"{{{title}}}"
