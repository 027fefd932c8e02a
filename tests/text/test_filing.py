"""Keys that titles are sorted by: one order on every database, in the alphabets of five languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.filing import CHINESE, FIGURES, KEY_LENGTH, OTHER, filing_key, initial, prefix_of


@pytest.mark.parametrize(
    ("title", "language", "letter"),
    [
        ("The Ferry Timetable", "en", "f"),
        ("An Étude", "en-GB", "e"),
        ("“A Quiet Quay”", "en", "q"),
        ("A", "en", "a"),
        ("Thebes Rebuilt", "en", "t"),
        ("L’eau et la digue", "fr", "e"),
        ("Les écluses", "fr", "e"),
        ("Œuvres du port", "fr", "o"),
        ("Die Schleuse", "de", "s"),
        ("Die Another Day", "en", "d"),
        ("Йодная вода", "ru", "й"),
        ("Ёлка на льду", "ru", "е"),
        ("الميناء القديم", "ar", "م"),
        ("أين ذهب الماء", "ar", "ا"),
        ("إلى الشاطئ", "ar", "ا"),
        ("内河港口的夜班", "zh-Hans", CHINESE),
        ("2014 in Review", "en", FIGURES),
        ("٢٠١٤ في سطور", "ar", FIGURES),
        ("½ a Bridge", "en", FIGURES),
        ("Ⅳ Bridges", "en", "i"),
        ("Ελλάδα", "el", OTHER),
        ("…", "en", FIGURES),
    ],
)
def test_a_title_is_filed_under_a_letter_of_its_own_script(title, language, letter):
    key = filing_key(title, language)
    assert initial(key) == letter
    assert key.startswith(prefix_of(letter))


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ["2 Bridges", "10 Gauges", "100 Locks", "Névé", "New Quays", "The New York Ferry", "Newark"]),
        ("ru", ["Ёлка", "Ель", "Жар", "Иней", "Йод", "Кран", "Щит", "Юг", "Якорь"]),
        ("ar", ["أرض", "باب", "تاج", "الجسر", "كتاب", "الماء", "نهر", "هواء", "وقت", "يوم"]),
        ("zh", ["岸边", "冰路", "码头"]),
    ],
)
def test_keys_stand_in_the_order_of_the_alphabet(language, titles):
    assert sorted(set(titles), key=lambda title: filing_key(title, language)) == titles


def test_what_is_no_letter_begins_no_key():
    assert prefix_of("?") == prefix_of("") == prefix_of("ab") == ""


@given(st.text(max_size=400), st.sampled_from(["en", "fr", "ru", "ar", "zh", "und", ""]))
def test_a_key_is_of_signs_that_every_database_sorts_alike(title, language):
    key = filing_key(title, language)
    assert 0 < len(key) <= KEY_LENGTH
    assert key.isascii()
    assert key.isalnum()
    assert key == key.lower()
    assert key.startswith(prefix_of(initial(key)))
