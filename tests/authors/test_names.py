"""Names of people: sorted as in an index, found by any spelling, identified by ORCID."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from authors.models import Author
from authors.orcid import check_digit, validate_orcid
from tests.makers import make_author

pytestmark = pytest.mark.django_db


def test_a_sort_name_is_made_once_and_kept():
    author = make_author("Ilse van der Berg")
    assert author.sort_name == "van der Berg, Ilse"
    author.sort_name = "Berg, Ilse van der"
    author.save()
    assert Author.objects.get().sort_name == "Berg, Ilse van der"


def test_an_index_ignores_marks_and_case():
    for name in ("Zoë Özdal", "Anna Oxley", "Bea Ozden"):
        make_author(name)
    assert [author.name for author in Author.objects.alphabetical()] == [
        "Anna Oxley",
        "Zoë Özdal",
        "Bea Ozden",
    ]
    assert make_author("Émile Étoile").initial == "E"


@pytest.mark.parametrize("digits", ["000000021825009", "000000021694233", "000000015109370"])
def test_the_check_digit_is_that_of_iso_7064(digits):
    expected = {"000000021825009": "7", "000000021694233": "X", "000000015109370": "0"}
    assert check_digit(digits) == expected[digits]


def test_orcids_of_the_right_form_and_digit_are_taken():
    validate_orcid("0000-0002-1825-0097")
    validate_orcid("0000-0002-1694-233X")


@pytest.mark.parametrize(
    "value",
    [
        "0000-0002-1825-0098",
        "0000000218250097",
        "0000-0002-1694-233x",
        "https://orcid.org/0000-0002-1825-0097",
        "٠٠٠٠-0002-1825-0097",
    ],
)
def test_other_orcids_are_refused(value):
    with pytest.raises(ValidationError, match="ORCID"):
        validate_orcid(value)
