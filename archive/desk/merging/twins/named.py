"""Terms, centers, outlets and series that may be one: by their names, and outlets by their address too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from anyascii import anyascii
from django.db import models

from archive.desk.merging.twins.pairs import Gathered, Pair, by_key
from archive.tags.models import Term
from archive.text.addresses import host_of
from archive.text.likeness import plain_letters, sound
from archive.text.names import is_mixed_script

SHORTEST_SOUND = 7
"""Letters of a name that is compared by its sound; shorter ones sound alike too easily."""
IGNORED = frozenset({"and", "of", "the", "for", "in", "on", "de", "la", "le", "du", "des", "et"})
_PLURAL = re.compile(r"(?<=[a-z]{3})(?:ies|es|s)\b")

Name = tuple[int, str, str, str]
"""The key of a record, one of its names, the name folded, and within what names are compared."""


def likely(model: type[models.Model]) -> list[Pair]:
    """Return the pairs of records of a model that may be one."""
    names = list(_names(model))
    found = Gathered()
    for code, key in KEYS.items():
        rows = ((f"{scope}:{value}", pk) for pk, name, folded, scope in names if (value := key(name, folded)))
        for together in by_key(rows).values():
            if len(together) > 1:
                found.add_all({code: together}, code)
    _acronyms(found, names)
    _look_alikes(found, names, model)
    if any(column.name == "url" for column in model._meta.fields):
        _same_address(found, model)
    for pair in found.pairs.values():
        codes = [code for code, _about in pair.reasons]
        stronger = next((code for code in KEYS if code in codes), "")
        pair.reasons = [one for one in pair.reasons if one[0] not in KEYS or one[0] == stronger]
    return list(found.pairs.values())


def _words(_name: str, folded: str) -> str:
    words = sorted(set(folded.split()) - IGNORED)
    return " ".join(words) if len(words) > 1 else ""


def _singular(_name: str, folded: str) -> str:
    return _PLURAL.sub("", folded) if len(folded) > 4 else ""


def _letters(_name: str, folded: str) -> str:
    return anyascii(folded).lower().replace(" ", "")


def _sound(_name: str, folded: str) -> str:
    latin = re.sub("[^a-z]", "", anyascii(folded).lower())
    return sound(latin) if len(latin) >= SHORTEST_SOUND else ""


KEYS = {
    "folded": lambda _name, folded: folded,
    "letters": _letters,
    "words": _words,
    "number": _singular,
    "sounds": _sound,
}
"""By what names are compared, the strongest first: only the strongest that fits is told."""


def _names(model: type[models.Model]) -> Iterator[Name]:
    scope = ("facet",) if model is Term else ()
    for pk, name, folded, *within in model._default_manager.order_by().values_list(
        "pk", "name", "folded", *scope
    ):
        yield pk, name, folded, within[0] if within else ""
    relation = model._meta.get_field("names")
    owner = relation.field.name
    columns = (f"{owner}_id", "name", "folded", *(f"{owner}__{one}" for one in scope))
    for pk, name, folded, *within in relation.related_model._default_manager.order_by().values_list(*columns):
        yield pk, name, folded, within[0] if within else ""


def _acronyms(found: Gathered, names: list[Name]) -> None:
    """Note names that are the initials of another: "ECFR" and "European Council on Foreign Relations"."""
    short = by_key((f"{scope}:{name.lower()}", pk) for pk, name, _f, scope in names if _is_acronym(name))
    for pk, _name, folded, scope in names:
        words = [word for word in folded.split() if word not in IGNORED]
        if len(words) > 1:
            for other in short.get(f"{scope}:{''.join(word[0] for word in words)}", ()):
                if other != pk:
                    found.add(pk, other, "acronym")


def _is_acronym(name: str) -> bool:
    return 2 < len(name) < 9 and name.isascii() and name.isalpha() and name.isupper()


def _look_alikes(found: Gathered, names: list[Name], model: type[models.Model]) -> None:
    known = by_key((f"{scope}:{folded}", pk) for pk, _name, folded, scope in names)
    for pk, name, _folded, scope in names:
        if is_mixed_script(name):
            for other in known.get(f"{scope}:{model.folding(plain_letters(name))}", ()):
                if other != pk:
                    found.add(pk, other, "look-alike", is_warning=True)


def _same_address(found: Gathered, model: type[models.Model]) -> None:
    hosts = by_key(
        (host_of(url), pk) for pk, url in model._default_manager.exclude(url="").values_list("pk", "url")
    )
    for host, keys in hosts.items():
        if len(keys) > 1:
            together = Gathered()
            together.add_all({host: keys}, "address")
            for pair in together.pairs.values():
                found.add(pair.one, pair.other, "address", str(host))
