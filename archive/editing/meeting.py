"""Two who changed one record: what each did to the sheet both had, and the sheet that has both.

What only one of them changed is taken; what both changed alike is taken once; the rest is a conflict, in
which what was sent now stands till somebody decides. Rows are told by their key, and one that was written
anew by what it says. Everything here is a function of three sheets; nothing is read or stored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from archive.editing.sheets import ORDER, Cell, Row, Sheet

Same = Callable[[str, str, Cell, Cell], bool]
"""Whether two cells say the same: of a formset's prefix ("" for the form itself) and a field."""
Key = tuple[str, int]


@dataclass
class Outcome:
    """What became of two changes: the sheet, what came from the other, and what both changed differently.

    Names are those of fields, or prefixes of formsets.
    """

    sheet: Sheet
    theirs: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def meet(opened: Sheet, theirs: Sheet, mine: Sheet, same: Same) -> Outcome:
    """Return what becomes of two changes of what both had opened."""
    outcome = Outcome(Sheet())
    for name, sent in mine.fields.items():
        was, stored = opened.fields.get(name), theirs.fields.get(name)
        chosen = sent
        if was is not None and stored is not None and not same("", name, was, stored):
            if is_untouched("", name, was, sent, same):
                chosen = stored
                outcome.theirs.append(name)
            elif not same("", name, stored, sent):
                outcome.conflicts.append(name)
        outcome.sheet.fields[name] = chosen
    for prefix, sent in mine.rows.items():
        rows = Rows(prefix, opened.rows.get(prefix, []), theirs.rows.get(prefix, []), sent, same)
        outcome.sheet.rows[prefix] = rows.meet()
        if rows.is_conflict:
            outcome.conflicts.append(prefix)
        elif rows.has_theirs:
            outcome.theirs.append(prefix)
    return outcome


def is_untouched(prefix: str, name: str, was: Cell, sent: Cell, same: Same) -> bool:
    """Whether somebody left a cell as it was; of a file that is left nothing is sent."""
    return not sent or same(prefix, name, was, sent)


class Rows:
    """The rows of one formset, as they were opened, as they are stored, as they were sent."""

    def __init__(
        self, prefix: str, opened: list[Row], theirs: list[Row], mine: list[Row], same: Same
    ) -> None:
        self.prefix, self.same = prefix, same
        self.opened = opened
        self.stored = self._paired(theirs)
        self.sent = {row.key: row for row in mine if row.key}
        self.new = [row for row in mine if not row.key or row.key not in {one.key for one in opened}]
        self.mine = mine
        self.theirs = theirs
        self.is_conflict = self.has_theirs = False

    def _paired(self, theirs: list[Row]) -> dict[str, Row]:
        """Return the stored rows by the key of the opened row that they continue."""
        keys = {row.key for row in self.opened}
        paired = {row.key: row for row in theirs if row.key in keys}
        free = [row for row in theirs if row.key not in keys]
        for row in self.opened:
            if row.key not in paired:
                twin = next((one for one in free if self._says_alike(row, one)), None)
                if twin:
                    paired[row.key] = twin
                    free.remove(twin)
        self.added = free
        return paired

    def _says_alike(self, row: Row, other: Row) -> bool:
        names = (row.cells.keys() & other.cells.keys()) - {ORDER}
        return all(self._same(name, row, other) for name in names)

    def _same(self, name: str, row: Row, other: Row) -> bool:
        return self.same(self.prefix, name, row.cells[name], other.cells[name])

    def meet(self) -> list[Row]:
        """Return the rows with both changes, in their order; removed ones are among them, marked."""
        found: dict[int, Row] = {}  # by identity of the row it comes from
        removed: list[Row] = []
        for was in self.opened:
            theirs, mine = self.stored.get(was.key), self.sent.get(was.key)
            row, is_gone = self._together(was, theirs, mine)
            if row is None:
                continue
            if is_gone:
                removed.append(row)
            else:
                for one in (was, theirs, mine):
                    found[id(one)] = row
        for row in self.added:
            self.has_theirs = True
            found[id(row)] = Row(row.key, dict(row.cells))
        for row in self.new:
            if row.is_removed:
                continue
            twin = next((one for one in self.added if self._says_alike(row, one)), None)
            found[id(row)] = found[id(twin)] if twin else Row("", dict(row.cells), sent_as=row.sent_as)
        return [*self._in_order(found), *removed]

    def _together(self, was: Row, theirs: Row | None, mine: Row | None) -> tuple[Row | None, bool]:
        """Return one row with both changes, and whether it is to go; None for one that is gone already."""
        names = [name for name in was.cells if name != ORDER]
        touched_by_me = (
            mine is not None
            and not mine.is_removed
            and not all(
                is_untouched(self.prefix, name, was.cells[name], mine.cells[name], self.same)
                for name in names
                if name in mine.cells
            )
        )
        if theirs is None:
            self.has_theirs = True
            if touched_by_me:
                self.is_conflict = True
                return Row("", dict(mine.cells), sent_as=mine.sent_as), False
            return None, True
        touched_by_them = not self._says_alike(was, theirs)
        self.has_theirs |= touched_by_them
        row = Row(theirs.key, dict(theirs.cells), sent_as=mine.sent_as if mine else "")
        if mine is None or mine.is_removed:
            is_gone = mine is not None
            self.is_conflict |= is_gone and touched_by_them
            row.is_removed = is_gone
            return row, is_gone
        for name in names:
            if name not in mine.cells or name not in theirs.cells:
                continue
            if is_untouched(self.prefix, name, was.cells[name], mine.cells[name], self.same):
                continue
            self.is_conflict |= not (self._same(name, was, theirs) or self._same(name, theirs, mine))
            row.cells[name] = mine.cells[name]
        return row, False

    def _in_order(self, found: dict[int, Row]) -> list[Row]:
        """Return the rows in the order of who changed it; what only the other has follows its neighbour."""
        mine = self._distinct(found[id(row)] for row in self.mine if id(row) in found)
        theirs = self._distinct(found[id(row)] for row in self.theirs if id(row) in found)
        common = {id(row) for row in mine} & {id(row) for row in theirs}
        was = [found[id(row)] for row in self.opened if id(row) in found and id(found[id(row)]) in common]
        known = {id(row) for row in was}
        order = {
            name: [id(row) for row in rows if id(row) in known]
            for name, rows in (("was", was), ("mine", mine), ("theirs", theirs))
        }
        moved_by_me, moved_by_them = order["mine"] != order["was"], order["theirs"] != order["was"]
        self.has_theirs |= moved_by_them
        if moved_by_me and moved_by_them and order["mine"] != order["theirs"]:
            self.is_conflict = True
        leading, following = (theirs, mine) if moved_by_them and not moved_by_me else (mine, theirs)
        return self._woven(leading, following)

    @staticmethod
    def _distinct(rows: list[Row]) -> list[Row]:
        return list({id(row): row for row in rows}.values())

    @staticmethod
    def _woven(leading: list[Row], following: list[Row]) -> list[Row]:
        woven = list(leading)
        present = {id(row) for row in leading}
        before: Row | None = None
        for row in following:
            if id(row) not in present:
                place = next((at + 1 for at, one in enumerate(woven) if one is before), 0)
                woven.insert(place, row)
                present.add(id(row))
            before = row
        return woven
