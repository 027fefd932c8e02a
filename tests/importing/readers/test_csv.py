"""Delimited sheets: any separator, any encoding; every cell is read, or told with what would mend it."""

from __future__ import annotations

import json
import os
import tomllib
import tracemalloc
from pathlib import Path

import pytest

from archive.importing import readers
from archive.importing.readers import csv
from archive.importing.records import Source
from archive.importing.sheets import decoding, delimited
from tests.importing.readers.reading import SAMPLES, names, paragraphs, written

SHEETS = SAMPLES / "sheets"


def read(path, **context):
    return list(csv.read(Source(path, path.name, context=context)))


def sheet(folder, text, **context):
    """Return the readings of a sheet with that content."""
    return read(written(folder, text, "sheet.csv"), **context)


def row(folder, header, cells, **context):
    """Return the only reading of a sheet with one row, which has an address and a text."""
    (reading,) = sheet(folder, f"{header},url,body\n{cells},https://lantern.example/a,Text.\n", **context)
    return reading


def told(readings):
    return "\n".join(str(fault) for reading in readings for fault in reading.faults)


def mapped(toml):
    return {"map": tomllib.loads(toml)}


def test_reads_what_a_spreadsheet_exports_with_titles_and_a_line_for_the_separator():
    first, second, third = read(SHEETS / "catalogue.csv")
    assert (first.record.id, first.record.title) == ("101", "The Pier That Kept Its Lamp")
    assert names(first.record) == ["Ines Okafor"]
    assert first.record.regions == ["Northern Seas", "Estuary"]
    assert first.record.topics == ["Trade", "Insurance"]
    assert paragraphs(first.record) == [
        "The lamp has burned since the strike.",
        'Its oil is "nobody\'s" budget.',
    ]
    assert second.record.title == "Rivers, Ports; and Roads"
    assert names(second.record) == ["Tomás Brandt", "Ines Okafor"]
    assert second.record.body == "<p>Already <em>marked up</em>.</p>"
    assert third.record.title == "=Equal Shares"


def test_numbers_rows_as_a_spreadsheet_shows_them():
    assert [reading.where for reading in read(SHEETS / "catalogue.csv")] == ["row 5", "row 6", "row 8"]


def test_tells_day_and_month_apart_by_the_whole_column():
    assert [one.record.published for one in read(SHEETS / "catalogue.csv")] == [
        "2014-12-02",
        "2014-12-25",
        "2013-12",
    ]


def test_holds_back_what_the_sheet_calls_a_draft():
    assert [reading.record.state for reading in read(SHEETS / "catalogue.csv")] == ["", "draft", ""]


@pytest.mark.parametrize("name", ["catalogue.csv", "articles-ru.tsv", "articles-zh.csv"])
def test_every_row_alone_makes_the_same_record_again(tmp_path, name):
    for reading in read(SHEETS / name):
        (again,) = read(written(tmp_path, reading.data, "evidence"), **reading.context)
        assert again.record == reading.record


def test_reads_headers_and_bylines_in_other_languages():
    (russian,) = read(SHEETS / "articles-ru.tsv")
    assert names(russian.record) == ["Марина Сухова", "Пётр Ильин"]
    assert (russian.record.published, russian.record.topics) == ("2014-12-02", ["торговля", "страхование"])
    (chinese,) = read(SHEETS / "articles-zh.csv")
    assert names(chinese.record) == ["林晓明", "王小红"]
    assert chinese.record.topics == ["贸易", "保险"]


@pytest.mark.parametrize("name", ["catalogue.csv", "articles-ru.tsv", "articles-zh.csv"])
def test_is_recognised_by_its_columns_whatever_it_is_called(tmp_path, name):
    copy = written(tmp_path, (SHEETS / name).read_bytes(), "page.txt")
    assert readers.reader_for(Source(copy, "page.txt")) is csv


@pytest.mark.parametrize(
    "text",
    [
        "Trade, insurance and ports, said the minister, are one.\nThe title, he wrote, says so.\n",
        "Title\nA line, with commas, by an author.\nAnother, and another.\n",
        "| Title | Author | Date |\n|---|---|---|\n| A | B | 2014 |\n",
        "---\ntitle: A, B\nauthor: C\n---\nText, text.\n",
        '{"id": "1", "title": "A", "body": "b"}\n',
        "<p>title,author,body</p>\n",
        "file,url\na.txt,https://lantern.example/a\n",
        "id,name,bio\nokafor,Ines Okafor,Writes.\n",
        "a,b,c\n1,2,3\n",
        "",
    ],
)
def test_takes_nothing_else_for_a_sheet(text):
    assert not csv.recognises(text.encode(), "sheet.csv")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_tells_the_separator_and_line_ends_by_content(tmp_path, separator, ending):
    lines = [separator.join(cells) for cells in (["id", "title", "body"], ["1", '"A\nB"', '"x, y; z | w"'])]
    (reading,) = sheet(tmp_path, ending.join([*lines, ""]))
    assert (reading.record.title, paragraphs(reading.record)) == ("A B", ["x, y; z | w"])


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("utf-8", "L’été à la mer"),
        ("utf-8-sig", "L’été à la mer"),
        ("utf-16", "Порт и его фонари"),
        ("utf-16-le", "Порт и его фонари"),
        ("utf-16-be", "A plain title of ASCII"),
        ("cp1252", "L’été à la mer – encore"),
        ("cp1251", "Порт и его фонари"),
        ("koi8-r", "Порт и его фонари"),
        ("cp1256", "المنارة على الميناء القديم"),
        ("gb18030", "港口的灯塔由谁付费，关于政策的讨论"),
        ("big5", "港口的燈塔由誰付費，關於政策的討論"),
        ("shift_jis", "みなとのとうだいはだれがはらうのか"),
        ("euc_kr", "항구의 등대는 누가 지불하는가"),
    ],
)
def test_reads_the_encodings_that_sheets_come_in(tmp_path, encoding, title):
    text = f"id,title,body\n1,{title},Text about {title}\n"
    (reading,) = sheet(tmp_path, text.encode(encoding))
    assert reading.record.title == title


def test_says_which_encoding_was_assumed_once(tmp_path):
    text = "id,title,body\n1,Порт,Текст о море\n2,Маяк,Текст о ветре\n".encode("cp1251")
    first, second = sheet(tmp_path, text)
    assert "is not UTF-8; it was read as windows-1251" in told([first])
    assert second.faults == []


def test_mends_single_bytes_in_a_file_that_is_utf_8(tmp_path):
    text = b"id,title,body\n" + b"1,\xc3\x89t\xc3\xa9 \xc3\xa0 Lyon,x\n" * 3 + b"2,caf\xe9,x\n"
    *_, last = sheet(tmp_path, text)
    assert last.record.title == "café"
    assert csv.recognises(text, "")


def test_fills_rows_that_are_too_short_and_tells_what_is_too_long(tmp_path):
    short, long = sheet(tmp_path, "id,title,source,deck\na1,A,Gazette\na2,B,Gazette,d,more,and more\n")
    assert (short.record.deck, short.faults) == ("", [])
    assert '"more | and more" stand beyond the last column' in told([long])


def test_uses_the_first_of_two_equal_headers_that_holds_something(tmp_path):
    one, two = sheet(tmp_path, "id,title,title,body\n1,,B,x\n2,A,B,x\n")
    assert (one.record.title, two.record.title) == ("B", "A")
    assert '"title" is the header of two columns' in told([one])


def test_gives_authors_of_several_columns_in_order(tmp_path):
    reading = row(tmp_path, "Author 1,Author 2,Translator", "Ines Okafor,Lena Voss,Tomás Brandt")
    assert names(reading.record) == ["Ines Okafor", "Lena Voss"]
    assert names(reading.record, "translator") == ["Tomás Brandt"]


def test_skips_blank_rows_and_headers_that_come_again(tmp_path):
    text = "id,title,body\n\n1,A,x\n,,\nid,title,body\n2,B,x\n"
    assert [reading.record.id for reading in sheet(tmp_path, text)] == ["1", "2"]


def test_tells_once_which_columns_mean_nothing(tmp_path):
    first, second = sheet(tmp_path, "id,title,body,Words,Ref\n1,A,x,3,z\n2,B,x,4,z\n")
    assert 'The columns "Words", "Ref" have no known meaning' in told([first])
    assert second.faults == []


def test_an_unclosed_quotation_mark_harms_no_other_line(tmp_path):
    text = 'id,title,body\n1,A,x\n2,"B,x\n' + "".join(f"{number},C,x\n" for number in range(3, 9))
    readings = sheet(tmp_path, text)
    assert [reading.record.id for reading in readings] == list("12345678")
    assert readings[1].record.title == "B"
    assert "row 3: has a quotation mark that is never closed" in told(readings)


def test_reads_cells_longer_than_the_csv_module_takes(tmp_path):
    (reading,) = sheet(tmp_path, f'id,title,body\n1,A,"{"word " * 60_000}"\n')
    assert len(reading.record.body) > 299_000


def test_leaves_the_limits_to_the_claims(tmp_path):
    bad, good = sheet(tmp_path, f"id,title,body\n1,{'A' * 10_000_000},x\n2,B,x\n")
    assert "at most 2,000 are accepted" in told([bad])
    assert good.record.title == "B"


def test_reads_a_nul_as_nothing(tmp_path):
    (reading,) = sheet(tmp_path, b"id,title,body\n1,A\x00B,x\n")
    assert reading.record.title == "AB"


def test_takes_off_the_quote_that_an_export_put_before_a_formula(tmp_path):
    reading = row(tmp_path, "id,title,deck", "1,'=SUM(A1),'tis the season")
    assert (reading.record.title, reading.record.deck) == ("=SUM(A1)", "'tis the season")


def test_takes_text_out_of_the_formula_that_keeps_it_one(tmp_path):
    assert row(tmp_path, "id,title", '"=""00123""",A').record.id == "00123"


@pytest.mark.parametrize("nothing", ["NULL", "N/A", "nan", "-", "None", "\\N"])
def test_knows_the_words_for_nothing(tmp_path, nothing):
    assert row(tmp_path, "title,tags,date", f"A,{nothing},{nothing}").record.topics == []


def test_keeps_commas_of_topics_and_says_how_to_part_them(tmp_path):
    reading = row(tmp_path, "title,topics", '"A","Rivers, Ports, and Roads"')
    assert reading.record.topics == ["Rivers, Ports, and Roads"]
    assert 'has commas; it was kept as one. Put ";" between values' in told([reading])


def test_parts_values_where_the_mapping_says(tmp_path):
    toml = '[fields]\ntopics = {to = "topics", split = ","}\n[values.topics]\nports = "Harbours"\n'
    reading = row(tmp_path, "title,topics", '"A","Rivers, Ports"', **mapped(toml))
    assert reading.record.topics == ["Rivers", "Harbours"]


def test_reads_lists_as_programs_write_them(tmp_path):
    assert row(tmp_path, "title,topics", '''A,"['Rivers', 'Ports']"''').record.topics == ["Rivers", "Ports"]
    assert row(tmp_path, "title,topics", '''A,"[""Rivers"",""Ports""]"''').record.topics == [
        "Rivers",
        "Ports",
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Ines Okafor; Tomás Brandt", ["Ines Okafor", "Tomás Brandt"]),
        ("Okafor, Ines; van der Berg, Pieter", ["Ines Okafor", "Pieter van der Berg"]),
        ("Ines Okafor, Tomás Brandt and Lena Voss", ["Ines Okafor", "Tomás Brandt", "Lena Voss"]),
        ("Ines Okafor, Tomás Brandt, and Lena Voss", ["Ines Okafor", "Tomás Brandt", "Lena Voss"]),
        ("Okafor, Ines and Brandt, Tomás", ["Ines Okafor", "Tomás Brandt"]),
        ("Ines Okafor, Tomás Brandt", ["Ines Okafor", "Tomás Brandt"]),
        ("By Ines Okafor & Lena Voss", ["Ines Okafor", "Lena Voss"]),
        ("Ines Okafor, PhD, Tomás Brandt, Jr.", ["Ines Okafor, PhD", "Tomás Brandt, Jr."]),
        ("Okafor, I. M.", ["I. M. Okafor"]),
        ("Ines Okafor, PhD", ["Ines Okafor, PhD"]),
        ("Hélène Gagné et André Müller", ["Hélène Gagné", "André Müller"]),
        ("ليلى المصري، كريم حداد", ["ليلى المصري", "كريم حداد"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Lantern Institute", ["Lantern Institute"]),
    ],
)
def test_reads_bylines(tmp_path, cell, expected):
    assert names(row(tmp_path, "title,authors", f'A,"{cell}"').record) == expected


@pytest.mark.parametrize("cell", ["Ines Okafor, Director, Harbour Center", "Okafor, Ines, Brandt, Tomás"])
def test_keeps_a_doubtful_byline_whole_and_says_so(tmp_path, cell):
    reading = row(tmp_path, "title,authors", f'A,"{cell}"')
    assert names(reading.record) == [cell]
    assert "can be one name or several" in told([reading])


def test_turns_names_of_two_words_where_the_column_is_inverted(tmp_path):
    text = 'id,title,by,body\n1,A,"García Márquez, Gabriel José",x\n2,B,"Okafor, Ines",x\n'
    assert names(sheet(tmp_path, text)[0].record) == ["Gabriel José García Márquez"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2014-12-02", "2014-12-02"),
        ("2014-12-02 13:45:00", "2014-12-02 13:45:00"),
        ("02.12.2014", "2014-12-02"),
        ("2.12.14", "2014-12-02"),
        ("25/12/2014", "2014-12-25"),
        ("12/25/2014 2:30 PM", "2014-12-25"),
        ("Thu, 12/25/2014 - 14:30", "2014-12-25"),
        ("December 2014", "2014-12"),
        ("Dec-14", "2014-12"),
        ("2 Dec 2014", "2014-12-02"),
        ("2-Dec-98", "1998-12-02"),
        ("20141202", "2014-12-02"),
        ("2014/12/2", "2014-12-02"),
        ("12/2014", "2014-12"),
        ("2014.0", "2014"),
        ("2 décembre 2014 à 14h30", "2014-12-02"),
        ("2014年12月2日", "2014-12-02"),
        ("1417478400", "2014-12-02"),
    ],
)
def test_reads_dates_as_sheets_write_them(tmp_path, cell, expected):
    reading = row(tmp_path, "title,date", f'A,"{cell}"')
    assert (reading.record.published, reading.faults) == (expected, [])


@pytest.mark.parametrize("cell", ["0000-00-00", "31/02/2014", "41975", "soon", "99/99/9999"])
def test_leaves_a_date_empty_that_is_none(tmp_path, cell):
    reading = row(tmp_path, "title,date", f"A,{cell}")
    assert reading.record.published == ""
    assert f'published "{cell}" is not understood as a date' in told([reading])


def test_leaves_an_ambiguous_date_empty_and_tells_both_readings(tmp_path):
    reading = row(tmp_path, "title,date", "A,02/03/2014")
    assert reading.record.published == ""
    assert "can be read as 2014-03-02 or as 2014-02-03" in told([reading])
    assert '"date" = {to = "published", format = "%d/%m/%Y"}' in told([reading])


def test_decides_nothing_by_a_column_that_contradicts_itself(tmp_path):
    text = "id,title,date,body\n1,A,02/03/2014,x\n2,B,25/12/2014,x\n3,C,12/25/2014,x\n"
    dates = [reading.record.published for reading in sheet(tmp_path, text)]
    assert dates == ["", "2014-12-25", "2014-12-25"]


@pytest.mark.parametrize(
    ("header", "expected"), [("Date (DD/MM/YYYY)", "2014-03-02"), ("date (mm/dd/yyyy)", "2014-02-03")]
)
def test_believes_the_format_that_a_header_tells(tmp_path, header, expected):
    assert row(tmp_path, f"title,{header}", "A,02/03/2014").record.published == expected


@pytest.mark.parametrize(
    ("given", "cell", "expected"),
    [
        ("%m/%d/%Y", "02/03/2014", "2014-02-03"),
        ("excel", "41975", "2014-12-02"),
        ("%b %y", "Dec 14", "2014-12"),
    ],
)
def test_reads_dates_in_the_format_of_the_mapping(tmp_path, given, cell, expected):
    context = mapped(f'[fields]\nday = {{to = "published", format = "{given}"}}')
    assert row(tmp_path, "title,day", f"A,{cell}", **context).record.published == expected


def test_reads_a_column_called_published_that_answers_yes_or_no(tmp_path):
    text = "id,title,published,date,body\n1,A,1,2014-12-02,x\n2,B,no,2014-12-03,x\n"
    shown, held = sheet(tmp_path, text)
    assert (shown.record.state, shown.record.published) == ("", "2014-12-02")
    assert (held.record.state, held.record.published) == ("draft", "2014-12-03")


def test_holds_back_what_has_a_state_that_nobody_knows(tmp_path):
    reading = row(tmp_path, "title,status", "A,Embargo lifted?")
    assert reading.record.state == "draft"
    assert '[values.state] "Embargo lifted?" = "draft"' in told([reading])


@pytest.mark.parametrize(
    ("cell", "tag"), [("English", "en"), ("французский", "fr"), ("中文", "zh"), ("pt-br", "pt-BR")]
)
def test_knows_languages_by_name(tmp_path, cell, tag):
    assert row(tmp_path, "title,language", f"A,{cell}").record.language == tag


def test_tells_a_language_that_it_does_not_know(tmp_path):
    reading = row(tmp_path, "title,language", "A,Quenya")
    assert reading.record.language == ""
    assert '"Quenya" is no language that is known by that name' in told([reading])


def test_takes_a_category_for_the_kind_unless_another_column_says_it(tmp_path):
    assert row(tmp_path, "title,category", "A,Op-Ed").record.type_label == "Op-Ed"
    both = row(tmp_path, "title,category,type", "A,Trade,report").record
    assert (both.type, both.topics) == ("report", ["Trade"])


def test_takes_a_category_with_several_values_for_topics(tmp_path):
    text = "id,title,category,body\n1,A,Trade,x\n2,B,Trade;Ports,x\n"
    assert [reading.record.topics for reading in sheet(tmp_path, text)] == [["Trade"], ["Trade", "Ports"]]


def test_takes_an_outlet_that_is_an_address_for_its_address(tmp_path):
    record = row(tmp_path, "title,source", "A,https://gazette.example/a").record
    assert (record.source, record.source_url) == ("", "https://gazette.example/a")


def test_reads_files_and_corrections(tmp_path):
    cells = (
        'A,"https://lantern.example/a.pdf, https://lantern.example/b.pdf","2014-12-05: The year was wrong."'
    )
    record = row(tmp_path, "title,pdf,corrections", cells).record
    assert [file.url for file in record.attachments] == [
        "https://lantern.example/a.pdf",
        "https://lantern.example/b.pdf",
    ]
    assert record.corrections[0].text == "The year was wrong."


def test_gives_positions_to_the_authors_beside_them(tmp_path):
    header, cells = "title,authors,author title", '"A","Ines Okafor; Lena Voss","Fellow; Editor"'
    assert [person.position for person in row(tmp_path, header, cells).record.authors] == ["Fellow", "Editor"]


def test_makes_paragraphs_of_plain_text_and_leaves_html_alone(tmp_path):
    first, second, third = sheet(
        tmp_path,
        'id,title,body\n1,A,"One & two\n\nThree\nfour"\n2,B,<p>As <b>it</b> is</p>\n'
        "3,C,&lt;p&gt;Escaped&lt;/p&gt;\n",
    )
    assert first.record.body == "<p>One &amp; two</p>\n<p>Three<br>four</p>"
    assert second.record.body == "<p>As <b>it</b> is</p>"
    assert third.record.body == "<p>Escaped</p>"


def test_takes_tags_and_entities_out_of_titles(tmp_path):
    assert row(tmp_path, "title", '"Ports &amp; <em>Roads</em>"').record.title == "Ports & Roads"
    assert row(tmp_path, "title", '"Why 3 < 4 & 5"').record.title == "Why 3 < 4 & 5"


def test_uses_the_summary_of_a_work_without_a_text_and_says_so(tmp_path):
    (reading,) = sheet(tmp_path, "id,title,abstract\n1,A,What it says.\n")
    assert reading.record.body == "<p>What it says.</p>"
    assert "the summary became the text" in told([reading])


def test_fills_in_the_constants_of_the_mapping(tmp_path):
    context = mapped('[constants]\nlanguage = "fr"\nsource = "The Harbour Gazette"')
    one, two = sheet(tmp_path, "id,title,language\n1,A,\n2,B,en\n", **context)
    assert [reading.record.language for reading in (one, two)] == ["fr", "en"]
    assert one.record.source == "The Harbour Gazette"


def test_identifies_a_row_by_its_content_where_nothing_else_does(tmp_path):
    text = "title,body\nA,x\nB,x\n"
    first, second = sheet(tmp_path, text)
    again, _ = sheet(tmp_path, text)
    assert first.record.id == again.record.id != second.record.id
    assert 'Give the sheet a column "id" or "url"' in told([first])


def test_the_identity_does_not_depend_on_the_mapping(tmp_path):
    text = "title,body,notes\nA,x,Trade\n"
    (plain,) = sheet(tmp_path, text)
    (given,) = sheet(tmp_path, text, **mapped('[fields]\nnotes = "topics"'))
    assert plain.record.id == given.record.id


def test_tells_once_that_numbers_may_be_those_of_other_works(tmp_path):
    text = "id,title,body\n1,A,x\n2,B,x\n"
    first, second = sheet(tmp_path, text)
    assert "is taken for the same work" in told([first])
    assert second.faults == []
    given = sheet(tmp_path, text, **mapped('[fields]\nid = {to = "id", prefix = "drupal:"}'))
    assert [reading.record.id for reading in given] == ["drupal:1", "drupal:2"]
    assert told(given) == ""


def test_tells_an_error_of_the_spreadsheet(tmp_path):
    reading = row(tmp_path, "title,deck", "A,#REF!")
    assert reading.record.deck == ""
    assert '"#REF!" is an error of the spreadsheet in the column "deck"' in told([reading])


def test_rejects_a_sheet_without_a_header_and_says_what_to_do(tmp_path):
    (reading,) = sheet(tmp_path, "1,2,3\n4,5,6\n")
    assert "has no header whose columns are known" in told([reading])
    assert "--map" in told([reading])


def test_reads_a_sheet_that_only_the_mapping_explains(tmp_path):
    context = mapped('[fields]\nc1 = "title"\nc2 = "body"\nc3 = "id"')
    (reading,) = sheet(tmp_path, "c1;c2;c3\nA;x;7\n", **context)
    assert (reading.record.id, reading.record.title) == ("7", "A")


def test_says_nothing_of_a_file_with_nothing_in_it(tmp_path):
    assert sheet(tmp_path, "") == sheet(tmp_path, "\r\n,,\r\n") == []


def test_reads_any_number_of_rows_in_the_same_memory(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("id,title,date,body\n")
        file.writelines(f"{number},Title,02/03/2014,{'word ' * 40}\n" for number in range(3_000))
    next(csv.read(Source(path, "large.csv")))  # what is loaded and remembered once is no matter here
    tracemalloc.start()
    count = sum(1 for _ in csv.read(Source(path, "large.csv")))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 3_000
    assert peak < 4_000_000


def test_a_run_imports_a_sheet_once_and_finds_it_unchanged(import_content):
    assert import_content(SHEETS / "catalogue.csv").closing.startswith("created 3, updated 0")
    assert import_content(SHEETS / "catalogue.csv").closing.startswith("created 0, updated 0, unchanged 3")


def test_a_run_uses_the_mapping_that_is_given(import_content, tmp_path):
    (tmp_path / "map.toml").write_text('[fields]\nc1 = "title"\nc2 = "body"\nc3 = "id"', encoding="utf-8")
    path = written(tmp_path, "c1,c2,c3\nA,x,7\n", "sheet.csv")
    said = import_content(path, "--format", "csv", "--map", tmp_path / "map.toml")
    assert said.closing.startswith("created 1")


CORPUS = Path(os.environ.get("ARCHIVE_CORPUS", "."), "corpus", "hostile")
CORNERS = [
    path for path in sorted(CORPUS.glob("csv-spectrum/csvs/*.csv")) if path.stem != "location_coordinates"
]
"""All but one, for which another telephone number is expected than the sheet has."""


@pytest.mark.corpus
@pytest.mark.parametrize("path", CORNERS, ids=lambda path: path.stem)
def test_parts_cells_as_the_public_corner_cases_expect(path):
    expected = json.loads((path.parent.parent / "json" / f"{path.stem}.json").read_text(encoding="utf-8"))
    with decoding.of_file(path).open(path) as file:
        header, *rows = [row.cells for row in delimited.rows(file, delimited.Dialect(","))]
    found = [dict(zip(header, cells, strict=True)) for cells in rows if cells]
    assert found == expected


@pytest.mark.corpus
def test_keeps_formulas_as_the_text_they_are(tmp_path):
    lines = (CORPUS / "csv-formula" / "payloads.txt").read_text(encoding="utf-8").splitlines()
    cells = "".join(
        '"{}","Title {}","<p>x</p>"\n'.format(i, line.replace('"', '""')) for i, line in enumerate(lines)
    )
    titles = [reading.record.title for reading in sheet(tmp_path, "id,title,body\n" + cells)]
    assert titles == [" ".join(f"Title {line}".split()) for line in lines]
