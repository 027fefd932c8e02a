"""Exports, feeds and answers with some bytes changed: a record or a reason each, and nothing is raised."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from archive.importing.readers import feed, oai, wxr
from archive.importing.records import Source
from tests.importing.readers.reading import SAMPLES, written

ODD = b"<item> </item> <![CDATA[ ]]> <!-- & < \0 <entry> <record> { \xff\xfe".split()


@pytest.mark.parametrize(
    ("reader", "sample"),
    [
        (wxr, "wordpress-1.0.xml"),
        (wxr, "wordpress-1.1.xml"),
        (feed, "feed-rss-2.0.xml"),
        (feed, "feed-atom.xml"),
        (feed, "feed.json"),
        (oai, "oai-list-records.xml"),
    ],
)
def test_raises_nothing_whatever_is_in_a_file(tmp_path: Path, reader, sample):
    whole, chance = (SAMPLES / sample).read_bytes(), random.Random(4)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 3, 20))):
            place = chance.randrange(len(data) + 1)
            change = chance.randrange(4)
            if change == 0:
                data[place : place + 1] = bytes([chance.randrange(256)])
            elif change == 1:
                del data[place : place + chance.randrange(1, 300)]
            elif change == 2:
                data[place:place] = chance.choice(ODD)
            elif chance.random() < 0.2:
                del data[place:]
        path = written(tmp_path, bytes(data), "broken")
        for reading in reader.read(Source(path, path.name)):
            assert (reading.record is None) == any(fault.fatal for fault in reading.faults)
