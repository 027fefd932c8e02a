"""A format is told by content, never by the extension; what nobody reads is said."""

from __future__ import annotations

import json

import pytest

from archive.importing import readers
from archive.importing.records import Source
from tests.importing.readers.reading import SAMPLES, reading_of, written

RECORD = json.dumps({"id": "1", "title": "A Title", "body": "<p>Text.</p>"})
LAYER = json.dumps({"authors": [], "type": "other", "centers": [], "topics": []})


def format_of(path):
    reader = readers.reader_for(Source(path, path.name))
    return reader.NAME if reader else ""


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.txt")))
def test_knows_captures_of_every_layout(name):
    assert format_of(SAMPLES / name) == "captures"


@pytest.mark.parametrize(
    "text", [RECORD, f"\n{RECORD}\n{RECORD}\n", f"\ufeff{RECORD}", f"[{RECORD}]", '{"title": "cut\n' + RECORD]
)
def test_knows_records_whatever_the_file_is_called(tmp_path, text):
    assert format_of(written(tmp_path, text, "records.txt")) == "jsonl"


@pytest.mark.parametrize(
    "text", [f"{LAYER}\n\nSource: Getty\nA Title\nText.", f"{LAYER}Source: Getty\nA Title\nOne.\nTwo."]
)
def test_knows_a_capture_that_begins_with_its_data_layer_on_one_line(tmp_path, text):
    assert format_of(written(tmp_path, text, "page.jsonl")) == "captures"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"%PDF-1.7\n",
        b"PK\x03\x04rest",
        b"<?xml version='1.0'?><a/>",
    ],
)
def test_rejects_what_no_reader_recognises(tmp_path, data):
    reading = reading_of(written(tmp_path, data))
    assert reading.record is None
    assert "no reader recognises" in str(reading.faults[0])


def test_rejects_a_file_that_cannot_be_read(tmp_path):
    assert "cannot be read" in str(reading_of(tmp_path / "absent.txt").faults[0])


def test_reads_as_the_format_that_is_named(tmp_path):
    source = Source(written(tmp_path, "Source: Getty\n"), "page.txt")
    reading = next(readers.read(source, "jsonl"))
    assert "is not JSON" in str(reading.parse(reading).faults[0])


def test_says_which_formats_there_are():
    with pytest.raises(readers.UnknownFormat, match=r"jsonl, .*captures"):
        readers.reader_for(Source(SAMPLES, "x"), "docx")


@pytest.mark.parametrize("reader", readers.READERS)
def test_every_reader_offers_the_same_three_names(reader):
    assert isinstance(reader.NAME, str)
    assert callable(reader.recognises)
    assert callable(reader.read)
