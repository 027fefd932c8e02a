"""What to read next: the closest works by the terms they share, and the neighbours in a series."""

from __future__ import annotations

import pytest

from archive.articles import related
from archive.articles.models import Article
from archive.articles.related import NEWEST_LINKS, SERIES, closest, shared_links
from archive.publication import Status
from tests import makers

pytestmark = pytest.mark.django_db


def next_to(work, leave_out=()):
    """Return what is related to a work, as its page asks for it: the titles, the closest first."""
    links = list(shared_links(work).values_list("tag_id", "kin"))
    kin = closest(links, leave_out={work.pk, *leave_out})
    cards = Article.objects.published().apart_from(work).filter(pk__in=[one.key for one in kin]).for_card()
    terms = [link.tag for link in work.term_links.select_related("tag")]
    return related.related_to(work, kin, cards, terms)


def titles(found):
    return [one.work.title for one in found]


def test_who_shares_more_terms_is_closer():
    water, grain, ice = (makers.make_term("topic", name) for name in ("Water", "Grain", "Ice"))
    work = makers.make_article(terms=[water, grain, ice])
    makers.make_article("One", terms=[grain])
    makers.make_article("Three", terms=[ice, water, grain])
    makers.make_article("Two", terms=[water, grain])
    makers.make_article("None", terms=[makers.make_term()])
    assert titles(next_to(work)) == ["Three", "Two", "One"]


def test_a_rare_term_weighs_more_than_a_common_one():
    common, rare = makers.make_term("topic", "Policy"), makers.make_term("region", "Fells")
    makers.make_article("Rare", terms=[rare])
    work = makers.make_article(terms=[common, rare])
    for number in range(5):
        makers.make_article(f"Common {number}", terms=[common])
    assert titles(next_to(work))[0] == "Rare"


def test_of_two_terms_with_as_many_links_looked_at_the_one_that_reaches_further_back_is_rarer():
    links = [(1, key) for key in range(1, 30 * NEWEST_LINKS, 30)] + [(2, key) for key in range(870, 900)]
    assert (len(links), closest(links)[0].key) == (2 * NEWEST_LINKS, 871)
    [first, *_others] = closest([(1, 31), (2, 31), *links])
    assert first.terms[0] == 1


def test_only_the_newest_links_of_a_term_are_looked_at():
    term = makers.make_term()
    work = makers.make_article(terms=[term])
    for number in range(NEWEST_LINKS + 5):
        makers.make_article(f"Work {number}", terms=[term])
    keys = sorted(shared_links(work).values_list("kin", flat=True))
    newest = Article.objects.order_by("-pk").values_list("pk", flat=True)[:NEWEST_LINKS]
    assert keys == sorted(newest)


def test_a_work_in_the_same_language_is_closer_and_of_two_equals_the_newer():
    term = makers.make_term()
    work = makers.make_article(terms=[term], language="en")
    makers.make_article("Nouveau", terms=[term], language="fr", date="2020-01-01")
    makers.make_article("Older", terms=[term], date="2011-01-01")
    makers.make_article("Newer", terms=[term], date="2012-01-01")
    assert titles(next_to(work)) == ["Newer", "Older", "Nouveau"]


def test_a_work_by_the_same_people_is_closer_and_says_so():
    term, ann = makers.make_term(), makers.make_author("Ann Moss")
    work = makers.make_article(terms=[term], authors=[ann, "Zoë Quill"])
    makers.make_article("By Ann", terms=[term], authors=[ann], date="2010-01-01")
    makers.make_article("By nobody known", terms=[term], authors=["Zoë Quill"], date="2012-01-01")
    assert [(one.work.title, one.by_the_same) for one in next_to(work)] == [
        ("By Ann", 1),
        ("By nobody known", 0),
    ]


def test_of_a_work_in_several_languages_one_is_shown():
    term = makers.make_term()
    work = makers.make_article(terms=[term], language="ar")
    original = makers.make_article("The Question", terms=[term])
    makers.make_article("السؤال", terms=[term], language="ar", translation_of=original)
    assert titles(next_to(work)) == ["السؤال"]


def test_the_reason_is_the_two_rarest_subjects_in_tag_line_order():
    water, policy = makers.make_term("topic", "Water"), makers.make_term("topic", "Policy")
    fells, attic = makers.make_term("region", "Fells"), makers.make_term("program", "Attic")
    for number in range(4):
        makers.make_article(f"Policy {number}", terms=[policy])
    work = makers.make_article(terms=[policy, water, fells, attic])
    makers.make_article("Near", terms=[attic, fells, policy, water])
    [near, *_others] = next_to(work)
    assert (near.terms, near.is_subject) == ((water, fells), True)


def test_where_no_subject_is_shared_the_reason_is_the_program():
    attic = makers.make_term("program", "Attic")
    work = makers.make_article(terms=[attic, makers.make_term()])
    makers.make_article("Near", terms=[attic])
    [near] = next_to(work)
    assert (near.terms, near.is_subject) == ((attic,), False)


@pytest.mark.parametrize("hidden", [{"status": Status.DRAFT}, {"publish_at": makers.tomorrow()}])
def test_leaves_out_what_readers_do_not_see(hidden):
    term = makers.make_term()
    work = makers.make_article(terms=[term])
    makers.make_article("Hidden", terms=[term], **hidden)
    makers.make_article("Seen", terms=[term])
    assert titles(next_to(work)) == ["Seen"]


def test_a_series_counts_as_one_more_term():
    kin = closest([(7, 1), (7, 2), (7, 3), (SERIES, 3)])
    assert (kin[0].key, set(kin[0].terms)) == (3, {7, SERIES})


def test_a_work_without_terms_is_related_to_nothing():
    work = makers.make_article()
    makers.make_article(terms=[makers.make_term()])
    assert next_to(work) == []
