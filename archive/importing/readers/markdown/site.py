"""The site that a file is part of: its root, what the file is called in it, and the look-up files beside it.

Folders are listed at most once a minute: a site of thousands of files is imported file by file.
"""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import unquote

from archive.importing.readers.captures.decoding import decode
from archive.importing.readers.markdown import matter
from archive.text.slugs import slugify

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mdx")
LARGEST_LOOK_UP = 2_000_000
LARGEST_ASSET = 30_000_000
_FARTHEST = 12
_KEPT_SECONDS = 60

_SITE_FOLDERS = frozenset(
    ("authors", "_authors", "topics", "_topics", "_posts", "_data", "_includes", "archetypes", ".obsidian")
)
_SITE_FILES = frozenset(
    """
    _config.yml _config.yaml _config.toml config.toml config.yaml config.yml hugo.toml hugo.yaml hugo.json
    pelicanconf.py gatsby-config.js gatsby-config.ts .eleventy.js eleventy.config.js eleventy.config.mjs
    mkdocs.yml astro.config.mjs
    """.split()
)
_CONTENT = ("content", "src", "source", "_posts")
_LOOK_UPS = {
    "authors": ("authors", "_authors", "author", "people", "_people"),
    "topics": ("topics", "_topics", "tags", "_tags", "categories", "_categories"),
    "sources": ("sources", "_sources", "outlets"),
}
_DATA = ("data", "_data", "src/_data", "source/_data")
_STATIC = ("", "static", "public", "assets", "content", "source", "src", "images")
_YEAR = re.compile(r"(?:1[89]|20|21)\d\d")

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Site:
    """The site around one file: its `path`, its `name` as printed, `root` (None where nothing shows one)."""

    path: Path
    name: str
    root: Path | None

    def identity(self) -> str:
        """Return the path of the file from the root, without suffix: "news/2014/12/2014-12-02-pier".

        Without a root it is the path from the folder before the first that is a year, else the folder and the
        name.
        """
        path = PurePath(self.name.replace("\\", "/")) if self.root is None else self.path
        parts = [*path.parent.parts, stem(path.name)]
        if self.root is not None:
            parts = parts[len(self.root.parts) :]
            if parts[0] in _CONTENT and len(parts) > 1:
                parts = parts[1:]
        else:
            year = next((at for at, part in enumerate(parts[:-1]) if _YEAR.fullmatch(part)), 0)
            parts = parts[max(year - 1, 1) if year else -2 :]
        if parts[-1] == "index" and len(parts) > 1:
            parts = parts[:-1]
        return "/".join(part for part in parts if part != "/")

    def look_up(self, kind: str, value: str) -> Entry | None:
        """Return what the look-up files say of an author, topic or source; None where none has it.

        The key "body" of a file's entry is the text below its front matter.
        """
        if not value or len(value) > 120:
            return None
        for place in _places(self.path.parent, kind, _now()):
            found = place.get(value) or place.get(value.lower()) or place.get(slugify(value))
            if isinstance(found, Path):
                found = _entry(found)
            if found:
                return found
        return None

    def has(self, kind: str) -> bool:
        """Say whether there are look-up files of a kind."""
        return bool(_places(self.path.parent, kind, _now()))

    def find(self, name: str) -> str:
        """Return the identity of the file that a reference means: by its path or its name; "" if none."""
        if self.root is None or not name or len(name) > 500:
            return ""
        known = _index(self.root, _now())
        name = stem(name.strip().strip("/")) if name.lower().endswith(SUFFIXES) else name.strip().strip("/")
        name = re.sub(r"/_?index$", "", name)
        here = os.path.normpath(f"{self.identity()}/../{name}").removeprefix("./")
        for wanted in (name, here, name.rpartition("/")[2]):
            found = known.get(wanted.lower())
            if found:
                return found
        return ""

    def asset(self, name: str, within: Path) -> bytes | None:
        """Return the bytes of a picture or document beside the file or in the site's folders for them.

        None where there is none, and for one that lies outside the folder `within`, be it through a link.
        """
        path = unquote(name.split("?")[0].split("#")[0]).lstrip("/")
        bases = [self.path.parent]
        if self.root is not None:
            roots = (self.root, self.root.parent) if self.root.name in _CONTENT else (self.root,)
            bases += [root / folder for root in roots for folder in _STATIC]
        for base in bases if path and len(path) < 1_000 else ():
            try:
                found = (base / path).resolve()
                allowed = found.is_relative_to(within.resolve()) and found.is_file()
                if allowed and found.stat().st_size <= LARGEST_ASSET:
                    return found.read_bytes()
            except (OSError, ValueError):
                continue
        return None


def site_of(path: Path, name: str) -> Site:
    """Return the site that a file stands in; `name` is how the file is printed."""
    path = Path(os.path.abspath(path))
    return Site(path, name, _root(path.parent, _now()))


def stem(name: str) -> str:
    """Return a file's name without the suffix of Markdown."""
    lower = name.lower()
    return next((name[: -len(suffix)] for suffix in SUFFIXES if lower.endswith(suffix)), name)


def is_look_up(path: Path, values: dict[str, Any]) -> bool:
    """Say whether a file is an entry about an author, topic or source and no work: it has no date."""
    folder = path.parent.parent.name if stem(path.name) == "index" else path.parent.name
    known = any(folder in folders for folders in _LOOK_UPS.values())
    return known and not any(canonical(key) in ("date", "publishdate", "pubdate") for key in values)


def canonical(key: str) -> str:
    """Return a key of front matter in one spelling: "featured_image" and "featuredImage" are one."""
    return re.sub(r"[^a-z0-9]", "", key.lower())


def _now() -> int:
    return int(time.monotonic()) // _KEPT_SECONDS


def _ancestors(folder: Path) -> list[Path]:
    return [folder, *folder.parents][:_FARTHEST]


@lru_cache(maxsize=4096)
def _root(folder: Path, now: int) -> Path | None:
    for one in _ancestors(folder):
        names = set(_names(one))
        if names & _SITE_FILES or any((one / name).is_dir() for name in names & _SITE_FOLDERS):
            return one
    return None


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


@lru_cache(maxsize=4096)
def _places(folder: Path, kind: str, now: int) -> tuple[dict[str, Any], ...]:
    """Return the look-ups of a kind in the nearest folder that has any."""
    for one in _ancestors(folder):
        found = [
            _listing(one / base / name, now) for base in ("", "content", "src") for name in _LOOK_UPS[kind]
        ]
        for base in _DATA:
            for name in _LOOK_UPS[kind][:1] + _LOOK_UPS[kind][3:4]:
                found.append(_listing(one / base / name, now))
                found += [
                    _data_file(one / base / f"{name}.{end}", now) for end in ("yml", "yaml", "json", "toml")
                ]
        found = [place for place in found if place]
        if found:
            return tuple(found)
    return ()


@lru_cache(maxsize=256)
def _listing(folder: Path, now: int) -> dict[str, Any]:
    """Return the files that stand for entries in a folder, by slug: "<slug>/_index.md" or "<slug>.md"."""
    found: dict[str, Any] = {}
    singular = folder.name.strip("_").removesuffix("s") + "_"
    for name in sorted(_names(folder)):
        path = folder / name
        if name.lower().endswith(SUFFIXES):
            slug = stem(name)
            if slug not in ("_index", "index"):
                found.setdefault(slug.removeprefix(singular), path)
                found.setdefault(slug.removeprefix(singular).lower(), path)
        elif not name.startswith(".") and "." not in name and path.is_dir():
            found[name] = path
            found.setdefault(name.lower(), path)
    return found


@lru_cache(maxsize=8192)
def _read_entry(path: Path, stamp: int, size: int) -> Entry | None:
    if size > LARGEST_LOOK_UP:
        return None
    parted = matter.part(decode(path.read_bytes()).text)
    if not parted.values:
        return None
    return {**{canonical(key): value for key, value in parted.values.items()}, "body": parted.body.strip()}


def _entry(path: Path) -> Entry | None:
    """Return the values of a look-up file, or of the index in a folder."""
    paths = (
        [path] if path.suffix else [path / f"{name}{end}" for name in ("_index", "index") for end in SUFFIXES]
    )
    for one in paths:
        try:
            about = one.stat()
            return _read_entry(one, about.st_mtime_ns, about.st_size)
        except (OSError, ValueError):
            continue
    return None


@lru_cache(maxsize=64)
def _data_file(path: Path, now: int) -> dict[str, Any]:
    """Return the entries of a data file by slug: a mapping of slugs, or a list of entries that have one."""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST_LOOK_UP:
            return {}
        text = decode(path.read_bytes()).text
    except OSError:
        return {}
    kind = {".json": "json", ".toml": "toml"}.get(path.suffix, "yaml")
    values = matter.data_values(text, kind)
    entries = values.items() if isinstance(values, dict) else [("", one) for one in values]
    found: dict[str, Any] = {}
    for key, value in entries:
        entry = {"name": value} if isinstance(value, str) else value
        if not isinstance(entry, dict):
            continue
        entry = {canonical(name): one for name, one in entry.items()}
        slug = key or next((str(entry[one]) for one in ("slug", "id", "key", "name") if entry.get(one)), "")
        if slug:
            found.setdefault(slug, entry)
            found.setdefault(slug.lower(), entry)
    return found


@lru_cache(maxsize=8)
def _index(root: Path, now: int) -> dict[str, str]:
    """Return the identity of every Markdown file of a site, by identity and by name where one has it."""
    found: dict[str, str] = {}
    several: set[str] = set()
    for parent, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name[:1] != "." and name != "node_modules")
        for name in sorted(names):
            if not name.lower().endswith(SUFFIXES):
                continue
            identity = re.sub(r"/?_index$", "", Site(Path(parent) / name, name, root).identity())
            found[identity.lower()] = identity
            last = identity.rpartition("/")[2].lower()
            if last != identity.lower():
                several |= {last} & found.keys()
                found.setdefault(last, identity)
    return {key: value for key, value in found.items() if key not in several}
