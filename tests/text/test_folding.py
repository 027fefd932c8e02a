"""Names are folded until spellings of one name are alike, and no further."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.folding import bare_name, fold, fold_person, fold_title, said_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Résumé of Harbours", "RESUME OF HARBOURS"),
        ("Arms-Control", "arms control"),
        ("Ports & Piers", "Ports and Piers"),
        ("U.S. Ports", "US Ports"),
        ("U. S. Ports", "US Ports"),
        ("الموانئ العربيّة", "الموانئ العربية"),
    ],
)
def test_marks_hyphens_and_points_do_not_count(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Ports", "Port"), ("The Slate", "Slate"), ("North Quay", "Quay North"), ("A", "B")]
)
def test_words_and_their_order_count(one, other):
    assert fold(one) != fold(other)


def test_a_newspaper_is_cited_with_its_article_and_without():
    assert fold_title("The Fenwick Courier") == fold_title("Fenwick Courier")
    assert fold_title("The") == "the"


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Oakrest, Wilma", ("Wilma Oakrest", "")),
        ("Oakrest, Dr. Wilma, PhD", ("Wilma Oakrest", "")),
        ("Prof. Dr. Wilma von der Heide", ("Wilma von der Heide", "")),
        ("The Right Honourable Wilma Oakrest", ("Wilma Oakrest", "")),
        ("Gen. (ret.) Harold Oakrest", ("Harold Oakrest", "")),
        ("Dr.Wilma Oakrest", ("Wilma Oakrest", "")),
        ("Wilma Oakrest Ph. D.", ("Wilma Oakrest", "")),
        ("Wilma Oakrest, CBE", ("Wilma Oakrest", "")),
        ("Winterbourne, Harold, Jr.", ("Harold Winterbourne", "jr")),
        ("Harold Winterbourne III", ("Harold Winterbourne", "iii")),
        ("H.E. Ambassador Samir Haddad", ("Samir Haddad", "")),
        ("الدكتور محمد السيد", ("محمد السيد", "")),
        ("حداد، سمير", ("سمير حداد", "")),
        ("Г-жа Мария Соловьёва", ("Мария Соловьёва", "")),
        ("林 书远 教授", ("林书远", "")),
        ("Wei Ma", ("Wei Ma", "")),
        ("Dean Oakrest", ("Dean Oakrest", "")),
        ("Dr. Oakrest", ("Dr. Oakrest", "")),
        ("السيد ياسين", ("السيد ياسين", "")),
        ("Sir Ian", ("Sir Ian", "")),
    ],
)
def test_a_bare_name_is_as_one_says_it(name, bare):
    assert bare_name(name) == bare


def test_a_generation_tells_people_apart():
    assert fold_person("Harold Winterbourne Jr.") == fold_person("Winterbourne, Harold, Jr")
    assert fold_person("Harold Winterbourne Jr.") != fold_person("Harold Winterbourne")


@pytest.mark.parametrize(
    ("printed", "listed"),
    [
        ("Oakrest, Wilma", "Wilma Oakrest"),
        ("Dr. Wilma Oakrest, PhD", "Wilma Oakrest"),
        ("Harold Winterbourne, Jr.", "Harold Winterbourne, Jr."),
        ("Winterbourne, Harold, Jr.", "Harold Winterbourne Jr."),
        ("Press Office, Harbour Center", "Press Office, Harbour Center"),
        ("The Editors", "The Editors"),
    ],
)
def test_a_new_person_is_listed_as_one_says_the_name(printed, listed):
    assert said_name(printed) == listed


@given(st.text(min_size=1, max_size=60).filter(str.strip))
def test_folding_never_raises_and_stays(name):
    for folding in (fold, fold_title):
        assert folding(folding(name)) == folding(name) or "the " in folding(name)
    fold_person(name)
    said_name(name)
