"""A first page does not weigh on a poor connection, and what it fetched is fetched once."""

from __future__ import annotations

import pytest

from tests.browser.visits import Visit

pytestmark = pytest.mark.browser

ARTICLES = (
    "long article",
    "article in Arabic",
    "article in Russian",
    "article in Chinese",
    "article in French",
    "article hosted by a center",
)


def weights(seen: Visit, *, without: str = "") -> dict[str, int]:
    """Return the bytes of each file that a visit fetched, by its address, but those of one kind."""
    return {one.address: one.weight for one in seen.fetched if one.weight and one.kind != without}


@pytest.mark.parametrize("name", [*ARTICLES, "list", "home"])
def test_a_first_page_weighs_under_40_kilobytes_without_type_and_pictures(name, visited):
    found = weights(visited(name), without="font")
    assert len(found) > 3
    assert sum(found.values()) < 40_000, found


@pytest.mark.parametrize("name", ARTICLES)
def test_a_first_article_weighs_under_140_kilobytes_with_its_type(name, visited):
    found = weights(visited(name))
    assert any(address.endswith(".woff2") for address in found)
    assert sum(found.values()) < 140_000, found


@pytest.mark.parametrize("name", ["long article", "article in Arabic"])
def test_type_style_and_scripts_are_kept_for_good(name, visited):
    lasting = {one.address: one.kept for one in visited(name).fetched if "/static/" in one.address}
    assert len(lasting) > 5
    assert [address for address, kept in lasting.items() if "immutable" not in kept] == []
