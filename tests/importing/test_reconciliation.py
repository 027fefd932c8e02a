"""An editor decides a name once: every waiting work follows, and every later import knows."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from archive.articles import search
from archive.articles.models import Article, BylineEntry
from archive.importing import reconciling
from archive.importing.models import ImportedRecord, ImportRun, OpenName, Waiting
from archive.importing.reconciling import (
    CannotDecide,
    decide,
    decide_new,
    decide_works,
    keep_apart,
    take_back,
)
from archive.importing.states import state_of
from archive.tags.models import Term, TermName
from authors.models import Author
from tests.importing.conftest import a_record
from tests.makers import make_author, make_center, make_outlet, make_term

pytestmark = pytest.mark.django_db

State, How = OpenName.State, OpenName.How


@pytest.fixture
def namesakes():
    """Two people of one name."""
    return make_author("Lin Wei", slug="lin-wei-1"), make_author("Lin Wei", slug="lin-wei-2")


@pytest.fixture
def works(import_content, write_records):
    """Import as many works by these authors as are asked for."""

    def of(authors, number=1, first=1, **values):
        numbers = range(first, first + number)
        records = [a_record(id=f"w-{one}", title=f"Work {one}", authors=authors, **values) for one in numbers]
        import_content(write_records(*records))
        return list(Article.objects.filter(title__in=[record["title"] for record in records]).order_by("pk"))

    return of


def agrees(article):
    """Say whether what counts as imported is what stands in the archive."""
    article.refresh_from_db()
    state = state_of(article)
    return all(
        record.applied[name] == state[name] for record in article.imported_records.all() for name in state
    )


def test_an_undecided_name_waits_with_all_its_works(works, namesakes):
    works(["Ines Okafor", "Lin Wei"], 3)
    question = OpenName.objects.get()
    assert (question.authority, question.key, question.name) == ("person", "lin wei", "Lin Wei")
    assert (question.state, question.works) == (State.OPEN, 3)
    assert set(question.places.values_list("field", "role", "position", "name")) == {
        ("authors", "", 1, "Lin Wei")
    }


def test_nothing_waits_where_nothing_is_undecided(works):
    works(["Ines Okafor"], 2)
    assert not OpenName.objects.exists()


def test_accepting_gives_every_waiting_work_its_person(works, namesakes, django_assert_num_queries):
    articles = works(["Ines Okafor", "Lin Wei"], 3)
    effects = decide(OpenName.objects.get(), namesakes[1])
    assert effects == {"linked": 3}
    for article in articles:
        assert [entry.author.name for entry in article.byline] == ["Ines Okafor", "Lin Wei"]
        assert article.byline[1].author == namesakes[1]
        assert agrees(article)
    assert OpenName.objects.get().works == 0


def test_later_imports_know_what_was_decided(works, namesakes):
    works(["Lin Wei"])
    decide(OpenName.objects.get(), namesakes[1])
    (article,) = works(["LIN Wei"], first=2)
    assert article.byline[0].author == namesakes[1]
    assert not Waiting.objects.waiting().exists()


def test_the_same_file_again_changes_nothing_after_a_decision(
    works, namesakes, import_content, write_records
):
    works(["Lin Wei"], 2)
    decide(OpenName.objects.get(), namesakes[0])
    records = [a_record(id=f"w-{one}", title=f"Work {one}", authors=["Lin Wei"]) for one in (1, 2)]
    said = import_content(write_records(*records))
    assert said.closing == "created 0, updated 0, unchanged 2, conflicts 0, rejected 0, read 2"


def test_a_changed_source_is_no_conflict_with_a_decision(works, namesakes, import_content, write_records):
    works(["Lin Wei"])
    decide(OpenName.objects.get(), namesakes[0])
    changed = a_record(id="w-1", title="Work 1", authors=["Lin Wei", "Ines Okafor"], deck="Anew.")
    said = import_content(write_records(changed))
    assert said.closing == "created 0, updated 1, unchanged 0, conflicts 0, rejected 0, read 1"
    assert Article.objects.get().byline[0].author == namesakes[0]


def test_a_name_form_is_added_and_searched_for(works):
    author = make_author("Tomas Oakrest")
    (article,) = works(["T. Oakrest"])
    decide(OpenName.objects.get(), author, How.FORM)
    assert author.names.get().name == "T. Oakrest"
    assert article.byline[0].author == author
    (later,) = works(["Oakrest, T."], first=2)
    assert later.byline[0].author == author


def test_a_new_person_is_made_of_the_name(works):
    make_author("Tomas Oakrest")
    articles = works(["T. Oakrest"], 2)
    author, effects = decide_new(OpenName.objects.get())
    assert (author.name, author.sort_name, effects["linked"]) == ("T. Oakrest", "Oakrest, T.", 2)
    assert all(article.byline[0].author == author for article in articles)


def test_a_new_person_of_a_name_that_others_have_gets_an_address_of_its_own(works, namesakes):
    works(["Lin Wei"])
    author, _ = decide_new(OpenName.objects.get())
    assert Author.objects.filter(name="Lin Wei").count() == 3
    assert author.slug not in ("lin-wei-1", "lin-wei-2")


def test_a_person_is_introduced_by_the_record_that_waited(works, namesakes):
    told = {
        "name": "Lin Wei",
        "position": "Fellow, Lamp House",
        "bio": "<p onclick='x()'>Keeps the lamp.</p>",
    }
    works([told], 2)
    decide(OpenName.objects.get(), namesakes[0])
    namesakes[0].refresh_from_db()
    assert namesakes[0].bio == "<p>Keeps the lamp.</p>"
    assert namesakes[0].affiliations.get().position == "Fellow"


def test_a_byline_never_names_a_person_twice(works):
    author = make_author("Tomas Oakrest")
    (article,) = works(["Tomas Oakrest", "T. Oakrest"])
    assert decide(OpenName.objects.get(), author) == {"dropped": 1}
    assert [entry.name for entry in article.byline] == ["Tomas Oakrest"]
    assert agrees(article)


def test_a_byline_that_an_editor_has_decided_stays(works, namesakes):
    (article,) = works(["Lin Wei"])
    BylineEntry.objects.update(author=namesakes[0])
    assert decide(OpenName.objects.get(), namesakes[1]) == {"": 1}
    assert article.byline[0].author == namesakes[0]


def test_two_people_of_one_name_are_kept_apart(works, namesakes):
    first, second = works(["Lin Wei"], 2)
    question = OpenName.objects.get()
    keep_apart(question)
    for article, author in ((first, namesakes[0]), (second, namesakes[1])):
        decide_works(question, article.waiting_names.values_list("pk", flat=True), author)
    assert (first.byline[0].author, second.byline[0].author) == namesakes
    works(["Lin Wei"], first=3)
    question.refresh_from_db()
    assert (question.state, question.works) == (State.ASK, 1)


def test_deciding_some_works_leaves_the_others_and_asks_from_then_on(works, namesakes):
    first, second = works(["Lin Wei"], 2)
    question = OpenName.objects.get()
    author, effects = decide_works(question, first.waiting_names.values_list("pk", flat=True))
    assert effects == {"linked": 1}
    assert author not in namesakes
    assert second.byline[0].author is None
    question.refresh_from_db()
    assert (question.state, question.works) == (State.ASK, 1)


def test_what_was_decided_for_one_work_outlives_a_change_of_its_source(
    works, namesakes, import_content, write_records
):
    (article,) = works(["Lin Wei"])
    decide_works(OpenName.objects.get(), article.waiting_names.values_list("pk", flat=True), namesakes[1])
    changed = a_record(id="w-1", title="Work 1", authors=["Ines Okafor", "Lin Wei"])
    import_content(write_records(changed))
    assert [(entry.name, entry.author) for entry in article.byline][1] == ("Lin Wei", namesakes[1])
    assert not Waiting.objects.waiting().exists()


def test_a_name_that_the_source_names_no_more_waits_no_longer(
    works, namesakes, import_content, write_records
):
    works(["Lin Wei"])
    import_content(write_records(a_record(id="w-1", title="Work 1", authors=["Ines Okafor"])))
    assert not Waiting.objects.exists()
    assert OpenName.objects.get().works == 0


def test_a_decision_is_taken_back_whole(works):
    author = make_author("Tomas Oakrest")
    (article,) = works(["T. Oakrest"])
    question = OpenName.objects.get()
    decide(question, author, How.FORM)
    take_back(question)
    question.refresh_from_db()
    assert (question.state, question.works, question.target_id) == (State.OPEN, 1, None)
    assert article.byline[0].author is None
    assert not author.names.exists()
    assert agrees(article)


def test_taking_back_removes_the_person_that_it_made(works):
    make_author("Tomas Oakrest")
    works(["T. Oakrest"])
    question = OpenName.objects.get()
    decide_new(question)
    take_back(question)
    assert Author.objects.get().name == "Tomas Oakrest"


def test_taking_back_restores_a_twin_of_the_byline(works):
    author = make_author("Tomas Oakrest")
    (article,) = works(["Tomas Oakrest", "T. Oakrest"])
    question = OpenName.objects.get()
    decide(question, author)
    take_back(question)
    assert [(entry.name, entry.author) for entry in article.byline] == [
        ("Tomas Oakrest", author),
        ("T. Oakrest", None),
    ]


def test_nobody_decides_what_somebody_has_decided(works, namesakes):
    works(["Lin Wei"])
    question = OpenName.objects.get()
    decide(question, namesakes[0])
    with pytest.raises(CannotDecide, match="decided meanwhile"):
        decide(question, namesakes[1])


def two_terms_of_one_name(facet="topic"):
    """Return two terms that bear one synonym."""
    terms = make_term(facet, "Harbours"), make_term(facet, "Havens")
    for term in terms:
        TermName.objects.create(term=term, name="Ports")
    return terms


def test_a_term_takes_the_place_where_its_name_stood(works):
    harbours, _ = two_terms_of_one_name()
    (article,) = works(["Ines Okafor"], topics=["Trade", "Ports", "Insurance"])
    assert [term.name for term in article.terms.filter(facet="topic")] == ["Trade", "Insurance"]
    decide(OpenName.objects.get(), harbours)
    links = article.term_links.filter(tag__facet="topic").select_related("tag")
    assert [link.tag.name for link in links] == ["Trade", "Harbours", "Insurance"]
    assert agrees(article)


def test_two_names_at_one_place_keep_their_order_whoever_is_decided_first(works):
    _, havens = two_terms_of_one_name()
    for term in (make_term(name="Light"), make_term(name="Oil")):
        TermName.objects.create(term=term, name="Lamps")
    for first in ("Ports", "Lamps"):
        (article,) = works(["Ines Okafor"], topics=["Ports", "Lamps", "Trade"], first=len(first) * 10)
        for name in (first, "Lamps" if first == "Ports" else "Ports"):
            question = OpenName.objects.get(name=name)
            decide(question, havens if name == "Ports" else Term.objects.get(name="Oil"))
            OpenName.objects.filter(pk=question.pk).update(state="open", target_id=None)
        links = article.term_links.filter(tag__facet="topic").select_related("tag")
        assert [link.tag.name for link in links] == ["Havens", "Oil", "Trade"]


def test_terms_that_an_editor_has_changed_stay(works):
    harbours, havens = two_terms_of_one_name()
    (article,) = works(["Ines Okafor"], topics=["Trade", "Ports"])
    article.term_links.create(tag=havens, position=5)
    assert decide(OpenName.objects.get(), harbours) == {"": 1}
    assert not article.term_links.filter(tag=harbours).exists()


def test_an_outlet_is_decided_for_every_work(works):
    first, second = make_outlet("The Gazette of the Harbour"), make_outlet("Harbour Gazette Weekly")
    for outlet in (first, second):
        outlet.names.create(name="The Harbour Gazette")
    articles = works(["Ines Okafor"], 2)
    assert [article.outlet for article in articles] == [None, None]
    decide(OpenName.objects.get(), second)
    assert set(Article.objects.values_list("outlet", flat=True)) == {second.pk}
    assert all(agrees(article) for article in articles)
    take_back(OpenName.objects.get())
    assert set(Article.objects.values_list("outlet", flat=True)) == {None}


def test_a_primary_center_counts_among_the_centers_of_the_work(works):
    old, new = make_center("Old Lantern"), make_center("New Lantern")
    for center in (old, new):
        center.names.create(name="Lantern Coast", is_former=True)
    (article,) = works(["Ines Okafor"], centers=["Lantern Institute"])
    question = OpenName.objects.get()
    decide(question, new)
    article.refresh_from_db()
    assert article.primary_center == new
    assert [(link.center.name, link.is_implied) for link in article.center_links.all()] == [
        ("Lantern Institute", False),
        ("New Lantern", True),
    ]
    assert agrees(article)


def test_a_center_is_listed_and_implied_no_more(works):
    old, new = make_center("Old Lantern"), make_center("New Lantern")
    for center in (old, new):
        center.names.create(name="Lantern Coast", is_former=True)
    (article,) = works(["Ines Okafor"], centers=["Lantern Coast", "Lantern Institute"])
    decide(OpenName.objects.get(), new)
    article.refresh_from_db()
    assert [(link.center.name, link.is_implied) for link in article.center_links.all()] == [
        ("New Lantern", False),
        ("Lantern Institute", False),
    ]
    assert agrees(article)


def test_works_are_found_by_the_name_of_the_person_they_were_linked_to(works):
    author = make_author("Tomas Oakrest")
    (article,) = works(["T. Oakrest"])
    assert article not in search.search("Tomas", Article.objects.all()).queryset
    decide(OpenName.objects.get(), author)
    assert article in search.search("Tomas", Article.objects.all()).queryset


def test_a_decision_that_was_interrupted_is_carried_on(works, namesakes):
    (article,) = works(["Lin Wei"])
    OpenName.objects.update(state=State.DECIDED, target_id=namesakes[0].pk)
    assert reconciling.settle() == 1
    assert article.byline[0].author == namesakes[0]
    assert reconciling.settle() == 0


def test_questions_that_no_work_asks_are_forgotten_and_decisions_stay(works, namesakes):
    works(["Lin Wei"])
    decide(OpenName.objects.get(), namesakes[0])
    make_author("Tomas Oakrest")
    works(["T. Oakrest"], first=2)
    Article.objects.all().delete()
    ImportedRecord.objects.all().delete()
    reconciling.forget_unasked()
    assert OpenName.objects.get().name == "Lin Wei"


def test_many_works_cost_no_more_queries_than_few(works, namesakes, django_assert_num_queries):
    works(["Lin Wei"], 2)
    question = OpenName.objects.get()
    first = 45 if connection.vendor == "postgresql" else 46  # there the index goes by a cursor of its own
    with django_assert_num_queries(first):
        decide(question, namesakes[0])
    take_back(question)
    works(["Lin Wei"], 40, first=3)
    with django_assert_num_queries(first - 1):
        decide(question, namesakes[0])


def test_an_import_carries_on_what_was_decided_while_another_ran(works, namesakes):
    (article,) = works(["Lin Wei"])
    OpenName.objects.update(state=State.DECIDED, target_id=namesakes[0].pk)
    works(["Ines Okafor"], first=2)
    assert article.byline[0].author == namesakes[0]


def test_an_undone_import_asks_nothing_any_more(works, namesakes):
    works(["Lin Wei"])
    call_command("undo_import", str(ImportRun.objects.get().pk))
    assert not Waiting.objects.exists()
    assert not OpenName.objects.exists()


def test_an_undone_import_leaves_what_was_decided(works, namesakes):
    works(["Lin Wei"])
    decide(OpenName.objects.get(), namesakes[1])
    call_command("undo_import", str(ImportRun.objects.get().pk))
    assert not Article.objects.exists()
    (article,) = works(["Lin Wei"])
    assert article.byline[0].author == namesakes[1]
