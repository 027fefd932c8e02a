"""The page of one work: what stands on it, in how many queries, and at which addresses."""

from __future__ import annotations

import pytest

from tests import makers

pytestmark = pytest.mark.django_db


def test_shows_the_work(client):
    host = makers.make_center("Tarn Institute")
    author = makers.make_author("Wilma Oakrest")
    makers.make_article("The Ferry Question", authors=[author], centers=[host])
    response = client.get("/articles/2014/12/the-ferry-question/")
    assert response.status_code == 200
    assert response.context["article"].title == "The Ferry Question"
