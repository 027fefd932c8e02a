"""What an export says: the site in its head, and one item (a post, a page, a picture) as it is written."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from archive.importing import xml
from archive.text.strings import tidy

_MARKED = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|u|wbr)\b[^<>]*>"
)
_KEPT_OF_COMMENTS = "comment_id"
VOCABULARIES_KEPT = ("author", "post_translations")
"""The vocabularies of which the head says more than the items do."""


@dataclass(frozen=True, slots=True)
class User:
    """A `wp:author`: the account that a `dc:creator` names."""

    login: str
    display: str = ""
    first: str = ""
    last: str = ""

    @property
    def name(self) -> str:
        """The name to print: the displayed one; where that is only the login, the real one."""
        real = " ".join(filter(None, (self.first, self.last)))
        if real and (not self.display or self.display.casefold() == self.login.casefold()):
            return real
        return self.display or self.login


@dataclass(slots=True)
class Site:
    """The head of an export. `terms` holds the descriptions of some terms, by vocabulary and slug."""

    title: str = ""
    link: str = ""
    language: str = ""
    version: str = ""
    base_site: str = ""
    base_blog: str = ""
    users: dict[str, User] = field(default_factory=dict)
    terms: dict[tuple[str, str], str] = field(default_factory=dict)

    _by_slug: dict[str, User] = field(default_factory=dict)

    def add(self, user: User) -> None:
        """Know an account by its login and by the slug that a login makes."""
        self.users.setdefault(user.login.casefold(), user)
        self._by_slug.setdefault(slug_of(user.login), user)

    def user(self, login: str) -> User | None:
        """Return the account of a login or slug, None where the export does not describe it."""
        return self.users.get(login.casefold()) or self._by_slug.get(slug_of(login) or "\0")

    @property
    def home(self) -> str:
        """The address of the blog, which with the number of a post is its identity."""
        return self.base_blog or self.link or self.base_site


@dataclass(slots=True)
class Item:
    """One item: `fields` by their usual prefix and name ("wp:post_id"), `meta` the custom fields.

    `categories` are (vocabulary, slug, name) in order; `comments` counts what readers left, spam aside.
    """

    element: etree._Element
    fields: dict[str, str] = field(default_factory=dict)
    categories: list[tuple[str, str, str]] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    creators: list[str] = field(default_factory=list)
    comments: int = 0

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    @property
    def post_id(self) -> str:
        """The number of the post on its site."""
        return self["wp:post_id"]

    @property
    def type(self) -> str:
        """The type of the post ("post", "page", "attachment"...)."""
        return self["wp:post_type"] or "post"

    @property
    def title(self) -> str:
        """The title as plain text."""
        return plain_line(self["title"])

    def evidence(self) -> str:
        """Return the item as XML that needs nothing around it; of comments only that they are there."""
        for comment in self.element.iterchildren(etree.Element):
            if qualified(comment.tag) == "wp:comment":
                for part in list(comment):
                    if not str(part.tag).endswith(_KEPT_OF_COMMENTS):
                        comment.remove(part)
        self.element.tail = None
        return etree.tostring(self.element, encoding="unicode")


def plain_line(text: str) -> str:
    """Return the plain text of a line that may hold inline markup and entities: a title, a name."""
    if "<" in text:
        text = _MARKED.sub("", text)
    if "&" in text:
        text = html.unescape(text)
    return tidy(text, 4_000)


@lru_cache(maxsize=4096)
def slug_of(word: str) -> str:
    """Return the slug of a login or nicename, without the prefix of guest authors."""
    return re.sub(r"[^\w-]+", "-", word.strip().lower()).strip("-").removeprefix("cap-")


@lru_cache(maxsize=1024)
def qualified(tag: str) -> str:
    """Return the name of an element with its usual prefix, whatever version of the format declared it."""
    uri, _, name = tag.rpartition("}")
    uri = uri.removeprefix("{").lower()
    if not uri:
        return name
    if "/export/" in uri and uri.rstrip("/").endswith("/excerpt"):
        return "excerpt:" + name
    if "wordpress.org/export" in uri:
        return "wp:" + name
    if "modules/content" in uri:
        return "content:" + name
    if "purl.org/dc/" in uri:
        return "dc:" + name
    if uri.startswith("urn:undeclared:"):
        return uri.rpartition(":")[2] + ":" + name
    return "other:" + name


def read_item(element: etree._Element) -> Item:
    """Return what an `item` element says; the first of each field counts."""
    item = Item(element)
    for child in element.iterchildren(etree.Element):
        name = qualified(child.tag)
        if name == "category":
            item.categories.append(_category(child))
        elif name == "wp:postmeta":
            key, value = (_inner(child, part) for part in ("wp:meta_key", "wp:meta_value"))
            if key:
                item.meta.setdefault(key, value)
        elif name == "wp:comment":
            item.comments += 1
        elif name == "dc:creator":
            item.creators.append(_text(child).strip())
        else:
            text = _text(child)
            item.fields.setdefault(name, text if name.endswith(":encoded") else text.strip())
    item.categories = _distinct(item.categories)
    return item


def read_site(head: str) -> Site:
    """Return what the head of an export says; a head that is broken gives what can be read of it."""
    start = re.search(r"<rss[\s>]", head)
    site = Site()
    if start is None:
        return site
    head = head[start.start() :]
    try:
        root, _ = xml.element_of(head + xml.closing(head), {})
    except xml.XmlBroken:
        return site
    for child in _channel(root):
        name = qualified(child.tag)
        if name == "wp:author":
            parts = {part: plain_line(_inner(child, f"wp:author_{part}")) for part in _USER}
            if parts["login"]:
                user = User(parts["login"], parts["display_name"], parts["first_name"], parts["last_name"])
                site.add(user)
        elif name == "wp:term":
            vocabulary = _inner(child, "wp:term_taxonomy").strip()
            if vocabulary in VOCABULARIES_KEPT:
                slug = _inner(child, "wp:term_slug").strip()
                site.terms.setdefault((vocabulary, slug), _inner(child, "wp:term_description"))
        elif name in _OF_SITE:
            attribute = _OF_SITE[name]
            if not getattr(site, attribute):
                setattr(site, attribute, plain_line(_text(child)))
    return site


_USER = ("login", "display_name", "first_name", "last_name")
_OF_SITE = {
    "title": "title",
    "link": "link",
    "language": "language",
    "wp:wxr_version": "version",
    "wp:base_site_url": "base_site",
    "wp:base_blog_url": "base_blog",
}


def _channel(root: etree._Element) -> Iterator[etree._Element]:
    channel = root.find("channel")
    return (root if channel is None else channel).iterchildren(etree.Element)


def _text(element: etree._Element) -> str:
    return (element.text or "") if len(element) == 0 else "".join(element.itertext())


def _inner(element: etree._Element, name: str) -> str:
    for child in element.iterchildren(etree.Element):
        if qualified(child.tag) == name:
            return _text(child)
    return ""


def _category(element: etree._Element) -> tuple[str, str, str]:
    domain = (element.get("domain") or "").strip()
    slug = (element.get("nicename") or "").strip()
    return ("post_tag" if domain == "tag" else domain, slug, plain_line(_text(element)))


def _distinct(categories: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return each term once. Old exports give every term twice, the first time without its vocabulary."""
    named = {name for domain, _, name in categories if domain}
    found: dict[tuple[str, str], tuple[str, str, str]] = {}
    for domain, slug, name in categories:
        name = name or slug
        if name and (domain or name not in named):
            found.setdefault((domain or "category", name), (domain or "category", slug, name))
    return list(found.values())
