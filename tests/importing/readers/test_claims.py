"""From an untrusted dictionary to a record: a bad field is dropped and said, a broken limit is fatal."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.importing import claims
from archive.importing.records import Reading, Source

GOOD = {"id": "a-1", "title": "A Title", "body": "<p>Text.</p>"}


def fill(**changes):
    return claims.fill(Reading(Source(Path("x"), "x.jsonl"), b"", "line 1"), GOOD | changes)


def test_needs_a_title_or_an_address():
    assert "title is missing, and so is an address" in str(fill(title="").faults[0])
    assert fill(title="", url="https://x.example/a").record.title == ""


def test_needs_a_body_or_an_outlet():
    assert "body is missing, and so is an outlet" in str(fill(body=" ").faults[0])
    assert fill(body="", source="The Ledger").record.source == "The Ledger"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", "a" * 2001), ("deck", "a" * 20_001), ("body", "a" * 2_000_001), ("body", "я" * 1_000_001),
        ("authors", [f"Anna K{count}" for count in range(501)]),
        ("topics", [f"T{count}" for count in range(501)]), ("centers", [7] * 501),
        ("attachments", ["javascript:x"] * 501), ("corrections", ["x"] * 501),
    ],
)  # fmt: skip
def test_rejects_a_record_over_a_limit(key, value):
    reading = fill(**{key: value})
    assert reading.record is None
    assert "at most" in str(reading.faults[-1])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("published", "2014-13-45"), ("language", "not a tag"), ("doi", "11.1/x"),
        ("url", "javascript:alert(1)"),
        ("url", "ftp://x.example/"), ("source_url", "https://a:b@x.example/"), ("image", "../../etc/passwd"),
        ("image", "/etc/passwd"), ("place", ["a", "b"]), ("blog", {"a": 1}), ("credit", True), ("centers", 7),
        ("topics", [{"name": "x"}]), ("attachments", ["javascript:x"]), ("corrections", [{"text": "x"}]),
        ("corrections", ["x"]), ("type", "a" * 501), ("authors", [["Anna"]]),
    ],
)  # fmt: skip
def test_drops_a_bad_field_and_says_which(key, value):
    reading = fill(**{key: value})
    record = reading.record.model_dump(by_alias=True)
    assert not record[key]
    (fault,) = reading.faults
    assert (fault.field, fault.fatal) == (key, False)


def test_keeps_what_is_good():
    record = fill(
        published="2014-12-02T23:30:00+09:00", language="zh_hans", image="pictures/a.webp",
        doi="https://doi.org/10.1234/ab.c",
        attachments=[{"url": "https://x.example/a.pdf", "title": "Paper"}, "notes.pdf"],
        corrections=[{"date": "2015-01", "text": "A name."}],
    ).record  # fmt: skip
    assert (record.published, record.language, record.doi) == (
        "2014-12-02T23:30:00+09:00",
        "zh-Hans",
        "10.1234/ab.c",
    )
    assert [file.url for file in record.attachments] == ["https://x.example/a.pdf", "notes.pdf"]
    assert (record.image, record.corrections[0].date) == ("pictures/a.webp", "2015-01")


def test_keeps_the_order_of_names_and_each_once():
    reading = fill(regions=["Malta", "Libya", "malta", ""])
    assert reading.record.regions == ["Malta", "Libya"]
    assert "named twice" in str(reading.faults[0])


def test_reads_both_kinds_of_empty_as_empty():
    record = fill(regions="", topics=[], blog=[], deck=None).record
    assert (record.regions, record.topics, record.blog, record.deck) == ([], [], "", "")


def test_lets_nothing_reach_a_record_by_its_name():
    assert set(fill(status="published", pk=1, is_superuser=True).record.model_dump()).isdisjoint(
        {"status", "pk", "is_superuser"}
    )


def test_takes_out_what_no_database_stores():
    reading = fill(title="A\x00 Title\ud800", body="<p>a\x00b</p>")
    assert (reading.record.title, reading.record.body) == ("A Title", "<p>ab</p>")
    assert len(reading.faults) == 2


def test_reads_numbers_written_without_quotation_marks():
    record = fill(id=17, published=2014).record
    assert (record.id, record.published) == ("17", "2014")


def test_mends_titles_and_names_and_leaves_identities_as_they_are():
    names = {
        "topics": ["Ships &amp;amp; Trade"],
        "authors": ["JosÃ© O&#8217;Hara"],
        "source": "The Harbour\u00ad Gazette",
    }
    record = fill(id="a&amp;b", title="The quayâ€™s lamp", **names).record
    assert record.title == "The quay’s lamp"
    assert record.topics == ["Ships & Trade"]
    assert record.authors[0].name == "José O’Hara"
    assert record.source == "The Harbour Gazette"
    assert record.id == "a&amp;b"
