"""What every test may ask for: the folder of official figures."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from hypothesis import settings

from database import (  # noqa: F401 - fixtures
    _empty_session_database,
    _second_database,
    database,
    database_server,
    database_template,
    django_db_setup,
    fresh_database,
    other_database,
    pristine,
    session_database,
    spare_database,
)

# The same examples each time, so that a red test is the change's doing.  To hunt with new ones:
# MAJUNG_EXAMPLES=5000 ./test -k …
settings.register_profile("same", derandomize=True, deadline=None)
hunted = os.environ.get("MAJUNG_EXAMPLES")
if hunted:
    settings.register_profile("hunt", max_examples=int(hunted), deadline=None)
settings.load_profile("hunt" if hunted else "same")

#: Passes, KiB and lanes: the least that a password can cost, and what it costs in an office.
CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
PASSWORD_COSTS = {cost: getattr(Argon2PasswordHasher, cost) for cost in CHEAP}
DEFAULT_TRUTH = Path(__file__).parents[2] / "shared" / "truth"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[object]:
    """Gather the tests without looking for rubbish: what is made now stays until the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_unconfigure() -> None:
    """Give back what was kept, so that libraries find at their end that nothing leaked."""
    gc.unfreeze()


#: Folders whose files take longest; files of the others take a second or two.
SLOW_FIRST = (
    "acceptance",
    "architecture",
    "property",
    "unit/risk",
    "unit/operations",
    "unit/store",
)


def pytest_collection_modifyitems(items) -> None:
    """Let workers begin with what takes long; they end together on short files."""
    here = Path(__file__).parent
    rank = {here / folder: place for place, folder in enumerate(SLOW_FIRST)}

    def turn(item) -> int:
        return next((rank[folder] for folder in item.path.parents if folder in rank), len(rank))

    items.sort(key=turn)


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Let a password cost nothing: to be slow to guess takes a quarter of a second each."""
    with pytest.MonkeyPatch.context() as patch:
        for cost, value in CHEAP.items():
            patch.setattr(Argon2PasswordHasher, cost, value)
        yield


@pytest.fixture
def costly_passwords(monkeypatch) -> None:
    """Let a password cost what it costs in an office."""
    for cost, value in PASSWORD_COSTS.items():
        monkeypatch.setattr(Argon2PasswordHasher, cost, value)


@pytest.fixture(scope="session")
def truth() -> Path:
    """The folder of official figures: ``MAJUNG_TRUTH``, else ``../shared/truth``.

    Where the folder was named and is not there, the test fails; where nobody named one, it is
    skipped and the end of the run says so.
    """
    named = os.environ.get("MAJUNG_TRUTH")
    folder = Path(named) if named else DEFAULT_TRUTH
    if folder.is_dir():
        return folder
    if named:
        pytest.fail(f"MAJUNG_TRUTH names {folder}, which is no folder")
    pytest.skip(f"no official figures at {folder}: set MAJUNG_TRUTH to their folder")


def pytest_terminal_summary(terminalreporter) -> None:
    """Say loudly how many comparisons with official figures did not take place."""
    skipped = [
        report
        for report in terminalreporter.stats.get("skipped", ())
        if "MAJUNG_TRUTH" in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.write_sep(
            "!", f"{len(skipped)} comparisons with official figures SKIPPED", red=True
        )
        terminalreporter.write_line("set MAJUNG_TRUTH to the folder of official figures")
