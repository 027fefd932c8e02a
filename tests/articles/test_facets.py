"""Facet counts: exact over what a reader has narrowed to, whichever database counts."""

from __future__ import annotations

import pytest
from pyroaring import BitMap

from archive.articles import facets, sets
from archive.articles.facets import FACETS
from tests.makers import make_article, make_author, make_center, make_kind, make_series, make_term, tomorrow

pytestmark = pytest.mark.django_db


def count_all(*wanted: str) -> facets.Counts:
    return facets.count_all(sets.current(), wanted or FACETS)


def counted(counts: facets.Counts, facet: str) -> dict[str, int]:
    return {choice.value: choice.count for choice in counts.choices[facet]}


def test_counts_every_facet_in_one_query_and_one_for_names_of_people(django_assert_num_queries):
    topic, region = make_term("topic", "Ports"), make_term("region", "Estuary")
    center, author = make_center("Tarn House"), make_author("Wilma Oakrest")
    make_article(
        kind=make_kind("paper", "Paper"),
        series=make_series("Slate"),
        terms=[topic, region],
        centers=[center],
        authors=[author],
        language="fr",
        date="2011-05",
    )

    sets.current()

    with django_assert_num_queries(2):
        counts = count_all()

    assert counts.total == 1
    for facet, value in [
        ("kind", "paper"),
        ("topic", "ports"),
        ("region", "estuary"),
        ("center", "tarn-house"),
        ("author", "wilma-oakrest"),
        ("series", "slate"),
        ("language", "fr"),
        ("year", "2011"),
    ]:
        assert counted(counts, facet) == {value: 1}, facet


def test_a_region_counts_a_work_below_it_once():
    north = make_term("region", "Northern Seas")
    sound, cape = (
        make_term("region", "The Sound", parent=north),
        make_term("region", "The Cape", parent=north),
    )
    make_article(terms=[sound, cape])
    make_article(terms=[north, sound])
    make_article(terms=[cape])

    counts = count_all()

    assert counted(counts, "region") == {"northern-seas": 3, "the-sound": 2, "the-cape": 2}
    assert {choice.value: choice.parent for choice in counts.choices["region"]}["the-cape"] == "northern-seas"


def test_a_chosen_facet_is_counted_over_what_the_others_leave():
    ports, rails = make_term("topic", "Ports"), make_term("topic", "Rails")
    paper, note = make_kind("paper"), make_kind("note")
    make_article(terms=[ports], kind=paper)
    make_article(terms=[rails], kind=paper)
    make_article(terms=[rails], kind=note)

    now = sets.current()

    def narrow(facet: str) -> BitMap:
        return now.everything if facet == "topic" else now.of("term", ports.pk)

    counts = facets.count(now, narrow, active={"topic"})

    assert counts.total == 1
    assert counted(counts, "topic") == {"ports": 1, "rails": 2}
    assert counted(counts, "kind") == {"paper": 1}


def test_two_chosen_facets_are_each_counted_over_what_the_other_leaves():
    ports, rails = make_term("topic", "Ports"), make_term("topic", "Rails")
    north, south = make_term("region", "North"), make_term("region", "South")
    cape = make_term("region", "Cape", parent=south)
    make_article(terms=[ports, north])
    make_article(terms=[ports, south])
    make_article(terms=[ports, cape, south])
    make_article(terms=[rails, north])

    now = sets.current()

    def narrow(facet: str) -> BitMap:
        works = now.everything if facet == "topic" else now.of("term", ports.pk)
        return works if facet == "region" else works & now.of("term", north.pk)

    counts = facets.count(now, narrow, active=["topic", "region"])

    assert counts.total == 1
    assert counted(counts, "topic") == {"ports": 1, "rails": 1}
    assert counted(counts, "region") == {"north": 1, "south": 2, "cape": 1}


@pytest.mark.parametrize("facet", ["topic", "region"])
def test_one_facet_can_be_counted_alone(facet):
    make_article(terms=[make_term("topic", "Ports"), make_term("region", "Ports")])
    counts = count_all(facet)
    assert counted(counts, facet) == {"ports": 1}
    assert set(counts.choices) <= {facet}


def test_drafts_and_scheduled_works_are_counted_nowhere():
    topic, author = make_term("topic", "Ports"), make_author()
    make_article(terms=[topic], authors=[author], status="draft")
    make_article(terms=[topic], authors=[author], publish_at=tomorrow())
    make_article(terms=[topic], date="2010", status="published")

    counts = count_all()

    assert counts.total == 1
    assert counted(counts, "topic") == {"ports": 1}
    assert counted(counts, "author") == {}
    assert counts.years() == {2010: 1}


def test_undated_works_have_no_year():
    make_article(date=None)
    assert count_all().years() == {}


def test_most_works_come_first_and_years_in_order():
    one, two = make_term("topic", "Alder"), make_term("topic", "Beech")
    make_article(terms=[two], date="2012")
    make_article(terms=[two], date="2009")
    make_article(terms=[one], date="2012")

    counts = count_all()

    assert [choice.value for choice in counts.choices["topic"]] == ["beech", "alder"]
    assert list(counts.years().items()) == [(2009, 1), (2012, 2)]


def test_a_name_twice_in_a_byline_is_one_work_of_the_author():
    author = make_author("Wilma Oakrest")
    article = make_article(authors=[author])
    article.byline_entries.create(author=author, name="W. Oakrest", role="editor", position=1)
    assert counted(count_all(), "author") == {"wilma-oakrest": 1}
