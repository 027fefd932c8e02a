"""What the items of an export refer to: pictures, documents, reusable blocks, people; kept off the memory.

An export may have hundreds of thousands of attachments, before or after the posts that use them. They are
kept in a private database on disk that vanishes with the reading.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from archive.importing.readers.wxr.items import Item, plain_line, slug_of
from archive.text.addresses import is_safe_url

ATTACHMENT, BLOCK, PERSON = "attachment", "wp_block", "person"
GUEST_TYPES = ("guest-author", "guest_author")
PEOPLE_TYPES = frozenset(
    """
    people person persons staff staff-member staff_member staff-members team team-member team_member
    team-members team_members tmm expert experts scholar scholars fellow fellows author authors profile
    profiles member members bio bios contributor contributors board board-member board_member speaker speakers
    guest-author guest_author trustee trustees our_team our-team employee employees faculty
    """.split()
)
MOST_CHILDREN = 500
_ORDER = "place, CAST(number AS INTEGER), rowid"
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|ico|heic)$", re.IGNORECASE)


@dataclass(slots=True)
class Thing:
    """Something that other items refer to, by its `number`; `kind` is one of the three above.

    `address` is an attachment's; `alt` and `caption` are its texts; `text` is the content of a block or the
    bio of a person, `title` a name or title, `slug` its slug, `names` other words it is known by.
    """

    number: str
    kind: str
    title: str = ""
    slug: str = ""
    address: str = ""
    alt: str = ""
    caption: str = ""
    text: str = ""
    parent: str = ""
    order: int = 0
    names: list[str] = field(default_factory=list)

    @property
    def is_picture(self) -> bool:
        """Whether the address is a picture's, by its ending."""
        return bool(_PICTURE.search(self.address.partition("?")[0]))

    def evidence(self) -> str:
        """Return an item that says the same."""
        post_type = "guest-author" if self.kind == PERSON else self.kind
        fields = {
            "title": self.title,
            "content:encoded": self.text,
            "excerpt:encoded": self.caption,
            "wp:post_id": self.number,
            "wp:post_name": self.slug,
            "wp:post_parent": self.parent,
            "wp:menu_order": str(self.order),
            "wp:post_type": post_type,
            "wp:status": "publish",
            "wp:attachment_url": self.address,
        }
        body = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items() if value)
        meta = {
            "_wp_attachment_image_alt": self.alt,
            "_known_as": json.dumps(self.names) if self.names else "",
        }
        for key, value in meta.items():
            if value:
                body += (
                    f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>"
                    f"<wp:meta_value>{escape(value)}</wp:meta_value></wp:postmeta>"
                )
        return f"<item>{body}</item>"


def thing_of(item: Item) -> Thing | None:
    """Return what an item offers to others; None for what only stands for itself."""
    kind = item.type
    if kind == ATTACHMENT:
        address = item["wp:attachment_url"] or item["guid"]
        if not is_safe_url(address):
            return None
        return Thing(
            item.post_id,
            ATTACHMENT,
            title=item.title,
            address=address,
            alt=plain_line(item.meta.get("_wp_attachment_image_alt", "")),
            caption=item["excerpt:encoded"].strip(),
            parent=item["wp:post_parent"],
            order=_number(item["wp:menu_order"]),
        )
    if kind == BLOCK:
        return Thing(item.post_id, BLOCK, title=item.title, text=item["content:encoded"])
    if kind in PEOPLE_TYPES:
        return _person(item)
    return None


def _person(item: Item) -> Thing:
    meta = item.meta
    name = meta.get("cap-display_name", "") or item.title
    if not name:
        name = " ".join(filter(None, (meta.get("cap-first_name", ""), meta.get("cap-last_name", ""))))
    known = [item["wp:post_name"], meta.get("cap-user_login", ""), meta.get("cap-linked_account", "")]
    with suppress(ValueError, RecursionError):
        known += [word for word in json.loads(meta.get("_known_as", "[]")) if isinstance(word, str)]
    slugs = dict.fromkeys(slug_of(word) for word in known if word)
    text = meta.get("cap-description", "") or (item["content:encoded"] if item.type in GUEST_TYPES else "")
    return Thing(item.post_id, PERSON, title=plain_line(name), text=text, names=list(slugs))


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else 0


class Lookup:
    """The things of one export. `used` gathers what has been asked for and found, for the evidence."""

    def __init__(self) -> None:
        self.used: dict[tuple[str, str], Thing] = {}
        self._database = sqlite3.connect("", check_same_thread=False)
        self._database.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE thing (kind TEXT, number TEXT, parent TEXT, place INTEGER, value TEXT);"
            "CREATE TABLE name (slug TEXT PRIMARY KEY, kind TEXT, number TEXT) WITHOUT ROWID;"
        )
        self._indexed = False
        self._empty = True

    def add(self, thing: Thing) -> None:
        """Remember a thing."""
        self._empty = False
        value = json.dumps(asdict(thing), ensure_ascii=True)
        row = (thing.kind, thing.number, thing.parent, thing.order, value)
        self._database.execute("INSERT INTO thing VALUES (?, ?, ?, ?, ?)", row)
        for slug in thing.names:
            self._database.execute(
                "INSERT OR IGNORE INTO name VALUES (?, ?, ?)", (slug, thing.kind, thing.number)
            )

    def find(self, kind: str, number: str) -> Thing | None:
        """Return the thing of a number, None where the export has none."""
        thing = next(self._select("kind = ? AND number = ?", kind, number), None)
        return self._use(thing) if thing else None

    def person(self, slug: str) -> Thing | None:
        """Return the person whom a slug, login or nicename means."""
        if self._empty or not slug:
            return None
        query = "SELECT kind, number FROM name WHERE slug = ?"
        found = self._database.execute(query, (slug_of(slug),)).fetchone()
        return self.find(*found) if found else None

    def children(self, parent: str, *, pictures: bool) -> list[Thing]:
        """Return the pictures, or the documents, uploaded to a post, in their order; 500 at most."""
        if not parent or parent == "0":
            return []
        found = self._select("kind = ? AND parent = ?", ATTACHMENT, parent)
        return [self._use(thing) for thing in found if thing.is_picture == pictures]

    def evidence(self) -> str:
        """Return the items that say again what was used since `forget`."""
        return "".join(thing.evidence() for thing in self.used.values())

    def forget(self) -> None:
        """Begin a new item: nothing has been used."""
        self.used.clear()

    def _select(self, condition: str, *values: Any) -> Iterator[Thing]:
        if self._empty:
            return
        if not self._indexed:
            self._database.execute("CREATE INDEX by_number ON thing (kind, number)")
            self._database.execute("CREATE INDEX by_parent ON thing (parent)")
            self._indexed = True
        query = f"SELECT value FROM thing WHERE {condition} ORDER BY {_ORDER} LIMIT {MOST_CHILDREN}"  # noqa: S608
        for (value,) in self._database.execute(query, values).fetchall():
            yield Thing(**json.loads(value))

    def _use(self, thing: Thing) -> Thing:
        return self.used.setdefault((thing.kind, thing.number), thing)
