"""What rows are called without their keys: a slug, a code, a name, the identity of a work.

Vocabularies and works are known as a whole (some hundred bytes each); what there is more of (evidence,
imported records, addresses, rows that hang on others) is looked up where it is wanted.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models

from archive.articles.models import Article, Kind, LegacyAddress, Outlet, PastAddress
from archive.centers.models import Center, Series
from archive.importing.exporting.inventory import PARTS, Part, Table, columns
from archive.importing.exporting.rows import line, row_of
from archive.importing.models import Capture, ImportedRecord, ImportRun, OpenName
from archive.tags.models import Term
from authors.models import Author

GONE = 0
"""Stands for a row that something still names and that is no more."""
AT_ONCE = 200
LONGEST_IDENTITY = 500
"""Characters of an `id` that the record format takes."""

WHOLE: dict[type[models.Model], tuple[str, ...]] = {
    Kind: ("code",),
    Term: ("facet", "slug"),
    Center: ("slug",),
    Series: ("slug",),
    Outlet: ("name",),
    Author: ("slug",),
    ImportRun: ("pk",),
    get_user_model(): (get_user_model().USERNAME_FIELD,),
}
"""By which columns a row is called, where all of them are known at once."""
LOOKED_UP: dict[type[models.Model], tuple[str, ...]] = {
    Capture: ("digest",),
    ImportedRecord: ("source_key", "file"),
    LegacyAddress: ("address",),
    PastAddress: ("path",),
    OpenName: ("authority", "key"),
}


def name_of(model: type[models.Model], values: Sequence[Any]) -> Any:
    """Return the natural name that the columns make: one as it is, a term's joined, others as a list."""
    if model is Term:
        return "/".join(values)
    return values[0] if len(values) == 1 else list(values)


class Names:
    """Natural names by primary key, as one snapshot of the archive has them."""

    def __init__(self) -> None:
        self.works = identities()
        self._known: dict[type[models.Model], dict[int, Any]] = {Article: self.works}

    def __call__(self, model: type[models.Model], key: Any) -> Any:
        """Return the natural name of a row; None for None, `GONE` for a row that is no more."""
        if key is None:
            return None
        return self.all(model).get(key, GONE)

    def all(self, model: type[models.Model]) -> dict[int, Any]:
        """Return the natural names that are known of a model."""
        if model not in self._known:
            self._known[model] = self._whole(model) if model in WHOLE else {}
        return self._known[model]

    def in_order(self, model: type[models.Model]) -> Iterator[tuple[tuple[int, Any], ...]]:
        """Yield keys and names of a whole model in the order of the names, 200 at a time."""
        known = self.all(model)
        yield from batched(sorted(known.items(), key=lambda item: item[1]), AT_ONCE)

    def look_up(self, wanted: dict[type[models.Model], set[Any]]) -> None:
        """Know these rows of models that are not known as a whole, and forget those looked up before."""
        for model, keys in wanted.items():
            if model in LOOKED_UP:
                self._known[model] = self._some(model, keys)
            elif model in PARTS:
                self._known[model] = self._parts(model, keys)

    def _whole(self, model: type[models.Model]) -> dict[int, Any]:
        rows = model._base_manager.order_by().values_list("pk", *WHOLE[model])
        return {pk: name_of(model, values) for pk, *values in rows.iterator()}

    def _some(self, model: type[models.Model], keys: set[Any]) -> dict[int, Any]:
        found = {}
        for some in batched(keys, AT_ONCE):
            rows = model._base_manager.filter(pk__in=some).order_by()
            found.update(
                {pk: name_of(model, values) for pk, *values in rows.values_list("pk", *LOOKED_UP[model])}
            )
        return found

    def _parts(self, model: type[models.Model], keys: set[Any]) -> dict[int, Any]:
        """Call a row that hangs on another by its owner, its kind, and its place among its like."""
        table, part = PARTS[model]
        owner = model._meta.get_field(part.owner).attname
        found = {}
        for some in batched(keys, AT_ONCE):
            owners = set(model._base_manager.filter(pk__in=some).order_by().values_list(owner, flat=True))
            for rows in hanging(part, owners, self).values():
                for place, (instance, _values) in enumerate(rows):
                    found[instance.pk] = [self(table.model, getattr(instance, owner)), part.key, place]
        return found


def hanging(
    part: Part, owners: Iterable[int], names: Names
) -> dict[int, list[tuple[models.Model, dict[str, Any]]]]:
    """Return the rows of a part by their owner's key, in order, each with its values."""
    fields = columns(part.model, (part.owner,))
    owner = part.model._meta.get_field(part.owner).attname
    found: defaultdict[int, list[tuple[models.Model, dict[str, Any]]]] = defaultdict(list)
    for instance in part.model._base_manager.filter(**{f"{part.owner}__in": owners}).order_by(*part.order):
        found[getattr(instance, owner)].append((instance, row_of(instance, fields, names)))
    if not part.order:
        for rows in found.values():
            rows.sort(key=lambda pair: line(pair[1]))
    return found


def parts_of(table: Table, keys: Sequence[int], names: Names) -> dict[int, dict[str, list[dict[str, Any]]]]:
    """Return the parts of rows by their keys: one query for each part."""
    found: dict[int, dict[str, list[dict[str, Any]]]] = {key: {} for key in keys}
    for part in table.parts:
        for key, rows in hanging(part, keys, names).items():
            found[key][part.key] = [values for _, values in rows]
    return found


def identities() -> dict[int, str]:
    """Return the identity of each work by its key: how its source calls it, else where it stands.

    Of several sources the first in the alphabet counts, in whatever order they came. What editors wrote is
    called `archive:` and its path; imported again under that name, it keeps it. Identities are unique.
    """
    found: dict[int, str] = {}
    records = ImportedRecord.objects.filter(article__isnull=False).order_by()
    for key, source in records.values_list("article_id", "source_key").iterator():
        found[key] = min(source, found.get(key, source))
    owners: dict[str, int] = {}
    for key in sorted(found):
        name = found[key]
        if len(name) > LONGEST_IDENTITY:
            name = f"sha256:{hashlib.sha256(name.encode()).hexdigest()}"
        if name in owners:
            del found[key]
        else:
            found[key] = name
            owners[name] = key
    for key, path in Article.objects.order_by("pk").values_list("pk", "path").iterator():
        if key not in found:
            name = f"archive:{path}"
            while name in owners:
                name += "+"
            found[key] = name
            owners[name] = key
    return found
