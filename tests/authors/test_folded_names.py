"""Every name of a person is folded and sketched, whoever writes it and whenever."""

import pytest

from archive.authority import derive_stored
from archive.text.folding import fold_person
from archive.text.likeness import sketch
from authors.models import Author, AuthorName
from tests.makers import make_author

pytestmark = pytest.mark.django_db


def test_a_name_is_folded_and_sketched_when_it_is_saved():
    author = make_author("Dr. Renée Coté-Oakrest")
    form = AuthorName.objects.create(author=author, name="Oakrest, R.")
    assert (author.folded, form.folded) == ("renee cote oakrest", "r oakrest")
    assert author.sketch == sketch("Renée Coté-Oakrest")
    author.name = "Wilma Quay"
    author.save()
    assert Author.objects.get().folded == "wilma quay"


def test_names_that_were_stored_before_are_folded_batch_by_batch():
    names = [make_author(name) for name in ("Wilma Quay", "Ines Okafor", "Theo Loam")]
    wanted = {author.pk: (author.folded, author.sketch) for author in names}
    Author.objects.update(folded="", sketch="")
    derive_stored(Author, {"folded": fold_person, "sketch": sketch}, batch=2)
    assert {one.pk: (one.folded, one.sketch) for one in Author.objects.all()} == wanted
