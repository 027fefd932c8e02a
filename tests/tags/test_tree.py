"""The tree of terms: what stands under what, whichever way it was written."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from archive.tags import models
from archive.tags.models import Ancestry, Term
from tests.makers import make_term

pytestmark = pytest.mark.django_db


def below(term: Term) -> set[str]:
    return set(Term.objects.under(term).values_list("name", flat=True))


def test_a_term_has_everything_below_it():
    north = make_term("region", "North")
    sound = make_term("region", "Sound", parent=north)
    make_term("region", "Skerry", parent=sound)
    make_term("region", "South")
    assert below(north) == {"North", "Sound", "Skerry"}
    assert [term.name for term in Term.objects.above(Term.objects.get(name="Skerry"))] == ["North", "Sound"]


def test_moving_a_branch_moves_what_stands_on_it():
    north, south = make_term("region", "North"), make_term("region", "South")
    sound = make_term("region", "Sound", parent=north)
    make_term("region", "Skerry", parent=sound)

    sound.parent = south
    sound.save()

    assert below(north) == {"North"}
    assert below(south) == {"South", "Sound", "Skerry"}


def test_saving_again_writes_no_ancestry():
    sound = make_term("region", "Sound", parent=make_term("region", "North"))
    rows = set(Ancestry.objects.values_list("pk", flat=True))
    sound.save()
    assert set(Ancestry.objects.values_list("pk", flat=True)) == rows


def test_a_term_cannot_stand_under_itself_or_its_own_branch():
    north = make_term("region", "North")
    sound = make_term("region", "Sound", parent=north)
    north.parent = sound
    with pytest.raises(ValidationError, match="sub-terms"):
        north.full_clean()


def test_a_term_stands_under_its_own_facet():
    sound = make_term("region", "Sound")
    sound.parent = make_term("topic", "Seas")
    with pytest.raises(ValidationError, match="facet"):
        sound.full_clean()


def test_one_word_is_a_term_of_each_facet_and_once_in_each():
    make_term("region", "Russia")
    make_term("topic", "Russia")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_term("topic", "RUSSIA", slug="russia-again")


def test_its_address_names_its_facet():
    assert make_term("collection", "After the Flood").get_absolute_url() == "/collections/after-the-flood/"


def test_a_term_without_a_slug_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match="has no slug"):
        Term.objects.create(facet="topic", name="Ports")


@pytest.mark.django_db(transaction=True)
def test_a_term_is_saved_with_its_place_in_the_tree_or_not_at_all(monkeypatch):
    def break_down(term):
        raise RuntimeError("the lamp went out")

    monkeypatch.setattr(models, "place_in_tree", break_down)
    with pytest.raises(RuntimeError):
        make_term("region", "Fenland")
    assert not Term.objects.exists()
