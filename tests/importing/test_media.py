"""Pictures and documents of records: found in the source or beside it, judged by content, kept once."""

from __future__ import annotations

import base64
import io
import os
import re
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from PIL import Image

from archive import files
from archive.articles.models import Article, Attachment
from archive.importing import storing
from archive.importing.bodies import bring_in
from archive.importing.fetching import NotFetched
from archive.importing.media import Keeper
from archive.importing.models import ImportedRecord, ImportRun
from archive.importing.readers import jsonl
from archive.importing.records import File, Reading, Record, Source
from archive.importing.undoing import undo
from archive.text.html import clean
from tests.importing.conftest import a_record

PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\n%%EOF\n"
URL = "https://lantern.example/posts/2014/12/pier-lamp"


def png(size=(3, 2), colour="teal", kind="PNG", **options):
    """Return the bytes of a picture."""
    content = io.BytesIO()
    Image.new("RGB", size, colour).save(content, kind, **options)
    return content.getvalue()


@pytest.fixture(autouse=True)
def media(settings, tmp_path_factory):
    """Keep files in a folder of this test's own; return it."""
    folder = tmp_path_factory.mktemp("media")
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder, "base_url": "/media/"},
        }
    }
    return folder


@pytest.fixture
def page(tmp_path):
    """Return a function that makes the reading of a page in a folder of captures."""
    (tmp_path / "site" / "captures").mkdir(parents=True)

    def read(body="", url=URL, companion=None, file="captures/page.html", context=None, **values):
        path = tmp_path / "site" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
        source = Source(path, file, context=context or {}, folder=tmp_path / "site")
        reading = Reading(source, b"x", companion=companion)
        reading.record = Record(id="1", title="Pier", url=url, body=body, **values)
        return reading

    read.folder = tmp_path / "site" / "captures"
    read.root = tmp_path / "site"
    return read


def put(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def kept(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def source_of(html):
    return re.search(r'<img src="([^"]*)"', html)[1]


def said(reading):
    return " ".join(map(str, reading.faults))


# Where files are found


@pytest.mark.parametrize(
    ("lies", "written"),
    [
        ("captures/quay.png", "quay.png"),
        ("captures/quay.png", "./quay.png?w=300#x"),
        ("captures/page_files/quay.png", "page_files/quay.png"),
        ("captures/My Page_files/the quay.png", "My%20Page_files/the%20quay.png"),
        ("captures/page_files/quay.png", "page_files\\quay.png"),
        ("captures/Page_Files/QUAY.PNG", "page_files/quay.png"),
        ("captures/page_files/quay.png", "Renamed_files/quay.png"),
        ("captures/page_files/quay.png", "https://cdn.example/a/b/quay.png"),
        ("images/quay.png", "../images/quay.png"),
        ("images/quay.png", "/images/quay.png"),
        ("static/images/quay.png", "/images/quay.png"),
        ("captures/quay.png?w=300", "quay.png?w=300"),
        ("lantern.example/files/quay.png", "https://lantern.example/files/quay.png"),
        ("files/quay.png", "https://lantern.example/files/quay.png"),
        ("lantern.example/posts/2014/12/img/quay.png", "img/quay.png"),
        ("captures/quay.png", "https://lantern.example/sites/default/quay.png"),
        ("captures/причал.png", "%D0%BF%D1%80%D0%B8%D1%87%D0%B0%D0%BB.png"),
    ],
)
def test_a_picture_is_found_beside_its_page_in_all_the_ways_pages_are_saved(page, media, lies, written):
    put(page.root / lies, png())
    reading = page(f'<p>Quay</p><img src="{written}" alt="The quay">')
    html = bring_in(reading, Keeper()).html
    name = storing.picture_name(png(), "png")
    assert f'<img src="/media/{name}" alt="The quay" width="3" height="2">' in html
    assert kept(media) == [name]
    assert reading.faults == []


def test_a_table_of_addresses_says_where_files_came_from(page, media):
    put(page.folder / "0042.png", png())
    (page.folder / "addresses.csv").write_text(
        "file,url\n0042.png,https://www.lantern.example/a/quay.png?v=2\n"
    )
    html = bring_in(page('<img src="https://lantern.example/a/quay.png?v=2">'), Keeper()).html
    assert source_of(html).startswith("/media/")


def test_a_name_that_anything_may_have_is_no_proof(page):
    put(page.folder / "image001.png", png())
    html = bring_in(page('<img src="https://lantern.example/other/image001.png">'), Keeper()).html
    assert source_of(html) == "https://lantern.example/other/image001.png"


def test_what_a_source_carries_goes_before_what_lies_beside(page, media):
    put(page.folder / "quay.png", png())
    inside = {"https://lantern.example/posts/2014/12/quay.png": png(colour="navy")}
    html = bring_in(page('<img src="quay.png">', companion=inside.get), Keeper()).html
    assert source_of(html) == f"/media/{storing.picture_name(png(colour='navy'), 'png')}"


def test_files_of_an_export_keep_their_names(page, media):
    name = "pictures/0123456789abcdef0123456789abcdef/quay.png"
    put(page.folder / "files" / name, png())
    html = bring_in(page(f'<img src="/media/{name}">'), Keeper()).html
    assert source_of(html) == f"/media/{name}"
    assert kept(media) == [name]


def test_files_that_an_export_names_by_their_content_are_found(page, media):
    name = storing.picture_name(png(), "png")
    put(page.folder / "files" / name[9:11] / f"{name[12:-4]}ffff.png", png())
    assert source_of(bring_in(page(f'<img src="/media/{name}">'), Keeper()).html) == f"/media/{name}"


def test_a_file_that_is_kept_already_needs_no_other(page, media):
    name = storing.picture_name(png(), "png")
    put(media / name, png())
    reading = page(f'<img src="/media/{name}" alt="Quay">')
    assert source_of(bring_in(reading, Keeper()).html) == f"/media/{name}"
    assert reading.faults == []


@pytest.mark.parametrize(
    "written", ["../../secret.png", "/../../secret.png", "%2e%2e/%2e%2e/secret.png", "link.png"]
)
def test_nothing_outside_the_folder_is_read(page, media, tmp_path, written):
    put(tmp_path / "secret.png", png())
    os.symlink(tmp_path / "secret.png", page.folder / "link.png")
    reading = page(f'<img src="{written}" alt="Quay">', url="")
    bring_in(reading, Keeper())
    assert kept(media) == []
    assert "leads out of the folder" in said(reading)


def test_a_device_or_a_pipe_is_not_opened(page, media):
    os.mkfifo(page.folder / "pipe.png")
    reading = page('<img src="pipe.png" alt="Quay">', url="")
    bring_in(reading, Keeper())
    assert "is not a regular file" in said(reading)


@pytest.mark.parametrize("written", ["x" * 300 + ".png", "a\x00b.png", "%00.png", "page.html/quay.png", "."])
def test_no_name_stops_a_record(page, written):
    reading = page(f'<img src="{written}" alt="Quay">', url="")
    assert "alt" in bring_in(reading, Keeper()).html
    assert reading.record is not None


def test_nothing_is_looked_for_beside_evidence_that_stands_alone(page, media):
    put(page.folder / "quay.png", png())
    reading = page('<img src="quay.png">')
    reading.source = Source(reading.source.path, "page.html")
    bring_in(reading, Keeper())
    assert kept(media) == []


def test_evidence_read_again_leads_to_the_same_files_without_its_surroundings(page, media):
    put(page.folder / "quay.png", png())
    first = page('<img src="quay.png" alt="Quay">')
    html = bring_in(first, Keeper()).html
    again = page('<img src="quay.png" alt="Quay">', context=first.context)
    again.source = Source(again.source.path, "page.html", context=first.context)
    assert bring_in(again, Keeper()).html == html
    assert again.faults == []


# What is taken in


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


# How they are kept


def test_the_same_picture_is_kept_once_whatever_it_is_called(page, media):
    put(page.folder / "a.png", png())
    put(page.folder / "b.jpg", png())
    keeper = Keeper()
    bring_in(page('<img src="a.png"><img src="b.jpg">', image="a.png"), keeper)
    assert keeper.stored == kept(media) == [storing.picture_name(png(), "png")]


def test_the_same_document_is_kept_once_under_the_name_it_came_with_first(page, media):
    put(page.folder / "Pier Report №1.PDF", PDF)
    put(page.folder / "copy.pdf", PDF)
    body = '<a href="Pier%20Report%20%E2%84%961.PDF#page=2">one</a> <a href="copy.pdf">two</a>'
    html = bring_in(page(body), Keeper()).html
    (name,) = kept(media)
    assert re.fullmatch(r"attachments/[0-9a-f]{2}/[0-9a-f]{32}/Pier-Report-[\w-]*1\.pdf", name)
    assert f'href="/media/{name}#page=2"' in html
    assert f'href="/media/{name}"' in html
    assert bring_in(page('<a href="copy.pdf">two</a>'), Keeper()).html.count(name) == 1


def test_a_file_that_was_left_half_written_is_written_whole(media):
    name = storing.picture_name(png(), "png")
    put(media / name, png()[:10])
    storing.write(name, png())
    assert (media / name).read_bytes() == png()
    assert kept(media) == [name]


def test_nothing_is_left_of_a_write_that_fails(media, monkeypatch):
    monkeypatch.setattr(storing.os, "fsync", lambda handle: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        storing.write("pictures/ab/cd.png", b"x")
    assert kept(media) == []


def test_a_file_is_on_the_disk_before_the_database_knows_it(page, media, monkeypatch):
    order = []
    sync, replace = os.fsync, Path.replace
    monkeypatch.setattr(storing.os, "fsync", lambda handle: (order.append("sync"), sync(handle)))
    monkeypatch.setattr(
        storing.Path, "replace", lambda one, other: (order.append("rename"), replace(one, other))
    )
    put(page.folder / "a.png", png())
    bring_in(page('<img src="a.png">'), Keeper())
    assert order == ["sync", "rename", "sync"]


def test_a_dry_run_says_the_same_and_writes_nothing(page, media):
    put(page.folder / "a.png", png())
    put(page.folder / "r.pdf", PDF)
    put(page.folder / "copy.pdf", PDF)
    body = '<img src="a.png"><a href="r.pdf">r</a><a href="copy.pdf">r</a><img src="missing.png">'
    dry, real = page(body), page(body)
    dry_keeper, keeper = Keeper(dry_run=True), Keeper()
    dry_html = bring_in(dry, dry_keeper).html
    assert kept(media) == []
    assert dry_html == bring_in(real, keeper).html
    assert (dry_keeper.stored, dry.faults, dry.context) == (keeper.stored, real.faults, real.context)


# What becomes of a body


def test_a_body_with_its_files_is_as_clean_as_before(page):
    put(page.folder / "a&b.png", png())
    link = '<a href="next.html?a=1&amp;b=2" title="&quot;q&quot;">n</a>'
    body = f'<p>x {link}<img src="a&amp;b.png" alt="&lt;"></p>'
    html = bring_in(page(body), Keeper()).html
    assert clean(html).html == html


def test_relative_links_become_whole_addresses_since_they_would_lead_into_this_archive(page):
    written = ("/about", "../11/quay?x=1#n", "#n1", "mailto:a@b.example")
    html = bring_in(page("".join(f'<a href="{href}">a</a>' for href in written)), Keeper()).html
    assert re.findall('href="([^"]*)"', html) == [
        "https://lantern.example/about",
        "https://lantern.example/posts/2014/11/quay?x=1#n",
        "#n1",
        "mailto:a@b.example",
    ]


def test_links_of_a_record_without_an_address_stay_as_they_are(page):
    html = bring_in(page('<a href="/about">a</a><a href="next.html">b</a>', url=""), Keeper()).html
    assert re.findall('href="([^"]*)"', html) == ["/about", "next.html"]


def test_whole_addresses_stay_word_for_word(page):
    address = "HTTP://WWW.Elsewhere.example:80/a/../b?z=1&amp;a=2"
    assert f'href="{address}"' in bring_in(page(f'<a href="{address}">a</a>'), Keeper()).html


@pytest.mark.parametrize(
    ("given", "size"),
    [
        ("", ' width="30" height="20"'),
        (' width="15"', ' width="15" height="10"'),
        (' height="10"', ' height="10" width="15"'),
        (' width="5" height="5"', ' width="5" height="5"'),
        (' width="50%"', ' width="50%"'),
    ],
)
def test_a_picture_says_how_large_it_is(page, given, size):
    put(page.folder / "a.png", png((30, 20)))
    html = bring_in(page(f'<img src="a.png" alt="A"{given}>'), Keeper()).html
    assert html.endswith(f'alt="A"{size}>')


def test_a_picture_that_the_page_carries_in_itself_becomes_a_file(page, media):
    data = base64.b64encode(png()).decode()
    reading = page(f'<p>a</p><img alt="Quay" src="data:image/png;base64,{data}">')
    html = bring_in(reading, Keeper()).html
    assert f'<img src="/media/{storing.picture_name(png(), "png")}" alt="Quay" width="3" height="2">' in html
    assert reading.faults == []


def test_a_page_that_carries_large_pictures_is_not_too_long(import_content, write_records):
    noise = png((1500, 1500), kind="BMP")
    large = base64.b64encode(noise).decode()
    assert len(large) > 2_000_000
    said = import_content(
        write_records(a_record(body=f'<p>Text.</p><img alt="Quay" src="data:image/bmp;base64,{large}">'))
    )
    assert said.closing.startswith("created 1")
    assert "Quay" in Article.objects.get().body


@pytest.mark.parametrize(
    "data",
    [
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E",
        "data:text/html;base64,PGh0bWw+",
        "data:image/png;base64,####",
        "data:,",
    ],
)
def test_what_a_page_carries_and_is_no_picture_leaves_its_text(page, media, data):
    reading = page(f'<p>a</p><img src="{data}" alt="The &lt;quay&gt;">')
    assert bring_in(reading, Keeper()).html == "<p>a</p><span>The &lt;quay&gt;</span>"
    assert "carries a picture that" in said(reading)
    assert kept(media) == []


def test_a_picture_that_a_script_was_to_load_is_shown(page, media):
    put(page.folder / "a.png", png())
    dot = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
    reading = page(
        f'<img src="{dot}" data-src="a.png" alt="A"><img data-lazy-src="a.png" alt="B"><img src="{dot}">'
    )
    html = bring_in(reading, Keeper()).html
    name = storing.picture_name(png(), "png")
    assert html.count(f'src="/media/{name}"') == 2
    assert html.count("<img") == 2
    assert reading.faults == []


def test_hostile_pictures_in_a_body_take_no_time(page):
    for body in ("<img " * 300_000, "<img data-src=" * 100_000, '<img src="data:' * 100_000):
        bring_in(page(body[:1_900_000]), Keeper(dry_run=True))


def test_pictures_on_the_network_stay_as_they_were_written_and_are_told_once(page, media):
    body = "".join(f'<img src="https://lantern.example/{n}/a.png" alt="A{n}">' for n in range(3))
    reading = page(body)
    assert bring_in(reading, Keeper()).html == body
    assert len(reading.faults) == 1
    assert 'body "https://lantern.example/0/a.png" is a picture on the network' in said(reading)
    assert "2 more" in said(reading)
    assert "--fetch-media" in said(reading)


# Records and their attachments


def test_attachments_beside_the_record_are_kept_and_those_on_the_network_keep_their_address(page, media):
    put(page.folder / "report.pdf", PDF)
    reading = page(
        attachments=[
            File(url="report.pdf", title="The Report"),
            File(url="https://lantern.example/files/report.pdf"),
            File(url="https://elsewhere.example/b.pdf", title="B"),
            File(url="absent.pdf"),
        ]
    )
    found = Keeper().attachments(reading)
    (name,) = kept(media)
    assert [(one.url, one.file, one.title) for one in found] == [
        ("", name, "The Report"),
        ("https://lantern.example/files/report.pdf", name, ""),
        ("https://elsewhere.example/b.pdf", "", "B"),
    ]
    assert 'attachments "absent.pdf" is not a file beside the record' in said(reading)


class Network:
    """What stands on the network, by address; remembers what was asked for."""

    def __init__(self, **pages):
        self.pages = {
            f"https://lantern.example/{name.replace('_', '.')}": data for name, data in pages.items()
        }
        self.asked = []

    def get(self, url, most):
        self.asked.append(url)
        if url in self.pages:
            return self.pages[url]
        raise NotFetched("answers 404 Not Found")


def test_the_network_is_asked_once_for_each_file_and_only_when_staff_ask_for_it(page, media):
    network = Network(a_png=png(), r_pdf=PDF)
    body = '<img src="/a.png"><a href="/r.pdf">r</a><a href="/a">a</a><a href="https://other.example/r.pdf">o</a>'
    bring_in(page(body, image=""), Keeper(fetcher=network))
    assert network.asked == []
    keeper = Keeper(fetch=True, fetcher=network)
    for _ in range(2):
        reading = page(body, image="https://lantern.example/a.png")
        html = bring_in(reading, keeper).html
        assert keeper.picture(reading).width == 3
    assert network.asked == ["https://lantern.example/a.png", "https://lantern.example/r.pdf"]
    assert len(kept(media)) == 2
    assert html.count("/media/") == 2
    assert 'href="https://other.example/r.pdf"' in html
    assert reading.faults == []


def test_what_the_network_does_not_give_is_said(page):
    reading = page('<img src="/gone.png" alt="Gone">', image="https://lantern.example/gone.png")
    keeper = Keeper(fetch=True, fetcher=Network())
    assert 'src="https://lantern.example/gone.png"' in bring_in(reading, keeper).html
    assert keeper.picture(reading) is None
    assert said(reading).count("answers 404 Not Found") == 2


@pytest.mark.django_db
def test_an_import_writes_files_and_rows_and_a_second_one_looks_at_no_file(
    import_content, write_records, tmp_path, media, monkeypatch
):
    put(tmp_path / "pier.png", png())
    put(tmp_path / "report.pdf", PDF)
    path = write_records(
        a_record(
            image="pier.png",
            body='<p>Lamp.</p><img src="pier.png" alt="Pier">',
            attachments=[{"url": "report.pdf", "title": "Report"}],
        )
    )
    assert import_content(path).closing.startswith("created 1")
    article = Article.objects.get()
    assert (article.image.name, article.image_width) == (storing.picture_name(png(), "png"), 3)
    assert f'<img src="/media/{article.image.name}" alt="Pier" width="3" height="2">' in article.html
    assert Attachment.objects.get().file.name in kept(media)
    assert default_storage.open(Attachment.objects.get().file.name).read() == PDF
    monkeypatch.setattr("archive.importing.finding.Finder.find", None)
    monkeypatch.setattr("archive.importing.storing.has", None)
    assert import_content(path).closing.startswith("created 0, updated 0, unchanged 1")


@pytest.mark.django_db
def test_a_changed_record_with_the_same_files_changes_nothing_but_what_changed(
    import_content, write_records, tmp_path
):
    put(tmp_path / "report.pdf", PDF)
    values = {"attachments": [{"url": "report.pdf"}, {"url": "https://lantern.example/report.pdf"}]}
    import_content(write_records(a_record(**values)))
    before = list(Attachment.objects.values())
    said = import_content(write_records(a_record(title="Another", **values)))
    assert said.closing.startswith("created 0, updated 1")
    assert list(Attachment.objects.values()) == before
    assert ImportedRecord.objects.get().faults == []


@pytest.fixture
def network(monkeypatch):
    """Let imports find these files on the network, and no other."""
    found = Network(a_png=png(), r_pdf=PDF)
    monkeypatch.setattr("archive.importing.media.Fetcher", lambda: found)
    return found


LINKED = {
    "body": '<p>Lamp.</p><img src="/a.png" alt="Pier"><img src="/gone.png" alt="Gone">',
    "image": "https://lantern.example/a.png",
    "attachments": [{"url": "https://lantern.example/r.pdf", "title": "Report"}],
}


@pytest.mark.django_db
def test_a_second_import_fetches_what_the_first_was_not_asked_to(
    import_content, write_records, network, media
):
    path = write_records(a_record(**LINKED))
    assert "--fetch-media" in import_content(path).err
    assert network.asked == []
    dry = import_content(path, "--fetch-media", "--dry-run")
    assert kept(media) == []
    said = import_content(path, "--fetch-media")
    assert (said.err, said.closing) == (dry.err, dry.closing)
    assert said.closing.startswith("created 0, updated 1")
    article = Article.objects.get()
    assert article.image_width == 3
    assert f'<img src="/media/{article.image.name}"' in article.body
    assert 'src="https://lantern.example/gone.png"' in article.body
    assert article.attachments.get().file.name in kept(media)
    assert ImportedRecord.objects.get().applied["body"]
    assert import_content(path).closing.startswith("created 0, updated 0, unchanged 1")


@pytest.mark.django_db
def test_fetching_overwrites_no_edit(import_content, write_records, network):
    path = write_records(a_record(**LINKED))
    import_content(path)
    article = Article.objects.get()
    article.body = "<p>An editor wrote this.</p>"
    article.save()
    said = import_content(path, "--fetch-media")
    article.refresh_from_db()
    assert article.body == "<p>An editor wrote this.</p>"
    assert article.image_width == 3
    assert "conflicts 0" in said.closing


@pytest.mark.django_db
def test_an_undo_deletes_the_files_that_only_its_works_showed(
    import_content, write_records, tmp_path, media, django_capture_on_commit_callbacks
):
    put(tmp_path / "both.png", png())
    put(tmp_path / "one.png", png(colour="navy"))
    put(tmp_path / "report.pdf", PDF)
    import_content(write_records(a_record(body='<p>a</p><img src="both.png">')))
    body = '<p>b</p><img src="both.png"><img src="one.png"><a href="report.pdf">r</a>'
    import_content(write_records(a_record(id="second", url="", body=body), name="second.jsonl"))
    assert len(kept(media)) == 3
    with django_capture_on_commit_callbacks(execute=True):
        undo(ImportRun.objects.first(), ImportRun(command="undo"))
    assert kept(media) == [storing.picture_name(png(), "png")]
    with django_capture_on_commit_callbacks(execute=True):
        undo(ImportRun.objects.last(), ImportRun(command="undo"))
    assert kept(media) == []


@pytest.mark.django_db
def test_evidence_read_again_by_a_newer_reader_keeps_the_files(
    import_content, write_records, tmp_path, monkeypatch
):
    put(tmp_path / "pier.png", png())
    import_content(write_records(a_record(body='<p>Lamp.</p><img src="pier.png">')))
    (tmp_path / "pier.png").unlink()
    fill = jsonl.claims.fill

    def newer(reading, raw):
        return fill(reading, raw | {"body": raw["body"] + "<p>More.</p>"})

    monkeypatch.setattr(jsonl.claims, "fill", newer)
    call_command("reparse_captures", "--write", stdout=io.StringIO(), stderr=io.StringIO())
    body = Article.objects.get().body
    assert f'<img src="/media/{storing.picture_name(png(), "png")}"' in body
    assert "<p>More.</p>" in body


@pytest.mark.django_db
def test_nothing_is_fetched_while_a_transaction_is_open(import_content, write_records, network, monkeypatch):
    depths = []
    get = network.get
    depth = len(transaction.get_connection().savepoint_ids)

    def asked(url, most):
        depths.append(len(transaction.get_connection().savepoint_ids) - depth)
        return get(url, most)

    monkeypatch.setattr(network, "get", asked)
    import_content(write_records(a_record(**LINKED)), "--fetch-media")
    assert set(depths) == {0}


@pytest.mark.django_db
def test_an_import_whose_files_are_all_here_asks_for_none_again(import_content, write_records, network):
    path = write_records(a_record(image="https://lantern.example/a.png"))
    import_content(path, "--fetch-media")
    asked = len(network.asked)
    assert import_content(path, "--fetch-media").closing.startswith("created 0, updated 0, unchanged 1")
    assert len(network.asked) == asked == 1


@pytest.mark.django_db
def test_a_dry_run_reports_what_the_real_run_reports(import_content, write_records, tmp_path, media):
    put(tmp_path / "pier.png", png())
    body = '<p>x</p><img src="pier.png"><img src="absent.png"><img src="https://lantern.example/a.png">'
    path = write_records(a_record(image="absent.png", body=body))
    dry = import_content(path, "--dry-run", "--report", tmp_path / "dry.txt")
    assert kept(media) == []
    real = import_content(path, "--report", tmp_path / "real.txt")
    assert dry.err == real.err
    assert (tmp_path / "dry.txt").read_text() == (tmp_path / "real.txt").read_text()
