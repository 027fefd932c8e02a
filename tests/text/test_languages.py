"""Language tags have one form, and a language is guessed only where the words are sure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.languages import direction, guess, native_name, normalise


@pytest.mark.parametrize(
    ("tag", "canonical"),
    [
        ("EN", "en"), ("en-us", "en-US"), ("zh_hans-cn", "zh-Hans-CN"), ("ar-eg-x-Foo", "ar-EG-x-foo"),
        ("sl-rozaj-biske", "sl-rozaj-biske"), ("es-419", "es-419"), ("iw", "he"), ("", ""), ("x", ""),
        ("e n", ""), ("en-", ""), ("english language", ""), ("a" * 100, ""),
    ],
)  # fmt: skip
def test_a_tag_has_one_form(tag, canonical):
    assert normalise(tag) == canonical


@pytest.mark.parametrize(
    ("tag", "side"),
    [("ar", "rtl"), ("fa-IR", "rtl"), ("en", "ltr"), ("az-Arab", "rtl"), ("ar-Latn", "ltr"), ("", "ltr")],
)
def test_a_language_has_its_direction(tag, side):
    assert direction(tag) == side


def test_a_language_is_called_as_it_calls_itself():
    assert [native_name(tag) for tag in ("ar", "fr-CA", "zh-Hant-TW", "qqq")] == [
        "العربية",
        "français",
        "繁體中文",
        "qqq",
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ferry that links the two shores has run for ninety years and is not late.", "en"),
        ("Le fleuve qui relie les deux rives est en crue depuis la fin de l’été dans le sud.", "fr"),
        ("Паром, который связывает два берега, ходит девяносто лет.", "ru"),
        ("العبّارة التي تربط الضفتين تعمل منذ تسعين عاماً", "ar"),
        ("连接两岸的渡轮已经运行了九十年。", "zh"),
        ("Поромна переправа, що з’єднує два береги, існує дев’яносто років і її люблять.", ""),
        ("این کشتی که دو ساحل را پیوند می‌دهد نود سال است که می‌گذرد و چیز دیگری نیست", ""),
        ("二つの岸を結ぶ渡し船は九十年間も走っています。", ""),
        ("Die Fähre verbindet die beiden Ufer und ist nicht mehr das, was sie mit der Zeit war.", ""),
        ("El transbordador que une las dos orillas no es el que era en los años del puerto.", ""),
        ("Getty", ""),
        ("2014", ""),
        ("", ""),
    ],
)
def test_a_language_is_guessed_or_left_open(text, language):
    assert guess(text) == language


@given(st.text(max_size=80))
def test_no_text_raises_and_a_tag_keeps_its_form(text):
    assert normalise(normalise(text)) == normalise(text)
    direction(text)
    native_name(text)
    guess(text)
