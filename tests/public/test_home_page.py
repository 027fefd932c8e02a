"""The front page: what it opens with, and how a newcomer finds the way in before any menu was made."""

from __future__ import annotations

import pytest
from lxml import html

from archive.public.landing import leading
from tests.makers import make_article, make_center, make_menu_item

pytestmark = pytest.mark.django_db


def test_opens_with_the_newest_pictured_work_in_the_houses_language():
    plain = make_article("Plain", date="2020-05-01")
    pixel = {"image_width": 1, "image_height": 1}
    arabic = make_article("Arabic", date="2020-04-01", language="ar", image="a.webp", **pixel)
    english = make_article("English", date="2020-03-01", image="b.webp", **pixel)

    assert leading([plain, arabic, english], "en") == english
    assert leading([plain, arabic], "en") == arabic
    assert leading([plain], "en") == plain
    assert leading([], "en") is None


def menu(client) -> list[str]:
    page = html.fromstring(client.get("/").content)
    return [link.get("href") for link in page.findall(".//header//nav//a")]


def test_a_center_without_a_menu_has_the_ways_in(client):
    center = make_center("Tarn House")
    make_article()
    assert menu(client) == ["/articles/", "/authors/", "/centers/"]
    make_menu_item(center, label="Research", url="/articles/")
    assert menu(client) == ["/articles/"]


def test_centers_stand_under_their_umbrella_however_deep(client):
    top = make_center("Alder")
    middle = make_center("Cedar", umbrella=top)
    make_center("Beech")
    make_center("Dogwood", umbrella=middle)
    text = html.fromstring(client.get("/centers/").content).find(".//main").text_content()
    places = [text.index(name) for name in ("Alder", "Cedar", "Dogwood", "Beech")]
    assert places == sorted(places)
