"""The mapping that staff give with `--map`: which column, term or type of a source means what here.

A small TOML file; every table may be missing:

    [fields]                                 # columns of sheets; "" drops one in silence
    "Headline" = "title"
    "Authors" = {to = "authors", split = ";"}
    "Date" = {to = "published", format = "%d/%m/%Y"}
    "Nid" = {to = "id", prefix = "drupal:"}  # where other sources count from 1 too

    [values.type]                            # values of one field of the record
    "Op-Ed" = "oped"

    [constants]                              # where the source says nothing
    language = "en"

    [terms.category]                         # terms of one vocabulary of the source; "" leaves out
    default = "topics"
    press = {to = "programs", as = "Press Office"}

    [types]                                  # kinds of posts; "" is no article
    product = ""

Without a mapping the built-in words for headers apply, and categories and tags are topics.
"""

from __future__ import annotations

import datetime
import difflib
import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from archive.importing import headers
from archive.text import strings

LARGEST = 1_000_000
EXCEL = "excel"
"""The format of dates that are the serial numbers of a spreadsheet."""

TABLES = ("fields", "values", "constants", "terms", "types")
TERM_KEYS = ("topics", "regions", "programs", "projects", "collections", "centers")
TERM_TARGETS = (*TERM_KEYS, "primaryCenter", "type", "blog", "language", "authors", "place", "source")

_BUILT_IN_DOMAINS = {"category": "topics", "post_tag": "topics"}
_SAMPLE_DAY = datetime.date(2014, 12, 2)
_YEAR = re.compile(r"%-?(?:Y|y|G|c|x|D|F)")


class MappingError(ValueError):
    """A mapping that cannot be used; the message is a sentence with the file, the table and the remedy."""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: `to` a key of the record, "" for nothing that is wanted.

    `split` parts the values of one cell ("" leaves it to the reader), `format` is how dates are written
    (as `strptime` has it, or "excel"; "" leaves it to the reader). `role` is that of the people in a
    byline, `prefix` goes before an identity. `rank` says how well the header names its content, 0 best;
    -1 is what staff said.
    """

    to: str
    split: str = ""
    format: str = ""
    role: str = ""
    prefix: str = ""
    rank: int = -1


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping that has been checked. `Mapping.of({})` is what holds without one."""

    columns: dict[str, Column] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    terms: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, raw: dict[str, Any] | None, file: str = "The mapping") -> Mapping:
        """Return the mapping of a parsed TOML file; raises `MappingError`, naming `file`, where it is bad."""
        return _Reader(file).read(raw or {})

    def column(self, header: str) -> Column | None:
        """Return what a column is, by staff's word or the built-in ones; None for an unknown header."""
        given = self.columns.get(headers.header_key(header))
        if given is not None or not header.strip():
            return given
        known = headers.meant(header)
        return known and Column(known[0], role=known[1], rank=known[2])

    def term(self, domain: str, slug: str, name: str) -> tuple[str, str] | None:
        """Return the record's key and the name for a term of a vocabulary; None when it is left out.

        A vocabulary that staff did not map is what its name says ("category" and "post_tag" are topics,
        "regions" is regions); one whose name says nothing is left out.
        """
        table = self.terms.get(strings.matching_key(domain))
        if table is None:
            key = _BUILT_IN_DOMAINS.get(domain) or _domain_key(domain)
            return (key, name) if key else None
        for words in (slug, name):
            found = table.get(strings.matching_key(words)) if words else None
            if found is not None:
                break
        else:
            found = table.get(_DEFAULT, ("", ""))
        return (found[0], found[1] or name) if found[0] else None

    def value(self, key: str, value: str) -> str:
        """Return a value of a record's key as staff translates it; "" leaves it out."""
        table = self.values.get(key)
        return table.get(strings.matching_key(value), value) if table else value

    def kind(self, post_type: str, default: str) -> str | None:
        """Return the code of the kind for a source's type of post; None when it is no article."""
        given = self.types.get(strings.matching_key(post_type))
        return default if given is None else given or None


_DEFAULT = "\0default"


@lru_cache(maxsize=256)
def _domain_key(domain: str) -> str:
    known = headers.meant(domain)
    return known[0] if known and known[0] in TERM_KEYS else ""


def load(path: str | Path) -> dict[str, Any]:
    """Return the mapping of a TOML file as a plain dictionary fit for JSON.

    Raises `MappingError` with a sentence for a file that cannot be read or used.
    """
    path = Path(path)
    try:
        if path.stat().st_size > LARGEST:
            raise MappingError(f'"{path}" has more than {LARGEST:,} bytes; a mapping is a small TOML file.')
        raw = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise MappingError(f'The mapping "{path}" cannot be read: {error.strerror or error}.') from error
    except UnicodeDecodeError as error:
        raise MappingError(f'The mapping "{path}" is not UTF-8; save it again as UTF-8.') from error
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f'The mapping "{path}" is not TOML: {str(error).rstrip(".")}.') from error
    except RecursionError as error:
        raise MappingError(f'The mapping "{path}" is nested too deep to be one.') from error
    plain = _plain(raw)
    Mapping.of(plain, str(path))
    return plain


def _plain(value: Any) -> Any:
    """Return the value with days and instants as words: a mapping is kept as JSON."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value


class _Reader:
    """Checks a parsed mapping, table by table; `file` begins every sentence."""

    def __init__(self, file: str) -> None:
        self.file = file

    def read(self, raw: Any) -> Mapping:
        if not isinstance(raw, dict):
            raise MappingError(f"{self.file} is not a table of tables.")
        for name in raw:
            if name not in TABLES:
                raise self._error(
                    f"[{name}] is not a table of a mapping", _nearest(name, TABLES, "the tables are")
                )
        fields, constants = self._table(raw, "fields"), self._table(raw, "constants")
        return Mapping(
            columns={headers.header_key(head): self._column(head, to) for head, to in fields.items()},
            values={self._key("values", key): self._values(raw, key) for key in self._table(raw, "values")},
            constants={
                self._key("constants", key): self._words(f'[constants] "{key}"', value, numbers=True)
                for key, value in constants.items()
            },
            terms={
                strings.matching_key(domain): self._terms(raw, domain) for domain in self._table(raw, "terms")
            },
            types={
                strings.matching_key(name): self._words(f'[types] "{name}"', code)
                for name, code in self._table(raw, "types").items()
            },
        )

    def _column(self, header: str, given: Any) -> Column:
        subject = f'[fields] "{header}"'
        if not headers.header_key(header):
            raise self._error(f"{subject} has no letter or number", "write the header as the sheet has it")
        if isinstance(given, str):
            given = {"to": given}
        parts = self._parts(subject, given, ("to", "split", "format", "role", "prefix"))
        if "to" not in parts:
            raise self._error(f"{subject} does not say to which field it goes", 'give it a "to"')
        to = parts["to"]
        if to and to not in headers.COLUMN_KEYS:
            raise self._error(
                f'{subject}: "{to}" is not a field of the record', _nearest(to, headers.COLUMN_KEYS)
            )
        if "split" in parts:
            self._check_split(subject, to, parts["split"])
        if "format" in parts:
            self._check_format(subject, to, parts["format"])
        if "role" in parts and to != "authors":
            raise self._error(f'{subject} has a "role", but goes to "{to}"', 'only "authors" have roles')
        if "prefix" in parts and to not in ("id", "translation_of"):
            raise self._error(f'{subject} has a "prefix", but goes to "{to}"', 'only "id" has one')
        return Column(**parts)

    def _check_split(self, subject: str, to: str, split: str) -> None:
        if not split:
            raise self._error(
                f'{subject} has an empty "split"', 'write the sign between two values, such as ";"'
            )
        if to not in headers.LISTS:
            raise self._error(
                f'{subject} has a "split", but "{to}" holds one value',
                f"only {', '.join(sorted(headers.LISTS))} hold several",
            )

    def _check_format(self, subject: str, to: str, given: str) -> None:
        if to != "published":
            raise self._error(f'{subject} has a "format", but goes to "{to}"', 'only "published" is a date')
        if given == EXCEL:
            return
        remedy = f'write one such as "%d/%m/%Y", or "{EXCEL}"'
        try:
            written = _SAMPLE_DAY.strftime(given)
            datetime.datetime.strptime(written, given)  # noqa: DTZ007 - a day has no zone
            good = bool(_YEAR.search(given))
        except (ValueError, re.error):
            good = False
        if not good:
            raise self._error(f'{subject}: "{given}" is not the format of a date', remedy)

    def _values(self, raw: dict[str, Any], key: str) -> dict[str, str]:
        name = f"values.{key}"
        return {
            strings.matching_key(old): self._words(f'[{name}] "{old}"', new)
            for old, new in self._table(raw["values"], key, name).items()
        }

    def _terms(self, raw: dict[str, Any], domain: str) -> dict[str, tuple[str, str]]:
        name = f"terms.{domain}"
        found: dict[str, tuple[str, str]] = {}
        for word, given in self._table(raw["terms"], domain, name).items():
            subject = f'[{name}] "{word}"'
            parts = self._parts(subject, {"to": given} if isinstance(given, str) else given, ("to", "as"))
            to = parts.get("to", "topics")
            if to and to not in TERM_TARGETS:
                raise self._error(f'{subject}: terms do not go to "{to}"', _nearest(to, TERM_TARGETS))
            key = _DEFAULT if word == "default" else strings.matching_key(word)
            found[key] = (to, parts.get("as", ""))
        found.setdefault(_DEFAULT, (_BUILT_IN_DOMAINS.get(domain) or _domain_key(domain), ""))
        return found

    def _table(self, raw: dict[str, Any], name: str, shown: str = "") -> dict[str, Any]:
        table = raw.get(name, {})
        if not isinstance(table, dict):
            raise self._error(
                f"{shown or name} is {_kind(table)} where a table is expected", f"write [{shown or name}]"
            )
        return table

    def _key(self, table: str, key: str) -> str:
        if key not in headers.KEYS:
            raise self._error(f'[{table}] "{key}" is not a field of the record', _nearest(key, headers.KEYS))
        return key

    def _parts(self, subject: str, given: Any, known: tuple[str, ...]) -> dict[str, str]:
        if not isinstance(given, dict):
            raise self._error(
                f"{subject} is {_kind(given)} where a text is expected", 'write "title" or {to = "title"}'
            )
        for part, value in given.items():
            if part not in known:
                raise self._error(f'{subject}: "{part}" is not understood', _nearest(part, known))
            self._words(f"{subject}, {part},", value)
        return given

    def _words(self, subject: str, value: Any, *, numbers: bool = False) -> str:
        if numbers and isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            raise self._error(
                f"{subject} is {_kind(value)} where a text is expected", "put it between quotation marks"
            )
        return value

    def _error(self, problem: str, remedy: str) -> MappingError:
        return MappingError(f"{self.file}: {problem}; {remedy}.")


def _nearest(word: str, known: tuple[str, ...], otherwise: str = "the fields are") -> str:
    """Return the remedy for an unknown word: the nearest known ones, else all."""
    lower = {name.lower(): name for name in known}
    near = [lower[name] for name in difflib.get_close_matches(word.lower()[:60], lower, n=3, cutoff=0.5)]
    meaning = headers.meant(word)
    if meaning and meaning[0] in known and meaning[0] not in near:
        near.insert(0, meaning[0])
    if near:
        return f"the nearest {'is' if len(near) == 1 else 'are'} {', '.join(near)}"
    return f"{otherwise} {', '.join(known)}"


def _kind(value: Any) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "a table"}
    return names.get(type(value), "a text")
