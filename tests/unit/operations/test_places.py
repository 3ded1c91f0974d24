"""A run is done in any place, gives the same bits there, and outlives lost workers."""

import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import fields
from multiprocessing import get_context

import dask
import pytest
from distributed import Client, LocalCluster

import killing
import risk_world
from majung.errors import sentence
from majung.operations.risk.clusters import (
    ClusterDiffersError,
    ClusterNotReachableError,
    workers_at,
)
from majung.operations.risk.crews import Crew, WorkersLostError
from majung.operations.risk.places import (
    ClusterNotInstalledError,
    Place,
    PlaceKind,
    PlaceNotKnownError,
    crew_at,
    place_of,
)
from majung.risk.losses.exact import Run, pieces_of, simulate

RUN = Run(600, seed=11)


@pytest.fixture(scope="module")
def world():
    return risk_world.portfolio(9_000, segments=1, seed=5), risk_world.future()


@pytest.fixture(scope="module")
def here(world):
    """What threads of this process find."""
    with ThreadPoolExecutor(2) as threads:
        return _bits(simulate(*world, RUN, executor=threads))


@pytest.fixture(scope="module")
def cluster():
    with _cluster_of(2) as found:
        yield found


@contextmanager
def _cluster_of(workers):
    """Start a scheduler here and workers beside it that nobody hires again when they are killed."""
    with (
        LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0") as found,
        ExitStack() as started,
    ):
        for _ in range(workers):
            command = [sys.executable, "-m", "distributed.cli.dask_worker"]
            options = ["--no-nanny", "--nthreads", "1", "--no-dashboard"]
            worker = started.enter_context(
                subprocess.Popen(
                    [*command, found.scheduler_address, *options],
                    env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
                    stderr=subprocess.DEVNULL,
                )
            )
            started.callback(worker.kill)
        if workers:
            with Client(found, set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=60)
        yield found


def _bits(outcome):
    arrays = {name: getattr(outcome, name) for name in ("losses", "values", "years", "defaults")}
    arrays |= {each.name: getattr(outcome.lines, each.name) for each in fields(outcome.lines)}
    return {name: array.tobytes() for name, array in arrays.items()}


def _processes():
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"))


def _address(cluster):
    return cluster.scheduler_address.removeprefix("tcp://")


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("local", Place.LOCAL),
        ("processes", Place.PROCESSES),
        ("dask://10.0.0.5:8786", Place(PlaceKind.CLUSTER, "10.0.0.5:8786")),
        ("dask://[::1]:8786", Place(PlaceKind.CLUSTER, "[::1]:8786")),
    ],
)
def test_a_place_is_read_and_written_alike(name, place):
    assert place_of(name) == place
    assert str(place) == name


@pytest.mark.parametrize(
    "name", ["", "threads", "dask", "dask://", "dask://host", "dask://:8786", "dask://host:one",
             "tcp://host:8786", "host:8786"],
)  # fmt: skip
def test_a_place_that_is_not_known_is_refused(name):
    with pytest.raises(PlaceNotKnownError):
        place_of(name)


@pytest.mark.parametrize(("contracts", "parts"), [(9_000, 8), (9_000, 1), (10, 4), (140_000, 2)])
def test_pieces_hold_every_contract_in_every_scenario_once(contracts, parts):
    portfolio = risk_world.portfolio(contracts)

    pieces = pieces_of(portfolio, RUN, parts)

    seen = [
        (int(number), scenario)
        for part, (first, count) in pieces
        for number in part.contract[:3]
        for scenario in range(first, first + count, 50)
    ]
    assert len(seen) == len(set(seen))
    assert sum(len(part) * count for part, (_, count) in pieces) == contracts * RUN.scenarios
    assert max(len(part) for part, _ in pieces) <= 65_536


def test_pieces_come_back_in_their_order_and_progress_is_told():
    told = []
    with Crew(lambda: ThreadPoolExecutor(3), progress=lambda *done: told.append(done)) as crew:
        assert list(crew.map(pow, range(5), [2] * 5)) == [0, 1, 4, 9, 16]

    assert told == [(done, 5) for done in range(6)]


@pytest.mark.parametrize("ahead", [0, 1, 3, 50])
def test_few_answers_wait_for_their_turn(ahead):
    given = []

    def noted(number):
        given.append(number)
        return number

    with Crew(lambda: ThreadPoolExecutor(1), ahead=ahead) as crew:
        for number in crew.map(noted, range(20)):
            assert max(given) <= number + ahead

    assert given == list(range(20))


def test_a_piece_that_fails_fails_the_run_with_its_own_reason():
    with Crew(lambda: ThreadPoolExecutor(2)) as crew, pytest.raises(ZeroDivisionError):
        list(crew.map(divmod, (1, 2), (1, 0)))


def test_a_killed_process_is_replaced_and_the_bits_are_the_same(world, here, tmp_path):
    hired = []

    def hire():
        hired.append(killing.FatalPiece(_processes(), tmp_path / "killed", turn=2))
        return hired[-1]

    with Crew(hire) as crew:
        found = _bits(simulate(*world, RUN, executor=crew, parts=6))

    assert (tmp_path / "killed").exists()
    assert len(hired) == 2
    assert found == here


def test_work_that_kills_every_worker_is_given_up_with_a_clear_reason():
    with Crew(_processes, renewals=1) as crew, pytest.raises(WorkersLostError) as refusal:
        list(crew.map(killing.fatal, range(3)))

    values = refusal.value.message
    assert [values.value(name) for name in ("times", "left", "pieces")] == [2, 3, 3]


def test_processes_and_a_cluster_find_the_bits_that_threads_find(world, here, cluster):
    for place in (Place.LOCAL, Place.PROCESSES, place_of(f"dask://{_address(cluster)}")):
        with crew_at(place) as (crew, parts):
            assert _bits(simulate(*world, RUN, executor=crew, parts=parts)) == here, place


def test_a_worker_of_a_cluster_killed_in_the_middle_changes_no_bit(world, here, cluster, tmp_path):
    marker = tmp_path / "killed"
    with (
        workers_at(_address(cluster)) as workers,
        Crew(
            lambda: killing.FatalPiece(workers.hire(), marker, turn=2),
            renewals=0,
            lost=workers.lost,
        ) as crew,
    ):
        found = _bits(simulate(*world, RUN, executor=crew, parts=6))

    assert marker.exists()
    assert found == here


def test_work_that_kills_workers_of_a_cluster_is_given_up():
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        _cluster_of(2) as doomed,
        crew_at(place_of(f"dask://{_address(doomed)}")) as (crew, _),
        pytest.raises(WorkersLostError),
    ):
        list(crew.map(killing.fatal, range(1)))


def test_a_cluster_that_lost_all_its_workers_is_given_up(monkeypatch):
    monkeypatch.setattr("majung.operations.risk.clusters.WITHOUT_WORKERS_SECONDS", 1)
    with (
        _cluster_of(1) as doomed,
        crew_at(place_of(f"dask://{_address(doomed)}")) as (crew, _),
        pytest.raises(WorkersLostError),
    ):
        list(crew.map(killing.fatal, range(1)))


def test_a_cluster_whose_scheduler_is_gone_has_nobody_left(monkeypatch):
    monkeypatch.setattr("majung.operations.risk.clusters.WITHOUT_WORKERS_SECONDS", 0)
    monkeypatch.setattr("majung.operations.risk.clusters.PATIENCE_SECONDS", 2)
    with _cluster_of(1) as cluster, workers_at(_address(cluster)) as workers:
        cluster.close()

        assert not workers.anyone_left()


def test_a_cluster_of_another_release_is_refused(cluster, monkeypatch):
    monkeypatch.setattr("majung.operations.risk.clusters.numba.__version__", "0.0.0")

    with pytest.raises(ClusterDiffersError), workers_at(_address(cluster)):
        pass


def test_a_cluster_that_does_not_answer_is_told(monkeypatch):
    monkeypatch.setattr("majung.operations.risk.clusters.PATIENCE_SECONDS", 1)

    with pytest.raises(ClusterNotReachableError), workers_at("127.0.0.1:9"):
        pass


def test_a_cluster_without_workers_is_told(monkeypatch):
    monkeypatch.setattr("majung.operations.risk.clusters.PATIENCE_SECONDS", 1)
    with (
        _cluster_of(0) as empty,
        pytest.raises(ClusterNotReachableError),
        workers_at(_address(empty)),
    ):
        pass


def test_without_its_library_a_cluster_is_refused_with_what_to_install(monkeypatch):
    monkeypatch.delitem(sys.modules, "majung.operations.risk.clusters")
    monkeypatch.setitem(sys.modules, "distributed", None)

    with (
        pytest.raises(ClusterNotInstalledError) as refusal,
        crew_at(place_of("dask://127.0.0.1:8786")),
    ):
        pass

    assert "majung[cluster]" in sentence(refusal.value.message, "en")
