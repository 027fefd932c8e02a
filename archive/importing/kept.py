"""What runs did to records, told to the history: they keep what was before, and write no versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse

from archive import history
from archive.articles.models import Article
from archive.history import Action, Event, Kept
from archive.importing.models import Change, ImportedRecord, ImportRun
from archive.importing.resolving import FACET_FIELDS
from archive.importing.snapshots import ROWS
from archive.tags.models import Term

State = dict[str, Any]
COLUMNS, LISTS = "columns", "rows"
ACTIONS = {
    ImportRun.Kind.IMPORT: Action.IMPORT,
    ImportRun.Kind.REPARSE: Action.COMMAND,
    ImportRun.Kind.UNDO: Action.UNDO,
}


@history.tell
def runs(kept: Kept, pk: int) -> Iterator[Event]:
    """Yield what runs did to a record. Two queries for a work, one for others."""
    rows = Change.objects.filter(subject=kept.subject, object_id=pk).select_related("run__undone_by")
    for row in rows.order_by("pk"):
        yield from _told(kept, row)
    if kept.model is Article:
        records = ImportedRecord.objects.filter(article=pk).select_related("first_run")
        records = records.defer("values", "applied", "faults", "context").order_by("first_run", "pk")
        if made := records.first():
            yield _event(f"m{made.pk}", made.first_run, made.file)


def _told(kept: Kept, row: Change) -> Iterator[Event]:
    names = tuple(_names(kept, row.before)) if row.before is not None and row.after is not None else ()
    yield _event(f"c{row.pk}", row.run, row.name, names, _back(kept, row.before))
    if undoing := row.run.undone_by:
        yield _event(f"u{row.pk}", undoing, row.name, names, _back(kept, row.after))


def _event(
    key: str,
    run: ImportRun,
    what: str,
    names: tuple[str, ...] = (),
    rewind: Callable[[State], State] = lambda state: state,
) -> Event:
    note = " · ".join(filter(None, [f"{run.get_kind_display()} {run.pk}", what.rsplit("/", 1)[-1]]))
    url = reverse("admin:importing_importrun_change", args=[run.pk])
    return Event(key, run.started_at, ACTIONS[run.kind], note, names, url, rewind)


def _names(kept: Kept, payload: dict[str, Any]) -> list[str]:
    """Return the fields and rows of a record that what a run kept of it names."""
    columns, lists = _parts(payload)
    found = [column.name for column in kept.columns if column.attname in columns]
    return found + [name for name in kept.accessors if name in {ROWS[one] for one in lists}]


def _parts(payload: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """Return the columns, and the rows by field, that a run kept: of a work a snapshot, of others plainly."""
    columns: dict[str, Any] = {}
    lists: dict[str, list[dict[str, Any]]] = {}
    for name, part in payload.items():
        if isinstance(part, dict) and part.keys() == {COLUMNS}:
            columns |= part[COLUMNS]
        elif isinstance(part, dict) and part.keys() == {LISTS}:
            lists[name] = part[LISTS]
        else:
            columns[name] = part
    return columns, lists


def _back(kept: Kept, payload: dict[str, Any] | None) -> Callable[[State], State]:
    """Return what lets a state have what a run kept."""

    def rewind(state: State) -> State:
        columns, lists = _parts(payload or {})
        known = state[COLUMNS].keys()
        return {
            COLUMNS: state[COLUMNS] | {name: value for name, value in columns.items() if name in known},
            LISTS: state[LISTS] | _lists(kept, state, lists),
        }

    return rewind


def _lists(kept: Kept, state: State, lists: dict[str, list[dict[str, Any]]]) -> State:
    found: dict[str, Any] = {}
    for name, rows in lists.items():
        accessor = ROWS[name]
        if accessor not in kept.accessors:
            continue
        own = {column.attname for column in kept.row_columns(accessor)}
        put = [
            {"id": None, **{key: value for key, value in row.items() if key in own}}
            for row in rows
            if not row.get("is_implied")
        ]
        if name in FACET_FIELDS:
            others = found.get(accessor, state[LISTS].get(accessor, []))
            put = sorted(_of_other_facets(others, name) + put, key=lambda row: row.get("position") or 0)
        found[accessor] = put
    return found


def _of_other_facets(rows: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    facet = Term.objects.filter(facet=FACET_FIELDS[name], pk__in=[row["tag_id"] for row in rows])
    own = set(facet.values_list("pk", flat=True))
    return [row for row in rows if row["tag_id"] not in own]
