"""Records are folded into one with everything that points at them, and taken apart again."""

from __future__ import annotations

import pytest
from django.apps import apps

from archive.articles.models import BylineEntry, Outlet, PastAddress
from archive.centers.models import Center
from archive.importing.models import OpenName
from archive.merging import CannotFold, fold, plan, references, unfold
from archive.tags.models import Term, TermPastSlug
from authors.models import Author, AuthorName, AuthorPastSlug
from tests.makers import (
    make_affiliation,
    make_article,
    make_author,
    make_center,
    make_menu_item,
    make_outlet,
    make_term,
)

pytestmark = pytest.mark.django_db


def rows_of(*labels: str) -> dict[str, list[tuple]]:
    """Return every column of every row of some models, in order."""
    return {label: sorted(apps.get_model(label).objects.values_list(), key=repr) for label in labels}


EVERYTHING = (
    "authors.author", "authors.authorname", "authors.authorpastslug", "authors.affiliation",
    "articles.bylineentry", "importing.openname",
)  # fmt: skip


def test_bylines_affiliations_names_and_addresses_move():
    loser, winner = make_author("Layla Hadad"), make_author("Layla Haddad")
    work = make_article(authors=[loser])
    make_affiliation(loser)
    AuthorName.objects.create(author=loser, name="ليلى حداد")
    AuthorPastSlug.objects.create(author=loser, slug="l-hadad")
    fold([loser], winner)
    assert not Author.objects.filter(pk=loser.pk).exists()
    assert work.byline_entries.get().author == winner
    assert work.byline_entries.get().name == "Layla Hadad"
    assert winner.affiliations.count() == 1
    assert {str(name) for name in winner.names.all()} == {"Layla Hadad", "ليلى حداد"}
    assert {str(slug) for slug in winner.past_slugs.all()} == {"layla-hadad", "l-hadad"}


def test_three_become_one_and_come_back_as_they_were():
    winner, one, two = (
        make_author("Omar Reed"),
        make_author("O. Reed"),
        make_author("Umar Reed", bio="Fells."),
    )
    other = make_author("Ana Holt")
    make_article(authors=[one, other])
    make_article(authors=[two, one])
    make_article(authors=[other, winner, two])
    make_affiliation(two)
    OpenName.objects.create(
        authority="person", key="o reed", name="O Reed", state="decided", target_id=one.pk
    )
    before = rows_of(*EVERYTHING)
    done = fold([one, two], winner)
    assert BylineEntry.objects.filter(author=winner).count() == 3
    assert OpenName.objects.get().target_id == winner.pk
    assert Author.objects.get(pk=winner.pk).bio == "Fells."
    assert unfold(done) == []
    assert rows_of(*EVERYTHING) == before


def test_a_byline_that_names_both_names_one_where_the_first_stood():
    loser, winner, other = make_author("O. Reed"), make_author("Omar Reed"), make_author("Ana Holt")
    work = make_article(authors=[loser, other, winner])
    fold([loser], winner)
    assert [entry.author for entry in work.byline] == [winner, other]


def test_a_decision_about_a_name_of_another_kind_stays():
    loser, winner = make_author(), make_author()
    kept = OpenName.objects.create(authority="outlet", key="x", name="X", state="decided", target_id=loser.pk)
    fold([loser], winner)
    kept.refresh_from_db()
    assert kept.target_id == loser.pk


def test_terms_move_with_their_children_and_menus():
    loser, winner = make_term("region", "Persia"), make_term("region", "Iran")
    child = make_term("region", "Fars", parent=loser)
    work = make_article(terms=[loser])
    item = make_menu_item(make_center(), term=loser)
    done = fold([loser], winner)
    child.refresh_from_db()
    item.refresh_from_db()
    assert (child.parent, item.term, work.term_links.get().tag) == (winner, winner, winner)
    assert TermPastSlug.objects.get(facet="region", slug="persia").term == winner
    unfold(done)
    child.refresh_from_db()
    assert child.parent_id == loser.pk


def test_a_record_is_not_merged_into_itself():
    one = make_author()
    with pytest.raises(CannotFold, match="into itself"):
        fold([one], Author.objects.get(pk=one.pk))


def test_records_of_two_kinds_are_not_merged():
    with pytest.raises(CannotFold, match="one kind"):
        fold([make_author()], make_term())


def test_a_term_is_not_merged_into_what_stands_below_it():
    top = make_term("region", "North")
    below = make_term("region", "Fen", parent=make_term("region", "East", parent=top))
    with pytest.raises(CannotFold, match="stands below"):
        fold([top], below)
    assert Term.objects.count() == 3


def test_a_child_is_merged_into_what_it_stands_under():
    top = make_term("region", "North")
    below = make_term("region", "The North", parent=top)
    fold([below], top)
    assert Term.objects.get() == top


def test_what_was_filled_goes_back_unless_it_was_edited():
    winner, loser = make_outlet("The Quay"), make_outlet("Quay, The", url="https://quay.example/")
    done = fold([loser], winner)
    assert Outlet.objects.get().url == "https://quay.example/"
    Outlet.objects.update(url="https://quay.example/new")
    unfold(done)
    assert Outlet.objects.get(pk=winner.pk).url == "https://quay.example/new"


def test_a_row_that_was_edited_since_stays_and_is_told():
    loser, winner, third = make_author(), make_author(), make_author()
    work = make_article(authors=[loser])
    done = fold([loser], winner)
    work.byline_entries.update(author=third)
    [told] = unfold(done)
    assert "1 changed" in told
    assert work.byline_entries.get().author == third


def test_a_name_that_has_been_given_away_is_told():
    loser, winner = make_center("Moor House"), make_center("Fell House")
    done = fold([loser], winner)
    make_center("Moor House", slug="moor-house-again")
    with pytest.raises(CannotFold, match="another record"):
        unfold(done)
    assert Center.objects.filter(pk=loser.pk).count() == 0


def test_the_plan_counts_what_the_fold_moves():
    loser, winner = make_author(), make_author()
    make_article(authors=[loser])
    make_article(authors=[loser, winner])
    parts = {part.reference.model: part for part in plan([loser], winner)}
    assert (parts[BylineEntry].number, len(parts[BylineEntry].dropped)) == (2, 1)


def test_what_points_at_a_record_is_found_without_being_named():
    found = {reference.model._meta.label for reference in references(Term)}
    assert {"articles.ArticleTerm", "centers.MenuItem", "tags.Term", "tags.TermName"} <= found
    assert "tags.Ancestry" not in found
    assert PastAddress._meta.label not in found
