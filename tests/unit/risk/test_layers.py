"""Caps and first losses over pools of programmes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from majung.risk.losses.layers import Borne, Layer, borne, borne_by_month, pools_of
from majung.risk.losses.problems import LayerNotUsableError

LOSSES = np.array([[0.0, 0.0, 5.0], [30.0, 10.0, 5.0], [300.0, 100.0, 5.0]])


def test_others_bear_first_then_the_public_side_to_its_cap_and_the_rest_stays():
    found = borne(LOSSES, (Layer((0, 1), first_loss=20.0, cap=100.0),))

    assert found.first.tolist() == [[0, 0, 0], [15, 5, 0], [15, 5, 0]]
    assert found.public.tolist() == [[0, 0, 5], [15, 5, 5], [75, 25, 5]]
    assert found.beyond.tolist() == [[0, 0, 0], [0, 0, 0], [210, 70, 0]]


def test_without_layers_the_public_side_bears_everything():
    assert borne(LOSSES, ()).public.tolist() == LOSSES.tolist()


@given(
    losses=st.lists(
        st.tuples(*[st.floats(0, 1e12, allow_subnormal=False)] * 3), min_size=1, max_size=20
    ),
    first=st.floats(0, 1e12),
    cap=st.floats(0, 1e12),
    pool=st.sampled_from([(0,), (0, 1), (2, 0), (0, 1, 2)]),
)
def test_the_three_sum_to_the_loss_caps_hold_and_the_first_loss_bears_before(
    losses, first, cap, pool
):
    whole = np.array(losses)
    found = borne(whole, (Layer(pool, first_loss=first, cap=cap),))
    in_pool = list(pool)
    public, before, beyond = (
        each[:, in_pool].sum(axis=1) for each in (found.public, found.first, found.beyond)
    )
    slack = 1e-9 * (1.0 + whole.sum())

    assert found.public + found.first + found.beyond == pytest.approx(whole, abs=slack)
    assert (public <= cap + slack).all()
    assert (before <= first + slack).all()
    for each in (found.public, found.first, found.beyond):
        assert (each >= -slack).all()
    # Nobody pays before the first loss is used up, and nothing is beyond before the cap is.
    assert (before[public > slack] >= first - slack).all()
    assert (public[beyond > slack] >= cap - slack).all()


#: Claims in the first, second, 13th and 14th month; what comes back in the 15th and 26th.
MONTHS = np.zeros((1, 30))
MONTHS[0, [0, 1, 12, 13, 14, 25]] = [30.0, 50.0, 60.0, 40.0, -45.0, -100.0]


def _moved(found: Borne):
    """Who pays what in the months in which anybody does."""
    return [each[0, [0, 1, 12, 13, 14, 25]].tolist() for each in (
        found.first, found.public, found.beyond
    )]  # fmt: skip


def test_a_claim_is_borne_by_the_first_loss_then_the_public_side_to_its_cap_then_institutions():
    first, public, beyond = _moved(borne_by_month(MONTHS, Layer((0,), first_loss=40.0, cap=100.0)))

    assert first == [30, 10, 0, 0, 0, -5]
    assert public == [0, 40, 60, 0, -5, -95]
    assert beyond == [0, 0, 0, 40, -40, 0]


def test_a_cap_of_the_year_leaves_the_rest_with_institutions_and_begins_anew_in_the_next():
    layer = Layer((0,), first_loss=40.0, cap=100.0, yearly=30.0)

    first, public, beyond = _moved(borne_by_month(MONTHS, layer))

    assert first == [30, 10, 0, 0, 0, -5]
    # Of the second month 10 are beyond the year's 30; of the second year's 100 claimed, 70.
    assert public == [0, 30, 30, 0, 0, -60]
    assert beyond == [0, 10, 30, 40, -45, -35]


#: Claims of three pools' months, and which share of each comes back 14 months later.
PATHS = st.lists(
    st.tuples(st.integers(0, 29), st.floats(0, 1e9, allow_subnormal=False), st.floats(0, 1)),
    max_size=12,
)
CAPS = st.one_of(st.just(np.inf), st.floats(0, 2e9))


def _flows(path):
    months = np.zeros((1, 44))
    for month, claimed, share in path:
        months[0, month] += claimed
        months[0, month + 14] -= claimed * share
    return months


@given(path=PATHS, first=st.floats(0, 1e9), cap=CAPS, yearly=CAPS)
def test_in_every_month_the_three_sum_to_the_loss_and_caps_hold(path, first, cap, yearly):
    flows = _flows(path)
    slack = 1e-6 * (1.0 + np.abs(flows).sum())

    found = borne_by_month(flows, Layer((0,), first_loss=first, cap=cap, yearly=yearly))

    assert found.first + found.public + found.beyond == pytest.approx(flows, abs=slack)
    before, paid, left = (np.cumsum(each) for each in (found.first, found.public, found.beyond))
    assert (before <= first + slack).all()
    assert (paid <= cap + slack).all()
    assert min(before.min(), paid.min(), left.min()) >= -slack
    for start in range(0, 44, 12):
        assert np.cumsum(found.public[0, start : start + 12]).max() <= yearly + slack


@given(path=PATHS, first=st.floats(0, 1e9), cap=CAPS)
def test_without_a_yearly_cap_the_months_sum_to_what_the_whole_life_gives(path, first, cap):
    flows = _flows(path)
    layer = Layer((0,), first_loss=first, cap=cap)

    by_month = borne_by_month(flows, layer)

    whole = borne(np.maximum(flows.sum(axis=1, keepdims=True), 0.0), (layer,))
    slack = 1e-6 * (1.0 + np.abs(flows).sum())
    for name in ("first", "public", "beyond"):
        assert getattr(by_month, name).sum() == pytest.approx(
            float(getattr(whole, name)[0, 0]), abs=slack
        )


@given(path=PATHS, first=st.floats(0, 1e9), cap=CAPS, yearly=CAPS, more=st.floats(0, 1e9))
def test_a_higher_cap_never_costs_the_public_side_less(path, first, cap, yearly, more):
    flows = _flows(path)
    slack = 1e-6 * (1.0 + np.abs(flows).sum())

    def paid(cap, yearly):
        layer = Layer((0,), first_loss=first, cap=cap, yearly=yearly)
        return np.cumsum(borne_by_month(flows, layer).public)

    held = paid(cap, yearly)
    for wider in (paid(cap + more, yearly), paid(cap, yearly + more), paid(np.inf, np.inf)):
        assert (wider >= held - slack).all()


def test_each_bucket_is_told_in_the_pool_of_its_layer():
    assert pools_of((Layer((2, 0)), Layer((3,))), 4) == (1, 0, 1, 2)


@given(
    losses=st.lists(st.floats(0, 1e12), min_size=2, max_size=30),
    first=st.floats(0, 1e10),
    cap=st.floats(0, 1e12),
)
def test_a_larger_loss_never_costs_the_public_side_less(losses, first, cap):
    whole = np.sort(np.array(losses))[:, None]

    public = borne(whole, (Layer((0,), first_loss=first, cap=cap),)).public[:, 0]

    assert (np.diff(public) >= -1e-3).all()


@pytest.mark.parametrize(
    "layers",
    [
        (Layer((0,), first_loss=-1.0),),
        (Layer((0,), first_loss=np.inf),),
        (Layer((0,), cap=-1.0),),
        (Layer((0,), cap=np.nan),),
        (Layer(()),),
        (Layer((3,)),),
        (Layer((0, 0)),),
        (Layer((0,)), Layer((1, 0))),
        (Layer((0,), yearly=-1.0),),
        (Layer((0,), yearly=np.nan),),
    ],
)
def test_a_layer_that_cannot_be_used_is_refused_with_its_line(layers):
    with pytest.raises(LayerNotUsableError) as refused:
        borne(LOSSES, layers)

    assert refused.value.message.value("row") == len(layers)
