"""Saved answers of OAI-PMH repositories, right ones and wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.importing import readers
from archive.importing.readers import oai
from archive.importing.readers.oai import codes
from archive.importing.readers.oai.dublin_core import natural
from archive.importing.records import Source
from archive.text import html
from tests.importing.readers.reading import SAMPLES, names, written

SAMPLE = SAMPLES / "oai-list-records.xml"


def answer(
    *values: str, header: str = "<identifier>oai:x:1</identifier>", around: str = "ListRecords"
) -> str:
    """Return an answer with one record of these elements of Dublin Core."""
    described = "".join(values)
    return (
        '<?xml version="1.0"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
        f"<{around}><record><header>{header}</header><metadata>"
        '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">{described}'
        f"</oai_dc:dc></metadata></record></{around}></OAI-PMH>"
    )


def read(tmp_path: Path, text: str, mapping=None):
    """Return the readings of an answer, after proving that each one's data makes it again."""
    path = written(tmp_path, text, "answer.xml")
    context = {"map": mapping or {}}
    found = list(oai.read(Source(path, path.name, context=context)))
    for reading in found:
        if reading.record is not None:
            again = written(tmp_path, reading.data, "again.xml")
            (second,) = oai.read(Source(again, path.name, context=context))
            assert second.record == reading.record
    return found


def record(tmp_path: Path, *values: str, mapping=None):
    """Return the record of an answer with one."""
    (reading,) = read(tmp_path, answer("<dc:title>Oil</dc:title>", *values), mapping)
    assert reading.record is not None
    return reading.record


def said(found) -> str:
    return "\n".join(str(fault) for reading in found for fault in reading.faults)


def test_reads_a_record_of_dublin_core(tmp_path: Path):
    found = read(tmp_path, SAMPLE.read_text())
    one = found[0].record
    assert (one.id, one.url) == ("oai:papers.lantern.example:7", "https://papers.lantern.example/7")
    assert (one.title, one.language, one.published) == ("The Oil of the Pier", "en", "2014-12-02")
    assert names(one) == ["Ines Okafor", "Tomás Brandt, Jr.", "Harbour Council, Department of Lamps"]
    assert names(one, "editor") == ["Mira Sand"]
    assert (one.topics, one.regions) == (["Trade", "Oil", "Political Science"], ["Northern Seas"])
    assert (one.doi, one.source, one.type) == ("10.5555/lamp.7", "Harbour Papers", "paper")
    assert [file.url for file in one.attachments] == ["https://papers.lantern.example/7/pier.pdf"]
    assert html.to_text(one.body) == "Nobody asked who pays.\nThe lamp burns & burns."
    assert "Le pétrole du quai" in said(found[:1])
    assert "Lantern Foundation" in said(found[:1])


def test_rejects_what_was_deleted_and_what_is_not_dublin_core(tmp_path: Path):
    _, deleted, marc = read(tmp_path, SAMPLE.read_text())
    assert (deleted.record, marc.record) == (None, None)
    assert '"oai:papers.lantern.example:8" was deleted at its source' in said([deleted])
    assert "in the format <record>, and not in Dublin Core" in said([marc])


def test_says_that_more_records_wait_at_the_repository(tmp_path: Path):
    found = read(tmp_path, SAMPLE.read_text())
    assert '"abc|3" holds 3 records of 1,204 in all; the repository has more' in said(found)
    ended = SAMPLE.read_text().replace(">abc|3<", "><")
    assert "has more" not in said(read(tmp_path, ended))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ('<error code="badArgument"/>', '"badArgument" is an error that the repository answered.'),
        ('<error code="noRecordsMatch">Nothing\n here</error>', "answered: \"Nothing here\""),
        ('<error code="badResumptionToken">It ran out</error>', "Harvest again from the beginning"),
        ("<Identify><repositoryName>X</repositoryName></Identify>", "the answer to another question"),
        ("<ListIdentifiers><header/></ListIdentifiers>", "the answer to another question"),
        ("<ListRecords></ListRecords>", "an answer without records"),
    ],
)  # fmt: skip
def test_says_what_the_repository_said(tmp_path: Path, error, words):
    text = f'<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{error}</OAI-PMH>'
    (reading,) = read(tmp_path, text)
    assert reading.record is None
    assert words.replace('"Nothing', ' "Nothing').replace("  ", " ") in said([reading])


def test_is_recognised_by_its_content_alone(tmp_path: Path):
    path = written(tmp_path, SAMPLE.read_bytes(), "harvest.txt")
    assert readers.reader_for(Source(path, path.name)) is oai
    assert not oai.recognises(b"<html><body>OAI-PMH is a protocol.</body></html>", "x.xml")


def test_refuses_declarations_and_says_where_an_answer_is_cut_off(tmp_path: Path):
    text = answer("<dc:title>Oil</dc:title>", "<dc:publisher>X</dc:publisher>")
    (reading,) = read(tmp_path, text.replace("<OAI", '<!DOCTYPE x [<!ENTITY a "b">]><OAI', 1))
    assert "declares a document type or entities" in said([reading])
    found = read(tmp_path, text.replace("</ListRecords></OAI-PMH>", "<record><header>"))
    assert [one.record is None for one in found] == [False, True]
    assert "was cut off" in said(found)


@pytest.mark.parametrize(
    ("inverted", "name"),
    [
        ("Moor, Ada", "Ada Moor"),
        ("Moor, Ada, 1950-2001", "Ada Moor"),
        ("Moor, Ada; 0000-0001-2345-678X", "Ada Moor"),
        ("van der Berg, Pieter J.", "Pieter J. van der Berg"),
        ("Brandt, Tomás, Jr.", "Tomás Brandt, Jr."),
        ("Tomás Brandt, Jr.", "Tomás Brandt, Jr."),
        ("Иванова, Анна", "Анна Иванова"),
        ("Ada Moor", "Ada Moor"),
        ("林, 小明", "林, 小明"),
        ("Harbour Council, Department of Lamps", "Harbour Council, Department of Lamps"),
        ("Moor, Brandt, Sand", "Moor, Brandt, Sand"),
    ],
)
def test_turns_an_inverted_name_only_where_it_can_mean_nothing_else(inverted, name):
    assert natural(inverted) == name


@pytest.mark.parametrize(
    ("days", "published"),
    [
        (["2011-03-01T10:00:00Z", "2011-03-01T10:00:00Z", "2010"], "2010"),
        (["2010", "2010-05", "2010-05-03"], "2010-05-03"),
        (["2012-01-01", "2010-05-03"], "2010-05-03"),
        (["May 3, 2010"], "2010-05-03"),
        (["2011-03-01T10:00:00Z"], "2011-03-01T10:00:00Z"),
        (["n.d.", "2010"], "2010"),
    ],
)
def test_chooses_the_day_of_issue_among_several(tmp_path: Path, days, published):
    values = [f"<dc:date>{day}</dc:date>" for day in days]
    assert record(tmp_path, "<dc:publisher>X</dc:publisher>", *values).published == published


def test_says_which_date_is_none(tmp_path: Path):
    found = read(
        tmp_path, answer("<dc:title>A</dc:title><dc:publisher>X</dc:publisher><dc:date>n.d.</dc:date>")
    )
    assert found[0].record.published == ""
    assert '"n.d." is not a date' in said(found)


@pytest.mark.parametrize(
    ("code", "tag"),
    [("eng", "en"), ("ger", "de"), ("deu", "de"), ("en_US", "en-US"), ("English", "en"), ("zho", "zh"),
     ("und", ""), ("grc", "grc"), ("x", "")],
)  # fmt: skip
def test_names_languages_as_the_web_does(code, tag):
    assert codes.language(code) == tag


def test_reads_the_terms_of_qualified_dublin_core(tmp_path: Path):
    one = record(
        tmp_path,
        "<dcterms:abstract>What it says.</dcterms:abstract>",
        "<dcterms:issued>2014-12</dcterms:issued><dc:date>2011</dc:date>",
        "<dcterms:spatial>Estuary</dcterms:spatial><dcterms:isPartOf>Harbour Papers</dcterms:isPartOf>",
    )
    assert (one.published, one.regions, one.source) == ("2014-12", ["Estuary"], "Harbour Papers")
    assert html.to_text(one.body) == "What it says."


def test_takes_handles_for_addresses_and_types_that_say_something(tmp_path: Path):
    one = record(
        tmp_path,
        "<dc:identifier>hdl:1234/56</dc:identifier><dc:publisher>X</dc:publisher>",
        "<dc:type>PeerReviewed</dc:type><dc:type>Policy Brief</dc:type>",
    )
    assert (one.url, one.type, one.type_label) == ("https://hdl.handle.net/1234/56", "", "Policy Brief")


def test_maps_subjects_as_staff_say(tmp_path: Path):
    mapping = {"terms": {"subject": {"default": "collections"}}, "constants": {"primaryCenter": "Coast"}}
    one = record(tmp_path, "<dc:subject>Oil</dc:subject><dc:publisher>X</dc:publisher>", mapping=mapping)
    assert (one.collections, one.topics, one.primary_center) == (["Oil"], [], "Coast")


def test_rejects_a_record_of_which_nothing_is_told(tmp_path: Path):
    (reading,) = read(tmp_path, answer("<dc:title>Oil</dc:title>"))
    assert reading.record is None
    assert "body" in said([reading])


WRONG = {
    "badArgument": "badArgument",
    "badResumptionToken": "This resumptionToken is invalid",
    "cannotDisseminateFormat": "cannotDisseminateFormat",
    "idDoesNotExist": "maps to no known item",
    "noRecordsMatch": "noRecordsMatch",
    "noSetHierarchy": "does not support sets",
    "undefinedError": "undefinedError",
    "Identify": "another question",
    "ListIdentifiers": "another question",
    "ListIdentifiers2": "another question",
    "ListMetadataFormats": "another question",
    "ListSets": "another question",
    "ListRecordsBroken": "no answer of an OAI-PMH repository",
}


@pytest.mark.corpus
def test_reads_every_answer_of_the_corpus(corpus: Path):
    counts = {}
    for path in sorted((corpus / "corpus" / "oai" / "oai-pmh-sickle").glob("*.xml")):
        found = list(oai.read(Source(path, path.name)))
        assert path.stem == "ListRecordsBroken" or oai.recognises(path.read_bytes(), path.name)
        if path.stem in WRONG:
            assert [reading.record for reading in found] == [None]
            assert WRONG[path.stem] in said(found)
        else:
            counts[path.stem] = [reading.record is not None for reading in found]
    assert counts == {
        "GetRecord": [True],
        "GetRecord_utf8test": [True],
        "ListRecords": [False, True],
        "ListRecords2": [False, True],
        "ListRecords3": [False, True],
        "ListRecords4": [False, True],
    }
