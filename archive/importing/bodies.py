"""A body on its way in: cleaned, its pictures and documents kept, its links complete addresses.

Links keep the address that the source wrote, made whole where it was relative, since a relative one would
lead into this archive. Pictures that are at hand are shown from here; all others stay as they were written.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field, replace
from html import escape, unescape
from urllib.parse import unquote_to_bytes

from archive.files import BIGGEST_PICTURE, IN_BODIES, FileRefused
from archive.importing.fetching import NotFetched
from archive.importing.finding import kept_name, whole_address
from archive.importing.media import ASK, ELSEWHERE, Keeper, Picture, is_picture_name
from archive.importing.records import Reading
from archive.text.addresses import host_of
from archive.text.html import Cleaned, HtmlRefused, clean

MOST_FILES = 500
"""Different files of one body that are looked for."""
DOCUMENTS = frozenset("pdf doc docx xls xlsx ppt pptx odt ods odp rtf epub zip csv mp3 mp4 m4a m4v".split())
STANDS_IN = "carried-by-the-page-"
HOLDS_A_PLACE = 4
"""Pixels of a picture that only keeps the place of another."""
LAZY = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-actualsrc")
KEPT = ("alt", "title", "width", "height", "id", "class", "lang", "dir")

_RAW_PICTURE = re.compile(r"<img\b[^<>]*+>", re.IGNORECASE)
_NEEDS_CARE = re.compile(r"<img\b[^<>]*?\bdata[:-]", re.IGNORECASE)
_RAW_ATTRIBUTE = re.compile(r"""([a-zA-Z][\w:-]*+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""")
_TAG = re.compile(r"<(?:a|img) [^>]*>")
_ADDRESS = re.compile(r'( (?:href|src)=")([^"]*)(")')
_SIZE = re.compile(r' (width|height)="([^"]*)"')
_ALT = re.compile(r' alt="([^"]+)"')
_ELSEWHERE = re.compile(r"(?:mailto|tel):|#", re.IGNORECASE)
_COMPLETE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def bring_in(reading: Reading, keeper: Keeper) -> Cleaned:
    """Return the body of a reading's record as it will be stored; what is wrong is noted as faults.

    Raises `HtmlRefused` as `clean` does.
    """
    body = reading.record.body if reading.record else ""
    reading.context = {name: value for name, value in reading.context.items() if name != ELSEWHERE}
    html, carried = unpack(body)
    cleaned = reading.prepared.cleaned if reading.prepared else clean(html)
    if "<img " in cleaned.html or 'href="' in cleaned.html:
        arrival = _Arrival(reading, keeper, carried)
        placed = _TAG.sub(lambda tag: arrival.placed(tag[0]), cleaned.html)
        cleaned = replace(cleaned, html=placed)
        arrival.tell()
    return cleaned


def ask_ahead(reading: Reading, keeper: Keeper) -> None:
    """Ask the network for the files of a reading before they are needed, and say nothing of it.

    What is learnt is remembered by the keeper: no transaction waits for a server that is slow.
    """
    probe = replace(reading, faults=[])
    with suppress(HtmlRefused):
        bring_in(probe, keeper)
    keeper.picture(probe)
    keeper.attachments(probe)


def clean_body(html: str) -> Cleaned:
    """Return a body cleaned, but for its files and links: what `bring_in` begins with."""
    return clean(unpack(html)[0])


def unpack(html: str) -> tuple[str, list[str]]:
    """Return HTML in which an address stands for each picture that it carries in itself, and those pictures.

    A picture that a script was to load gets the address that waits in another attribute.
    """
    carried: list[str] = []
    if _NEEDS_CARE.search(html):
        html = _RAW_PICTURE.sub(lambda found: _unpacked(found[0], carried), html)
    return html, carried


def _unpacked(tag: str, carried: list[str]) -> str:
    values: dict[str, str] = {}
    for name, *texts in _RAW_ATTRIBUTE.findall(tag):
        values.setdefault(name.lower(), "".join(texts))
    source = values.get("src", "").strip()
    if source and not _is_data(source):
        return tag
    waiting = next((value for name in LAZY if (value := values.get(name, "").strip())), "")
    if not waiting or _is_data(waiting):
        if not (waiting or source):
            return tag
        carried.append(waiting or source)
        waiting = f"{STANDS_IN}{len(carried) - 1}"
    kept = {"src": waiting} | {name: values[name] for name in KEPT if name in values}
    return f"<img {' '.join(f'{name}={_quoted(value)}' for name, value in kept.items())}>"


@dataclass(slots=True)
class _Arrival:
    """One body: `carried` are the data of pictures in it, `troubles` the addresses in trouble, by problem."""

    reading: Reading
    keeper: Keeper
    carried: list[str]
    troubles: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    looked_for: dict[str, Picture | None] = field(default_factory=dict)

    def placed(self, tag: str) -> str:
        """Return a link or a picture of the clean body with its address as it is kept."""
        found = _ADDRESS.search(tag)
        if found is None:
            return tag
        address = unescape(found[2]).strip()
        if tag.startswith("<a "):
            led = self._link(address)
            return tag if led == address else tag[: found.start(2)] + escape(led) + tag[found.end(2) :]
        carried = self._carried(address)
        kept = self._kept_carried(carried) if carried else self._picture(address)
        if carried and not kept:
            alt = _ALT.search(tag)
            return f"<span>{alt[1]}</span>" if alt else ""
        written = f"{IN_BODIES}{kept.name}" if kept else self._whole(address)
        alt = "" if _ALT.search(tag) or ' alt="' in tag else ' alt=""'
        size = _missing_size(tag, kept) if kept else ""
        return f"{tag[: found.start(2)]}{escape(written)}{tag[found.end(2) : -1]}{alt}{size}>"

    def tell(self) -> None:
        """Note one fault for each kind of trouble: the first address, and how many more there are."""
        for (problem, remedy), addresses in self.troubles.items():
            more = len(dict.fromkeys(addresses)) - 1
            others = f", and so is it with {more} more" if more else ""
            self.reading.fault(problem + others, field="body", value=addresses[0], remedy=remedy)

    def _carried(self, address: str) -> str:
        number = address.removeprefix(STANDS_IN)
        is_ours = number != address and number.isdecimal() and int(number) < len(self.carried)
        return self.carried[int(number)] if is_ours else ""

    def _kept_carried(self, data: str) -> Picture | None:
        """Keep a picture that the page carries in itself; none that only holds a place for another."""
        try:
            kept = self.keeper.keep_bytes(_decoded(data))
        except FileRefused as reason:
            problem = f"carries a picture that {reason}; the page shows its text alone"
            self.troubles[problem, "Put the picture beside the record as a file"].append(data[:40])
            return None
        return kept if kept.width * kept.height > HOLDS_A_PLACE else None

    def _picture(self, address: str) -> Picture | None:
        try:
            kept = self._kept(address)
        except (FileRefused, NotFetched) as reason:
            self.troubles[f"{reason}; the page shows a link in its place", ""].append(address)
            return None
        if kept is None and whole_address(self.reading, address):
            problem = "is a picture on the network, which is not asked; the page shows a link in its place"
            self.troubles[problem, ASK].append(address)
        elif kept is None:
            problem = "is not a file beside the record; the page shows the picture's text alone"
            self.troubles[problem, "Put the file there, and import it with a changed record"].append(address)
        return kept

    def _link(self, address: str) -> str:
        """Return where a link leads: to a document that is at hand, else to its whole address."""
        if not address or _ELSEWHERE.match(address):
            return address
        name = address.partition("#")[0].partition("?")[0]
        is_document = name.rpartition(".")[2].lower() in DOCUMENTS
        if not (is_document or is_picture_name(name)):
            return self._whole(address)
        whole = whole_address(self.reading, address)
        try:
            kept = self._kept(address, is_document=is_document, ask=self._is_own(whole))
        except (FileRefused, NotFetched) as reason:
            self.troubles[f"{reason}; the link was kept as it is", ""].append(address)
            kept = None
        else:
            if kept is None and not whole:
                problem = "is not a file beside the record; the link leads nowhere"
                self.troubles[problem, "Put the file there, and import it with a changed record"].append(
                    address
                )
        if kept is None:
            return self._whole(address)
        fragment = address.partition("#")[2]
        return f"{IN_BODIES}{kept.name}" + (f"#{fragment}" if fragment else "")

    def _kept(self, address: str, *, is_document: bool = False, ask: bool = True) -> Picture | None:
        if address not in self.looked_for:
            if len(self.looked_for) >= MOST_FILES:
                raise FileRefused(f"is one of more than {MOST_FILES} files, which are not all looked for")
            self.looked_for[address] = None
            self.looked_for[address] = self.keeper.keep(
                self.reading, address, is_document=is_document, ask=ask
            )
        return self.looked_for[address]

    def _whole(self, address: str) -> str:
        """Return an address that does not depend on the page it stands on, where that can be told."""
        if _COMPLETE.match(address) or (kept_name(address) and address in self.looked_for):
            return address
        return whole_address(self.reading, address) or address

    def _is_own(self, address: str) -> bool:
        own = self.reading.record.url if self.reading.record else ""
        return bool(own and address) and host_of(own) == host_of(address)


def _decoded(data: str) -> bytes:
    """Return the bytes that a `data:` address carries; raise `FileRefused` for what cannot be decoded."""
    if len(data) > BIGGEST_PICTURE * 3 // 2:
        raise FileRefused("is larger than 20 MB")
    kind, _, words = data.partition(",")
    raw = unquote_to_bytes(unescape(words))
    if not kind.lower().endswith(";base64"):
        return raw
    try:
        return base64.b64decode(b"".join(raw.split()) + b"===")
    except (binascii.Error, ValueError) as reason:
        raise FileRefused("cannot be decoded") from reason


def _missing_size(tag: str, picture: Picture) -> str:
    """Return the width and height that a tag lacks, so that a page does not jump when its pictures come."""
    if not (picture.width and picture.height):
        return ""
    given = dict(_SIZE.findall(tag))
    if not given:
        return f' width="{picture.width}" height="{picture.height}"'
    if len(given) == 2 or not next(iter(given.values())).isdecimal():
        return ""
    if "width" in given:
        return f' height="{round(int(given["width"]) * picture.height / picture.width) or 1}"'
    return f' width="{round(int(given["height"]) * picture.width / picture.height) or 1}"'


def _is_data(address: str) -> bool:
    return address[:5].lower() == "data:"


def _quoted(value: str) -> str:
    return '"' + value.replace('"', "&quot;") + '"'
