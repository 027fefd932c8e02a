"""The page of names to decide: what it shows, what one click does, who may, and what it costs."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from archive.articles.models import Article
from archive.importing.models import ImportedRecord, ImportRun, OpenName, Waiting
from authors.models import Author, AuthorName
from tests.makers import make_affiliation, make_article, make_author, make_center, make_term

pytestmark = pytest.mark.django_db

LIST = "/admin/importing/openname/"
FEW, MANY = 2, 20


def ask(name="T. Oakrest", works=1, *, authority="person", company=(), field="authors"):
    """Let works wait for a name; return the question."""
    run = ImportRun.objects.first() or ImportRun.objects.create(command="import_content tarn.jsonl")
    question = OpenName.objects.create(authority=authority, key=name.lower(), name=name)
    for _number in range(works):
        byline = [*company, name] if authority == "person" else []
        article = make_article(authors=byline, centers=[make_center()])
        record = ImportedRecord.objects.create(
            source_key=f"tarn-{article.pk}", file="tarn.jsonl", outcome="created", article=article,
            first_run=run, last_run=run, digest="0" * 64,
            values={"authors": [{"name": name}]}, applied={"topics": []},
        )  # fmt: skip
        Waiting.objects.create(question=question, record=record, article=article, field=field, name=name)
    OpenName.objects.recount()
    question.refresh_from_db()
    return question


def decide(desk, question, decision, follow=True, **more):
    url = reverse("admin:importing_openname_decide", args=[question.pk])
    return desk.post(url, {"decision": decision, "onward": LIST, **more}, follow=follow)


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_shows_the_name_with_its_works_and_candidates(desk):
    author = make_author("Tomas Oakrest")
    make_affiliation(author, "Keeper", organisation="Lamp House")
    ask(works=5)
    page = desk.get(LIST).content.decode()
    assert "T. Oakrest" in page
    assert "5 works wait" in page
    assert "2 more works" in page
    assert "Tomas Oakrest · Keeper, Lamp House" in page
    assert "the initials fit" in page


def test_the_nearest_candidate_comes_first_with_the_reason(desk):
    make_author("Tobias Oakrest")
    friend, tomas = make_author("Ines Okafor"), make_author("Tomas Oakrest")
    make_article(authors=[friend, tomas])
    exact = make_author("Марина Соловьёва")
    AuthorName.objects.create(author=exact, name="T. Oakrest")
    ask(company=[friend])
    (one,) = desk.get(LIST).context["asked"]
    shown = [(found.record.name, found.reasons, found.company) for found, _label in one.candidates]
    assert shown == [
        ("Марина Соловьёва", ["the same name"], []),
        ("Tomas Oakrest", ["the initials fit"], ["Ines Okafor"]),
        ("Tobias Oakrest", ["the initials fit"], []),
    ]


def test_terms_of_other_vocabularies_are_no_candidates(desk):
    for facet in ("topic", "region"):
        make_term(facet, "Ports")
    ask("Ports", authority="topic", field="topics")
    (one,) = desk.get(LIST).context["asked"]
    assert [found.record.facet for found, _label in one.candidates] == ["topic"]


def test_accepting_says_how_many_works_follow(desk, editor):
    author = make_author("Tomas Oakrest")
    question = ask(works=3)
    response = decide(desk, question, f"accept:{author.pk}")
    assert said(response) == ["“T. Oakrest” is Tomas Oakrest: 3 works follow."]
    assert author.byline_entries.count() == 3
    question.refresh_from_db()
    assert (question.state, question.decided_by) == ("decided", editor)


def test_a_form_is_added_with_the_second_button(desk):
    author = make_author("Tomas Oakrest")
    decide(desk, ask(), f"form:{author.pk}")
    assert author.names.get().name == "T. Oakrest"


def test_a_new_person_is_made_with_one_click(desk):
    response = decide(desk, ask("Dr. Wilma Quay"), "new")
    assert said(response) == ["“Dr. Wilma Quay” is Wilma Quay: 1 work follows."]
    assert Author.objects.get().byline_entries.get().name == "Dr. Wilma Quay"


def test_somebody_else_is_chosen(desk):
    author = make_author("Wilma Quay")
    decide(desk, ask(), "accept:other", other=author.pk)
    assert author.byline_entries.count() == 1


def test_ticked_works_are_decided_alone(desk):
    author = make_author("Tomas Oakrest")
    question = ask(works=3)
    place = question.places.first()
    decide(desk, question, f"accept:{author.pk}", place=[place.pk])
    assert [entry.article for entry in author.byline_entries.all()] == [place.article]
    question.refresh_from_db()
    assert (question.state, question.works) == ("ask", 2)


def test_a_name_of_several_is_listed_apart(desk):
    question = ask()
    decide(desk, question, "apart")
    assert desk.get(LIST).context["asked"] == []
    assert [one.question for one in desk.get(LIST, {"state": "ask"}).context["asked"]] == [question]


def test_a_name_of_several_is_never_decided_for_all_works_at_once(desk):
    author, question = make_author("Tomas Oakrest"), ask(works=2)
    decide(desk, question, "apart")
    response = decide(desk, question, f"accept:{author.pk}")
    assert said(response) == ["“T. Oakrest” is a name of several: tick the works that the decision is for."]
    decide(desk, question, f"accept:{author.pk}", place=[question.places.first().pk])
    decide(desk, question, f"accept:{author.pk}")
    assert author.byline_entries.count() == 2
    question.refresh_from_db()
    assert question.state == "ask"


def test_a_decision_is_listed_and_taken_back(desk):
    author = make_author("Tomas Oakrest")
    question = ask()
    decide(desk, question, f"accept:{author.pk}")
    page = desk.get(LIST, {"state": "decided"}).content.decode()
    assert "It means" in page
    assert "Tomas Oakrest" in page
    response = decide(desk, question, "back")
    assert said(response) == ["“T. Oakrest” is open again; 1 work waits as before."]
    assert not author.byline_entries.exists()


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        ("accept:4711", "Choose whom “T. Oakrest” means."),
        ("accept:other", "Choose whom “T. Oakrest” means."),
        ("accept:", "Choose whom “T. Oakrest” means."),
        ("", "Choose whom the name means."),
        ("drop:1", "Choose whom the name means."),
    ],
)
def test_what_decides_nothing_is_said_and_changes_nothing(desk, decision, words):
    question = ask()
    assert said(decide(desk, question, decision)) == [words]
    question.refresh_from_db()
    assert question.state == "open"


def test_a_term_of_another_vocabulary_is_refused(desk):
    region = make_term("region", "Ports")
    question = ask("Ports", authority="topic", field="topics")
    decide(desk, question, "accept:other", other=region.pk)
    assert not Article.objects.get().term_links.exists()


def test_what_somebody_decided_meanwhile_is_said(desk):
    author, question = make_author("Tomas Oakrest"), ask()
    decide(desk, question, f"accept:{author.pk}")
    response = decide(desk, question, "new")
    assert said(response) == ["“T. Oakrest” was decided meanwhile; take that back to decide it anew."]


def test_the_page_goes_on_where_it_was_and_nowhere_else(desk):
    author = make_author("Tomas Oakrest")
    for onward, where in (
        (f"{LIST}?authority=person#question-7", f"{LIST}?authority=person#question-7"),
        ("https://elsewhere.example/", LIST),
        ("//elsewhere.example/", LIST),
    ):
        question = ask(f"T. Oakrest {len(onward)}")
        response = decide(desk, question, f"accept:{author.pk}", follow=False, onward=onward)
        assert response["Location"] == where


def test_nothing_is_decided_by_following_a_link(desk):
    author, question = make_author("Tomas Oakrest"), ask()
    url = reverse("admin:importing_openname_decide", args=[question.pk])
    desk.get(url, {"decision": f"accept:{author.pk}"})
    assert not author.byline_entries.exists()


def test_who_may_only_look_sees_no_buttons_and_decides_nothing(desk, editor):
    author, question = make_author("Tomas Oakrest"), ask()
    editor.groups.clear()
    assert desk.get(LIST).status_code == 403
    looks = Permission.objects.filter(codename__in=["view_openname", "view_article"])
    editor.user_permissions.add(*looks)
    page = desk.get(LIST).content.decode()
    assert "T. Oakrest" in page
    assert 'name="decision"' not in page
    assert 'name="place"' not in page
    assert decide(desk, question, f"accept:{author.pk}").status_code == 403


def test_who_may_not_make_people_makes_none_here(desk, editor):
    question = ask()
    editor.groups.clear()
    names = ["view_openname", "change_openname", "view_article", "edit_any_center"]
    editor.user_permissions.add(*Permission.objects.filter(codename__in=names))
    assert 'value="new"' not in desk.get(LIST).content.decode()
    assert decide(desk, question, "new").status_code == 403
    assert not Author.objects.exists()


def test_the_list_is_narrowed_by_kind_and_by_words(desk):
    ask("T. Oakrest")
    ask("Ports", authority="topic", field="topics")
    assert [one.question.name for one in desk.get(LIST, {"authority": "topic"}).context["asked"]] == ["Ports"]
    assert [one.question.name for one in desk.get(LIST, {"q": "OAK"}).context["asked"]] == ["T. Oakrest"]
    nonsense = {"authority": "planet", "state": "x", "after": "9.9.9"}
    assert len(desk.get(LIST, nonsense).context["asked"]) == 2


def test_every_name_stands_on_one_page_and_those_with_most_works_first(desk):
    questions = [ask(f"T. Oakrest {chr(97 + at)}", works=1 + at % 3) for at in range(45)]
    seen, url = [], LIST
    while url:
        context = desk.get(url).context
        seen += [one.question.pk for one in context["asked"]]
        url = LIST + context["following"] if context["following"] else ""
    assert seen == [one.pk for one in sorted(questions, key=lambda one: (-one.works, one.pk))]


def test_all_works_of_a_name_stand_on_its_own_pages(desk):
    question = ask(works=60)
    url = reverse("admin:importing_openname_change", args=[question.pk])
    first = desk.get(url).context
    second = desk.get(url + first["following"]).context
    assert (len(first["one"].places), len(second["one"].places), second["following"]) == (50, 10, None)
    assert desk.get(f"{LIST}4711/change/").status_code == 404


def test_somebody_else_is_looked_for_without_a_script(desk):
    question, author = ask(), make_author("Wilma Quay")
    url = reverse("admin:importing_openname_change", args=[question.pk])
    page = desk.get(url, {"whom": "quay"}).content.decode()
    assert f'value="accept:{author.pk}"' in page


def test_a_name_is_shown_as_text(desk):
    ask("<script>alert(1)</script>")
    assert "<script>alert(1)" not in desk.get(LIST).content.decode()


def test_the_first_page_of_the_admin_counts_names_to_decide(desk):
    assert "<span>Names to decide</span>" not in desk.get("/admin/").content.decode()
    ask(works=3)
    page = desk.get("/admin/").content.decode()
    assert f'<a href="{LIST}"><data value="1">1</data> <span>Names to decide</span></a>' in page


def many(number):
    """Ask about so many people and so many topics, each with candidates and works."""
    for at in range(number):
        letter = chr(97 + at)
        friend = make_author(f"Ines Okafor{letter}")
        author = make_author(f"Tomas Oakrest{letter}")
        make_affiliation(author, center=make_center())
        make_article(authors=[friend, author])
        ask(f"T. Oakrest{letter}", works=3, company=[friend])
        make_term("topic", f"Harbour Ports{letter}")
        ask(f"Harbour-Ports{letter}", authority="topic", field="topics")


@pytest.mark.parametrize("number", [FEW, MANY])
def test_the_list_costs_the_same_however_many_names_it_shows(desk, number, django_assert_num_queries):
    many(number)
    desk.get(LIST)
    for authority, queries in (("person", 15), ("topic", 12)):
        with django_assert_num_queries(queries):
            desk.get(LIST, {"authority": authority})


@pytest.mark.parametrize("number", [FEW, MANY])
def test_the_decided_ones_cost_the_same_however_many_there_are(desk, number, django_assert_num_queries):
    many(number)
    target = Author.objects.filter(name__startswith="Tomas").first()
    OpenName.objects.filter(authority="person").update(state="decided", target_id=target.pk)
    desk.get(LIST)
    with django_assert_num_queries(12):
        desk.get(LIST, {"state": "decided"})
