"""Words made comparable: the terms of texts, without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.articles.search.analysis import (
    GAP,
    fold,
    indexed,
    joined,
    plain,
    prepare,
    sequence,
    spans,
    terms,
)
from archive.articles.search.arabic import stem, with_particles


def same(words: str, language: str) -> bool:
    """Whether all these words have one term."""
    return len({tuple(sequence(word, language)) for word in words.split()}) == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "sanction sanctions Sanctioned SANCTIONING"),
        ("en", "Verrin Verrin’s Verrin's VERRIN"),
        ("en", "U.S. US U.S us"),
        ("en", "O’Hara O'Hara OʼHara Ohara"),
        ("en", "naïve naive NAI\u0308VE"),
        ("en", "ﬁnance finance ﬁ\u00adnance"),
        ("ru", "санкция санкции санкций санкциями Санкциям"),
        ("ru", "ёлка елка ёлки е\u0308лки"),
        ("ru", "политика поли\u0301тика политикой"),
        ("ar", "السياسة سياسة سياسات السياسات والسياسة بالسياسة للسياسة سياستها سياساتهم"),
        ("ar", "السِّيَاسَةُ السيـــاسة السياسه"),
        ("ar", "لبناني اللبنانيون لبنانية اللبنانيين لبنان"),
        ("ar", "إيران ايران آيران الإيراني"),
        ("ar", "دولة دولتان دولتين الدول"),
        ("ar", "مفاوضات المفاوضات مفاوضاتهم مفاوضاتنا"),
        ("ar", "مستشفى مستشفي المستشفى"),
        ("fr", "publié publiée publiés publiées publier publiee"),
        ("fr", "l’école école ecoles ÉCOLE"),
        ("fr", "négociation négociations negociation"),
        ("es", "sanción sanciones sancion"),
        ("pt", "sanção sanções sancoes"),
        ("de", "Maßnahme MASSNAHME Massnahmen"),
        ("uz", "Oʻzbek O'zbek O’zbek ozbek"),
        ("en", "2014 ٢٠١٤ ２０１４"),
        ("en", "organisation organization Organisations organised organizing"),
        ("en", "defence defense defences defensive"),
        ("en", "labour labor labours"),
        ("en", "analysis analyses analyse analyzing analysed"),
        ("en", "crisis crises"),
        ("en", "policy policies"),
        ("en", "war wars"),
        ("en", "programme program programmes"),
        ("en", "travelled traveled travelling"),
        ("en", "fought fight fighting"),
        ("ru", "рынок рынка рынки рынков"),
        ("ru", "сделка сделок сделки"),
        ("ru", "украинец украинцы украинцев"),
        ("ru", "паром парома паромы паромом"),
        ("ru", "архив архива архивов архивы"),
        ("ru", "Киев Киева Киеву"),
        ("ru", "опись описи описей"),
        ("ru", "Иванов Иванова Ивановым"),
        ("ru", "лёд льда льду"),
        ("ru", "посол посла послы"),
        ("fr", "national nationaux nationales"),
        ("fr", "canal canaux"),
        ("fr", "travail travaux"),
        ("fr", "l’État l'Etat État etats"),
        ("zh", "國會 国会"),
        ("zh", "歐洲聯盟 欧洲联盟"),
    ],
)
def test_spellings_and_inflections_of_a_word_meet(language, words):
    assert same(words, language)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", "وزير زير"),
        ("ar", "الله له"),
        ("en", "naval navy"),
        ("zh", "中国 国中"),
        ("ar", "ماء ما"),
        ("ru", "мост место"),
        ("en", "organ organize"),
    ],
)
def test_different_words_stay_apart(language, words):
    assert not same(words, language)


@pytest.mark.parametrize(
    "words",
    [
        "دولة الدول", "قانون القوانين", "حرب والحروب", "رئيس الرؤساء", "سوق بالأسواق", "دفتر ودفاتر",
        "ماء المياه",
        "وزير الوزراء", "قضية للقضايا", "ميناء والموانئ", "سياسة وسياسات", "أزمة الأزمات",
    ],
)  # fmt: skip
def test_an_arabic_word_asks_for_its_plural_and_the_plural_for_it(words):
    one, other = words.split()
    assert stem(fold(other)) in with_particles(fold(one))
    assert stem(fold(one)) in with_particles(fold(other))


def test_what_is_typed_is_folded_and_not_stemmed():
    assert plain("The U.S. Négociations") == ["the", "us", "negociations"]
    assert plain("السياسة") == ["السياسه", "سياسه"]
    assert plain("國會") == ["国会", "会"]


def test_a_stem_belongs_to_its_language():
    assert terms("porter", "fr") != terms("port", "en")
    assert terms("port", "fr-CA") == terms("port", "fr")
    assert terms("Port", "xx") == ["port"]


def test_scripts_without_blanks_become_pairs_and_a_last_sign():
    assert terms("朝鲜半岛，G20峰会", "zh") == ["朝鲜", "鲜半", "半岛", "岛", "g20", "峰会", "会"]


def test_hyphened_words_are_found_in_parts_and_joined():
    assert terms("Co-operation", "xx") == ["co", "operation", GAP, "cooperation"]
    assert joined("post\u2010Soviet, post-Soviet", "xx") == ["postsoviet", "postsoviet"]
    assert terms("2014-2016", "xx") == ["2014", "2016"]


def test_places_of_words_are_those_of_the_prepared_text():
    text = prepare("Cafe\u0301_bar, 中国")
    assert [(text[start:end], term) for start, end, term in spans(text, "xx")] == [
        ("Café", "cafe"),
        ("bar", "bar"),
        ("中国", "中国"),
        ("国", "国"),
    ]


@given(st.text(max_size=300), st.sampled_from(["en", "fr", "ru", "ar", "zh", "xx", ""]))
def test_a_term_holds_nothing_that_a_query_language_knows(text, language):
    for term in terms(text, language):
        assert term == GAP or not set(term) & set(" '\"\\:&|!<>()*+-^{}~,.;%_\0\n\t")
        assert len(term.encode()) < 2000
    assert indexed(text, language).split() == terms(text, language)


@given(st.text(max_size=200), st.sampled_from(["en", "fr", "ar", ""]))
def test_the_places_of_a_text_have_the_terms_of_the_text(text, language):
    assert [term for _, _, term in spans(prepare(text), language)] == sequence(text, language)
