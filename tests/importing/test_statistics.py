"""When an import tells PostgreSQL's planner what its tables hold."""

import pytest

from archive.importing import statistics


@pytest.fixture
def told(monkeypatch) -> list[int]:
    """How many tables the planner was told of, each time."""
    times: list[int] = []
    monkeypatch.setattr(statistics, "_analyse", lambda *models: times.append(len(models)))
    return times


def test_the_planner_is_told_at_every_tenfold(told):
    planner = statistics.Statistics()

    for created in (999, 1_000, 1_200, 9_999, 10_150, 12_000):
        planner.after(created)

    assert len(told) == 2


def test_a_small_import_tells_nothing_at_its_end(told):
    statistics.Statistics().at_the_end(999)
    assert not told

    statistics.Statistics().at_the_end(1_000)
    assert told == [len(statistics.FILLED) + 1]


@pytest.mark.django_db
def test_nothing_is_told_within_a_transaction(django_assert_num_queries):
    with django_assert_num_queries(0):
        statistics.Statistics().at_the_end(1_000)
