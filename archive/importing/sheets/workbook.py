"""What an .xlsx package holds: its sheets, its shared strings, and which numbers are dates.

The package is measured before anything in it is opened, no part with a document type is read, and the
strings of a large workbook lie on disk, so that memory does not grow with it. openpyxl knows the formats
and epochs; its own reader keeps every string and pads every row to the width that a sheet claims to have.
"""

from __future__ import annotations

import datetime
import lzma
import re
import struct
import tempfile
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import IO, Any

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel
from openpyxl.utils.escape import unescape

MOST_PARTS = 20_000
LARGEST_PART = 2_000_000_000
LARGEST_SMALL_PART = 20_000_000
SUSPECT_SIZE, SUSPECT_RATIO = 100_000_000, 100
"""A part of more bytes than the first that is more times smaller when packed is a bomb."""

_IN_MEMORY = 32_000_000
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, etree.LxmlError, OSError, EOFError,
    ValueError, KeyError, NotImplementedError, RuntimeError,
)  # fmt: skip
_UNQUOTED = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.|_.|\*.')
_VISIBLE = "visible"


class WorkbookError(ValueError):
    """A workbook that cannot be read; the message is a sentence without its subject."""

    def __init__(
        self, problem: str, remedy: str = "Open it in a spreadsheet program and save it again"
    ) -> None:
        super().__init__(problem)
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet: its name, the part that holds it, and whether people see it."""

    name: str
    part: str
    is_visible: bool = True


@dataclass(frozen=True, slots=True)
class DateFormat:
    """How a style shows a number as a date: with the day, the month, or the year alone; or a time only."""

    has_day: bool
    has_month: bool
    is_time: bool


@contextmanager
def opened(path: Path) -> Iterator[Workbook]:
    """Open a workbook; raises `WorkbookError` for what is none, is broken, or is out of all bounds."""
    try:
        with zipfile.ZipFile(path) as package:
            _measure(package, path.stat().st_size)
            with Workbook(package) as workbook:
                yield workbook
    except WorkbookError:
        raise
    except _BROKEN as error:
        raise WorkbookError(f"is a broken workbook ({_first_line(error)})") from error


def _measure(package: zipfile.ZipFile, size: int) -> None:
    parts = package.infolist()
    if len(parts) > MOST_PARTS:
        raise WorkbookError(f"has {len(parts):,} parts; a workbook has at most {MOST_PARTS:,}")
    if sum(part.compress_size for part in parts) > size:
        raise WorkbookError("has parts that lie over each other, as only a trap has")
    for part in parts:
        if part.flag_bits & 1:
            raise WorkbookError("is encrypted", "Save it without a password")
        ratio = part.file_size / max(1, part.compress_size)
        if part.file_size > LARGEST_PART or (part.file_size > SUSPECT_SIZE and ratio > SUSPECT_RATIO):
            raise WorkbookError(
                f'has a part "{part.filename[:80]}" that grows from {part.compress_size:,} bytes to '
                f"{part.file_size:,}",
                "Save the sheet as CSV",
            )


class Workbook:
    """A package that has been measured."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.package = package
        self.names = {name.lower().lstrip("/"): name for name in package.namelist()}
        links = self.relations("")
        root = next(
            (target for kind, target in links.values() if kind == "officeDocument"), "xl/workbook.xml"
        )
        if root.endswith(".bin"):
            raise WorkbookError("is a binary workbook (.xlsb)", "Save it as .xlsx or as CSV")
        tree = self._tree(root)
        self.links = self.relations(root)
        properties = tree.find("{*}workbookPr")
        is_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self.epoch = CALENDAR_MAC_1904 if is_1904 else CALENDAR_WINDOWS_1900
        self.sheets = list(self._sheets(tree))
        self.formats = self._formats()
        self.strings = Strings(self)

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, *failure: object) -> None:
        self.strings.close()

    def open(self, part: str) -> IO[bytes]:
        """Return the bytes of a part, whatever the case of its name."""
        name = self.names.get(part.lower().lstrip("/"))
        if name is None:
            raise WorkbookError(f'lacks its part "{part[:80]}"')
        return self.package.open(name)

    def has(self, part: str) -> bool:
        """Say whether there is such a part."""
        return part.lower().lstrip("/") in self.names

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to: the kind of reference and its target, by identity."""
        path = PurePosixPath(part)
        name = str(path.parent / "_rels" / f"{path.name}.rels") if part else "_rels/.rels"
        if not self.has(name):
            return {}
        found = {}
        for link in self._tree(name).iterfind("{*}Relationship"):
            target = link.get("Target", "")
            if link.get("TargetMode") != "External":
                target = _absolute(path.parent, target)
            found[link.get("Id", "")] = (link.get("Type", "").rpartition("/")[2], target)
        return found

    def day(self, number: float, style: int) -> str:
        """Return a number as the date that its style shows, in ISO; "" for a style that shows none."""
        shape = self.formats.get(style)
        if shape is None:
            return ""
        try:
            moment = from_excel(number, self.epoch)
        except (ValueError, OverflowError, TypeError):
            return ""
        if not isinstance(moment, datetime.datetime) or shape.is_time:
            return str(moment.time() if isinstance(moment, datetime.datetime) else moment)
        if not shape.has_day:
            return f"{moment.year:04}-{moment.month:02}" if shape.has_month else f"{moment.year:04}"
        day = moment.date().isoformat()
        return day if moment.time() == datetime.time() else f"{day}T{moment.time().isoformat('seconds')}"

    def _sheets(self, tree: Any) -> Iterator[SheetPart]:
        for sheet in tree.iterfind("{*}sheets/{*}sheet"):
            link = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            kind, target = self.links.get(link, ("", ""))
            if kind == "worksheet" and self.has(target):
                yield SheetPart(sheet.get("name", ""), target, sheet.get("state", _VISIBLE) == _VISIBLE)

    def _formats(self) -> dict[int, DateFormat]:
        part = next((target for kind, target in self.links.values() if kind == "styles"), "")
        if not part or not self.has(part):
            return {}
        tree = self._tree(part)
        codes = dict(BUILTIN_FORMATS)
        for own in tree.iterfind("{*}numFmts/{*}numFmt"):
            codes[_number(own.get("numFmtId"))] = own.get("formatCode", "")
        found = {}
        for style, xf in enumerate(tree.iterfind("{*}cellXfs/{*}xf")):
            shape = _date_format(codes.get(_number(xf.get("numFmtId")), ""))
            if shape:
                found[style] = shape
        return found

    def _tree(self, part: str) -> Any:
        with self.open(part) as file:
            data = file.read(LARGEST_SMALL_PART + 1)
        if len(data) > LARGEST_SMALL_PART:
            raise WorkbookError(f'has a part "{part}" of more than {LARGEST_SMALL_PART:,} bytes')
        tree = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        refuse_document_type(tree)
        return tree


class Strings:
    """The strings that cells share, by their number. They lie on disk when they are many."""

    def __init__(self, workbook: Workbook) -> None:
        self.file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with the workbook
        self.ends = array("Q", [0])
        self.get = lru_cache(maxsize=2000)(self._get)
        part = next((target for kind, target in workbook.links.values() if kind == "sharedStrings"), "")
        if part and workbook.has(part):
            with workbook.open(part) as stream:
                for element in elements(stream, "si"):
                    self.ends.append(
                        self.ends[-1] + self.file.write(text_of(element).encode("utf-8", "replace"))
                    )

    def _get(self, number: int) -> str:
        """Return a string; "" for a number that none has."""
        if not 0 <= number < len(self.ends) - 1:
            return ""
        self.file.seek(self.ends[number])
        return self.file.read(self.ends[number + 1] - self.ends[number]).decode()

    def close(self) -> None:
        """Give the disk back."""
        self.file.close()


def elements(stream: IO[bytes], *names: str) -> Iterator[Any]:
    """Yield the elements called so, whatever their namespace, each forgotten when the next is asked for."""
    tags = [f"{{*}}{name}" for name in names]
    first = True
    for _, element in etree.iterparse(
        stream, events=("end",), tag=tags, resolve_entities=False, no_network=True
    ):
        if first:
            refuse_document_type(element)
            first = False
        yield element
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


def refuse_document_type(element: Any) -> None:
    """Raise `WorkbookError` where a part declares a document type: no spreadsheet program writes one."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise WorkbookError("declares a document type, as only a trap does")


def text_of(element: Any) -> str:
    """Return the text of a string with its runs of rich text, without readings for the tongue."""
    parts = [
        part.text or ""
        for part in element.iter("{*}t")
        if not any(etree.QName(above).localname == "rPh" for above in part.iterancestors())
    ]
    text = "".join(parts)
    return unescape(text) if "_x" in text else text


def _date_format(code: str) -> DateFormat | None:
    if not code or not is_date_format(code):
        return None
    signs = _UNQUOTED.sub("", code.split(";")[0]).lower()
    has_day, has_year = "d" in signs, "y" in signs or "e" in signs
    is_time = not (has_day or has_year) and ("h" in signs or "s" in signs)
    return DateFormat(has_day, "m" in signs, is_time)


def _absolute(folder: PurePosixPath, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    parts: list[str] = []
    for part in (folder / target).parts:
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else -1


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:120].rstrip(".") if lines else type(error).__name__
