"""Circles of values are looked for seldom while many values are made, and as before afterwards."""

import gc
from contextlib import ExitStack

import pytest

from majung.operations.tidying import VALUES_EACH, rarely_tidied


@pytest.fixture
def thresholds():
    """Set thresholds that nobody else has."""
    before = gc.get_threshold()
    gc.set_threshold(701, 11, 12)
    yield (701, 11, 12)
    gc.set_threshold(*before)


def test_what_held_before_is_put_back_whatever_happens(thresholds):
    @rarely_tidied()
    def fail():
        assert gc.get_threshold() == (VALUES_EACH, 11, 12)
        raise ValueError("inside")

    with pytest.raises(ValueError, match="inside"):
        fail()

    assert gc.get_threshold() == thresholds


def test_blocks_that_overlap_put_it_back_when_the_last_ends(thresholds):
    one, other = ExitStack(), ExitStack()
    one.enter_context(rarely_tidied())
    other.enter_context(rarely_tidied())

    one.close()
    assert gc.get_threshold() == (VALUES_EACH, 11, 12)
    other.close()

    assert gc.get_threshold() == thresholds


def test_what_somebody_set_aside_stays_set_aside(thresholds):
    gc.freeze()
    with rarely_tidied():
        pass

    assert gc.get_freeze_count() > 0
