"""Pages that lost the marks between title, deck and body: what each of their lines is."""

from __future__ import annotations

import json

import pytest

from tests.importing.readers.reading import paragraphs, record_of, written

SITE = "https://aldermoor.example.org"


def flat(text, **changes):
    values = {"authors": ["Anna Keller"], "type": "other", "primaryCenter": "Aldermoor Europe", "topics": []}
    return f"{json.dumps(values | changes, indent=0)}{text}"


@pytest.mark.parametrize(
    "deck",
    [
        "A new report sets out eleven small steps toward fewer gauges.",
        "In an interview, Jan Moreau takes eleven small steps through a valley.",
    ],
)
def test_takes_a_sentence_that_shares_words_with_the_address_for_the_deck(tmp_path, deck):
    page = written(tmp_path, flat(f"REQUIRED IMAGE\n{deck}\nThe first step is the list.\nNobody has one.\n"))
    record = record_of(page, f"{SITE}/posts/2011/03/eleven-small-steps")
    assert (record.title, record.deck) == ("Eleven small steps", deck)
    assert paragraphs(record) == ["The first step is the list.", "Nobody has one."]


def test_takes_a_sentence_that_is_the_address_for_the_title(tmp_path):
    page = written(
        tmp_path, flat("Source: Getty\nThe River Is Not a Border.\nThe deck.\nIt moves.\nIt floods.\n")
    )
    assert record_of(page, f"{SITE}/posts/2011/03/river-is-not-border").title == "The River Is Not a Border."


@pytest.mark.parametrize(
    "opening",
    [
        ["BELLRINGERS of the old parliament rise early.", "They stay seated until noon."],
        [
            "the winter of 2004 the railway stopped.",
            "The snow was measured.",
            "Nobody asked.",
            "A letter came.",
        ],
    ],
)
def test_keeps_paragraphs_and_outlet_apart_where_the_outlet_closes_the_body(tmp_path, opening):
    text = "\n".join(["Source: Getty", "The Parliament of Clocks", *opening, "Source: The Meridian Review"])
    text += "\n\nClick on PDF icon above to read full article\n"
    text += "About the Author\nFellow\nAnna Keller is a fellow.\n"
    record = record_of(written(tmp_path, flat(text)))
    assert (record.title, record.deck, record.source) == (
        "The Parliament of Clocks",
        "",
        "The Meridian Review",
    )
    assert paragraphs(record) == opening


def test_leaves_emphasis_marks_out_of_title_and_deck(tmp_path):
    text = "\n\nSource: Getty\n\n# Who Owns the *Fourth* Chair?\n\nThere are _four_ chairs.\n\n"
    text += "**Published on** Feb 3, 2026\n"
    record = record_of(
        written(tmp_path, flat(f"{text}\nThe chairs were ordered in *May*.\n\nThey are warm.\n"))
    )
    assert (record.title, record.deck) == ("Who Owns the Fourth Chair?", "There are four chairs.")
    assert "<em>May</em>" in record.body


def test_reads_the_title_of_a_review_from_the_book_it_names(tmp_path):
    text = "In This Review\n\nClocks of the Republic\n\nClocks of the Republic\n"
    text += "By Anselm Varga\nTarsis, 2021, 204 pp.\n\n"
    page = written(tmp_path, f"{text}A slim book on a large subject. One wishes for an index.\n")
    record = record_of(page, f"{SITE}/reviews/capsule-review/clocks-republic")
    assert (record.title, record.authors) == ("Clocks of the Republic", [])
    assert paragraphs(record)[0] == "By Anselm Varga"


def test_takes_the_sentence_above_the_first_question_of_an_interview_for_its_deck(tmp_path):
    text = "Interview: Oriel Banfield\nShe tells why a chart is a negotiation.\n\nWhy three charts?\n"
    text += "Three were asked for.\n"
    record = record_of(written(tmp_path, text), f"{SITE}/publications/2022-06/interview-oriel-banfield")
    assert (record.title, record.deck) == (
        "Interview: Oriel Banfield",
        "She tells why a chart is a negotiation.",
    )
    assert paragraphs(record)[0] == "Why three charts?"


def test_takes_the_first_of_several_questions_for_a_heading_and_no_deck(tmp_path):
    text = "Les digues\nLes digues\n\nUn pêcheur, juin 2021. CLAIRE OUEDRA / AFP\nQ&A / Africa 12 minutes\n\n"
    text += (
        "Qui les a construites ?\n\nLes pêcheurs, avec des pierres.\n\nQui doit les réparer ?\n\nPersonne.\n"
    )
    record = record_of(written(tmp_path, text), f"{SITE}/fr/africa/les-digues")
    assert (record.deck, paragraphs(record)[0]) == ("", "Qui les a construites ?")
