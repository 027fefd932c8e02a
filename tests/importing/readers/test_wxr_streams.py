"""Exports that are broken, cut off, huge or hostile: what can be read is read, the rest is said."""

from __future__ import annotations

import gzip
import time
import tracemalloc
from pathlib import Path

import pytest

from archive.importing import xml
from archive.importing.readers import wxr
from archive.importing.records import Source
from archive.text import html
from tests.importing.readers.wordpress import attachment, export, packed, post, readings, said


def posts(*numbers: int) -> list[str]:
    return [post(post_id=number, title=f"Post {number}") for number in numbers]


def titles(found) -> list[str]:
    return [reading.record.title if reading.record else "" for reading in found]


def test_reads_a_gzipped_export_as_any_other(tmp_path: Path):
    assert titles(readings(tmp_path, packed(export(*posts(1, 2))))) == ["Post 1", "Post 2"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_reads_every_encoding_that_exports_have(tmp_path: Path, encoding):
    text = export(post("Déjà vu"))
    if encoding == "cp1252":
        text = text.replace('encoding="UTF-8"', 'encoding="ISO-8859-1"').replace("’", "'")
    (reading,) = readings(tmp_path, text.encode(encoding))
    assert "Déjà vu" in reading.record.body


def test_reads_everything_before_the_place_where_an_export_is_cut_off(tmp_path: Path):
    text = export(*posts(1, 2, 3))
    found = readings(tmp_path, text[: text.index("Post 3") + 60])
    assert titles(found) == ["Post 1", "Post 2", ""]
    assert '"Post 3" is where the file ends, in the middle of this item' in said(found)
    assert found[-1].where == f"line {text[: text.index('Post 3')].count(chr(10)):,}"


def test_says_that_an_export_ends_too_early_between_two_items(tmp_path: Path):
    text = export(*posts(1, 2))
    found = readings(tmp_path, text[: text.rindex("</channel>")])
    assert titles(found) == ["Post 1", "Post 2", ""]
    assert "after item 2: ends without the closing </rss>" in said(found)


def test_reads_a_gzipped_export_up_to_where_it_was_cut(tmp_path: Path):
    words = [
        post(" ".join(str(n * n * number) for n in range(900)), post_id=number) for number in range(1, 40)
    ]
    data = packed(export(*words))
    found = readings(tmp_path, data[: len(data) // 2])
    assert len(found) > 5
    assert [reading.record is None for reading in found] == [False] * (len(found) - 1) + [True]


def test_takes_out_control_characters_and_says_so(tmp_path: Path):
    (reading,) = readings(tmp_path, export(post("One\x08 two\x0b three")))
    assert html.to_text(reading.record.body) == "One two three"
    assert "held 2 control characters" in said([reading])


def test_reads_bytes_that_are_no_utf_8_as_windows_1252_and_says_so(tmp_path: Path):
    data = export(post("caf@ and “quotes”")).encode().replace(b"caf@", b"caf\xe9 \x93x\x94")
    (reading,) = readings(tmp_path, data)
    assert html.to_text(reading.record.body) == "café “x” and “quotes”"
    assert "held 3 bytes that no UTF-8 has" in said([reading])


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("<title>Oil & gas &eacute;t&eacute;</title>", "Oil & gas été"),
        ("<title>Oil &#8; < 5</title>", "Oil < 5"),
        ("<title><![CDATA[Oil ]]> gas]]></title>", "Oil ]]> gas"),
        ("<title><![CDATA[Oil</title>", "Oil"),
        ("<title>Oil</title><media:x a='1'/>", "Oil"),
    ],
)
def test_mends_what_is_not_well_formed_and_says_so(tmp_path: Path, title, text):
    whole = "<title><![CDATA[The Pier That Kept Its Lamp]]></title>"
    found = readings(tmp_path, export(*posts(1), post().replace(whole, title), *posts(9)))
    assert titles(found) == ["Post 1", text, "Post 9"]
    assert "was not well-formed XML" in said([found[1]])
    assert "budget" in found[1].record.body


def test_reads_what_it_can_of_an_item_that_nobody_can_mend(tmp_path: Path):
    broken = post().replace("<wp:post_name>", "<b><i></b><wp:post_name>")
    found = readings(tmp_path, export(*posts(1), broken, *posts(9)))
    assert titles(found) == ["Post 1", "The Pier That Kept Its Lamp", "Post 9"]
    assert "is not well-formed XML" in said([found[1]])


def test_goes_on_after_an_item_that_has_no_end(tmp_path: Path):
    found = readings(tmp_path, export(*posts(1), post(post_id=2).replace("</item>", ""), *posts(3)))
    assert [reading.where for reading in found] == ["post 1", "post 2", "post 3"]
    assert "has no end" in said([found[1]])


def test_goes_on_after_an_item_whose_section_never_ends(tmp_path: Path):
    endless = "<item>\n<title>x</title><content:encoded><![CDATA[never closed\n"
    found = readings(tmp_path, export(*posts(1)).replace("</channel>\n</rss>\n", "") + endless)
    assert titles(found)[0] == "Post 1"
    assert "the export was cut off" in said(found)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE rss SYSTEM "file:///etc/passwd">',
        "<!-- x --><!DOCTYPE rss>",
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
    ],
)
def test_refuses_every_declaration_of_types_and_entities(tmp_path: Path, declaration):
    text = export(post("&b;")).replace("<rss", f"{declaration}\n<rss", 1)
    (reading,) = readings(tmp_path, text)
    assert reading.record is None
    assert "declares a document type or entities" in said([reading])


def test_does_not_expand_entities_that_stand_in_an_item(tmp_path: Path):
    text = export(
        *posts(1), '<!DOCTYPE x [<!ENTITY a "boom">]>', post().replace("<![CDATA[Its", "&a;<![CDATA[Its")
    )
    assert "boom" not in "".join(
        reading.record.body for reading in readings(tmp_path, text) if reading.record
    )


def test_refuses_a_gzip_that_expands_beyond_bounds(tmp_path: Path):
    path = tmp_path / "bomb.xml.gz"
    with gzip.open(path, "wb") as file:
        file.write(export(post()).replace("</channel>\n</rss>\n", "").encode())
        for _ in range(100):
            file.write(b" " * 1_000_000)
    started = time.perf_counter()
    found = list(wxr.read(Source(path, path.name)))
    assert "expands from" in said(found)
    assert time.perf_counter() - started < 10


def test_holds_no_more_than_a_few_items_in_memory(tmp_path: Path):
    path = tmp_path / "large.xml"
    item = post("Words of an article. " * 100)
    with path.open("w") as file:
        head, _, tail = export("@@").partition("@@")
        file.write(head)
        for _ in range(3_000):
            file.write(item)
        file.write(tail)
    tracemalloc.start()
    count = sum(1 for _ in xml.Pieces(path, "item", restart="<item>"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 3_000
    assert path.stat().st_size > 7_500_000
    assert peak < 5_000_000


def test_finds_attachments_wherever_they_stand_in_the_file(tmp_path: Path):
    picture = attachment(50, "https://lantern.example/a.jpg")
    for items in ((picture, post(meta={"_thumbnail_id": 50})), (post(meta={"_thumbnail_id": 50}), picture)):
        (reading,) = readings(tmp_path, export(*items))
        assert reading.record.image == "https://lantern.example/a.jpg"


def test_passes_over_an_item_that_is_too_large(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("archive.importing.xml.pieces.LARGEST_PIECE", 600_000)
    endless = post(post_id=2).replace("]]></content:encoded>", "x" * 2_000_000)
    found = readings(tmp_path, export(*posts(1), endless, *posts(3)))
    assert titles(found)[0] == "Post 1"
    assert titles(found)[-1] == "Post 3"
    assert "too large or never ends" in said(found)


@pytest.mark.corpus
def test_refuses_every_bomb_of_the_corpus_at_once(corpus: Path):
    for path in sorted((corpus / "corpus" / "hostile" / "defusedxml").glob("*.xml")):
        started = time.perf_counter()
        found = list(wxr.read(Source(path, path.name)))
        assert [reading.record for reading in found] == [None]
        assert time.perf_counter() - started < 1


def test_finds_attachments_in_the_other_files_of_an_export(tmp_path: Path):
    folder = tmp_path / "parts"
    folder.mkdir()
    picture, elsewhere = "https://lantern.example/a.jpg", "https://other.example/b.jpg"
    other_site = export(attachment(51, elsewhere)).replace("//lantern.example<", "//other.example<")
    (folder / "site.001.xml").write_bytes(packed(export(attachment(50, picture))))
    (folder / "site.002.xml").write_text(other_site)
    (folder / "site.003.xml").write_text("<rss")
    path = folder / "site.000.xml"
    path.write_text(export(post(meta={"_thumbnail_id": 50}), post(post_id=8, meta={"_thumbnail_id": 51})))
    found = [one.record.image for one in wxr.read(Source(path, path.name, folder=folder)) if one.record]
    assert found == [picture, ""]
    alone = [one.record.image for one in wxr.read(Source(path, path.name)) if one.record]
    assert alone == ["", ""]
