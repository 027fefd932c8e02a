"""Names of bodies, told from those of people."""

from __future__ import annotations

import pytest

from archive.text.bodies import is_body


@pytest.mark.parametrize(
    "name",
    [
        "Aldermoor Institute",
        "Tarn Center for Inland Waters",
        "Programme on Boats",
        "The Editors",
        "Institut du Havre",
        "Équipe du Carnet",
        "Московский центр",
        "Редакция",
        "معهد الميناء",
        "المركز العربي",
        "港口研究所",
        "水务研究中心",
    ],
)
def test_a_body_is_known_by_what_it_calls_itself(name):
    assert is_body(name)


@pytest.mark.parametrize(
    "name",
    [
        "Ann Moss",
        "Omar al-Masri",
        "Frank Press",
        "Centerville Jones",
        "Анна Центрова",
        "ليلى حداد",
        "林书远",
        "中心平",
        "",
    ],
)
def test_a_person_is_no_body(name):
    assert not is_body(name)
