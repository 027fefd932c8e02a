"""Web archives: records of every kind, compression and damage, and what is told of them."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.importing import readers
from archive.importing.records import Reading
from archive.text import html
from tests.importing.readers.reading import all_readings

SITE = "https://low.example"
PROSE = (
    "<p>The harbour towns of the northern coast have paid for their own dredging since the treaty "
    "lapsed, and the"
    " bill has grown every year.</p><p>Grain that once left by rail now waits on the quay for "
    "weeks, and the insurers"
    " have begun to ask who will answer for it.</p>"
)


def page(title: str = "Tides and towns", body: str = PROSE, head: str = "") -> bytes:
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>{head}</head><body>'
        f"<article><h1>{title}</h1>"
        f"<p>By Hanne Vik</p><p>Published on Sep 8, 2016</p>{body}</article></body></html>"
    ).encode()


class Crawl:
    """Writes a web archive record by record."""

    def __init__(self, *, packed: bool = True) -> None:
        self.out = io.BytesIO()
        self.writer = WARCWriter(self.out, gzip=packed)
        self.writer.write_record(self.writer.create_warcinfo_record("x.warc.gz", {"software": "a test"}))

    def add(
        self,
        path: str,
        data: bytes,
        *,
        status: str = "200 OK",
        kind: str = "text/html; charset=utf-8",
        headers: tuple[tuple[str, str], ...] = (),
        date: str = "2020-01-01T00:00:00Z",
        record: str = "response",
        warc: dict[str, str] | None = None,
    ) -> Crawl:
        http = None
        if record == "response":
            http = StatusAndHeaders(
                status, [("Content-Type", kind), *headers] if kind else list(headers), "HTTP/1.1"
            )
        self.writer.write_record(
            self.writer.create_warc_record(
                path if ":" in path else SITE + path,
                record,
                payload=io.BytesIO(data),
                http_headers=http,
                warc_content_type=kind if record == "resource" else "",
                warc_headers_dict={"WARC-Date": date, **(warc or {})},
            )
        )
        return self

    def revisit(self, path: str, digest: str, of: str) -> Crawl:
        self.writer.write_record(
            self.writer.create_revisit_record(SITE + path, digest, SITE + of, "2020-01-01T00:00:00Z")
        )
        return self

    def data(self) -> bytes:
        return self.out.getvalue()


@pytest.fixture
def read(tmp_path: Path) -> Callable[[Crawl | bytes], list[Reading]]:
    def reading(crawl: Crawl | bytes, name: str = "crawl.warc.gz") -> list[Reading]:
        path = tmp_path / name
        path.write_bytes(crawl if isinstance(crawl, bytes) else crawl.data())
        return all_readings(path)

    return reading


def titles(readings: list[Reading]) -> list[str]:
    return [reading.record.title for reading in readings if reading.record]


def problems(readings: list[Reading]) -> list[str]:
    return [str(reading.faults[-1]) for reading in readings if not reading.record]


@pytest.mark.parametrize("packed", [True, False])
def test_a_page_is_read_with_its_target_as_identity(packed, read):
    (reading,) = read(
        Crawl(packed=packed).add("/2016/tides?x=1", page(head='<link rel="canonical" href="/other">'))
    )
    assert reading.record.url == f"{SITE}/2016/tides?x=1"
    assert (reading.record.title, reading.record.published) == ("Tides and towns", "2016-09-08")


def test_the_evidence_is_the_decoded_page_and_gives_the_same_record(read, tmp_path):
    packed = gzip.compress(page())
    (reading,) = read(Crawl().add("/tides", packed, headers=(("Content-Encoding", "gzip"),)))
    assert reading.data == page()
    assert (reading.format, json.loads(json.dumps(reading.context))) == ("html", reading.context)
    copy = tmp_path / "evidence"
    copy.write_bytes(reading.data)
    (again,) = readers.read(readers.Source(copy, "x", context=reading.context), reading.format)
    assert again.record == reading.record


def chunked(data: bytes, size: int = 100) -> bytes:
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(page()), {"Content-Encoding": "gzip"}),
        (gzip.compress(page()[:300]) + gzip.compress(page()[300:]), {"Content-Encoding": "x-gzip"}),
        (zlib.compress(page()), {"Content-Encoding": "deflate"}),
        (zlib.compress(page())[2:-4], {"Content-Encoding": "deflate"}),
        (brotli.compress(page()), {"Content-Encoding": "br"}),
        (chunked(page()), {"Transfer-Encoding": "chunked"}),
        (chunked(gzip.compress(page())), {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}),
        (chunked(brotli.compress(page())), {"Transfer-Encoding": "chunked", "Content-Encoding": "br"}),
        (page(), {"Content-Encoding": "gzip"}),
        (page(), {"Content-Encoding": "br"}),
        (page(), {"Transfer-Encoding": "chunked"}),
        (page(), {"Content-Encoding": "identity"}),
    ],
)
def test_bodies_are_read_however_they_were_sent(body, headers, read):
    assert titles(read(Crawl().add("/tides", body, headers=tuple(headers.items())))) == ["Tides and towns"]


@pytest.mark.parametrize(
    ("body", "coding", "expected"),
    [
        (gzip.compress(page())[:-40], "gzip", "compressed and cut off"),
        (b"\x1f\x8b" + b"rubbish" * 9, "gzip", "compressed and damaged"),
        (brotli.compress(page())[:-20], "br", "cut off"),
        (b"\x81\x00rubbish", "br", "brotli"),
        (b"\x00\x01\x02", "zstd", "zstd, which is not known"),
    ],
)
def test_a_body_that_cannot_be_unpacked_costs_itself_only(body, coding, expected, read):
    found = read(Crawl().add("/a", body, headers=(("Content-Encoding", coding),)).add("/b", page("Second")))
    assert titles(found) == ["Second"]
    assert [expected in problem for problem in problems(found)] == [True]


@pytest.mark.parametrize("pack", [gzip.compress, brotli.compress])
def test_a_bomb_is_not_unpacked(pack, read):
    coding = "gzip" if pack is gzip.compress else "br"
    found = read(
        Crawl().add("/a", pack(b"<html>" + b" " * 30_000_000), headers=(("Content-Encoding", coding),))
    )
    assert "at most 10,000,000 are read" in problems(found)[0]


def test_the_charset_of_the_header_is_believed(read):
    body = (
        '<html><body><h1>Фарватер</h1><p class="date">8 сентября 2016 г.</p>'
        + "<p>Портовые города платят сами.</p>" * 9
    )
    (reading,) = read(Crawl().add("/x", body.encode("koi8-r"), kind="text/html; charset=KOI8-R"))
    assert reading.record.title == "Фарватер"


def test_what_is_no_page_is_not_read_at_all(read):
    crawl = Crawl().add("/tides", page())
    crawl.add("/logo.png", b"\x89PNG", kind="image/png").add("/x.css", b"p {}", kind="text/css")
    crawl.add("/gone", page("Gone"), status="404 Not Found").add("/moved", page("Moved"), status="302 Found")
    crawl.add("/part", page("Part"), status="206 Partial Content").add(
        "dns:low.example", b"x", record="resource"
    )
    crawl.add("/meta", b"via: x", record="metadata", kind="")
    crawl.revisit("/again", "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", "/tides")
    assert [reading.record.url for reading in read(crawl)] == [f"{SITE}/tides"]


def test_a_page_that_is_no_article_is_rejected_with_its_reason(read):
    found = read(
        Crawl().add("/contact", b"<html><head><title>Contact us</title></head><body><p>x</p></body></html>")
    )
    assert "a page of contact details, not an article" in problems(found)[0]
    assert f"{SITE}/contact" in problems(found)[0]


def test_a_page_without_a_content_type_is_told_by_its_bytes(read):
    assert titles(read(Crawl().add("/tides", page(), kind="").add("/robots", b"User-agent: *", kind=""))) == [
        "Tides and towns"
    ]


def test_a_resource_of_html_is_a_page(read):
    assert titles(read(Crawl().add("/tides", page(), record="resource", kind="text/html"))) == [
        "Tides and towns"
    ]


def test_the_same_capture_twice_is_one(read):
    found = read(Crawl().add("/tides", page()).add("/tides/", page(), date="2021-01-01T00:00:00Z"))
    assert len(found) == 1
    assert found[0].faults == []


def test_of_changed_captures_the_newest_is_read_and_the_others_are_told(read):
    crawl = Crawl().add("/tides", page("Newest"), date="2022-05-01T00:00:00Z")
    crawl.add("/tides", page("Oldest"), date="2019-05-01T00:00:00Z")
    (reading,) = read(crawl)
    assert reading.record.title == "Newest"
    assert "captured 2 times with different content; the capture of 2022-05-01 was read" in str(
        reading.faults[0]
    )


def test_an_older_article_goes_before_a_newer_page_that_is_none(read):
    gone = b"<html><head><title>Page not found</title></head><body><h1>Page not found</h1></body></html>"
    (reading,) = read(Crawl().add("/tides", page()).add("/tides", gone, date="2023-01-01T00:00:00Z"))
    assert reading.record.title == "Tides and towns"
    assert "the newer ones are no article" in str(reading.faults[0])


def test_a_print_version_of_a_page_in_the_file_is_no_second_article(read):
    canonical = f'<link rel="canonical" href="{SITE}/tides">'
    found = read(Crawl().add("/tides", page()).add("/tides/print", page(head=canonical)))
    assert titles(found) == ["Tides and towns"]
    assert f"another presentation of {SITE}/tides" in problems(found)[0]


def test_pictures_and_documents_of_the_file_are_given_out_by_address(read):
    crawl = Crawl().add("/files/tide.jpg?v=2", b"JPEG" * 9, kind="image/jpeg").add("/tides", page())
    crawl.add(
        "/report.pdf", gzip.compress(b"%PDF"), kind="application/pdf", headers=(("Content-Encoding", "gzip"),)
    )
    crawl.add("/secret", b"x", kind="image/png", status="403 Forbidden")
    (reading,) = read(crawl)
    assert reading.companion(f"{SITE}/files/tide.jpg?v=2") == b"JPEG" * 9
    assert reading.companion(f"{SITE}/report.pdf") == b"%PDF"
    assert reading.companion(f"{SITE}/secret") is None
    assert reading.companion("files/tide.jpg") is None
    assert reading.companion("") is None


def test_a_picture_that_was_revisited_is_the_one_it_was(read):
    crawl = Crawl().add("/a.jpg", b"JPEG", kind="image/jpeg").add("/tides", page())
    digest = "sha1:" + __import__("base64").b32encode(__import__("hashlib").sha1(b"JPEG").digest()).decode()
    (reading,) = read(crawl.revisit("/b.jpg", digest, "/a.jpg"))
    assert reading.companion(f"{SITE}/b.jpg") == b"JPEG"


@pytest.mark.parametrize("packed", [True, False])
def test_a_file_that_is_cut_off_is_read_up_to_there(packed, read):
    crawl = Crawl(packed=packed).add("/a", page("First"))
    size = len(crawl.data())
    whole = crawl.add("/b", page("Second")).data()
    found = read(whole[: size + (len(whole) - size) // 2])
    assert titles(found) == ["First"]
    assert "is cut off in the middle of a record" in problems(found)[-1]
    assert f"byte {size:,}" in problems(found)[-1]


@pytest.mark.parametrize("packed", [True, False])
def test_a_broken_record_costs_itself_only(packed, read):
    crawl = Crawl(packed=packed).add("/a", page("First"))
    start = len(crawl.data())
    crawl.add("/b", page("Second"))
    end = len(crawl.data())
    data = bytearray(crawl.add("/c", page("Third")).data())
    data[start + 10 : end - 10] = b"\x07" * (end - start - 20)
    found = read(bytes(data))
    assert titles(found)[0] == "First"
    assert titles(found)[-1] == "Third"
    assert len(problems(found)) == 1


def test_a_file_compressed_as_a_whole_is_read(read):
    data = Crawl(packed=False).add("/a", page("First")).add("/b", page("Second")).data()
    assert titles(read(gzip.compress(data))) == ["First", "Second"]


def test_a_page_that_the_crawler_cut_off_is_refused(read):
    cut = page()[: len(page()) // 2]
    found = read(
        Crawl()
        .add("/a", cut, warc={"WARC-Truncated": "length"})
        .add("/b", cut, headers=(("Content-Length", "9000"),))
    )
    assert [
        "was cut off by the crawler (length)" in problems(found)[0],
        "of 9,000 bytes arrived" in problems(found)[1],
    ] == [True] * 2


def test_a_page_marked_as_cut_off_that_shows_its_end_is_read(read):
    assert titles(read(Crawl().add("/a", page(), warc={"WARC-Truncated": "time"}))) == ["Tides and towns"]


@pytest.mark.parametrize("packed", [True, False])
def test_arc_files_are_read(packed, read):
    response = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page()
    version = b"1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n"
    records = [
        b"filedesc://x.arc 0.0.0.0 20050101000000 text/plain %d\n%s\n" % (len(version), version),
        b"%s/tides 10.0.0.1 20050614070144 text/html %d\n%s\n" % (SITE.encode(), len(response), response),
    ]
    data = b"".join(gzip.compress(record) if packed else record for record in records)
    (reading,) = read(data, "old.arc")
    assert (reading.record.title, reading.record.url) == ("Tides and towns", f"{SITE}/tides")


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_wacz_files_are_read(method, read):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        file.writestr("datapackage.json", "{}")
        file.writestr("pages/pages.jsonl", "{}")
        crawl = Crawl().add("/tides", page()).add("/a.jpg", b"JPEG", kind="image/jpeg")
        file.writestr("archive/data.warc.gz", crawl.data())
    (reading,) = read(out.getvalue(), "crawl.wacz")
    assert reading.record.title == "Tides and towns"
    assert reading.companion(f"{SITE}/a.jpg") == b"JPEG"


def test_a_damaged_wacz_is_refused_in_a_sentence(read):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("archive/data.warc.gz", Crawl().add("/tides", page()).data())
    (reading,) = read(out.getvalue()[:-60])
    assert "is a WACZ that is damaged or cut off" in str(reading.faults[-1])


@pytest.mark.parametrize(
    "data",
    [
        b"WARC/1.0\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\n\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -5\r\n\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://[x\r\nContent-Length: "
        b"9999999999999\r\n\r\nHTTP/1.1 200",
        b"WARC/1.0\r\n" + b"X: " + b"y" * 3_000_000,
        b"WARC/1.0 " + b"\xff\xfe\x00" * 1000,
    ],
)
def test_rubbish_behind_a_good_beginning_is_told(data, read):
    assert all(reading.record is None for reading in read(data))
    assert problems(read(data))


def test_other_gzip_and_zip_files_are_not_taken_for_web_archives():
    assert not readers.warc.recognises(gzip.compress(b'{"title": "x"}'), "x.warc.gz")
    assert not readers.warc.recognises(b"PK\x03\x04" + b"\x00" * 60, "x.wacz")
    assert not readers.warc.recognises(b"WARC is a format of archives", "x.warc")


def test_pages_are_read_one_by_one(read):
    crawl = Crawl()
    for number in range(60):
        crawl.add(f"/{number}", page(f"Page number {number}"))
    assert titles(read(crawl)) == [f"Page number {number}" for number in range(60)]


def test_the_body_of_a_page_is_cleaned_like_any_other(read):
    (reading,) = read(Crawl().add("/tides", page(body=PROSE + "<script>x()</script>")))
    assert "x()" not in html.clean(reading.record.body).html
