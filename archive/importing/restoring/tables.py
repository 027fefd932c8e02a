"""Authority records and works of an export, made rows again."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import batched, zip_longest
from typing import Any

from django.db import models

from archive.articles.models import Article, BodyLink, Kind, LegacyAddress
from archive.centers.models import Center
from archive.fields import CleanHTML
from archive.importing.exporting.inventory import AUTHORITIES, CARRIED, WORKS, Part, Table, columns
from archive.importing.exporting.naming import WHOLE, name_of
from archive.importing.exporting.works import RECORDS, REDIRECT_COLUMNS, REDIRECTS, WORKS_FILE
from archive.importing.records import Record
from archive.importing.restoring.columns import row
from archive.importing.restoring.faults import CannotRestore
from archive.importing.restoring.keys import Keys
from archive.importing.restoring.verifying import Export
from archive.tags.models import Ancestry, Term
from archive.text.excerpts import word_count
from archive.text.html import HtmlRefused, clean
from archive.text.tables import is_formula

BATCH = 200
ALIASES = {name: field.alias or name for name, field in Record.model_fields.items()}
TO_ITSELF = {Term: ("parent",), Center: ("umbrella", "successor")}
"""Columns that lead to rows of the same table: written once all are there."""


def restore_authorities(export: Export, keys: Keys) -> None:
    """Restore kinds, terms, centers, series, outlets and people; kinds that migrations made are replaced."""
    Kind.objects.all().delete()
    for table in AUTHORITIES:
        later: list[tuple[int, dict[str, Any], str]] = []
        for batch in batched(export.lines(table.file), BATCH):
            later += _restore(table, batch, keys)
        _lead_to_each_other(table.model, later, keys)
        if table.model is Term:
            _write_tree()


def _restore(table: Table, batch: Any, keys: Keys) -> list[tuple[int, dict[str, Any], str]]:
    """Make the rows of a batch with their parts; return what leads to rows of the table itself."""
    itself = TO_ITSELF.get(table.model, ())
    fields = [field for field in columns(table.model) if field.name not in itself]
    parts = [part.key for part in table.parts]
    made: dict[Any, models.Model] = {}
    for where, values in batch:
        keys.where = where
        instance = row(table.model, values, fields, keys, where, apart=[*parts, *itself])
        name = name_of(table.model, [getattr(instance, column) for column in WHOLE[table.model]])
        if name in made or name in keys.known[table.model]:
            raise CannotRestore(f"{where}: “{name}” is in the export twice; write the export again.")
        instance.pk = keys.rank(table.model, name)
        made[name] = instance
    _create(table.model, list(made.values()))
    keys.learn(made)
    lines = list(zip(made, batch, strict=True))
    for part in table.parts:
        restore_part(part, [(name, made[name].pk, where, values) for name, (where, values) in lines], keys)
    found = []
    for name, (where, values) in lines:
        if links := {column: values[column] for column in itself if column in values}:
            found.append((made[name].pk, links, where))
    return found


def restore_part(part: Part, owners: list[tuple[Any, int, str, dict[str, Any]]], keys: Keys) -> None:
    """Make the rows of a part for owners: each with its name, key, place in the export, and line."""
    fields = columns(part.model, (part.owner,))
    owner = part.model._meta.get_field(part.owner).attname
    rows = []
    for name, pk, where, values in owners:
        keys.where = where
        entries = values.get(part.key, [])
        if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
            raise CannotRestore(f"{where}: {part.key} is no list of rows; write the export again.")
        for place, entry in enumerate(entries):
            instance = row(part.model, entry, fields, keys, where, **{owner: pk})
            own = getattr(instance, "path", None) or (name, part.key, place)
            instance.pk = keys.rank(part.model, own)
            rows.append(instance)
    _create(part.model, rows)


def _create(model: type[models.Model], rows: list[models.Model]) -> None:
    """Save rows in bulk, those whose key is given apart from the others."""
    numbered = [one for one in rows if one.pk is not None]
    model._base_manager.bulk_create(numbered, batch_size=BATCH)
    model._base_manager.bulk_create([one for one in rows if one.pk is None], batch_size=BATCH)


def _lead_to_each_other(
    model: type[models.Model], later: list[tuple[int, dict[str, Any], str]], keys: Keys
) -> None:
    chains: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for pk, links, where in later:
        keys.where = where
        found = {column: keys(model, name) for column, name in links.items()}
        for column, target in found.items():
            chains[column][pk] = target
        model._base_manager.filter(pk=pk).update(**{f"{column}_id": key for column, key in found.items()})
    for column, chain in chains.items():
        for start in chain:
            met, at = {start}, chain[start]
            while at in chain and at not in met:
                met.add(at)
                at = chain[at]
            if at in met:
                raise CannotRestore(
                    f"The {column} of a {model._meta.verbose_name} leads in a circle; mend it and export "
                    "again."
                )


def _write_tree() -> None:
    """Write the flat tree of terms from their parents."""
    terms = dict(Term.objects.order_by().values_list("pk", "parent_id"))
    facets = dict(Term.objects.order_by().values_list("pk", "facet"))
    links = []
    for pk, parent in terms.items():
        depth, above = 0, pk
        if parent and facets[parent] != facets[pk]:
            raise CannotRestore("A term stands under a term of another facet; mend it and export again.")
        while above:
            links.append(Ancestry(ancestor_id=above, descendant_id=pk, depth=depth))
            depth, above = depth + 1, terms[above]
    Ancestry.objects.all().delete()
    Ancestry.objects.bulk_create(links, batch_size=BATCH)


def restore_works(export: Export, keys: Keys, progress: Callable[[int], object]) -> int:
    """Restore the works with all that hangs on them; return how many there are."""
    fields = columns(Article, tuple(CARRIED))
    parts = [part.key for part in WORKS.parts]
    seen: set[str] = set()
    for batch in batched(_side_by_side(export), BATCH):
        works: list[Article] = []
        owners = []
        for where, values, record in batch:
            keys.where = where
            identity = values["id"]
            if identity in seen or identity not in keys.known[Article]:
                raise CannotRestore(
                    f"{where}: “{str(identity)[:120]}” is in the export twice, or its times are not; "
                    "write the export again."
                )
            seen.add(identity)
            pk = keys.known[Article][identity]
            carried = _carried(record, where)
            apart = ["id", "path", *parts]
            work = row(Article, values, fields, keys, where, apart=apart, pk=pk, **carried)
            works.append(work)  # type: ignore[arg-type]
            owners.append((identity, pk, where, values))
        Article._base_manager.bulk_create(works)
        for part in WORKS.parts:
            restore_part(part, owners, keys)
        progress(len(works))
    if len(seen) != len(keys.known[Article]):
        raise CannotRestore("History knows works that the export has not; write the export again.")
    return len(seen)


def _carried(record: dict[str, Any], where: str) -> dict[str, Any]:
    """Return the columns that stand in the record of a work, the body clean and its words counted."""
    found = {}
    for column, name in CARRIED.items():
        value = record.get(ALIASES[name], "")
        if not isinstance(value, str):
            raise CannotRestore(f"{RECORDS}: {name} is no text; write the export again.")
        found[column] = value
    text = {column: value for column, value in found.items() if column != "body"}
    fields = [Article._meta.get_field(column) for column in text]
    checked = row(Article, text, fields, lambda _model, key: key, where)
    found |= {column: getattr(checked, column) for column in text}
    try:
        cleaned = clean(found["body"])
    except HtmlRefused as refusal:
        raise CannotRestore(f"{where}: the body is refused: {refusal}") from refusal
    return {**found, "body": CleanHTML(cleaned.html), "word_count": word_count(cleaned.text)}


def _side_by_side(export: Export) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Yield the lines of works with their records."""
    for work, record in zip_longest(export.lines(WORKS_FILE), export.lines(RECORDS)):
        if work is None or record is None or work[1].get("id") != record[1].get("id"):
            where = (work or record)[0]
            raise CannotRestore(f"{where}: {WORKS_FILE} and {RECORDS} do not fit; write the export again.")
        if not isinstance(work[1]["id"], str):
            raise CannotRestore(f"{work[0]}: a work has no identity; write the export again.")
        yield work[0], work[1], record[1]


def restore_redirects(export: Export) -> None:
    """Restore the old addresses that lead to pages, or are gone."""
    fields = columns(LegacyAddress, ("article",))
    with export.open(REDIRECTS) as file:
        lines = csv.reader(io.TextIOWrapper(file, "utf-8", newline=""))
        try:
            for some in batched(enumerate(lines, 1), BATCH):
                rows = []
                for number, cells in some:
                    values = dict(zip(REDIRECT_COLUMNS, map(_unquoted, cells), strict=False))
                    if values.pop("what", "") != "legacy":
                        continue
                    where = f"{REDIRECTS}, line {number}"
                    entry = {name: value for name, value in values.items() if value} | {
                        "is_gone": values.get("is_gone") == "yes"
                    }
                    rows.append(row(LegacyAddress, entry, fields, _no_turn, where))
                LegacyAddress.objects.bulk_create(rows)
        except (csv.Error, UnicodeDecodeError) as error:
            raise CannotRestore(f"{REDIRECTS}: {error}; write the export again.") from error


def restore_waiting(export: Export, name: str, keys: Keys) -> None:
    """Restore the links in bodies that lead nowhere yet."""
    fields = columns(BodyLink, ("target",))
    for batch in batched(export.lines(name), BATCH):
        rows = []
        for where, values in batch:
            keys.where = where
            rows.append(row(BodyLink, values, fields, keys, where))
        BodyLink.objects.bulk_create(rows)


def _unquoted(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and is_formula(cell[1:]) else cell


def _no_turn(_model: type[models.Model], _name: Any) -> Any:
    return None
