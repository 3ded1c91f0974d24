"""Caps and first losses over pools of programmes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from majung.risk.losses.layers import Layer, borne
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
    ],
)
def test_a_layer_that_cannot_be_used_is_refused_with_its_line(layers):
    with pytest.raises(LayerNotUsableError) as refused:
        borne(LOSSES, layers)

    assert refused.value.message.value("row") == len(layers)
