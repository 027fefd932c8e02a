"""What is taken in: whole pictures and documents, told by their content, within the limits."""

from __future__ import annotations

import re

import pytest
from PIL import Image

from archive import files
from archive.importing.bodies import bring_in
from archive.importing.media import Keeper
from tests.importing.media.samples import PDF, kept, png, put, said


def truncated(kind):
    return png((400, 300), kind=kind)[:-40]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>", "is an SVG"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", "is an SVG"),
        (b"<html><body>Not found</body></html>", "is not a picture"),
        (b"", "is not a picture"),
        (png(kind="BMP"), "of the kind BMP"),
        (png(kind="TIFF"), "of the kind TIFF"),
        (truncated("PNG"), "breaks off"),
        (truncated("JPEG"), "breaks off"),
        (truncated("WEBP"), "is not a picture|breaks off"),
    ],
)  # fmt: skip
def test_what_is_no_whole_picture_is_refused_with_its_reason_and_the_record_survives(
    page, media, data, reason
):
    put(page.folder / "quay.png", data)
    reading = page('<p>Text.</p><img src="quay.png" alt="The quay">', image="quay.png")
    assert 'alt="The quay"' in bring_in(reading, Keeper()).html
    assert Keeper().picture(reading) is None
    assert [bool(re.search(reason, str(fault))) for fault in reading.faults] == [True, True]
    assert kept(media) == []


def test_a_picture_with_too_many_pixels_is_refused_unopened(page, monkeypatch):
    monkeypatch.setattr(files, "MOST_PIXELS", 5)
    put(page.folder / "quay.png", png())
    reading = page('<img src="quay.png">')
    bring_in(reading, Keeper())
    assert "has 3 × 2 pixels, and 50 million are taken" in said(reading)


def test_a_file_that_is_too_large_is_refused(page, media):
    with (page.folder / "quay.png").open("wb") as file:
        file.truncate(files.BIGGEST_ATTACHMENT + 1)
    reading = page('<img src="quay.png">', image="quay.png")
    bring_in(reading, Keeper())
    Keeper().picture(reading)
    assert said(reading).count("is larger than 25 MB") == 2
    assert kept(media) == []


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
def test_every_kind_of_picture_gets_the_suffix_of_its_content(kind):
    size = files.measure(png((40, 30), kind=kind))
    assert (size.suffix, size.width, size.height) == (files.PICTURE_SUFFIXES[kind], 40, 30)


def test_a_photograph_that_lies_on_its_side_is_measured_as_it_is_seen():
    exif = Image.Exif()
    exif[files.ORIENTATION] = 6
    size = files.measure(png((40, 30), kind="JPEG", exif=exif))
    assert (size.width, size.height) == (30, 40)


@pytest.mark.parametrize(
    ("data", "name", "suffix"),
    [
        (PDF, "report.doc", "pdf"),
        (b"\n" + PDF, "report", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "table.xls", "xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "table.exe", "doc"),
        (b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml", "report.docx", "docx"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/epub+zip", "book.epub", "epub"),
        (b"PK\x03\x04" + bytes(60), "app.jar", "zip"),
        (b"{\\rtf1 x}", "letter", "rtf"),
        (b"year,boats\n2014,3\n", "boats.csv", "csv"),
        (png(), "map.pdf", "png"),
    ],
)
def test_a_document_is_told_by_its_content(data, name, suffix):
    assert files.document_suffix(data, name) == suffix


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<!DOCTYPE html><script>x</script>", "report.pdf"),
        (b"<svg onload=x>", "map.csv"),
        (b"<html>", "boats.csv"),
        (b"\x7fELF" + bytes(80), "report.pdf"),
        (b"words", "report.doc"),
    ],
)
def test_nothing_that_a_browser_would_run_is_taken_for_a_document(data, name):
    with pytest.raises(files.FileRefused):
        files.document_suffix(data, name)
