"""`among` answers as `in` does."""

import pytest

from archive.tags.models import Term, TermName
from tests.makers import make_term

pytestmark = pytest.mark.django_db


def test_finds_rows_by_any_of_many_texts_or_keys():
    terms = [make_term(name=name) for name in ("Canals", 'A "quoted", {braced} \\name', "Озёра", "Ports")]
    wanted = terms[1:3]

    assert set(Term.objects.filter(name__among={one.name for one in wanted})) == set(wanted)
    assert set(Term.objects.filter(pk__among=[one.pk for one in wanted])) == set(wanted)
    assert set(Term.objects.exclude(pk__among=[one.pk for one in wanted])) == {terms[0], terms[3]}


def test_finds_rows_by_what_they_belong_to():
    harbours, canals = make_term(name="Harbours"), make_term(name="Canals")
    form = TermName.objects.create(term=harbours, name="Ports")
    TermName.objects.create(term=canals, name="Waterways")

    assert TermName.objects.get(term__among=[harbours.pk]) == form
    assert TermName.objects.get(term__name__among=["Harbours"]) == form


def test_no_values_find_nothing():
    make_term(name="Canals")

    assert not Term.objects.filter(pk__among=[]).exists()
