"""The finder proposes pairs that may be one, says why, and keeps what editors decided."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.urls import reverse

from archive.desk import jobs
from archive.desk.merging.twins import people, works
from archive.desk.merging.twins.finding import find, number_open
from archive.desk.merging.twins.pairs import near
from archive.desk.models import LikelyTwin
from authors.models import Author, AuthorName
from tests.makers import (
    make_affiliation,
    make_article,
    make_author,
    make_center,
    make_outlet,
    make_term,
)

pytestmark = pytest.mark.django_db


def reasons(kind: str) -> dict[tuple[int, int], set[str]]:
    find(kind)
    return {
        (row.one_id, row.other_id): {code for code, _about in row.reasons}
        for row in LikelyTwin.objects.of(kind)
    }


def of_people(one: str, other: str) -> set[str]:
    """Return why two people of these names may be one."""
    pair = make_author(one).pk, make_author(other, slug="other").pk
    return reasons("authors.author").get(pair, set())


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Layla Haddad", "Dr. Layla Haddád", "folded"),
        ("Dmitri Trenin", "Дмитрий Тренин", "script"),
        ("Khaled Mansour", "Khalid Mansur", "spelling"),
        ("Jonathan Marsh", "J. Marsh", "initials"),
        ("Anna Reed", "Anna Maria Reed", "middle"),
    ],
)
def test_people_are_proposed_with_the_reason(one, other, why):
    assert why in of_people(one, other)


def test_people_of_other_names_are_not_proposed():
    assert of_people("John Marsh", "Jane Marsh") == set()


def test_a_name_form_brings_two_people_together():
    one, two = make_author("Layla Haddad"), make_author("Leyla Mansour")
    AuthorName.objects.create(author=two, name="Layla Haddad")
    assert "folded" in reasons("authors.author")[one.pk, two.pk]


def test_places_and_company_in_common_speak_for_a_pair():
    one, two, friend = make_author("Anna Reed"), make_author("A. Reed"), make_author("Omar Fell")
    center = make_center()
    make_affiliation(one, center=center)
    make_affiliation(two, center=center)
    make_article(authors=[one, friend])
    make_article(authors=[two, friend])
    assert reasons("authors.author")[one.pk, two.pk] == {"initials", "affiliation", "coauthors"}


def test_two_who_wrote_together_are_two():
    one, two = make_author("Anna Reed"), make_author("A. Reed")
    assert (one.pk, two.pk) in reasons("authors.author")
    make_article(authors=[one, two])
    assert reasons("authors.author") == {}


def test_two_with_an_orcid_each_are_two():
    make_author("Anna Reed", orcid="0000-0002-1825-0097")
    make_author("Anna Reed", slug="anna-reed-2", orcid="0000-0001-5109-3700")
    assert reasons("authors.author") == {}


def test_letters_that_look_alike_are_reported_and_not_proposed(admin_client):
    pair = make_author("Oscar Pace"), make_author("Оscar Pace", slug="other")  # a Cyrillic О
    find("authors.author")
    row = LikelyTwin.objects.get(one_id=pair[0].pk, other_id=pair[1].pk)
    assert row.is_warning
    shown = admin_client.get(reverse("admin:desk_likelytwin_changelist")).text
    assert "look alike" in shown
    assert "Merge…" not in shown


def test_terms_are_compared_within_their_vocabulary():
    one, two = make_term("topic", "Nuclear Weapon"), make_term("topic", "Nuclear weapons")
    make_term("region", "Nuclear weapons")
    assert reasons("tags.term") == {(one.pk, two.pk): {"number"}}


def test_outlets_are_known_by_their_address():
    one = make_outlet("The Quay", "https://www.quay.example/en/")
    two = make_outlet("Le Quai", "https://quay.example")
    assert reasons("articles.outlet")[one.pk, two.pk] == {"address"}


def test_outlets_are_known_by_their_initials():
    one, two = make_outlet("FTR"), make_outlet("Fell and Tarn Review")
    assert reasons("articles.outlet")[one.pk, two.pk] == {"acronym"}


def test_the_same_work_twice_is_found_and_a_column_is_not():
    person = make_author()
    one = make_article("The Weir", authors=[person])
    two = make_article("The Weir", slug="the-weir-2", authors=[person])
    make_article("The Weir", slug="the-weir-3", authors=[make_author()])
    make_article("The Weir", slug="the-weir-4", authors=[person], date="2015-01-01")
    assert reasons("articles.article") == {(one.pk, two.pk): {"title"}}


def test_what_was_called_two_stays_so(admin_client):
    one, two = make_author("Anna Reed"), make_author("A. Reed")
    find("authors.author")
    row = LikelyTwin.objects.get()
    admin_client.post(reverse("admin:desk_likelytwin_decide", args=[row.pk]), {"deed": "apart"})
    find("authors.author")
    shown = admin_client.get(reverse("admin:desk_likelytwin_changelist"), {"of": "authors.author"})
    assert shown.context["pairs"] == []
    row.refresh_from_db()
    assert row.is_apart
    assert (row.one_id, row.other_id) == (one.pk, two.pk)


def test_a_pair_goes_when_nothing_speaks_for_it():
    one = make_author("Anna Reed")
    make_author("A. Reed")
    find("authors.author")
    Author.objects.filter(pk=one.pk).delete()
    assert find("authors.author") == 0


def test_pairs_of_hidden_works_are_neither_shown_nor_counted(admin_user, client):
    from tests.desk.test_merges import editor_of

    own, foreign, person = make_center(), make_center(), make_author()
    for number, center in enumerate((foreign, own)):
        for copy in range(2):
            make_article(
                f"A Weir {number}", slug=f"weir-{number}-{copy}", status="draft",
                authors=[person], centers=[center],
            )  # fmt: skip
    find("articles.article")
    limited = editor_of(own)
    shown = limited.get(reverse("admin:desk_likelytwin_changelist"), {"of": "articles.article"})
    assert "A Weir 1" in shown.text
    assert "A Weir 0" not in shown.text
    assert (number_open(shown.wsgi_request.user), number_open(admin_user)) == (1, 2)


def test_the_finder_runs_from_the_page_and_from_the_command_line(admin_client, monkeypatch, capsys):
    monkeypatch.setattr(jobs, "start", jobs.run)
    make_author("Anna Reed")
    make_author("A. Reed")
    shown = admin_client.post(reverse("admin:desk_likelytwin_find"), follow=True)
    assert len(shown.context["pairs"]) == 1
    call_command("find_duplicates")
    assert "author 1" in capsys.readouterr().out


def test_many_under_one_key_are_not_compared_each_with_each():
    assert len(list(near(list(range(10_000))))) < 200_000


def test_the_finder_asks_a_number_of_queries_that_does_not_depend_on_the_people(
    django_assert_max_num_queries,
):
    for number in range(60):
        make_author(f"Anna{'abcdefghij'[number % 10]} Reed", slug=f"reed-{number}")
    with django_assert_max_num_queries(6):
        assert people.likely()
    with django_assert_max_num_queries(2):
        works.likely()
