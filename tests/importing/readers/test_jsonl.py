"""Records, one object a line: a bad line costs itself only."""

from __future__ import annotations

import json

import pytest

from tests.importing.readers.reading import all_readings, names, written

GOOD = {"id": "a-1", "title": "A Title", "body": "<p>Text.</p>"}


def lines(*values):
    return "\n".join(value if isinstance(value, str) else json.dumps(value) for value in values)


def read(tmp_path, *values):
    return all_readings(written(tmp_path, lines(*values), "records.data"))


def test_reads_a_record_from_each_line(tmp_path):
    readings = read(tmp_path, GOOD, "", GOOD | {"id": "a-2"})
    assert [(reading.where, reading.record.id) for reading in readings] == [
        ("line 1", "a-1"),
        ("line 3", "a-2"),
    ]


def test_keeps_the_bytes_of_the_line_as_evidence(tmp_path):
    (reading,) = read(tmp_path, GOOD)
    assert json.loads(reading.data) == GOOD


def test_reads_the_keys_of_the_data_layer_as_they_are(tmp_path):
    (reading,) = read(
        tmp_path, GOOD | {"primaryCenter": "Aldermoor Europe", "englishNewsletterAll": "ctw", "regions": ""}
    )
    assert (reading.record.primary_center, reading.record.english_newsletter) == ("Aldermoor Europe", "ctw")
    assert reading.record.regions == []


def test_rejects_a_broken_line_with_its_number_and_reads_the_others(tmp_path):
    readings = read(tmp_path, GOOD, '{"title": "cut', GOOD | {"id": "a-2"})
    assert [reading.record is None for reading in readings] == [False, True, False]
    assert "records.data, line 2" in str(readings[1].faults[0])


def test_rejects_what_json_does_not_have_and_what_nobody_means(tmp_path):
    deep = '{"title": ' + "[" * 60 + "]" * 60 + "}"
    readings = read(
        tmp_path, GOOD, deep, '{"title": NaN}', '{"title": ' + "9" * 5000 + "}", "[1]", '"text"', GOOD
    )
    said = [str(reading.faults[0]) for reading in readings if reading.record is None]
    for words, sentence in zip(("levels deep", "NaN", "5,000 digits", "a list", "a text"), said, strict=True):
        assert words in sentence


def test_uses_the_first_of_two_values_of_one_key_and_says_so(tmp_path):
    (reading,) = read(tmp_path, '{"id": "1", "title": "One", "title": "Two", "source": "X"}')
    assert reading.record.title == "One"
    assert "given twice" in str(reading.faults[0])


def test_rejects_a_line_that_is_not_utf8(tmp_path):
    path = written(tmp_path, json.dumps(GOOD).encode() + b'\n{"title": "\xff"}\n')
    assert "not UTF-8" in str(all_readings(path)[1].faults[0])


def test_gives_a_record_without_identity_one_that_stays(tmp_path):
    (first,) = read(tmp_path, {"title": "A Title", "source": "X"})
    (again,) = read(tmp_path, {"source": "X", "title": "A Title"})
    assert first.record.id == again.record.id
    assert first.record.id.startswith("record:")
    assert "id is missing, and so is an address" in str(first.faults[0])


def test_reads_authors_as_names_or_as_objects(tmp_path):
    authors = [
        "Anna Keller",
        {"name": "Paul Adeyemi", "role": "editor", "bio": "<p>Edits.</p>"},
        {"role": "x"},
        7,
    ]
    (reading,) = read(tmp_path, GOOD | {"authors": authors})
    assert (names(reading.record), names(reading.record, "editor")) == (["Anna Keller"], ["Paul Adeyemi"])
    assert len(reading.faults) == 2


def test_says_that_one_array_is_not_one_object_a_line(tmp_path):
    (reading,) = read(tmp_path, json.dumps([GOOD, GOOD]))
    assert "one array" in str(reading.faults[0])


def test_never_raises_for_a_line(tmp_path):
    odd = [
        '{"authors": {"a": []}}',
        '{"id": [], "title": {}, "body": 3}',
        "{}",
        '{"": ""}',
        '{"title": "\\ud800"}',
    ]
    assert all(reading.record is None for reading in read(tmp_path, *odd))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_says_that_records_stand_in_utf_16_rather_than_taking_them_for_a_page(tmp_path, encoding):
    text = "\ufeff" + lines(GOOD, GOOD | {"id": "a-2"})
    (reading,) = all_readings(written(tmp_path, text.encode(encoding), "records.jsonl"))
    assert reading.record is None
    assert "is UTF-16. Save the file as UTF-8" in str(reading.faults[0])
