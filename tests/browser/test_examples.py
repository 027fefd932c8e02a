"""The examples are complete: what readers can see, the other tests of this folder look at."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.urls import URLPattern, URLResolver, resolve

from archive.public import urls
from archive.tags.models import FACET_PLURALS
from tests.browser.examples import EXAMPLES

pytestmark = pytest.mark.browser

NO_PAGES = {"accents", "glimpse", "suggestions"}
ERRORS = {"404", "410", "500"}


def names(patterns: Iterable[URLPattern | URLResolver]) -> set[str]:
    """Return the name of every address, those of included ones too."""
    found = set()
    for pattern in patterns:
        found |= names(pattern.url_patterns) if isinstance(pattern, URLResolver) else {pattern.name}
    return found


def test_every_kind_of_page_has_an_example():
    assert {one.kind for one in EXAMPLES.values()} == (names(urls.urlpatterns) - NO_PAGES) | ERRORS


def test_every_vocabulary_has_an_example_of_its_index():
    plurals = {one.address.strip("/") for one in EXAMPLES.values() if one.kind == "terms"}
    assert plurals == set(FACET_PLURALS.values())


@pytest.mark.parametrize("name", [name for name, one in EXAMPLES.items() if one.kind not in ERRORS])
def test_an_example_is_of_the_kind_that_it_says(name):
    example = EXAMPLES[name]
    assert resolve(example.address.split("?")[0]).url_name == example.kind


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_shows_what_it_is_chosen_for(name, visited):
    seen = visited(name)
    assert (seen.status, seen.missing) == (EXAMPLES[name].status, [])
