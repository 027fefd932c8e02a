"""History of an export, made rows again: evidence, runs, imported records, changes, decisions, times."""

from __future__ import annotations

from collections import defaultdict
from itertools import batched
from typing import Any

from django.apps import apps
from django.db import models

from archive.articles.models import Article, FormerHost, MissingAddress
from archive.importing.exporting import translating
from archive.importing.exporting.history import HOSTS, LEDGERS, TIMED, TIMES, WAITING, file_of, ledger_columns
from archive.importing.exporting.inventory import times
from archive.importing.exporting.writing import evidence_path
from archive.importing.models import Capture, ImportRun, OpenName
from archive.importing.restoring.columns import row, set_times
from archive.importing.restoring.faults import CannotRestore
from archive.importing.restoring.keys import Keys
from archive.importing.restoring.tables import restore_waiting
from archive.importing.restoring.verifying import Export

BATCH = 200
CAPTURES_AT_ONCE = 20


def ranks(export: Export) -> dict[str, dict[Any, int]]:
    """Return the keys that rows are to have by model and natural name: numbered in the order of history."""
    found: defaultdict[str, dict[Any, int]] = defaultdict(dict)
    for where, values in export.lines(file_of(TIMES)):
        label, name = values.get("model"), values.get("row")
        if not isinstance(label, str) or name in (None, 0):
            raise CannotRestore(f"{where}: names no row; write the export again.")
        known = found[label]
        known[tuple(name) if isinstance(name, list) else name] = len(known) + 1
    return dict(found)


def restore_evidence(export: Export, keys: Keys) -> None:
    """Restore every capture, each under the digest of its bytes."""
    for some in batched(keys.ranks.get(Capture._meta.label_lower, {}).items(), CAPTURES_AT_ONCE):
        made = {}
        for digest, key in some:
            capture = Capture.of(export.data(evidence_path(str(digest))))
            if capture.digest != digest:
                raise CannotRestore(f'"{evidence_path(str(digest))}" is not what its name says.')
            capture.pk = key
            made[digest] = capture
        Capture.objects.bulk_create(made.values())
        keys.learn(made)


def restore_history(export: Export, keys: Keys) -> None:
    """Restore the ledgers, the links that wait, the former hosts and the times."""
    MissingAddress.objects.all().delete()
    for where, values in export.lines(file_of("runs")):
        number = _number(values.get("number"), where)
        keys.known[ImportRun][number] = number  # a run may name a later one, which undid it
    for name, model in LEDGERS.items():
        for batch in batched(export.lines(file_of(name)), BATCH):
            _restore(model, batch, keys)
    restore_waiting(export, file_of(WAITING), keys)
    above = max(keys.known[Article].values(), default=0) + 1
    for where, values in export.lines(file_of(HOSTS)):
        host = values.get("name")
        if not isinstance(host, str) or not 0 < len(host) <= 253:
            raise CannotRestore(f"{where}: is no host; write the export again.")
        FormerHost.objects.create(name=host, unread_below=above if values.get("unread") else 0)
    _restore_times(export, keys)


def _restore(model: type[models.Model], batch: Any, keys: Keys) -> None:
    """Make the rows of a batch of a ledger, what they name looked up together."""
    fields = ledger_columns(model)
    kept = {field.name for field in times(model)}
    wanted = translating.Wanted()
    try:
        for _where, values in batch:
            translating.entry(model, values, wanted)
            for field in fields:
                if field.is_relation:
                    wanted(field.related_model, values.get(field.name))
        keys.look_up(wanted.by_model)
        made = []
        for where, values in batch:
            keys.where = where
            turned = translating.entry(model, values, keys)
            apart = {*kept, "number"} if model is ImportRun else kept
            plain = [field for field in fields if field.name not in kept]
            instance = row(model, turned, plain, keys, where, apart=apart)
            if model is ImportRun:
                instance.pk = values["number"]
            made.append(instance)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise CannotRestore(
            f"{keys.where or batch[0][0]}: cannot be understood; write the export again."
        ) from error
    model._base_manager.bulk_create(made)
    if model is OpenName:
        keys.learn({(one.authority, one.key): one for one in made})  # type: ignore[attr-defined]
    if kept:
        set_times(
            model, ((one.pk, values) for one, (_, values) in zip(made, batch, strict=True)), batch[0][0]
        )


def _number(value: Any, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**62:
        raise CannotRestore(f"{where}: a run has no number; write the export again.")
    return value


def _restore_times(export: Export, keys: Keys) -> None:
    timed = {model._meta.label_lower for model in TIMED}
    for batch in batched(export.lines(file_of(TIMES)), BATCH):
        by_model: defaultdict[str, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
        for where, values in batch:
            if values["model"] not in timed:
                raise CannotRestore(
                    f"{where}: “{values['model'][:60]}” keeps no times; write the export again."
                )
            name = values["row"]
            rank = keys.ranks[values["model"]][tuple(name) if isinstance(name, list) else name]
            by_model[values["model"]].append((rank, values))
        for label, rows in by_model.items():
            set_times(apps.get_model(label), rows, batch[0][0])
