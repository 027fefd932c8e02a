"""The tables that are watched, as the rooms name them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Watch:
    """One watched table: whose change the change of a row is.

    `model` is a label ("articles.BylineEntry"); `kind` and the column `owner` name what readers see changed:
    a byline entry is a part of the article that `article_id` names. Where `shown` is given, a row counts only
    if the condition holds for it before or after; it is SQL that both databases read, with `{row}` for the
    row, of which it may ask the owner alone where that is another row. `instant` is a column with the instant
    from which a row of the table itself is seen by readers, `due` the condition under which it is.
    """

    model: str
    kind: str
    owner: str = "id"
    shown: str = ""
    instant: str = ""
    due: str = ""


WATCHES: list[Watch] = []
"""All watched tables, in the order of the rooms."""


def watch(*watches: Watch) -> None:
    """Watch more tables; `migrate` makes their triggers."""
    WATCHES.extend(one for one in watches if one not in WATCHES)
