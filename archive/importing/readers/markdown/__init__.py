"""Markdown with front matter, as static site generators keep it: YAML, TOML or JSON above the text.

Hugo, Jekyll, Eleventy, Pelican, Gatsby, Hexo, Zola and Obsidian are known by their keys. Names behind slugs
come from look-up files in the folders above: `authors/<slug>/_index.md`, `topics/<slug>.md`,
`data/authors.yml`.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path, PurePath
from typing import Any

from archive.importing import claims
from archive.importing.mapping import Mapping
from archive.importing.readers.captures.decoding import decode, is_text
from archive.importing.readers.markdown import body, fields, matter, site
from archive.importing.readers.markdown.people import Names
from archive.importing.records import Reading, Readings, Source

NAME = "markdown"

LARGEST = 16_000_000
MOST_PATHS = 50
_ACCOMPANIES = re.compile(
    r"(?:_index(?:\.[\w-]+)?|readme|license|licence|copying|changelog|contributing|code[-_]of[-_]conduct|security|"
    r"authors|summary|404|search|tags|archive|archives)\.(?:md|markdown|mdx)",
    re.IGNORECASE,
)
_WITHOUT_MATTER = re.compile(
    r"(?:readme|license|licence|copying|changelog|contributing|security)\.(?:md|markdown)", re.I
)
_LISTS = frozenset(
    ("home", "list", "index", "archive", "archives", "tag", "tags", "category", "search", "404")
)
_STRAY = re.compile(r"(?m)^(?P<key>[A-Za-z_]+):[ \t]*(?P<value>.*)\n-{3,}[ \t]*$\n?")


def recognises(head: bytes, name: str) -> bool:
    """Say whether a file begins with front matter, be it behind a blank line, a comment or a stray line.

    Files by the names of a README or a licence are known too: they accompany the others, and nothing is read.
    """
    if not is_text(head):
        return False
    if _WITHOUT_MATTER.fullmatch(name):
        return True
    return matter.begins(decode(head).text)


def read(source: Source) -> Readings:
    """Yield the one reading of a file; none of a file that only accompanies others."""
    name = PurePath(source.name.replace("\\", "/")).name
    if _ACCOMPANIES.fullmatch(name):
        return
    size = source.path.stat().st_size
    if size > LARGEST:
        yield Reading(source, b"").reject(
            f"has {size:,} bytes; at most {LARGEST:,} are read",
            remedy="Split the work, or attach it as a file",
        )
        return
    data = source.data()
    decoded = decode(data)
    parted = matter.part(decoded.text)
    if site.is_look_up(Path(source.name), parted.values) or _is_list(source, parted):
        return
    reading = Reading(source, data)
    if decoded.assumption:
        reading.fault(decoded.assumption, remedy="Save the file as UTF-8")
    for note in parted.notes:
        reading.fault(note.problem, field=note.field, value=note.value, remedy=note.remedy)
    yield _fill(reading, parted)


def _fill(reading: Reading, parted: matter.Matter) -> Reading:
    source = reading.source
    known = source.context.get("names")
    place = site.site_of(source.path, source.name)
    names = Names(place, known if isinstance(known, dict) else None)
    refs = _References(place, source.context.get("links"))
    front = fields.Front(parted.values)
    raw = fields.claim(front, names, reading, Mapping.of(source.context.get("map", {})))
    raw["body"] = _body(reading, parted, front, refs)
    identity = source.context.get("id") or place.identity()
    if source.address:
        raw["url"] = source.address
    else:
        raw["id"] = identity
    reading.paths = _paths(identity, front)
    reading.context = {"id": identity, "names": names.context(), "links": refs.found}
    if source.folder is not None:
        reading.companion = partial(place.asset, within=source.folder)
    return claims.fill(reading, raw)


def _paths(identity: str, front: fields.Front) -> list[str]:
    """Return the places in the site by which other pages link to this one: by file, and as its front says."""
    slug = front.values.get("slug")
    named = [f"{identity.rpartition('/')[0]}/{slug}"] if isinstance(slug, str) and "/" not in slug else []
    for key in ("url", "permalink", "aliases", "redirectfrom"):
        value = front.values.get(key)
        named += value if isinstance(value, list) else [value]
    paths = [identity, *(path for path in named if isinstance(path, str))]
    said = [f"/{path.strip().lstrip('/')}" for path in paths if path.strip("/ ") and ":" not in path]
    return list(dict.fromkeys(said))[:MOST_PATHS]


def _body(reading: Reading, parted: matter.Matter, front: fields.Front, refs: _References) -> str:
    text, stray = _without_stray(parted.body, parted.values)
    if stray:
        reading.fault(
            "stands again in the body and was left out there",
            field="body",
            value=stray,
            remedy="Delete the lines",
        )
    if not text.strip():
        return ""
    variables = {key: value for key, value in front.values.items() if isinstance(value, str)}
    rendered = body.render(text, refs, variables)
    for note in rendered.notes:
        reading.fault(note, field="body", remedy="Divide the text, or simplify its markup")
    if rendered.unknown:
        reading.fault(
            "is template code that is not understood; what stood in it was kept",
            field="body",
            value=", ".join(f"{name} ({count})" for name, count in rendered.unknown.items()),
            remedy="Compare the page with its file",
        )
    if rendered.codes:
        reading.fault(
            "are pictures named by a code and no file; they were left out",
            field="body",
            value=", ".join(rendered.codes),
        )
    if refs.missing:
        reading.fault(
            "leads to no file of the site; the reference was kept as it stands",
            field="body", value=", ".join(dict.fromkeys(refs.missing)), remedy="Correct the link",
        )  # fmt: skip
    return rendered.html


class _References:
    """Gives the address of a file that a body refers to: the path under which its own record is known."""

    def __init__(self, place: site.Site, known: Any) -> None:
        self.place = place
        self.known = known if isinstance(known, dict) else None
        self.found: dict[str, str] = dict(self.known or {})
        self.missing: list[str] = []

    def __call__(self, name: str) -> str:
        path, sign, anchor = name.partition("#")
        if "://" in path or not path or path.startswith("mailto:"):
            return name
        if self.known is None and path not in self.found and (found := self.place.find(path)):
            self.found[path] = found
        if path in self.found:
            return f"/{self.found[path]}/{sign}{anchor}"
        if path.lower().endswith(site.SUFFIXES):
            self.missing.append(path)
        return name


def _without_stray(text: str, values: dict[str, Any]) -> tuple[str, str]:
    """Return a body without lines of the front matter that stand in it once more, and what they said."""
    stray: list[str] = []

    def judge(found: re.Match[str]) -> str:
        if values.get(found["key"]) != found["value"].strip().strip("\"'"):
            return found[0]
        stray.append(f"{found['key']}: {found['value']}")
        return ""

    return _STRAY.sub(judge, text), ", ".join(stray)


def _is_list(source: Source, parted: matter.Matter) -> bool:
    """Say whether a file is a page that a generator fills with the titles of others."""
    layout = str(parted.values.get("layout", "")).strip().lower()
    undated = not any(site.canonical(key) in ("date", "publishdate", "pubdate") for key in parted.values)
    return undated and (
        layout in _LISTS or (PurePath(source.name).stem.lower() == "index" and not parted.body.strip())
    )
