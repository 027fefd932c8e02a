"""Links in bodies at the desk: what leads nowhere yet, the most wanted first, and how it is mended."""

from __future__ import annotations

import re

import pytest

from archive.articles import links
from archive.articles.models import BodyLink, LegacyAddress
from tests.makers import make_article

pytestmark = pytest.mark.django_db

OLD = "https://tarn.example/posts/"
LIST = "/admin/articles/bodylink/"


def make(title, *linked, old=""):
    """Make a work that links to addresses of its former site."""
    body = "".join(f'<p><a href="{OLD}{name}">there</a></p>' for name in linked) or "<p>Nothing.</p>"
    work = make_article(title, body=body)
    LegacyAddress.objects.create(article=work, address=f"tarn.example/posts/{old or work.pk}")
    links.follow([work])
    return work


def rows(response):
    return re.findall(r'<code dir="ltr" title="([^"]*)">', response.text)


def test_lists_what_leads_nowhere_once_for_each_address_the_most_wanted_first(desk):
    make("One", "rare", "wanted")
    make("Two", "wanted", "ferry")
    make("The Ferry", old="ferry")
    response = desk.get(LIST)
    assert rows(response) == [f"{OLD}wanted", f"{OLD}rare"]
    assert "2 works" in response.text


def test_each_link_is_listed_with_its_work_when_asked(desk):
    make("One", "wanted")
    make("Two", "wanted")
    text = desk.get(f"{LIST}?state=each&q={OLD}wanted").text
    assert ">One</bdi>" in text
    assert ">Two</bdi>" in text
    assert desk.get(f"{LIST}?q=http://www.tarn.example/posts/WANTED/").text.count('<code dir="ltr"') == 1


def test_links_that_lead_to_a_work_are_listed_apart(desk):
    make("The Ferry", old="ferry")
    make("One", "ferry", "nowhere")
    response = desk.get(f"{LIST}?state=led")
    assert rows(response) == [f"{OLD}ferry"]
    assert ">The Ferry</bdi>" in response.text


@pytest.mark.parametrize("number", [2, 30])
def test_the_list_asks_as_much_for_thirty_addresses_as_for_two(desk, queries, number):
    for at in range(number):
        make(f"Work {at}", f"a{at}", "wanted")
    desk.get(LIST)
    with queries() as asked:
        desk.get(LIST)
    assert len(asked) == 5


def test_nobody_writes_these_rows_by_hand(desk):
    make("One", "wanted")
    link = BodyLink.objects.get()
    assert desk.get(f"{LIST}add/").status_code == 403
    assert desk.post(f"{LIST}{link.pk}/delete/", {"post": "yes"}).status_code == 403
    assert BodyLink.objects.count() == 1


def test_an_old_address_made_at_the_desk_leads_the_links_that_waited(desk, save):
    make("One", "ferry")
    ferry = make_article("The Ferry")
    add = "/admin/articles/legacyaddress/add/"
    assert save(add, {"address": f"{OLD}ferry", "article": ferry.pk}).status_code == 302
    assert BodyLink.objects.get().target == ferry


def test_links_follow_an_old_address_that_is_led_elsewhere(desk, save):
    make("The Ferry", old="ferry")
    make("One", "ferry")
    other = make_article("Another")
    row = LegacyAddress.objects.get(address="tarn.example/posts/ferry")
    assert save(f"/admin/articles/legacyaddress/{row.pk}/change/", {"article": other.pk}).status_code == 302
    assert BodyLink.objects.get().target == other


def test_the_form_of_a_work_says_where_its_links_lead(desk):
    make("The Ferry", old="ferry")
    work = make("One", "ferry", "nowhere")
    text = desk.get(f"/admin/articles/article/{work.pk}/change/").text
    assert ">The Ferry</bdi>" in text
    assert f'title="{OLD}nowhere"' in text
    assert "nowhere yet" in text


def test_a_body_that_an_editor_saves_is_followed(desk, save):
    ferry = make("The Ferry", old="ferry")
    work = make("One")
    url = f"/admin/articles/article/{work.pk}/change/"
    assert save(url, {"body": f'<p><a href="{OLD}ferry">there</a></p>'}).status_code == 302
    assert BodyLink.objects.get().target == ferry
