"""Which files are meant, in which order, and where they were captured."""

from __future__ import annotations

import pytest

from archive.importing.sources import SourceError, find_sources
from tests.importing.readers.reading import all_readings, written

ADDRESS = "https://aldermoor.example/posts/2016/09/a"


@pytest.fixture
def folder(tmp_path):
    for name in ("b.txt", "a.txt", ".hidden", "picture.webp", "paper.pdf", "inner/c.txt", ".git/config"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    return tmp_path


def found(paths, **options):
    return [source.path.name for source in find_sources(paths, **options)]


def test_reads_folders_recursively_sorted_without_hidden_files_and_companions(folder):
    written(folder, f"file,url\na.txt,{ADDRESS}\n", "addresses.csv")
    assert found([folder]) == ["a.txt", "b.txt", "c.txt"]


def test_reads_globs(folder):
    assert found([f"{folder}/*.txt"]) == ["a.txt", "b.txt"]
    assert found([f"{folder}/**/*.txt"]) == ["a.txt", "b.txt", "c.txt"]


def test_reads_each_file_once(folder):
    assert found([folder, folder / "a.txt", f"{folder}/a*"]) == ["a.txt", "b.txt", "c.txt"]


def test_reads_a_file_that_is_named_whatever_it_is(folder):
    assert found([folder / ".hidden", folder / "paper.pdf"]) == [".hidden", "paper.pdf"]


@pytest.mark.parametrize("path", ["absent.txt", "absent*.txt"])
def test_says_when_a_path_means_nothing(tmp_path, path):
    with pytest.raises(SourceError, match="absent"):
        find_sources([tmp_path / path])


def test_gives_addresses_from_the_file_beside(folder):
    written(
        folder,
        f"\N{BYTE ORDER MARK}file,url\r\na.txt,{ADDRESS}\r\ninner/c.txt,{ADDRESS}c\r\n",
        "addresses.csv",
    )
    assert [source.address for source in find_sources([folder])] == [ADDRESS, "", ADDRESS + "c"]


def test_prefers_the_file_of_addresses_that_is_given(folder):
    written(folder, f"file,url\na.txt,{ADDRESS}\n", "addresses.csv")
    given = written(folder, f"url,file\n{ADDRESS}-given,a.txt\n", "given.csv")
    assert [source.address for source in find_sources([folder / "a.txt"], addresses=given)] == [
        ADDRESS + "-given"
    ]


def test_does_not_read_the_given_file_of_addresses_as_content(folder):
    given = written(folder, "file,url\n", "given.csv")
    assert found([folder], addresses=given) == ["a.txt", "b.txt", "c.txt"]


def test_says_when_the_given_file_of_addresses_is_not_there(folder):
    with pytest.raises(SourceError, match="does not exist"):
        find_sources([folder], addresses=folder / "absent.csv")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "not an address", ""])
def test_tells_the_capture_that_its_address_is_none(folder, address):
    written(folder, f"file,url\na.txt,{address}\n", "addresses.csv")
    (source,) = find_sources([folder / "a.txt"])
    assert source.address == ""
    (reading,) = all_readings(source.path) and list(read(source))
    assert "addresses.csv, line 2" in str(reading.faults[0])


def test_uses_the_first_of_two_addresses_and_says_so(folder):
    written(folder, f"file,url\na.txt,{ADDRESS}\na.txt,{ADDRESS}2\n", "addresses.csv")
    (source,) = find_sources([folder / "a.txt"])
    assert source.address == ADDRESS
    assert "second address" in str(source.faults[0])


def read(source):
    from archive.importing import readers

    return readers.read(source)
