"""JACTUS lays out 60-month annuities: as objects, and in its array mode."""

import json
import sys
import time

import jax.numpy as jnp
from jactus.contracts import create_contract
from jactus.contracts.portfolio import simulate_portfolio
from jactus.core import (
    ActusDateTime,
    ContractAttributes,
    ContractRole,
    ContractType,
    DayCountConvention,
)
from jactus.observers import ConstantRiskFactorObserver

OBJECTS, ARRAYS, REPEATS = 10, 200, 3


def loan(number: int) -> ContractAttributes:
    """Return the terms of one loan."""
    start = ActusDateTime(2024, 1, 25)
    return ContractAttributes(
        contract_id=f"L-{number}",
        contract_type=ContractType.ANN,
        contract_role=ContractRole.RPA,
        status_date=start,
        initial_exchange_date=start,
        maturity_date=ActusDateTime(2029, 1, 25),
        notional_principal=1e9 + number,
        nominal_interest_rate=0.045,
        day_count_convention=DayCountConvention.A365,
        currency="KRW",
        interest_payment_cycle="1M",
        interest_payment_anchor=ActusDateTime(2024, 2, 25),
        principal_redemption_cycle="1M",
        principal_redemption_anchor=ActusDateTime(2024, 2, 25),
    )


def as_objects() -> None:
    """Simulate contracts one by one."""
    for number in range(OBJECTS):
        create_contract(loan(number), OBSERVER).simulate()


def as_arrays() -> None:
    """Simulate many contracts at once, from their terms to their payoffs."""
    made = [(loan(number), OBSERVER) for number in range(ARRAYS)]
    jnp.asarray(simulate_portfolio(made)["total_cashflows"]).block_until_ready()


OBSERVER = ConstantRiskFactorObserver(constant_value=0.0)

told = []
for name, count, work in (
    ("JACTUS, objects", OBJECTS, as_objects),
    ("JACTUS, array mode", ARRAYS, as_arrays),
):
    work()
    seconds = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    told.append({"name": name, "seconds": seconds, "count": count})
json.dump(told, sys.stdout)
