"""Whom a name means: an editor's word, the same name, the same name otherwise written; a guess never."""

from __future__ import annotations

import pytest

from archive.articles.models import Article
from archive.importing.matching import Matcher, Undecided
from archive.importing.models import OpenName
from archive.importing.records import Record
from authors.models import Author, AuthorName
from tests.importing.conftest import a_record
from tests.makers import make_article, make_author, make_center, make_outlet, make_series, make_term

pytestmark = pytest.mark.django_db


def means(name):
    """Return the person that a run beginning now takes the name for; None where it waits."""
    try:
        return Matcher().people.get(name)
    except Undecided:
        return None


@pytest.mark.parametrize(
    ("known", "printed"),
    [
        ("Renée Coté", "Renee Cote"),
        ("Ilse Brandt-Okafor", "Ilse Brandt Okafor"),
        ("Ilse Brandt", "Brandt, Ilse"),
        ("Ilse Brandt", "BRANDT, Dr. Ilse, PhD"),
        ("Ilse Brandt", "Amb. Ilse Brandt"),
        ("Ilse Brandt", "H.E. Ilse Brandt"),
        ("Ilse Brandt", "Ilse Brandt, Ph.D."),
        ("Harold Winterbourne Jr.", "Winterbourne, Harold, Jr."),
        ("T. V. Oakrest", "T.V. Oakrest"),
        ("سمير حداد", "د. سمير حداد"),
        ("أحمد الطيب", "احمد الطيب"),
        ("Марина Соловьёва", "г-жа Марина Соловьева"),
        ("林书远", "林书远教授"),
    ],
)
def test_a_name_written_otherwise_is_the_same_person(known, printed):
    author = make_author(known)
    assert means(printed) == author
    assert Author.objects.count() == 1


@pytest.mark.parametrize(
    ("known", "printed"),
    [
        ("Tomas Oakrest", "T. Oakrest"),
        ("T. Oakrest", "Tomas Oakrest"),
        ("Марина Соловьёва", "Marina Solovyova"),
        ("Dmitri Oakrest", "Dmitry Oakrest"),
        ("Omar al-Tarni", "Umar El-Tarny"),
        ("Mohammed Tarni", "Muhammad Tarni"),
        ("林书远", "Shuyuan Lin"),
        ("سمير حداد", "Samir Haddad"),
        ("Tomas Oakrest", "Tomas B. Oakrest"),
        ("Harold Winterbourne", "Harold Winterbourne Jr."),
    ],
)
def test_a_name_that_may_be_the_same_person_waits(known, printed):
    make_author(known)
    assert means(printed) is None
    assert Author.objects.count() == 1


@pytest.mark.parametrize(
    ("known", "printed"),
    [
        ("Jane Oakrest", "John Oakrest"),
        ("A. Oakrest", "Jane Oakrest"),
        ("Tomas A. Oakrest", "Tomas B. Oakrest"),
        ("Harold Winterbourne Sr.", "Harold Winterbourne Jr."),
        ("Martin Oakrest", "Martina Oakrest"),
        ("Oakrest", "Tomas Oakrest"),
        ("Lin Wei", "Lin Wu"),
    ],
)
def test_a_name_that_denies_the_other_is_a_new_person(known, printed):
    author = make_author(known)
    found = means(printed)
    assert found is not None
    assert found != author


def test_a_name_form_is_found_by_its_folded_form_and_by_likeness():
    author = make_author("Марина Соловьёва")
    AuthorName.objects.create(author=author, name="Marina Solovyova")
    assert means("Solovyova, Marina") == author
    assert means("M. Solovyova") is None


def test_a_name_that_mixes_scripts_waits_and_is_nobody_else():
    make_author("Harold Winterbourne")
    assert means("Hаrold Winterbourne") is None  # the second letter is Cyrillic


def test_an_editors_decision_comes_before_everything():
    first, second = make_author("Lin Wei", slug="a"), make_author("Lin Wei", slug="b")
    assert means("Lin Wei") is None
    asked = OpenName.objects.create(
        authority="person", key="lin wei", name="Lin Wei", state="decided", target_id=second.pk
    )
    assert means("LIN Wei") == second
    OpenName.objects.filter(pk=asked.pk).update(target_id=first.pk)
    assert means("Lin Wei") == first


def test_a_name_of_several_is_asked_though_one_of_them_is_known():
    make_author("Lin Wei")
    OpenName.objects.create(authority="person", key="lin wei", name="Lin Wei", state="ask")
    assert means("Lin Wei") is None


def test_a_decision_for_somebody_who_is_gone_decides_nothing():
    OpenName.objects.create(
        authority="person", key="lin wei", name="Lin Wei", state="decided", target_id=4711
    )
    assert means("Lin Wei").name == "Lin Wei"


def test_the_name_that_a_run_has_made_counts_for_the_rest_of_it():
    matcher = Matcher()
    matcher.people.look_up(["Tomas Oakrest", "Oakrest, Tomas", "T. Oakrest"])
    author = matcher.people.get("Tomas Oakrest")
    assert matcher.people.get("Oakrest, Tomas") is author
    with pytest.raises(Undecided):
        matcher.people.get("T. Oakrest")


def test_a_run_that_is_begun_anew_decides_as_one_that_was_not():
    names = ["T. Oakrest", "Tomas Oakrest", "Theo Oakrest", "T. Oakrest", "Oakrest, Theo", "Ann Quay"]

    def decide(matchers):
        said = []
        for name, matcher in zip(names, matchers, strict=True):
            try:
                said.append(matcher.people.get(name).name)
            except Undecided as undecided:
                said.append(str(undecided))
        Author.objects.all().delete()
        return said

    one = Matcher()
    one.people.look_up(names)
    assert decide([one] * 6) == decide([Matcher() for _ in names])


def test_centers_terms_series_and_outlets_are_found_by_their_folded_names():
    center, term = make_center("Harbour & Coast Centre"), make_term(name="U.S. Ports")
    series, outlet = make_series("The Slate Review"), make_outlet("The Fenwick Courier")
    matcher = Matcher()
    assert matcher.centers.get("Harbour and Coast Centre") == center
    assert matcher.terms("topic").get("US ports") == term
    assert matcher.series.get("Slate Review") == series
    assert matcher.outlets.get("Fenwick Courier") == outlet


def test_a_term_of_another_vocabulary_is_another_term():
    term = make_term("region", "Estuary")
    assert Matcher().terms("topic").get("Estuary") != term


def test_a_slug_that_somebody_has_or_had_is_marked():
    make_author("Ann Quay", slug="ann-quay")
    gone = make_author("Bea Quay", slug="bea")
    gone.past_slugs.create(slug="theo-quay")
    people = Matcher().people
    assert people.get("Wilma Quay").slug == "wilma-quay"
    assert people.get("Theo Quay").slug.startswith("theo-quay-")


def test_a_name_without_end_costs_no_more_than_a_long_one():
    author = Matcher().people.get("Oakrest " * 1_000_000)
    assert len(author.name) <= 300
    assert Matcher().people.get("Oakrest " * 1_000_000) == author


def test_the_first_center_stands_at_the_root():
    centers = Matcher().centers
    assert centers.get("Harbour Centre").is_default
    assert not centers.get("Coast Centre").is_default


def test_a_center_never_takes_the_address_of_a_page():
    assert Matcher().centers.get("Articles").slug.startswith("articles-")


def test_a_batch_costs_the_same_however_many_names_it_has(django_assert_num_queries):
    people = [make_author(f"Ann Quay{chr(97 + at)}") for at in range(20)]
    make_article(authors=people)

    def records(number):
        names = [f"Bea Loam{'abcdefghijklmnopqrst'[at]}" for at in range(number)]
        known = [f"QUAY{'abcdefghijklmnopqrst'[at]}, Ann" for at in range(number)]
        return [Record.model_validate(a_record(authors=[{"name": one}])) for one in names + known]

    for number in (2, 20):
        with django_assert_num_queries(43):
            Matcher().look_up(records(number))


def test_the_work_keeps_the_name_as_printed_and_says_why(import_content, write_records):
    make_author("Tomas Oakrest")
    said = import_content(write_records(a_record(authors=["T. Oakrest"])))
    entry = Article.objects.get().byline[0]
    assert (entry.name, entry.author) == ("T. Oakrest", None)
    assert (
        '"T. Oakrest" was left undecided: it may be somebody whom the archive knows by another spelling. '
        "Decide it in the admin, under Names to decide."
    ) in said.err
