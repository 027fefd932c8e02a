"""What is understood of a reader's words, without a database."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.articles.search import postgresql, sqlite
from archive.articles.search.query import LONGEST, MOST_WORDS, parse


def test_words_phrases_and_exclusions_are_told_apart():
    query = parse('salt "night boat" -rain -“quiet port” −envy')
    assert query.words == ("salt", "“night boat”")
    assert [clause.word for clause in query.excluded] == ["rain", "“quiet port”", "envy"]


def test_only_so_many_words_are_looked_for_and_the_rest_is_said():
    query = parse("one two three four five six seven eight nine ten")
    assert len(query.words) == MOST_WORDS
    assert query.ignored == ("nine", "ten")


def test_only_so_many_characters_are_read():
    assert len(parse("x" * 10_000).text) == LONGEST


def test_words_without_weight_are_left_out_unless_they_stand_alone_or_in_a_phrase():
    assert parse("the price of salt").words == ("price", "salt")
    assert parse("the price of salt").ignored == ("the", "of")
    assert parse("The Who").words == ("Who",)
    assert parse("of the").words == ("of", "the")
    assert parse('"the price of salt"').words == ("“the price of salt”",)


def test_a_hyphen_within_a_word_excludes_nothing():
    assert parse("post-Soviet").words == ("post-Soviet",)
    assert not parse("post-Soviet").excluded


def test_a_word_said_twice_is_looked_for_once():
    assert parse("salt salt -rain -rain").words == ("salt",)


@pytest.mark.parametrize(
    "text", ["", "   ", "?", '"', '""', "-", "- -", '-""', "\0", "\ud800", "ـ", "'", "« »"]
)
def test_what_holds_no_word_is_no_query(text):
    assert not parse(text)


def test_one_sign_stands_for_every_pair_that_begins_with_it():
    (clause,) = parse("盐").clauses
    assert clause.needs == ((("盐*",),),)


def test_an_unclosed_quotation_mark_is_passed_over():
    assert parse('"night boat').words == ("night", "boat")


def test_the_engines_get_the_question_in_their_own_words():
    query = parse("盐 -港口")
    assert sqlite.expression(query) == '("盐" * NOT "港口")'
    assert postgresql.expression(query) == "('盐':* & !'港口')"


@given(st.text(alphabet=st.characters(), max_size=250))
@example("NEAR(a b) AND title:x OR {c d}:e ^f g* \"h' ' i")
@example("a' | b:* & !(c <-> d) \\ %s %(x)s ; DROP TABLE articles")
@example("\u0301" * 250)
@example('""""-"-"-" "a" b "')
def test_no_text_breaks_the_query_or_reaches_an_engine_as_it_stands(text):
    query = parse(text)
    assert len(query.clauses) + len(query.excluded) <= MOST_WORDS
    for clause in (*query.clauses, *query.excluded):
        for need in clause.needs:
            assert need
            for phrase in need:
                assert phrase
                for term in phrase:
                    assert term.removesuffix("*").replace("·", "x").strip()
                    assert not set(term.removesuffix("*")) & set(" '\"\\:&|!<>()*+-^{}~,%")
