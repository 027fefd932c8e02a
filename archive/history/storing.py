"""Versions written and read: the only place that knows how they are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from archive.history import states
from archive.history.actions import Action
from archive.history.models import Text, Version
from archive.history.registry import Kept, State

LONG = 400
"""Letters from which on a text is kept once for all versions."""
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a change: who made it, and how."""

    by: Any = None
    action: str = Action.EDIT
    note: str = ""


def latest(kept: Kept, keys: Iterable[int]) -> dict[int, Version]:
    """Return the newest version of each record, without its state."""
    found = Version.objects.latest_of_each(kept.subject, list(keys)).defer("state")
    return {version.object_id: version for version in found}


def write(
    kept: Kept,
    before: Mapping[int, State],
    after: Mapping[int, State],
    told: Told,
    *,
    seen: Mapping[int, int],
    into: Mapping[int, int],
) -> list[Version]:
    """Write a version of each record that is different now, or gone; return them.

    `before` are the states as they were remembered (none for what was made since), `seen` the keys of the
    newest versions at that moment. Of a record whose newest version is not what was found, what was found is
    kept as well.
    """
    known = latest(kept, {*before, *after})
    new: list[Version] = []
    texts: dict[tuple[int, str], Text] = {}

    def add(pk: int, state: State, told: Told, **values: Any) -> None:
        new.append(_version(kept, pk, state, told, texts, **values))

    for pk in dict.fromkeys([*before, *after]):
        former, latter, last = before.get(pk), after.get(pk), known.get(pk)
        written_since = bool(last) and last.pk != seen.get(pk)  # by what stands within this change
        if latter and last and not last.is_gone and last.digest == states.digest(latter):
            continue
        if latter and former and not written_since and states.digest(former) == states.digest(latter):
            continue
        if former and not written_since and (last is None or last.digest != states.digest(former)):
            add(pk, former, Told(action=Action.FOUND))
        if latter is None:
            if former and not (last and last.is_gone):
                add(pk, former, told, is_gone=True, into=into.get(pk))
            continue
        if (written_since or former is None) and last and not last.is_gone:
            former = expand(kept, [last])[last.pk]
        add(pk, latter, told, changed=states.changed(kept, former, latter) if former else [])
    Text.objects.bulk_create(texts.values(), ignore_conflicts=True, batch_size=AT_ONCE)
    return Version.objects.bulk_create(new, batch_size=AT_ONCE)


def _version(
    kept: Kept, pk: int, state: State, told: Told, texts: dict[tuple[int, str], Text], **values: Any
) -> Version:
    by = told.by if getattr(told.by, "pk", None) else None

    def fold(row: dict[str, Any]) -> dict[str, Any]:
        return {name: shorten(value) for name, value in row.items()}

    def shorten(value: Any) -> Any:
        if not isinstance(value, str) or len(value) < LONG:
            return value
        key = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
        if (pk, key) not in texts:
            texts[pk, key] = Text(subject=kept.subject, object_id=pk, digest=key, content=value)
        return {"text": key}

    return Version(
        subject=kept.subject,
        object_id=pk,
        name=states.name_of(kept, state),
        by=by,
        by_name=(by.get_full_name() or by.get_username())[:150] if by else "",
        action=str(told.action)[:40],
        note=str(told.note),
        state={
            "columns": fold(state["columns"]),
            "rows": {name: [fold(row) for row in rows] for name, rows in state["rows"].items()},
        },
        digest=states.digest(state),
        **values,
    )


def expand(kept: Kept, versions: Iterable[Version]) -> dict[int, State]:
    """Return the states of versions of one model, by the versions' keys, their long texts put back."""
    versions = list(versions)
    wanted = {(version.object_id, key) for version in versions for key in digests(version.state)}
    found = {
        (text.object_id, text.digest): text.content
        for text in Text.objects.filter(
            subject=kept.subject,
            object_id__in={pk for pk, _key in wanted},
            digest__in={key for _pk, key in wanted},
        )
        if (text.object_id, text.digest) in wanted
    }

    def unfold(row: dict[str, Any], pk: int) -> dict[str, Any]:
        return {
            name: found.get((pk, value["text"]), "") if is_text(value) else value
            for name, value in row.items()
        }

    return {
        version.pk: {
            "columns": unfold(version.state["columns"], version.object_id),
            "rows": {
                name: [unfold(row, version.object_id) for row in rows]
                for name, rows in version.state["rows"].items()
            },
        }
        for version in versions
    }


def is_text(value: Any) -> bool:
    """Say whether a value of a stored state stands for a long text."""
    return isinstance(value, dict) and value.keys() == {"text"}


def digests(state: State) -> set[str]:
    """Return the digests of the long texts of a stored state."""
    rows = [state["columns"], *(row for rows in state["rows"].values() for row in rows)]
    return {value["text"] for row in rows for value in row.values() if is_text(value)}
