"""Editors merge and split records through the admin, see what moves beforehand, and take it back."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from archive.articles import search
from archive.articles.models import Article
from archive.desk import jobs
from archive.desk.merging import indexing
from archive.desk.models import BulkChange, Merge
from archive.desk.roles import make_roles
from archive.history.models import Version
from archive.importing.matching import Matcher
from archive.importing.models import OpenName
from archive.tags.models import Term
from authors.models import Author
from tests.makers import make_article, make_author, make_center, make_outlet, make_series, make_term

pytestmark = pytest.mark.django_db

PAGE = "/admin/desk/merge/new/"


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "start", jobs.run)


def editor_of(*centers: Any, role: str = "Editor") -> Client:
    make_roles()
    user = get_user_model().objects.create_user("reed", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    for center in centers:
        user.memberships.create(center=center)
    client = Client()
    client.force_login(user)
    return client


def asked(*records: Any, into: Any = None) -> str:
    keys = "".join(f"&pk={one.pk}" for one in records)
    return f"{PAGE}?of={records[0]._meta.label_lower}{keys}" + (f"&into={into.pk}" if into else "")


def merged(client: Client, *losers: Any, winner: Any) -> Merge:
    data = {"into": winner.pk, "shown": winner.pk, "merge": "1"}
    answer = client.post(asked(winner, *losers), data, follow=True)
    assert answer.status_code == 200
    return Merge.objects.latest("pk")


def test_three_spellings_become_one_person_and_come_back(admin_client, client):
    one, two, three = make_author("Layla Haddad"), make_author("L. Haddad"), make_author("Laila Hadad")
    works = [make_article(authors=[person]) for person in (one, two, three)]
    search.index(Article.objects.all())
    record = merged(admin_client, two, three, winner=one)
    assert {work.byline_entries.get().author for work in works} == {one}
    found = search.search("author:Hadad", Article.objects.published()).queryset
    assert set(found) == set(works)
    assert client.get("/authors/laila-hadad/").url.endswith("/authors/layla-haddad/")
    admin_client.post(reverse("admin:desk_merge_change", args=[record.pk]), {"deed": "undo"})
    assert [work.byline_entries.get().author for work in works] == [one, two, three]
    assert set(search.search("author:Hadad", Article.objects.published()).queryset) == {works[2]}
    assert client.get("/authors/laila-hadad/").status_code == 200


def test_what_moves_is_shown_before_anything_moves(admin_client):
    one, two = make_author(), make_author()
    make_article("The Weir", authors=[two])
    shown = admin_client.get(asked(one, two, into=one))
    assert "The Weir" in shown.text
    assert shown.context["moving"][0].number == 1
    assert not Merge.objects.exists()


def test_another_survivor_is_shown_before_it_is_merged(admin_client):
    one, two = make_author(), make_author()
    admin_client.post(asked(one, two), {"into": two.pk, "shown": one.pk, "merge": "1"})
    assert not Merge.objects.exists()


def test_the_list_hands_on_what_is_ticked(admin_client):
    one, two = make_author(), make_author()
    data = {"action": "merge", "_selected_action": [one.pk, two.pk]}
    answer = admin_client.post("/admin/authors/author/", data, follow=True)
    assert {card.record for card in answer.context["cards"]} == {one, two}


@pytest.mark.parametrize("make", [make_term, make_center, make_outlet, make_series])
def test_records_of_other_kinds_are_merged_and_taken_back(admin_client, make):
    one, two = make(), make()
    record = merged(admin_client, two, winner=one)
    assert not type(two).objects.filter(pk=two.pk).exists()
    admin_client.post(reverse("admin:desk_merge_change", args=[record.pk]), {"deed": "undo"})
    assert type(two).objects.filter(pk=two.pk, name=two.name).exists()


def test_the_tree_follows_a_merged_term_and_comes_back(admin_client):
    one, two = make_term("region", "Iran"), make_term("region", "Persia")
    below = make_term("region", "Fars", parent=two)
    make_article(terms=[below])
    record = merged(admin_client, two, winner=one)
    assert set(Term.objects.above(below)) == {one}
    admin_client.post(reverse("admin:desk_merge_change", args=[record.pk]), {"deed": "undo"})
    assert [str(term) for term in Term.objects.above(below)] == ["Persia"]


def test_a_term_above_is_not_merged_into_one_below(admin_client):
    top = make_term("region", "North")
    below = make_term("region", "Fen", parent=top)
    answer = admin_client.post(
        asked(top, below), {"into": below.pk, "shown": below.pk, "merge": "1"}, follow=True
    )
    assert "stands below" in answer.text
    assert Term.objects.count() == 2


def test_merges_are_taken_back_last_first(admin_client):
    one, two, three = make_author("Ada"), make_author("Bea"), make_author("Cleo")
    first = merged(admin_client, one, winner=two)
    merged(admin_client, two, winner=three)
    answer = admin_client.post(
        reverse("admin:desk_merge_change", args=[first.pk]), {"deed": "undo"}, follow=True
    )
    assert "take that back first" in answer.text
    assert Author.objects.get() == three


def test_an_import_remembers_whom_a_merged_name_means(admin_client):
    one, two = make_author("Layla Haddad"), make_author("Laila Hadad")
    OpenName.objects.create(
        authority="person", key="lh of the moor", name="LH of the Moor", state="decided", target_id=two.pk
    )
    merged(admin_client, two, winner=one)
    people = Matcher().people
    assert people.find("LH of the Moor") == one
    assert people.find("Laila Hadad") == one


def test_a_merge_is_in_the_history_of_who_stays(admin_client):
    one, two = make_author("Ada"), make_author("Bea")
    merged(admin_client, two, winner=one)
    gone = Version.objects.filter(subject="authors.author", object_id=two.pk).latest("pk")
    assert (gone.action, gone.is_gone, gone.into) == ("merge", True, one.pk)


def test_who_may_not_merge_finds_no_page():
    one, two = make_author(), make_author()
    client = editor_of(make_center(), role="Writer")
    assert client.get(asked(one, two)).status_code == 403


def test_a_center_that_is_not_hers_is_not_merged_by_an_editor():
    own, foreign = make_center(), make_center()
    client = editor_of(own)
    client.post(asked(own, foreign), {"into": own.pk, "shown": own.pk, "merge": "1"})
    assert type(own).objects.count() == 2


def test_titles_of_hidden_drafts_are_no_samples():
    own, foreign = make_center(), make_center()
    one, two = make_author(), make_author()
    make_article("A Plain Weir", authors=[two], centers=[own])
    make_article("A Secret Weir", authors=[two], centers=[foreign], status="draft")
    shown = editor_of(own).get(asked(one, two, into=one)).text
    assert "A Plain Weir" in shown
    assert "A Secret Weir" not in shown


def test_search_follows_many_works_as_a_job(admin_client, monkeypatch):
    one, two = make_author("Layla Haddad"), make_author("Laila Hadad")
    works = [make_article(authors=[two]) for _ in range(3)]
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    monkeypatch.setattr(indexing, "BATCH", 2)
    record = merged(admin_client, two, winner=one)
    assert (record.job.kind, record.job.state, record.job.done) == (indexing.KIND, "done", 3)
    assert set(search.search("author:Layla", Article.objects.published()).queryset) == set(works)


def test_a_rename_of_a_term_with_many_works_is_a_job(admin_client, monkeypatch):
    started: list[int] = []
    monkeypatch.setattr(jobs, "start", started.append)
    monkeypatch.setattr(jobs, "AT_ONCE", 1)
    term = make_term(name="Peat")
    for _ in range(2):
        make_article(terms=[term])
    indexing.reindex(term)
    assert len(started) == 1


def split_page(record: Any) -> str:
    return f"/admin/desk/merge/split/?of={record._meta.label_lower}&pk={record.pk}"


def test_ticked_works_of_a_person_go_to_a_new_one_and_come_back(admin_client):
    both = make_author("J. Marsh")
    hers, his = make_article(authors=[both]), make_article(authors=[both])
    answer = admin_client.post(split_page(both), {"work": [hers.pk], "name": "June Marsh"}, follow=True)
    page = answer.request["PATH_INFO"]
    assert "June Marsh" in answer.text
    assert not Author.objects.filter(name="June Marsh").exists()
    admin_client.post(page, {"deed": "make"})
    assert hers.byline_entries.get().author.name == "June Marsh"
    assert his.byline_entries.get().author == both
    admin_client.post(page, {"deed": "undo"})
    assert hers.byline_entries.get().author == both
    assert list(Author.objects.all()) == [both]


def test_works_of_a_term_go_by_a_filter_to_another(admin_client):
    both, other = make_term(name="Quays"), make_term(name="Harbours")
    old, new = make_article(date="1999", terms=[both]), make_article(date="2015", terms=[both])
    answer = admin_client.post(split_page(both) + "&last=2000", {"all": "1", "other": other.pk}, follow=True)
    admin_client.post(answer.request["PATH_INFO"], {"deed": "make"})
    assert (old.term_links.get().tag, new.term_links.get().tag) == (other, both)


def test_a_split_without_a_work_or_without_a_receiver_is_told(admin_client):
    both = make_author()
    work = make_article(authors=[both])
    assert "Tick the works" in admin_client.post(split_page(both), {"name": "June"}).text
    assert "name a new one" in admin_client.post(split_page(both), {"work": [work.pk]}).text
    assert not BulkChange.objects.exists()


def test_the_command_says_what_would_move_and_moves_it():
    one, two = make_author("Layla Haddad"), make_author("Laila Hadad")
    make_article(authors=[two])
    said = StringIO()
    call_command("merge_authors", "laila-hadad", into="Layla Haddad", dry_run=True, stdout=said)
    assert said.getvalue().endswith("would merge 1, moved 1, kept once 0\n")
    assert Author.objects.count() == 2
    call_command("merge_authors", str(two.pk), into="layla-haddad", stdout=said)
    assert Author.objects.get() == one


def test_the_command_refuses_whom_it_does_not_know():
    make_author("Layla Haddad")
    with pytest.raises(CommandError, match="nobody here"):
        call_command("merge_authors", "nobody", into="layla-haddad")


def test_the_form_of_a_person_leads_to_merging_and_splitting(admin_client):
    person = make_author()
    shown = admin_client.get(f"/admin/authors/author/{person.pk}/change/").text
    assert f"/admin/desk/merge/new/?of=authors.author&amp;pk={person.pk}" in shown
    assert f"/admin/desk/merge/split/?of=authors.author&amp;pk={person.pk}" in shown


def test_the_form_offers_no_merge_to_who_may_not():
    person = make_author()
    shown = editor_of(make_center(), role="Writer").get(f"/admin/authors/author/{person.pk}/change/")
    assert shown.status_code == 200
    assert "/admin/desk/merge/" not in shown.text
