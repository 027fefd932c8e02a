"""How files are kept: once by content, whole, before the database knows; attachments of records."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from archive.importing import storing
from archive.importing.bodies import bring_in
from archive.importing.media import Keeper
from archive.importing.records import File
from tests.importing.media.samples import PDF, Network, kept, png, put, said


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
