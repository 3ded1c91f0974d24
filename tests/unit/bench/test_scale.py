"""What is measured of workers: pieces that travel by path are small, and every task is counted."""

from majung.bench import scale
from majung.bench.scale import TASKS, scale_measurements, shipped


def test_a_path_travels_lighter_than_contracts():
    travels = shipped()

    assert travels.contracts > 100 * scale.CONTRACTS_EACH
    assert travels.path < 20_000
    assert 1_000_000 < travels.answer < 20_000_000


def test_work_and_tasks_are_measured(monkeypatch):
    monkeypatch.setattr(scale, "PARTITIONS", (2_000,))
    monkeypatch.setattr(scale, "SCENARIOS_TIMED", 64)

    work, tasks = scale_measurements()

    assert (work.count, work.unit) == (2_000 * 64, "obligor-scenario")
    assert (tasks.count, len(tasks.seconds)) == (TASKS, 5)
