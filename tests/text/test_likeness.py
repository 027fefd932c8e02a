"""Two names may be one person's, or they may not: what is said of both is the same."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.likeness import Reason, likeness, plain_letters, sketch, sketches

NAMES = (
    """
Dmitri Oakrest|D. Oakrest|Дмитрий Окрест|Dmitry V. Oakrest|Oakrest D.V.|DV Oakrest|Dimitri Oakrest
Omar al-Tarni|Umar El-Tarny|عمر الطارني|O. Tarni|Omar ElTarni
林书远|Lin Shuyuan|Shuyuan Lin|Shu-Yuan Lin|S. Lin|欧阳明|Ouyang Ming|Li Wei|Wei Li
Harold Winterbourne|Harold Winterbourne Jr.|H. Winterbourne Sr.|Harold B. Winterbourne|Hal Winterbourne
Юрий Соловьёв|Yuri Solovyov|Juri Solowjow|Iurii Soloviev|Ю. Соловьев|Jan Solov
Γιώργος Παπαδόπουλος|Giorgos Papadopoulos|Hans Müller|Hans Mueller|Jane Quay|John Quay|J. Quay|A. Quay
Plato|Dr. Oakrest|D|- -|van der Berg, Pieter|P. Berg|Maria de la Cruz|سمير حداد|Samir Haddad
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ("T. Oakrest", "Tomas Oakrest", [Reason.INITIALS]),
        ("Oakrest T.V.", "Tomas Viktor Oakrest", [Reason.INITIALS]),
        ("TV Oakrest", "Tomas Viktor Oakrest", [Reason.INITIALS]),
        ("Tomas B. Oakrest", "Tomas Oakrest", [Reason.MIDDLE]),
        ("Дмитрий Соловьёв", "Dmitri Solovyov", [Reason.SCRIPT]),
        ("Ю. Соловьёв", "Yuri Soloviev", [Reason.SCRIPT, Reason.INITIALS]),
        ("Dmitry Oakrest", "Dmitriy Oakrest", [Reason.SPELLING]),
        ("Omar al-Tarni", "Umar El-Tarny", [Reason.SPELLING]),
        ("عمر المصري", "Omar al-Masri", [Reason.SCRIPT]),
        ("محمد علي", "Mohammed Ali", [Reason.SCRIPT]),
        ("林书远", "Lin Shuyuan", [Reason.SCRIPT]),
        ("林书远", "Shu-Yuan Lin", [Reason.SCRIPT]),
        ("Lin Shuyuan", "Shuyuan Lin", [Reason.ORDER]),
        ("Hans Müller", "Hans Mueller", [Reason.SPELLING]),
        ("Dan Oakrest", "Daniel Oakrest", [Reason.SHORT]),
        ("Harold King Jr.", "Harold King", [Reason.GENERATION]),
        ("Pieter van der Berg", "Pieter Berg", [Reason.SAME]),
    ],
)
def test_two_names_that_may_be_one_persons(one, other, reasons):
    found = likeness(one, other)
    assert found is not None
    assert list(found.reasons) == reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("John Oakrest", "Jane Oakrest"),
        ("A. Oakrest", "Jane Oakrest"),
        ("Tomas A. Oakrest", "Tomas B. Oakrest"),
        ("Harold King Jr.", "Harold King Sr."),
        ("Martin Oakrest", "Martina Oakrest"),
        ("Daniel Oakrest", "Daniela Oakrest"),
        ("Tomas Oakrest", "Tomas Oakley"),
        ("Oakrest", "Tomas Oakrest"),
        ("Li Wei", "Li Wu"),
        ("林书远", "Lin Shaoyan"),
        ("", "Tomas Oakrest"),
    ],
)
def test_two_names_that_are_not(one, other):
    assert likeness(one, other) is None


def test_a_full_name_comes_nearer_than_an_initial():
    nearer, farther = likeness("Dmitri Oakrest", "Dmitry Oakrest"), likeness("Dmitri Oakrest", "D. Oakrest")
    assert nearer.distance < farther.distance


def test_likeness_is_mutual_and_found_under_a_sketch():
    for one in NAMES:
        for other in NAMES:
            found = likeness(one, other)
            assert (found is None) == (likeness(other, one) is None), (one, other)
            assert found is None or sketch(other) in sketches(one), (one, other)


@given(st.text(max_size=40), st.text(max_size=40), st.integers())
def test_no_name_raises_and_every_likeness_is_found_under_a_sketch(one, other, seed):
    shuffled = list(one + " " + other)
    random.Random(seed).shuffle(shuffled)
    for two in (other, "".join(shuffled)):
        found = likeness(one, two)
        assert (found is None) == (likeness(two, one) is None)
        assert found is None or sketch(two) in sketches(one)


def test_letters_that_look_alike_are_told():
    assert plain_letters("Hаrold Οakrest") == "Harold Oakrest"  # a Cyrillic a, a Greek omicron
