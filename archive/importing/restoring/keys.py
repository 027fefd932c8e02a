"""Keys for natural names: the way back from `exporting.naming`."""

from __future__ import annotations

from collections import defaultdict
from itertools import batched
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models

from archive.articles.models import Article, LegacyAddress, PastAddress
from archive.importing.exporting.inventory import PARTS
from archive.importing.exporting.naming import AT_ONCE, GONE, hanging
from archive.importing.models import ImportedRecord
from archive.importing.restoring.faults import CannotRestore
from archive.text.addresses import digest

User = get_user_model()


class Keys:
    """The keys of restored rows by their natural names, and the keys that rows are to have.

    `ranks` numbers the rows whose order history keeps: by model, then by natural name.
    """

    def __init__(self, ranks: dict[str, dict[Any, int]]) -> None:
        self.ranks = ranks
        self.where = ""
        self.known: defaultdict[type[models.Model], dict[Any, int]] = defaultdict(dict)
        self.known[Article] = ranks.get("articles.article", {})
        self.known[User] = dict(User.objects.values_list(User.USERNAME_FIELD, "pk"))

    def __call__(self, model: type[models.Model], name: Any) -> Any:
        """Return the key of a row; None for None, `GONE` for a row that was no more when it was exported.

        Raises `CannotRestore` for a name that the export has not.
        """
        if name is None:
            return None
        if name == GONE:
            return None if model is User else GONE
        name = tuple(name) if isinstance(name, list) else name
        try:
            if name in self.known[model]:
                return self.known[model][name]
        except TypeError:
            pass
        if model is User:
            return self._user(name)
        words = str(name)[:120]
        raise CannotRestore(
            f"{self.where}: refers to the {model._meta.verbose_name} “{words}”, which the export has not; "
            "take the export from a backup, or write it again."
        )

    def rank(self, model: type[models.Model], name: Any) -> int | None:
        """Return the key that a row is to have, where its order is kept; else None."""
        try:
            return self.ranks.get(model._meta.label_lower, {}).get(name)
        except TypeError:
            return None

    def learn(self, rows: dict[Any, models.Model]) -> None:
        """Remember rows that were saved, by their natural names."""
        for name, row in rows.items():
            self.known[type(row)][name] = row.pk

    def look_up(self, wanted: dict[type[models.Model], set[Any]]) -> None:
        """Know these rows of models of which there is too much to be remembered; forget former ones."""
        for model, names in wanted.items():
            find = _FINDERS.get(model, self._parts if model in PARTS else None)
            if find:
                self.known[model] = find(model, [name for name in names if name != GONE])

    def _parts(self, model: type[models.Model], names: list[Any]) -> dict[Any, int]:
        table, part = PARTS[model]
        found = {}
        for some in batched(names, AT_ONCE):
            owners = {self(table.model, owner): owner for owner, *_ in some}
            for key, rows in hanging(part, owners, lambda _model, value: value).items():
                for place, (row, _values) in enumerate(rows):
                    found[owners[key], part.key, place] = row.pk
        return found

    def _user(self, name: Any) -> int:
        """Make the account of somebody whom history names: without password, rights, or a way to sign in."""
        user = User(**{User.USERNAME_FIELD: name, "is_active": False})
        user.set_unusable_password()
        try:
            user.clean_fields(exclude=["password"])
        except ValidationError as error:
            raise CannotRestore(
                f"{self.where}: “{str(name)[:120]}” is not the name of an account; mend the export."
            ) from error
        user.save()
        self.known[User][name] = user.pk
        return user.pk


def _records(_model: type[models.Model], names: list[Any]) -> dict[Any, int]:
    found = {}
    for some in batched({name[0] for name in names}, AT_ONCE):
        rows = ImportedRecord.objects.filter(source_key__in=some).order_by()
        found.update({(key, file): pk for pk, key, file in rows.values_list("pk", "source_key", "file")})
    return found


def _legacy(_model: type[models.Model], names: list[Any]) -> dict[Any, int]:
    found = {}
    for some in batched(names, AT_ONCE):
        rows = LegacyAddress.objects.filter(key__in=[digest(name) for name in some]).order_by()
        found.update(rows.values_list("address", "pk"))
    return found


def _past(_model: type[models.Model], names: list[Any]) -> dict[Any, int]:
    found = {}
    for some in batched(names, AT_ONCE):
        found.update(PastAddress.objects.filter(path__in=some).order_by().values_list("path", "pk"))
    return found


_FINDERS: dict[type[models.Model], Any] = {
    ImportedRecord: _records,
    LegacyAddress: _legacy,
    PastAddress: _past,
}
