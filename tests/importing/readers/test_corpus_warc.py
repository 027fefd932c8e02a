"""A real crawl of a government's site: its articles exactly, and every other page refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archive.importing.records import Reading
from archive.text import html
from archive.text.addresses import normalise
from tests.importing.readers.reading import all_readings, names

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def expected(corpus: Path) -> list[dict[str, Any]]:
    text = (corpus / "corpus/warc/EXPECTED.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def readings(corpus: Path) -> list[Reading]:
    return all_readings(corpus / "corpus/warc/data-gov-uk-first-crawl.warc.gz")


def test_every_page_is_read_once(readings, expected):
    read = [normalise(reading.context["address"]) for reading in readings]
    assert sorted(read) == sorted(normalise(page["url"]) for page in expected)


def test_only_the_articles_become_records(readings, expected):
    articles = {normalise(page["url"]) for page in expected if page["is_article"]}
    assert {normalise(reading.record.url) for reading in readings if reading.record} == articles


def test_articles_come_out_exactly(readings, expected):
    pages = {normalise(page["url"]): page for page in expected}
    for reading in readings:
        if reading.record is None:
            continue
        page, record = pages[normalise(reading.record.url)], reading.record
        text = " ".join(html.to_text(record.body).split())
        assert record.title == page["title"]
        assert names(record) == [page["author_login"]]
        assert record.published == page["created"][:10]
        assert record.topics == page["tags"]
        assert text.startswith(page["body_first_words"])
        assert text.endswith(page["body_last_words"])
        assert len(text) == page["body_chars"]


def test_every_other_page_is_refused_with_one_reason(readings):
    for reading in readings:
        assert reading.record is not None or sum(fault.fatal for fault in reading.faults) == 1
