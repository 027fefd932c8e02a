"""A first page does not weigh on a poor connection."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]


@pytest.mark.parametrize(
    "name", ["long article", "article in Arabic", "article hosted by a center", "list", "home"]
)
def test_a_first_page_weighs_under_40_kilobytes_without_type_and_pictures(name, visited):
    weights = {one.address: one.weight for one in visited(name).fetched if one.weight}
    assert sum(weights.values()) < 40_000, weights
