"""An excerpt ends where a reader would pause; a length is counted in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.excerpts import excerpt, reading_minutes, word_count


def test_a_short_text_comes_back_whole_on_one_line():
    assert excerpt("The ferry\nis late.") == "The ferry is late."


def test_it_ends_with_a_sentence_where_one_ends_late_enough():
    assert excerpt("The ferry is late. Nobody asks why it is.", 30) == "The ferry is late."


def test_an_initial_or_a_title_ends_no_sentence():
    assert excerpt("It was said by Dr. Winterbourne of the quay.", 24) == "It was said by Dr…"


def test_otherwise_it_ends_with_a_word_and_an_ellipsis():
    assert excerpt("Freight on the oldest crossing has collapsed", 20) == "Freight on the…"


def test_chinese_is_cut_between_signs_or_after_a_sentence():
    assert excerpt("连接两岸的渡轮已经运行了九十年", 8) == "连接两岸的渡轮…"
    assert excerpt("渡轮停了。没有人取消它,也没有人问。", 9) == "渡轮停了。"


@pytest.mark.parametrize(
    ("text", "words"),
    [("The ferry’s late.", 3), ("Brandt-Okafor", 1), ("渡轮停了", 2), ("渡轮 late", 2), ("", 0), ("— …", 0)],
)
def test_words_are_counted_and_two_chinese_signs_are_one(text, words):
    assert word_count(text) == words


def test_reading_time_is_rounded_up():
    assert [reading_minutes(""), reading_minutes("word " * 230), reading_minutes("word " * 231)] == [0, 1, 2]


@given(st.text(max_size=120), st.integers(2, 60))
def test_an_excerpt_is_never_longer_than_asked(text, limit):
    made = excerpt(text, limit)
    assert len(made) <= limit
    assert "\n" not in made
