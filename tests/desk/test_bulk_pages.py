"""An editor changes many works at once through the pages of the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from archive.articles.models import Article
from archive.desk import jobs
from archive.desk.models import BulkChange, Job
from archive.desk.roles import make_roles
from tests.makers import make_article, make_author, make_center, make_kind, make_term

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "start", jobs.run)


def editor_of(*centers: Any, role: str = "Editor", name: str = "reed") -> Any:
    make_roles()
    user = get_user_model().objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    for center in centers:
        user.memberships.create(center=center)
    return user


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def choose(client: Client, works: Any = (), query: str = "", across: str = "0") -> str:
    """Tick works in the list, or all of them, and choose the action; return the address one comes to."""
    data = {"action": "change_many", "_selected_action": [work.pk for work in works], "select_across": across}
    answer = client.post(LIST + query, data, follow=True)
    assert answer.status_code == 200
    return answer.request["PATH_INFO"]


def test_what_is_ticked_is_looked_at_changed_and_taken_back(admin_client):
    peat, moss = make_term(name="Peat"), make_term(name="Moss")
    ticked, other = make_article(terms=[peat]), make_article()
    page = choose(admin_client, [ticked])
    shown = admin_client.post(page, {"deed": "preview", "terms_add": [moss.pk]}, follow=True)
    assert "Change 1 work" in shown.text
    assert ticked.title in shown.text
    assert not ticked.term_links.filter(tag=moss).exists()
    done = admin_client.post(page, {"deed": "make"}, follow=True)
    assert [str(link) for link in ticked.term_links.all()] == ["Peat", "Moss"]
    assert not other.term_links.exists()
    assert "Take it back" in done.text
    admin_client.post(page, {"deed": "undo"})
    assert [str(link) for link in ticked.term_links.all()] == ["Peat"]


def test_all_that_a_filter_shows_are_chosen_beyond_the_page(admin_client):
    kind = make_kind("brief")
    for number in range(60):
        make_article(kind=kind if number % 2 else None)
    choose(admin_client, Article.objects.all()[:1], f"?kind__id__exact={kind.pk}", across="1")
    assert BulkChange.objects.get().number == 30


def test_all_that_a_search_shows_are_chosen_and_no_more(admin_client):
    from archive.articles import search

    found, other = make_article("The Weir and the Ferry"), make_article("Weirdness of Quays")
    search.index([found.pk, other.pk])
    page = choose(admin_client, [other], "?q=weir", across="1")
    assert page == reverse("admin:desk_bulkchange_change", args=[BulkChange.objects.get().pk])
    assert BulkChange.objects.get().items.get().article_id == found.pk


def test_what_is_another_centers_is_left_out_and_listed():
    own, foreign = make_center(), make_center()
    mine, theirs = make_article(centers=[own]), make_article(centers=[foreign])
    client = signed_in(editor_of(own))
    term = make_term(name="Moss")
    page = choose(client, [mine, theirs])
    client.post(page, {"deed": "preview", "terms_add": [term.pk]})
    client.post(page, {"deed": "make"})
    assert (mine.term_links.count(), theirs.term_links.count()) == (1, 0)
    listed = client.get(page, {"outcome": "forbidden"}).text
    assert theirs.title in listed
    assert mine.title not in listed


def test_drafts_of_another_center_are_not_even_chosen():
    own, foreign = make_center(), make_center()
    mine = make_article(centers=[own])
    hidden = make_article("A Secret Weir", centers=[foreign], status="draft")
    client = signed_in(editor_of(own))
    page = choose(client, [mine, hidden])
    assert BulkChange.objects.get().number == 1
    assert "A Secret Weir" not in client.get(page).text


def test_another_editors_change_is_not_there():
    own = make_center()
    make_article(centers=[own])
    page = choose(signed_in(editor_of(own)), Article.objects.all())
    assert signed_in(editor_of(own, name="holt")).get(page).status_code == 404


def test_who_may_not_change_many_is_offered_nothing():
    own = make_center()
    work = make_article(centers=[own])
    client = signed_in(editor_of(own, role="Writer"))
    assert "change_many" not in client.get(LIST).text
    client.post(LIST, {"action": "change_many", "_selected_action": [work.pk]}, follow=True)
    assert client.post(reverse("admin:articles_article_bulk_changelist")).status_code == 403
    assert not BulkChange.objects.exists()


def test_who_may_not_publish_changes_no_status_to_published():
    own = make_center()
    work = make_article(centers=[own], status="draft")
    user = editor_of(own)
    page = choose(signed_in(user), [work])
    user.groups.clear()
    from django.contrib.auth.models import Permission

    user.user_permissions.add(
        *Permission.objects.filter(codename__in=["bulk_change", "change_article", "view_article"])
    )
    refused = signed_in(user).post(page, {"deed": "preview", "status": "published"})
    assert "status" in refused.context["form"].errors
    work.refresh_from_db()
    assert work.status == "draft"


def test_nothing_asked_for_is_told(admin_client):
    page = choose(admin_client, [make_article()])
    assert "at least one thing" in admin_client.post(page, {"deed": "preview"}).text


def test_one_person_replaced_by_herself_is_told(admin_client):
    person = make_author()
    page = choose(admin_client, [make_article(authors=[person])])
    answer = admin_client.post(page, {"deed": "preview", "person_old": person.pk, "person_new": person.pk})
    assert "one and the same" in answer.text


def test_a_long_change_tells_how_far_it_is_without_a_script(admin_client, monkeypatch):
    monkeypatch.setattr(jobs, "start", lambda pk: None)
    monkeypatch.setattr(jobs, "AT_ONCE", 0)
    page = choose(admin_client, [make_article()])
    shown = admin_client.post(page, {"deed": "preview", "place": "The quay"}, follow=True).text
    assert 'http-equiv="refresh"' in shown
    assert "<progress" in shown
    state = reverse("admin:desk_bulkchange_state", args=[BulkChange.objects.get().pk])
    assert admin_client.get(state).json()["over"] is False
    jobs.run(Job.objects.get().pk)
    assert "Change 1 work" in admin_client.get(page).text


def test_a_change_that_failed_says_so_and_can_go_on(admin_client, monkeypatch):
    from archive.desk.bulk import running

    page = choose(admin_client, [make_article()])
    admin_client.post(page, {"deed": "preview", "place": "The quay"})
    with monkeypatch.context() as broken:
        broken.setattr(running, "write", lambda works: 1 / 0)
        failed = admin_client.post(page, {"deed": "make"}, follow=True).text
    assert "It stopped at an error" in failed
    admin_client.post(page, {"deed": "go-on"})
    assert Article.objects.get().place == "The quay"


def test_the_pages_ask_the_database_the_same_for_many(admin_client, django_assert_max_num_queries):
    term = make_term(name="Moss")
    for _ in range(60):
        make_article(authors=[make_author()])
    page = choose(admin_client, Article.objects.all())
    admin_client.post(page, {"deed": "preview", "terms_add": [term.pk]})
    with django_assert_max_num_queries(24):
        admin_client.get(page)
    admin_client.post(page, {"deed": "make"})
    with django_assert_max_num_queries(18):
        admin_client.get(page, {"outcome": "changed"})
