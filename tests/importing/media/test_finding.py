"""Where pictures and documents of a record are found: in its source, beside it, and nowhere else."""

from __future__ import annotations

import os

import pytest

from archive.importing import storing
from archive.importing.bodies import bring_in
from archive.importing.media import Keeper
from archive.importing.records import Source
from tests.importing.media.samples import kept, png, put, said, source_of


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
