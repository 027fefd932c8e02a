"""Names are sorted as a library sorts them, as a proposal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.names import initials, is_mixed_script, script, sort_name


@pytest.mark.parametrize(
    ("name", "sorted_as"),
    [
        ("Ilse Brandt-Okafor", "Brandt-Okafor, Ilse"),
        ("Brandt-Okafor, Ilse", "Brandt-Okafor, Ilse"),
        ("Pieter van der Berg", "van der Berg, Pieter"),
        ("Omar al-Masri", "al-Masri, Omar"),
        ("Khalid bin Salim", "bin Salim, Khalid"),
        ("Al Winterbourne", "Winterbourne, Al"),
        ("Ben Salim", "Salim, Ben"),
        ("Harold J. Winterbourne Jr.", "Winterbourne, Harold J., Jr."),
        ("Harold Winterbourne, Jr.", "Winterbourne, Harold, Jr."),
        ("Harold Winterbourne III", "Winterbourne, Harold, III"),
        ("Hélène d’Aubigny-Çelik", "d’Aubigny-Çelik, Hélène"),
        ("Мария Соловьёва", "Соловьёва, Мария"),
        ("سمير حداد", "حداد، سمير"),
        ("محمد عبد الله", "عبد الله، محمد"),
        ("林书远", "林书远"),
        ("Plato", "Plato"),
        ("", ""),
    ],
)
def test_a_name_is_sorted_by_its_family_name(name, sorted_as):
    assert sort_name(name) == sorted_as


def test_the_language_decides_about_particles_and_order():
    assert sort_name("Anna von der Heide", "de") == "Heide, Anna von der"
    assert sort_name("Pieter van der Berg", "nl-NL") == "Berg, Pieter van der"
    assert sort_name("Lin Shuyuan", "zh-Latn") == "Lin Shuyuan"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Ilse", "Latn"),
        ("Мария", "Cyrl"),
        ("سمير", "Arab"),
        ("林书远", "Hani"),
        ("ひろし", "Jpan"),
        ("123", "Zyyy"),
    ],
)
def test_the_script_of_a_name(name, code):
    assert script(name) == code


def test_a_look_alike_is_seen():
    assert is_mixed_script("Рavel Orlik")
    assert not is_mixed_script("Павел Orlik")


@pytest.mark.parametrize(
    ("name", "signs"),
    [
        ("Ilse Brandt-Okafor", "IB"),
        ("Brandt-Okafor, Ilse", "IB"),
        ("Omar al-Masri", "OM"),
        ("Pieter van der Berg", "PB"),
        ("Harold Winterbourne, Jr.", "HW"),
        ("Мария Соловьёва", "МС"),
        ("林书远", "林"),
        ("سمير حداد", "س"),
        ("", ""),
    ],
)
def test_initials_stand_for_a_portrait(name, signs):
    assert initials(name) == signs


@given(st.text(max_size=60), st.sampled_from(["", "de", "zh", "x"]))
def test_no_name_raises_and_a_sort_name_stays(name, language):
    once = sort_name(name, language)
    assert sort_name(once, language) == once or "," not in once
    assert len(initials(name)) <= 4
    script(name)
    is_mixed_script(name)
