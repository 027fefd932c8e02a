"""Fields in a question: who, where, what, when; the same works on both databases."""

from __future__ import annotations

import pytest
from django.urls import reverse

from archive.articles.models import Article, Attachment, KindName
from archive.articles.search import index, search
from archive.articles.search.query import parse
from archive.tags.models import Term, TermName
from authors.models import AuthorName
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive():
    """Ash (Moss, fells, 2012), Beech (Reed, upper moor, 2014), Cedar (Ash Grove, Arabic), and a draft."""
    moss, reed = makers.make_author("Ann Moss"), makers.make_author("Bob Reed")
    AuthorName.objects.create(author=moss, name="Анна Мох", language="ru", script="Cyrl")
    fells = makers.make_term("region", "Fells")
    TermName.objects.create(term=fells, name="Холмы", language="ru")
    upper = makers.make_term("region", "Upper Moor", parent=fells)
    lanterns = makers.make_term("topic", "Lanterns")
    paper, report = makers.make_kind("paper", "Paper"), makers.make_kind("dispatch", "Dispatch")
    KindName.objects.create(kind=paper, name="Депеша-бланк", language="ru")
    tarn, weir = makers.make_center("Tarn House"), makers.make_center("Weir House")
    ash = makers.make_article(
        "Ash", date="2012", authors=[moss], terms=[fells, lanterns], kind=paper, centers=[tarn],
        body="<p>Reed and moss by the beech.</p>", series=makers.make_series("Slate Notes"),
    )  # fmt: skip
    makers.make_article(
        "Beech", date="2014-03", authors=[reed], terms=[upper], kind=report, centers=[weir],
        outlet=makers.make_outlet("Fenwick Courier"), body="<p>Ash.</p>",
    )  # fmt: skip
    makers.make_article("Cedar", date="2020", language="ar", authors=["Ash Grove"], body="<p>نهر</p>")
    makers.make_article("Draft", status="draft", authors=[moss], kind=makers.make_kind("secret", "Secret"))
    Attachment.objects.create(article=ash, url="https://files.example/Annual_Tonnage-Tables.pdf")
    index(Article.objects.all())


FINDS = {
    "ash": "ABC", "title:ash": "A", "author:ash": "C", "author:moss": "A", "-author:moss": "BC",
    'author:"Ann Moss"': "A", 'author:"Moss Ann"': "", "автор:мох": "A", "作者:reed": "B",
    "author：reed": "B", "ash -author:reed": "AC", "ash author:reed": "B", "reed author:moss": "A",
    "topic:lantern": "A", "region:fells": "AB", "region:холм": "AB", "region:upper": "B",
    "-region:fells": "C", "outlet:courier": "B", "title:courier": "",
    "file:tonnage": "A", "annual tables": "A", "file:pdf": "",
    "kind:paper": "A", "kind:депеша": "A", "-kind:paper": "BC", "kind:dispatch ash": "B",
    "center:tarn": "A", "center:house": "AB", "-center:house": "C", 'series:"slate notes"': "A",
    "year:2012": "A", "year:2012..2014": "AB", "year:2014..": "BC", "year:..2012": "A",
    "year:2014..2012": "AB", "-year:2012": "BC", "год:2014": "B", "year:٢٠١٢": "A",
    "language:ar": "C", "language:arabic": "C", "lang:العربية": "C", "-language:ar": "AB",
    "نهر": "C", "نهر year:2012": "",
}  # fmt: skip
"""Questions, and the first letters of the works that answer."""


def found(q: str) -> str:
    """The first letters of the titles of the published works that answer, in order of the alphabet."""
    return "".join(sorted(work.title[0] for work in search(q, Article.objects.published()).queryset))


def test_each_field_finds_its_works_alone_and_with_words(archive):
    assert {q: found(q) for q in FINDS} == FINDS


@pytest.mark.parametrize("q", ["foo:ash", "12:ash", ":ash", "ash:", "http://ash", "year:ash", "TITLE: ash"])
def test_what_is_no_field_is_searched_as_words(q):
    query = parse(q)
    assert not query.conditions
    assert not any(clause.field for clause in query.clauses)
    assert any(clause.word.strip(":/") == "ash" for clause in query.clauses)


def test_a_name_that_names_nothing_finds_nothing_and_is_said_without_telling_what_is_hidden(archive):
    for q in ("kind:nothing", "kind:secret"):
        hits = search(q, Article.objects.published())
        assert hits.queryset.count() == 0
        assert [one.text for one in hits.conditions.unknown] == [q.partition(":")[2]]


def test_an_editor_who_renames_or_moves_a_term_moves_what_is_found_under_it(archive, admin_client):
    fells, upper = Term.objects.get(name="Fells"), Term.objects.get(name="Upper Moor")
    address = reverse("admin:tags_term_change", args=[fells.pk])
    assert admin_client.post(address, form_of(fells, name="Downs")).status_code == 302
    assert (found("region:downs"), found("region:fells")) == ("AB", "")
    address = reverse("admin:tags_term_change", args=[upper.pk])
    assert admin_client.post(address, form_of(upper, parent="")).status_code == 302
    assert (found("region:downs"), found("region:upper")) == ("A", "B")


def form_of(term: Term, **change: str) -> dict[str, str]:
    """What the form of a term sends, changed."""
    names = list(term.names.all())
    sent = {"name": term.name, "slug": term.slug, "parent": term.parent_id or "", "description": ""}
    for prefix in ("names", "past_slugs"):
        rows = names if prefix == "names" else []
        sent |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": len(rows)}
        for place, row in enumerate(rows):
            sent |= {f"{prefix}-{place}-id": row.pk, f"{prefix}-{place}-term": term.pk}
            sent |= {f"{prefix}-{place}-name": row.name, f"{prefix}-{place}-language": row.language}
    return sent | change


def test_only_so_many_fields_are_asked():
    query = parse(" ".join(f"author:x{number}" for number in range(20)))
    assert len(query.clauses) == 8
    assert len(query.ignored) == 12


def test_a_question_can_be_written_without_one_of_its_pieces():
    query = parse('ash -author:reed year:2012 "by the"')
    assert [(piece.field, piece.text, piece.excluded) for piece in query.pieces] == [
        ("author", "reed", True),
        ("year", "2012", False),
    ]
    assert query.without(query.pieces[0]) == 'ash year:2012 "by the"'


def test_fields_cost_no_query_but_for_names_that_are_looked_up(archive, django_assert_num_queries):
    with django_assert_num_queries(1):
        search("author:moss topic:lantern year:2012", Article.objects.published())
    with django_assert_num_queries(2):
        search("ash kind:paper", Article.objects.published())
