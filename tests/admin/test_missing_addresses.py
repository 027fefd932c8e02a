"""Addresses asked for in vain: proposals, one click each way; and the old addresses themselves."""

from __future__ import annotations

import pytest

from archive.articles.models import LegacyAddress, MissingAddress
from archive.articles.proposals import proposals_for
from archive.articles.search import rebuild
from tests import makers

pytestmark = pytest.mark.django_db
MISSING = "/admin/articles/missingaddress/"
OLD = "/admin/articles/legacyaddress/"


@pytest.fixture
def ferry():
    work = makers.make_article("The Ferry That Never Left", authors=[makers.make_author("Ann Moss")])
    rebuild()
    return work


def rows(desk, url, **parameters):
    response = desk.get(url, parameters)
    assert response.status_code == 200
    return [str(row) for row in response.context["cl"].result_list]


def proposed(path):
    return [one.address for one in proposals_for([path])[path]]


@pytest.mark.parametrize(
    "path",
    [
        "/commentary/2014/12/02/the-ferry-that-never-left-pub-19999",
        "/2014/12/the_ferry_that_never_left.html",
        "/en/the-ferry-that-never-left/print",
        "/articles/2014/11/the-ferry-that-never-left",
        "/news/4711-ferry-never-left.php?id=3",
        "/archive/ferry+never+left",
        "/posts/7.aspx",
        "/publications/view.asp?id=190414",
    ],
)
def test_the_work_that_was_meant_is_proposed_first(ferry, path):
    makers.make_article("The Bridge")
    ferry.legacy_addresses.create(address="old.example/posts/7")
    ferry.legacy_addresses.create(address="old.example/texts/ferry-190414")
    rebuild()
    assert proposed(path)[0] == ferry.get_absolute_url()


def test_people_and_terms_are_proposed_by_their_names(ferry):
    makers.make_term("region", "Northern Fells")
    assert proposed("/people/ann-moss.html")[0] == "/authors/ann-moss/"
    assert proposed("/themes/northern_fells")[0] == "/regions/northern-fells/"
    assert proposed("/zzz/qqq") == []


@pytest.mark.parametrize(
    "path", ["/", "?x=1", "/%00", "/1", "/2014/12", "/" + "a-" * 900, "/%F0%9F%98%80", "/٣"]
)
def test_no_address_breaks_the_proposals(ferry, path):
    assert proposals_for([path])[path] is not None


def test_the_most_asked_stand_first_and_what_leads_somewhere_does_not_stand_there(desk, ferry):
    MissingAddress.objects.create(path="/a", hits=2)
    MissingAddress.objects.create(path="/b", hits=9)
    MissingAddress.objects.create(path="/c", hits=5, is_ignored=True)
    MissingAddress.objects.create(path="/d", hits=7)
    ferry.legacy_addresses.create(address="old.example/D")
    assert rows(desk, MISSING) == ["/b", "/a"]
    assert rows(desk, MISSING, state="ignored") == ["/c"]
    assert rows(desk, MISSING, q="A") == ["/a"]


def test_one_click_leads_the_address_to_the_page(desk, client, ferry):
    row = MissingAddress.objects.create(path="/old/ferry-that-never-left?id=3")
    page = desk.get(MISSING).text
    value = f"{row.pk} lead {ferry.get_absolute_url()}"
    assert f'name="settle" value="{value}"' in page
    response = desk.post(f"{MISSING}?q=ferry", {"settle": value}, follow=True)
    assert response.redirect_chain == [(f"{MISSING}?q=ferry", 302)]
    assert "leads to" in response.text
    assert not MissingAddress.objects.exists()
    answer = client.get("/old/ferry-that-never-left?id=3")
    assert (answer.status_code, answer.headers["Location"]) == (301, ferry.get_absolute_url())


def test_one_click_says_that_it_is_gone_or_ignores_it(desk, client):
    gone, ignored = (MissingAddress.objects.create(path=path) for path in ("/forum", "/noise"))
    desk.post(MISSING, {"settle": f"{gone.pk} gone"})
    desk.post(MISSING, {"settle": f"{ignored.pk} ignore"})
    assert client.get("/forum", follow=True).status_code == 410
    assert rows(desk, MISSING) == []
    assert MissingAddress.objects.get().is_ignored


def test_many_are_settled_at_once(desk):
    keys = [MissingAddress.objects.create(path=f"/{number}").pk for number in range(5)]
    desk.post(MISSING, {"action": "ignore", "_selected_action": keys[:2]})
    desk.post(MISSING, {"action": "say_gone", "_selected_action": keys[2:4]})
    assert rows(desk, MISSING) == ["/4"]
    assert LegacyAddress.objects.filter(is_gone=True).count() == 2


@pytest.mark.parametrize("said", ["", "x", "1", "0 gone", "9 lead", "99999999999999999999 gone", "٣ gone"])
def test_a_row_that_is_not_there_is_said_so(desk, said):
    response = desk.post(MISSING, {"settle": said}, follow=True)
    assert "Somebody has answered this address already." in response.text


@pytest.mark.parametrize(
    "to", ["https://elsewhere.example/", "//elsewhere.example/", "/nowhere/", "javascript:x"]
)
def test_no_click_leads_away_from_here(desk, to):
    row = MissingAddress.objects.create(path="/forum")
    response = desk.post(MISSING, {"settle": f"{row.pk} lead {to}"}, follow=True)
    assert 'class="error"' in response.text
    assert not LegacyAddress.objects.exists()


def test_who_may_not_lead_addresses_has_no_button_and_no_way_around_it(desk, editor):
    from django.contrib.auth.models import Permission

    row = MissingAddress.objects.create(path="/forum")
    editor.groups.clear()
    assert desk.get(MISSING).status_code == 403
    assert desk.post(MISSING, {"settle": f"{row.pk} gone"}).status_code == 403
    editor.user_permissions.add(Permission.objects.get(codename="view_missingaddress"))
    page = desk.get(MISSING)
    assert page.status_code == 200
    assert f'value="{row.pk} gone' not in page.text
    for verb in ("gone", "ignore", "lead /articles/"):
        assert desk.post(MISSING, {"settle": f"{row.pk} {verb}"}).status_code == 403
    assert not LegacyAddress.objects.exists()
    assert not MissingAddress.objects.get().is_ignored


def test_a_list_of_thousands_asks_for_the_page_it_shows(desk, ferry, queries):
    counts = []
    for number in (20, 2000):
        MissingAddress.objects.bulk_create(
            MissingAddress(path=f"/quay/side-{number}-{one}") for one in range(number)
        )
        desk.get(MISSING)
        with queries() as asked:
            desk.get(MISSING)
        counts.append(len(asked))
    assert counts == [51, 52]  # a longer list is counted


def add(desk, **values):
    return desk.post(f"{OLD}add/", {"address": "", "article": "", "target": "", **values})


def test_an_old_address_is_added_with_the_one_thing_it_leads_to(desk, client, ferry):
    makers.make_term("topic", "Quays")
    makers.make_article("Shown", terms=[makers.make_term("topic", "Locks")])
    assert add(desk, address="https://www.Old.example/A/?lang=en", article=ferry.pk).status_code == 302
    assert add(desk, address="/b.php?id=3", target="/Topics/locks").status_code == 302
    assert add(desk, address="old.example/c", is_gone="on").status_code == 302
    assert add(desk, address="old.example/d", target=ferry.get_absolute_url()).status_code == 302
    assert {row.address: row.lead for row in LegacyAddress.objects.all()} == {
        "old.example/A": (ferry.pk, "", False),
        "/b.php?id=3": (None, "/topics/locks/", False),
        "old.example/c": (None, "", True),
        "old.example/d": (ferry.pk, "", False),
    }


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"address": "old.example/a"}, "Choose one"),
        ({"address": "old.example/a", "target": "/articles/", "is_gone": "on"}, "Choose one"),
        ({"address": "old.example/a", "target": "https://elsewhere.example/"}, "at another site"),
        ({"address": "old.example/a", "target": "/nowhere/"}, "is no page of ours"),
        ({"address": "old.example", "is_gone": "on"}, "no address of a page"),
        ({"address": "/articles/", "is_gone": "on"}, "which always wins"),
        ({"address": "http://OLD.example/taken/", "is_gone": "on"}, "leads somewhere already"),
    ],
)
def test_what_cannot_lead_is_refused_with_the_reason(desk, ferry, values, said):
    ferry.legacy_addresses.create(address="old.example/taken")
    response = add(desk, **values)
    assert response.status_code == 200
    assert said in response.text
    assert LegacyAddress.objects.count() == 1


def test_an_old_address_is_found_in_any_spelling_and_by_a_part(desk, ferry):
    ferry.legacy_addresses.create(address="old.example/posts/caf%C3%A9")
    LegacyAddress.objects.create(address="old.example/forum", is_gone=True)
    for q in ("https://WWW.old.example/Posts/café/", "/posts/caf%c3%a9", "posts"):
        assert rows(desk, OLD, q=q) == ["old.example/posts/caf%C3%A9"], q
    assert rows(desk, OLD, leads="gone") == ["old.example/forum"]
    assert rows(desk, OLD, leads="work") == ["old.example/posts/caf%C3%A9"]
    assert rows(desk, OLD, leads="page") == []


def test_the_list_of_old_addresses_asks_as_much_for_twenty_rows_as_for_one(desk, queries):
    counts = []
    for number in (1, 20):
        for one in range(number):
            makers.make_article().legacy_addresses.create(address=f"old.example/{number}/{one}")
        desk.get(OLD)
        with queries() as asked:
            desk.get(OLD)
        counts.append(len(asked))
    assert counts == [5, 5]
