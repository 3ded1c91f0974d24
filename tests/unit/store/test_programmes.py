"""A version of a programme is kept byte for byte, and found again by its digest."""

from datetime import timedelta

import pytest

from majung.store.intake import programmes
from majung.store.intake.programmes import KeptVersion
from majung.store.refusals import NotRecordedError
from store_world import AT, state

FILES = {"programme.yaml": b"key: p\n", "README.md": "설명".encode()}


def test_files_come_back_byte_for_byte_before_anybody_acts(database):
    with state():
        is_new = programmes.keep("p", "v1", FILES, at=AT)
        again = programmes.keep("p", "v1", FILES, at=AT + timedelta(1))

    assert (is_new, again) == (True, False)
    assert programmes.files_of("p", "v1") == FILES
    assert programmes.versions("p") == (KeptVersion("p", "v1", AT),)


def test_the_version_in_force_is_the_last_one_loaded_by_then(database):
    later = AT + timedelta(1)
    with state():
        programmes.keep("q", "v1", FILES, at=AT)
        programmes.keep("p", "v1", FILES, at=AT)
        programmes.keep("q", "v2", FILES, at=later)
        programmes.keep(f"{programmes.SUPPLY_PLAN}s", "v1", FILES, at=AT)

    found = [programmes.versions_in_force(at=at) for at in (AT - timedelta(1), AT, later)]

    other = KeptVersion("p", "v1", AT)
    assert found == [
        (),
        (other, KeptVersion("q", "v1", AT)),
        (other, KeptVersion("q", "v2", later)),
    ]


def test_a_version_nobody_loaded_is_refused(database):
    with pytest.raises(NotRecordedError):
        programmes.files_of("p", "v9")
