from __future__ import annotations

import pytest

from archive.text.tables import guarded


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'quoted"])
def test_what_a_spreadsheet_would_calculate_begins_with_a_quote(cell):
    assert guarded(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "Ferries = boats", "2014-12-02", "«Мост»"])
def test_other_cells_stay_as_they_are(cell):
    assert guarded(cell) == cell
