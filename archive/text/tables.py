"""Cells of tables that people will open in a spreadsheet."""

from __future__ import annotations

_BEGINS_A_FORMULA = tuple("=+-@\t\r\x00'\uff1d\uff0b\uff0d\uff20")


def is_formula(cell: str) -> bool:
    """Say whether a cell gets a quote before it: a spreadsheet would calculate it, or it begins with one."""
    return cell.startswith(_BEGINS_A_FORMULA)


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet calculates: what would begin a formula has a quote before it."""
    return f"'{cell}" if is_formula(cell) else cell
