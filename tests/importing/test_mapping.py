"""The mapping that staff give: what columns, terms and types mean; a bad one is refused in one sentence."""

from __future__ import annotations

import json

import pytest

from archive.importing.mapping import Column, Mapping, MappingError, load

WHOLE = """
[fields]
"Headline here" = "title"
"Experts" = {to = "authors", split = "/"}
"Day" = {to = "published", format = "%d/%m/%Y"}
"Serial" = {to = "published", format = "excel"}
"Internal notes" = ""

[values.type]
"Op-Ed" = "oped"

[constants]
language = "en"
primaryCenter = "Lantern Coast"
published = 2014-12-02

[terms.category]
default = "topics"
africa = "regions"
press = {to = "programs", as = "Press Office"}
news = ""

[types]
page = "page"
product = ""
"""


@pytest.fixture
def mapping(tmp_path):
    path = tmp_path / "map.toml"
    path.write_text(WHOLE, encoding="utf-8-sig")
    return Mapping.of(load(path))


def test_gives_a_column_as_staff_wrote_it(mapping):
    assert mapping.column("Experts") == Column("authors", split="/")
    assert mapping.column("Day") == Column("published", format="%d/%m/%Y")


def test_compares_headers_without_case_blanks_and_punctuation(mapping):
    assert mapping.column(" HEADLINE-here: ").to == "title"


def test_drops_a_column_in_silence_where_staff_says_nothing(mapping):
    assert mapping.column("Internal notes").to == ""


def test_knows_no_meaning_of_a_header_that_nobody_mapped(mapping):
    assert mapping.column("Word count") is None
    assert mapping.column("") is None


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("Headline", "title"),
        ("Author(s)", "authors"),
        ("AUTHOR 2", "authors"),
        ("by", "authors"),
        ("Pub. Date", "published"),
        ("Date (DD/MM/YYYY)", "published"),
        ("field_topics", "topics"),
        ("post_content", "body"),
        ("Permalink", "url"),
        ("standfirst", "deck"),
        ("Programme", "programs"),
        ("Post ID", "id"),
        ("primaryCenter", "primaryCenter"),
        ("PDF", "attachments"),
        ("Заголовок", "title"),
        ("Автор(ы)", "authors"),
        ("Auteur·e·s", "authors"),
        ("Résumé", "deck"),
        ("关键词", "topics"),
        ("发布日期", "published"),
        ("المؤلف", "authors"),
        ("تاريخ النشر", "published"),
    ],
)
def test_knows_what_columns_are_called_in_five_languages(header, key):
    assert Mapping().column(header).to == key


@pytest.mark.parametrize("header", ["post_name", "Notes", "Editor", "Word count", "...", "modified"])
def test_takes_no_other_header_for_a_field(header):
    assert Mapping().column(header) is None


def test_gives_a_translator_the_role(mapping):
    assert mapping.column("Translated by") == Column("authors", role="translator", rank=3)


def test_sends_terms_where_staff_says_by_slug_or_by_name(mapping):
    assert mapping.term("category", "africa", "Afrique") == ("regions", "Afrique")
    assert mapping.term("category", "x", "AFRICA") == ("regions", "AFRICA")
    assert mapping.term("category", "press", "Press") == ("programs", "Press Office")
    assert mapping.term("category", "trade", "Trade") == ("topics", "Trade")
    assert mapping.term("category", "news", "News") is None


def test_sends_terms_of_vocabularies_that_nobody_mapped_where_their_name_says():
    assert Mapping().term("post_tag", "trade", "Trade") == ("topics", "Trade")
    assert Mapping().term("region", "x", "Estuary") == ("regions", "Estuary")
    assert Mapping().term("nav_menu", "x", "Main") is None


def test_translates_values_and_leaves_others_alone(mapping):
    assert mapping.value("type", "op-ed") == "oped"
    assert mapping.value("type", "Report") == "Report"
    assert mapping.value("topics", "Op-Ed") == "Op-Ed"


def test_tells_the_kind_of_a_type_of_post(mapping):
    assert mapping.kind("page", "commentary") == "page"
    assert mapping.kind("post", "commentary") == "commentary"
    assert mapping.kind("product", "commentary") is None


def test_is_a_plain_dictionary_fit_for_json(tmp_path):
    path = tmp_path / "map.toml"
    path.write_text(WHOLE, encoding="utf-8")
    loaded = load(path)
    assert json.loads(json.dumps(loaded)) == loaded
    assert Mapping.of(loaded).constants["published"] == "2014-12-02"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '[fields]\n"A" = "titel"',
            '[fields] "A": "titel" is not a field of the record; the nearest are title',
        ),
        ('[fields]\n"A" = "byline"', "the nearest are authors"),
        ('[fields]\n"A" = 3', "is a number where a text is expected"),
        ('[fields]\n"A" = {too = "title"}', '"too" is not understood; the nearest is to'),
        ('[fields]\n"A" = {split = ";"}', "does not say to which field it goes"),
        ('[fields]\n"A" = {to = "authors", split = ""}', 'has an empty "split"'),
        ('[fields]\n"A" = {to = "title", split = ";"}', '"title" holds one value'),
        ('[fields]\n"A" = {to = "published", format = "dd.mm"}', '"dd.mm" is not the format of a date'),
        ('[fields]\n"A" = {to = "published", format = "%H:%M"}', "is not the format of a date"),
        ('[fields]\n"A" = {to = "title", format = "%Y"}', 'only "published" is a date'),
        ('[fields]\n"A" = {to = "title", prefix = "x"}', 'only "id" has one'),
        ('[fields]\n"..." = "title"', "has no letter or number"),
        ("[felds]\nx = 1", "[felds] is not a table of a mapping; the nearest is fields"),
        ("fields = 1", "fields is a number where a table is expected"),
        (
            '[constants]\nlang = "en"',
            '[constants] "lang" is not a field of the record; the nearest are language',
        ),
        ('[terms.category]\nx = "title"', 'terms do not go to "title"'),
        ('[values]\ntype = "x"', "values.type is a text where a table is expected"),
        ("[types]\npage = true", "is true or false where a text is expected"),
        ("[fields\n", "is not TOML"),
    ],
)
def test_refuses_a_bad_mapping_with_file_place_and_remedy(tmp_path, text, sentence):
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MappingError) as refused:
        load(path)
    assert sentence in str(refused.value)
    assert str(path) in str(refused.value)


def test_refuses_a_file_that_is_not_there_or_no_text(tmp_path):
    with pytest.raises(MappingError, match="cannot be read"):
        load(tmp_path / "absent.toml")
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(MappingError, match="is not UTF-8"):
        load(tmp_path / "bad.toml")


def test_the_command_refuses_a_bad_mapping_before_it_reads_anything(import_content, write_records, tmp_path):
    (tmp_path / "map.toml").write_text('[fields]\n"A" = "titel"', encoding="utf-8")
    with pytest.raises(Exception, match="titel"):
        import_content(write_records({"id": "1"}), "--map", tmp_path / "map.toml")
