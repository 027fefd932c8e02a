"""A zip or tar is the folder it was packed from; what no folder would hold is refused and the rest read."""

from __future__ import annotations

import gzip
import io
import json
import struct
import tarfile
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest

from archive.importing import archives, packed, readers
from archive.importing.archives import unpacked
from archive.importing.sources import find_sources


def record(name):
    return json.dumps({"id": name, "title": "A Title", "body": "<p>Text.</p>"}) + "\n"


def zipped(path, *members, method=zipfile.ZIP_DEFLATED):
    """Write a zip of (name, content) or (ZipInfo, content)."""
    with zipfile.ZipFile(path, "w", method) as file:
        for name, content in members:
            file.writestr(name, content)
    return path


def tarred(path, *members, mode="w:gz"):
    """Write a tar of (name, content) or (name, content, attributes)."""
    with tarfile.open(path, mode) as file:
        for name, content, *more in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            for key, value in (more[0] if more else {}).items():
                setattr(info, key, value)
            file.addfile(info, io.BytesIO(content.encode() if isinstance(content, str) else content))
    return path


def told(*paths, **options):
    """Return what is said of each source of the paths: "" for one that is no refusal, by its name."""
    said = {}
    with unpacked(find_sources(paths), **options) as sources:
        for source in sources:
            short = source.name.removeprefix(f"{paths[0].parent.as_posix()}/")
            said[short] = source.context["refused"][0] if "refused" in source.context else ""
    return said


@pytest.mark.parametrize(
    ("name", "mode"), [("x.tar", "w"), ("x.tgz", "w:gz"), ("x.tar.bz2", "w:bz2"), ("x.data", "w:xz")]
)
def test_reads_tars_whatever_packs_them_and_whatever_they_are_called(tmp_path, name, mode):
    path = tarred(tmp_path / name, ("posts/a.jsonl", record("a")), ("b.jsonl", record("b")), mode=mode)
    assert told(path) == {f"{name}/b.jsonl": "", f"{name}/posts/a.jsonl": ""}


def test_a_run_imports_an_archive_once_and_finds_it_unchanged(import_content, tmp_path):
    path = zipped(tmp_path / "export.zip", ("posts/a.jsonl", record("a")), ("b.jsonl", record("b")))
    assert import_content(path).closing.startswith("created 2")
    assert import_content(path).closing.startswith("created 0, updated 0, unchanged 2")


def test_a_dry_run_reports_what_the_run_reports(import_content, tmp_path):
    path = zipped(tmp_path / "export.zip", ("a.jsonl", record("a")), ("../b.jsonl", record("b")))
    reports = []
    for words in (["--dry-run"], []):
        said = import_content(path, "--report", tmp_path / "report", *words)
        assert said.code == 3
        lines = (tmp_path / "report").read_text(encoding="utf-8").splitlines()
        reports.append([{**json.loads(line), "article": None} for line in lines])
    assert reports[0] == reports[1]
    assert {line["file"] for line in reports[0]} == {f"{path}/a.jsonl", f"{path}/../b.jsonl"}


def test_nothing_of_the_temporary_folder_stays(tmp_path):
    path = zipped(tmp_path / "export.zip", ("a.jsonl", record("a")))
    before = set(Path(tempfile.gettempdir()).glob("archive-import-*"))
    with suppress(RuntimeError), unpacked(find_sources([path])) as sources:
        assert sources[0].path.is_file()
        raise RuntimeError("halfway")
    assert set(Path(tempfile.gettempdir()).glob("archive-import-*")) == before


def test_companions_in_an_archive_still_accompany(tmp_path):
    path = zipped(
        tmp_path / "export.zip",
        ("pages/addresses.csv", "file,url\npage.txt,https://lantern.example/a\nother.txt,nowhere\n"),
        ("pages/page.txt", "Text."),
        ("pages/other.txt", "Text."),
        ("pages/lamp.webp", "picture"),
    )
    with unpacked(find_sources([path])) as sources:
        other, page = sources
        assert page.address == "https://lantern.example/a"
        assert (page.path.parent / "lamp.webp").read_bytes() == b"picture"
        assert other.faults[0].source == f"{path}/pages/addresses.csv"


def test_leaves_other_sources_where_they_were(tmp_path):
    zipped(tmp_path / "b.zip", ("x.jsonl", record("x")))
    for name in ("a.jsonl", "c.jsonl"):
        (tmp_path / name).write_text(record(name), encoding="utf-8")
    with unpacked(find_sources([tmp_path])) as sources:
        assert [Path(source.name).name for source in sources] == ["a.jsonl", "x.jsonl", "c.jsonl"]


def test_hands_on_what_staff_said_of_the_source(tmp_path):
    path = zipped(tmp_path / "export.zip", ("a.jsonl", record("a")))
    (source,) = find_sources([path])
    given = [archives.replace(source, context={"map": {"types": {}}})]
    with unpacked(given) as sources:
        assert sources[0].context == {"map": {"types": {}}}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("../up.jsonl", "climbs out of the archive"),
        ("posts/../../up.jsonl", "climbs out of the archive"),
        ("/etc/up.jsonl", "names an absolute path"),
        ("C:/up.jsonl", "names an absolute path"),
        ("posts\\up.jsonl", "has a name with a backslash"),
        ("posts/con.jsonl", "keeps for a device"),
        ("a\nb.jsonl", "signs that no name has"),
        ("n" * 300, "too long"),
        ("A.JSONL", "differs from another name in its case alone"),
    ],
)
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_refuses_a_name_and_reads_the_others(tmp_path, name, sentence, pack):
    path = pack(tmp_path / "x.pack", ("a.jsonl", record("a")), (name, record("b")), ("c.jsonl", record("c")))
    said = told(path)
    assert [words for words in said.values() if words] == [
        words for words in said.values() if sentence in words
    ]
    assert len(said) == 3
    assert not list(tmp_path.glob("**/up.jsonl"))
    assert not (tmp_path.parent / "up.jsonl").exists()


@pytest.mark.parametrize(
    "attributes",
    [
        {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"},
        {"type": tarfile.LNKTYPE, "linkname": "a.jsonl"},
        {"type": tarfile.CHRTYPE},
        {"type": tarfile.FIFOTYPE},
    ],
)
def test_follows_and_makes_no_link_and_no_device(tmp_path, attributes):
    path = tarred(tmp_path / "x.tar", ("a.jsonl", record("a")), ("odd", b"", attributes))
    said = told(path)
    assert said["x.tar/a.jsonl"] == ""
    assert "link" in said["x.tar/odd"] or "device" in said["x.tar/odd"]


def test_writes_nothing_through_a_link_that_stands_before(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    link = {"type": tarfile.SYMTYPE, "linkname": str(outside)}
    path = tarred(tmp_path / "x.tar", ("door", b"", link), ("door/in.jsonl", record("a")))
    assert told(path)["x.tar/door/in.jsonl"] == ""
    assert list(outside.iterdir()) == []


def test_refuses_a_link_in_a_zip(tmp_path):
    info = zipfile.ZipInfo("link")
    info.external_attr = 0o120777 << 16
    assert "is a link" in told(zipped(tmp_path / "x.zip", (info, "/etc/passwd")))["x.zip/link"]


def test_refuses_an_encrypted_member_and_reads_the_others(tmp_path):
    path = zipped(tmp_path / "x.zip", ("a.jsonl", record("a")), ("b.jsonl", record("b")))
    data = bytearray(path.read_bytes())
    second = data.rindex(b"PK\x01\x02")
    data[second + 8] |= 1
    path.write_bytes(bytes(data))
    assert told(path) == {"x.zip/a.jsonl": "", "x.zip/b.jsonl": "is encrypted"}


def test_refuses_a_damaged_member_and_reads_the_others(tmp_path):
    path = zipped(
        tmp_path / "x.zip", ("a.jsonl", record("a")), ("b.jsonl", record("b")), method=zipfile.ZIP_STORED
    )
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"id": "a"', b'"id": "z"', 1))
    said = told(path)
    assert "is damaged" in said["x.zip/a.jsonl"]
    assert said["x.zip/b.jsonl"] == ""


def test_reads_a_tar_as_far_as_it_goes(tmp_path):
    path = tarred(tmp_path / "x.tar", *((f"{n}.jsonl", record(str(n)) * 400) for n in range(9)), mode="w")
    path.write_bytes(path.read_bytes()[:100_000])
    said = told(path)
    assert said["x.tar/0.jsonl"] == ""
    assert "is damaged, and was read no further" in said["x.tar"]


def test_says_of_a_zip_that_is_cut_that_it_is(tmp_path):
    path = zipped(tmp_path / "x.zip", ("a.jsonl", record("a") * 100))
    path.write_bytes(path.read_bytes()[:200])
    assert "is damaged" in told(path)["x.zip"]


def test_stops_where_an_archive_grows_beyond_all_bounds(tmp_path, monkeypatch):
    monkeypatch.setattr(packed, "FREE_GROWTH", 1_000_000)
    path = zipped(tmp_path / "x.zip", *((f"{number}.txt", b"0" * 900_000) for number in range(4)))
    assert "grows more than 250 times" in told(path)["x.zip"]


def test_stops_where_a_single_file_grows_beyond_all_bounds(tmp_path, monkeypatch):
    monkeypatch.setattr(packed, "FREE_GROWTH", 1_000_000)
    path = tmp_path / "x.jsonl.gz"
    path.write_bytes(gzip.compress(b"0" * 30_000_000))
    assert "grows more than 250 times" in told(path)["x.jsonl.gz"]


def test_bounds_the_number_and_the_size_of_members(tmp_path, monkeypatch):
    path = zipped(tmp_path / "x.zip", *((f"{number}.jsonl", record(str(number))) for number in range(5)))
    monkeypatch.setattr(packed, "MOST_MEMBERS", 3)
    said = told(path)
    assert len(said) == 4
    assert "has more than 3 members" in said["x.zip"]
    monkeypatch.setattr(packed, "MOST_MEMBERS", 5)
    monkeypatch.setattr(packed, "LARGEST_MEMBER", 20)
    assert "has more than 20 bytes" in told(path)["x.zip/0.jsonl"]


def test_leaves_room_on_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "LEFT_FREE", 10**18)
    path = zipped(tmp_path / "x.zip", ("a.jsonl", record("a")))
    assert "does not fit on the disk" in told(path)["x.zip"]


def test_refuses_members_that_lie_over_each_other(tmp_path):
    path = zipped(tmp_path / "x.zip", ("a.jsonl", record("a") * 50), ("b.jsonl", record("b") * 50))
    data = bytearray(path.read_bytes())
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    path.write_bytes(bytes(data))
    assert "" not in {words for name, words in told(path).items() if name != "x.zip/a.jsonl"}


def test_refuses_a_header_that_would_fill_the_memory(tmp_path):
    header = ("extended", b"1" * 3_000_000, {"type": tarfile.XHDTYPE})
    path = tarred(tmp_path / "x.tar", header, ("a.jsonl", record("a")))
    assert "a header of more than a million bytes" in told(path)["x.tar"]


def test_reads_an_archive_in_an_archive_and_none_in_that(tmp_path):
    deepest = zipped(tmp_path / "deepest", ("c.jsonl", record("c"))).read_bytes()
    inner = zipped(tmp_path / "inner", ("b.jsonl", record("b")), ("deepest.zip", deepest)).read_bytes()
    path = zipped(tmp_path / "x.zip", ("inner.zip", inner))
    said = told(path)
    assert said["x.zip/inner.zip/b.jsonl"] == ""
    assert "archive in an archive in an archive" in said["x.zip/inner.zip/deepest.zip"]


def test_unpacks_a_file_that_is_packed_by_itself(tmp_path, import_content):
    path = tmp_path / "records.jsonl.gz"
    path.write_bytes(gzip.compress(record("a").encode()))
    assert import_content(path).closing.startswith("created 1")
    outer = zipped(tmp_path / "outer.zip", ("records.jsonl.gz", path.read_bytes()))
    assert import_content(outer).closing.startswith("created 0, updated 0, unchanged 1")


def test_leaves_documents_that_are_zips_to_their_readers(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["id", "title", "body"])
    book.active.append([1, "A", "x"])
    book.save(tmp_path / "sheet.xlsx")
    zipped(tmp_path / "letter.docx", ("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<x/>"))
    zipped(tmp_path / "book.epub", ("mimetype", "application/epub+zip"), ("a.xhtml", "<html/>"))
    with unpacked(find_sources([tmp_path])) as sources:
        assert [source.path.name for source in sources] == ["book.epub", "letter.docx", "sheet.xlsx"]
        (reading,) = readers.read(sources[2])
    assert reading.record.title == "A"


def test_leaves_a_web_archive_to_its_reader(tmp_path):
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(gzip.compress(b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n"))
    with unpacked(find_sources([path])) as sources:
        assert sources[0].path == path


@pytest.mark.parametrize(("mark", "kind"), [(b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07\x01\x00", "rar")])
def test_says_which_packings_are_not_read(tmp_path, mark, kind):
    (tmp_path / "x").write_bytes(mark + b"\x00" * 100)
    assert told(tmp_path / "x") == {"x": f"is packed as .{kind}, which is not read"}


def test_leaves_out_what_systems_put_into_archives(tmp_path):
    path = zipped(tmp_path / "x.zip", ("__MACOSX/._a", "x"), (".DS_Store", "x"), ("a.jsonl", record("a")))
    assert told(path) == {"x.zip/a.jsonl": ""}
