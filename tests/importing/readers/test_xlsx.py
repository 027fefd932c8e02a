"""Workbooks: typed cells become what they show, formulas stay formulas, and no package is trusted."""

from __future__ import annotations

import datetime
import zipfile

import openpyxl
import pytest

from archive.importing import readers
from archive.importing.readers import csv, xlsx
from archive.importing.records import Source
from tests.importing.readers.reading import names, paragraphs, written

HEADER = ["ID", "Headline", "By", "Date", "Text"]
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def read(path, **context):
    return list(xlsx.read(Source(path, path.name, context=context)))


def told(readings):
    return "\n".join(str(fault) for reading in readings for fault in reading.faults)


def workbook(*rows, header=HEADER, title="Articles"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in (header, *rows):
        book.active.append(row)
    return book


def saved(folder, book):
    path = folder / "sheet.xlsx"
    book.save(path)
    return path


def package(folder, sheet, *, declared="", before="", shared=""):
    """Write a workbook by hand, with what no spreadsheet program writes."""
    path = folder / "sheet.xlsx"
    links = f'<Relationships xmlns="{RELATIONS}">{{}}</Relationships>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr(
            "_rels/.rels",
            links.format('<Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/>'),
        )
        file.writestr(
            "xl/workbook.xml",
            f'{declared}<workbook xmlns="{MAIN}" xmlns:r="urn:r"><sheets>'
            '<sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>',
        )
        file.writestr(
            "xl/_rels/workbook.xml.rels",
            links.format(
                '<Relationship Id="a" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
                '<Relationship Id="b" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/>'
            ),
        )
        if shared:
            file.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{shared}</sst>')
        file.writestr(
            "xl/worksheets/sheet1.xml",
            f'{before}<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/>'
            f"<sheetData>{line(1, 'id', 'title', 'body')}{sheet}</sheetData></worksheet>",
        )
    return path


def line(number, *words):
    cells = "".join(
        f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{word}</t></is></c>'
        for place, word in enumerate(words)
    )
    return f'<row r="{number}">{cells}</row>'


def test_reads_typed_cells(tmp_path):
    day = datetime.date(2014, 12, 2)
    path = saved(tmp_path, workbook([123.0, "The Pier", "Okafor, Ines", day, "One\n\nTwo"]))
    (reading,) = read(path)
    assert (reading.record.id, reading.record.published) == ("123", "2014-12-02")
    assert names(reading.record) == ["Ines Okafor"]
    assert paragraphs(reading.record) == ["One", "Two"]
    assert reading.where == 'sheet "Articles", row 2'


def test_every_row_alone_is_read_again_as_csv(tmp_path):
    book = workbook([1, "A", "Okafor, Ines", "02/03/2014", "x"], [2, "B", "Lena Voss", "25/12/2014", "x"])
    for reading in read(saved(tmp_path, book)):
        assert reading.format == "csv"
        evidence = written(tmp_path, reading.data, "evidence")
        (again,) = csv.read(Source(evidence, "evidence", context=reading.context))
        assert again.record == reading.record


@pytest.mark.parametrize(
    ("shape", "expected"),
    [("yyyy-mm-dd", "2014-12-01"), ("mmm-yy", "2014-12"), ("yyyy", "2014"), ("d mmmm yyyy", "2014-12-01")],
)
def test_knows_no_more_of_a_date_than_the_cell_shows(tmp_path, shape, expected):
    book = workbook([1, "A", "", datetime.datetime(2014, 12, 1), "x"])
    book.active["D2"].number_format = shape
    assert read(saved(tmp_path, book))[0].record.published == expected


def test_counts_days_from_1904_where_the_workbook_does(tmp_path):
    book = workbook([1, "A", "", datetime.date(2014, 12, 2), "x"])
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    assert read(saved(tmp_path, book))[0].record.published == "2014-12-02"


def test_takes_the_link_of_a_title_for_its_address(tmp_path):
    book = workbook([1, "A", "", "2014", "x"])
    book.active["B2"].hyperlink = "https://lantern.example/a"
    assert read(saved(tmp_path, book))[0].record.url == "https://lantern.example/a"


def test_takes_the_target_of_a_link_whose_words_are_none(tmp_path):
    book = workbook([1, "A", "x", "Read it"], header=["id", "title", "body", "url"])
    book.active["D2"].hyperlink = "https://lantern.example/a"
    assert read(saved(tmp_path, book))[0].record.url == "https://lantern.example/a"


def test_uses_the_stored_value_of_a_formula_and_tells_it_once(tmp_path):
    cell = '<c r="C{0}" t="str"><f>CONCAT("a","b")</f><v>Stored</v></c>'
    rows = "".join(
        f'<row r="{number}"><c r="A{number}"><v>{number}</v></c>'
        f'<c r="B{number}" t="inlineStr"><is><t>A</t></is></c>{cell.format(number)}</row>'
        for number in (2, 3)
    )
    first, second = read(package(tmp_path, rows))
    assert first.record.body == second.record.body == "<p>Stored</p>"
    assert 'The column "body" holds formulas' in told([first])
    assert second.faults == []


def test_never_evaluates_a_formula_without_a_stored_value(tmp_path):
    path = saved(tmp_path, workbook([1, "A", '=CONCAT("Ines"," Okafor")', "2014", "x"]))
    (reading,) = read(path)
    assert reading.record.authors == []
    assert 'The column "By" holds a formula without a stored value' in told([reading])


def test_takes_errors_for_nothing_and_tells_them(tmp_path):
    (reading,) = read(saved(tmp_path, workbook([1, "A", "#REF!", "#N/A", "x"])))
    assert (reading.record.authors, reading.record.published) == ([], "")
    assert '"#REF!" is an error of the spreadsheet' in told([reading])


def test_reads_rich_text_without_readings_for_the_tongue(tmp_path):
    shared = "<si><r><t>Plain </t></r><r><rPr/><t>and bold</t></r><rPh><t>no</t></rPh></si>"
    shared += "<si><t>a_x000D_b</t></si>"
    sheet = '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row>'
    (reading,) = read(package(tmp_path, sheet, shared=shared))
    assert reading.record.title == "Plain and bold"
    assert paragraphs(reading.record) == ["a", "b"]


def test_reads_merged_cells_as_if_each_held_the_value(tmp_path):
    book = workbook([1, "A", "Ines Okafor", "2014", "x"], [2, "B", None, "2014", "y"])
    book.active.merge_cells("C2:C3")
    assert [names(reading.record) for reading in read(saved(tmp_path, book))] == [["Ines Okafor"]] * 2


def test_reads_each_sheet_with_a_header_and_tells_of_the_others(tmp_path):
    book = workbook([1, "A", "", "2014", "x"])
    second = book.create_sheet("More")
    second.append(["title", "body", "url"])
    second.append(["B", "y", "https://lantern.example/b"])
    book.create_sheet("Notes").append(["Only", "words"])
    book.create_sheet("Empty")
    hidden = book.create_sheet("Old")
    hidden.append(["title", "body"])
    hidden.append(["C", "z"])
    hidden.sheet_state = "hidden"
    readings = read(saved(tmp_path, book))
    assert [reading.record.title for reading in readings] == ["A", "B"]
    assert 'The sheet "Notes" has no header of articles' in told(readings)
    assert 'The sheet "Old" is hidden and was left out' in told(readings)
    assert "Empty" not in told(readings)


def test_tells_that_a_row_is_hidden(tmp_path):
    book = workbook([1, "A", "", "2014", "x"])
    book.active.row_dimensions[2].hidden = True
    (reading,) = read(saved(tmp_path, book))
    assert reading.record is not None
    assert "is hidden in the sheet" in told([reading])


def test_finds_the_header_below_titles(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Publications"])
    book.active.merge_cells("A1:E1")
    book.active.append([])
    book.active.append(HEADER)
    book.active.append([1, "A", "", "2014", "x"])
    assert read(saved(tmp_path, book))[0].where == 'sheet "Sheet", row 4'


def test_is_recognised_whatever_it_is_called(tmp_path):
    path = saved(tmp_path, workbook([1, "A", "", "2014", "x"])).rename(tmp_path / "page.txt")
    assert readers.reader_for(Source(path, "page.txt")) is xlsx


def test_takes_no_other_zip_for_a_workbook(tmp_path):
    path = saved(tmp_path, workbook([1, "A", "", "2014", "x"]))
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as file:
        file.write(path, "posts/sheet.xlsx")
    assert not xlsx.recognises((tmp_path / "outer.zip").read_bytes(), "")
    assert not xlsx.recognises(b"PK\x03\x04" + b"\x00" * 26 + b"[Content_Types].xml word/document.xml", "")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "is an old binary workbook"),
        (
            b"PK\x03\x04" + b"\x00" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            "is an OpenDocument sheet (.ods). Save it as .xlsx or CSV",
        ),
        (b"PK\x03\x04" + b"\x00" * 26 + b"xl/workbook.xml and no more", "is a broken workbook"),
    ],
)
def test_refuses_other_workbooks_with_what_to_do(tmp_path, data, sentence):
    path = written(tmp_path, data, "sheet.xls")
    assert xlsx.recognises(data, "sheet.xls")
    assert sentence in told(read(path))


@pytest.mark.parametrize("place", ["declared", "before"])
def test_refuses_a_part_with_a_document_type(tmp_path, place):
    bomb = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>'
    (reading,) = read(package(tmp_path, line(2, "1", "A", "x"), **{place: bomb}))
    assert reading.record is None
    assert "declares a document type" in told([reading])


def test_refuses_a_part_that_grows_beyond_all_bounds(tmp_path):
    path = package(tmp_path, line(2, "1", "A", "x"))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as file, file.open("xl/bomb.xml", "w") as part:
        for _ in range(101):
            part.write(b"0" * 1_000_000)
    assert "grows from" in told(read(path))


def test_does_not_believe_the_dimensions_that_a_sheet_claims(tmp_path):
    far = '<row r="1048576"><c r="A1048576"><v>7</v></c><c r="B1048576" t="inlineStr"><is><t>Far</t></is></c>'
    far += '<c r="C1048576" t="inlineStr"><is><t>x</t></is></c><c r="XFD1048576"><v>1</v></c></row>'
    (reading,) = read(package(tmp_path, far))
    assert (reading.record.id, reading.where) == ("7", 'sheet "S", row 1048576')
    assert "beyond the thousandth column" in told([reading])


def test_keeps_the_rows_before_a_place_where_the_sheet_is_broken(tmp_path):
    rows = "".join(line(number, str(number), "A", "x") for number in range(2, 102))
    readings = read(package(tmp_path, rows + "<row><c></row>"))
    assert sum(reading.record is not None for reading in readings) == 100
    assert "is a broken workbook" in told(readings)


def test_a_run_imports_a_workbook_once_and_finds_it_unchanged(import_content, tmp_path):
    path = saved(tmp_path, workbook([1, "A", "Ines Okafor", datetime.date(2014, 12, 2), "x"]))
    assert import_content(path).closing.startswith("created 1")
    assert import_content(path).closing.startswith("created 0, updated 0, unchanged 1")
