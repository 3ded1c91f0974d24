"""An allocation as plain values: what the command line and the interface answer."""

from majung.operations.risk.allocation_file import Objective
from majung.operations.risk.allocation_reading import AllocationReading
from majung.operations.risk.allocation_report import named_uses, worth_of_more
from majung.operations.risk.design_reading import won
from majung.operations.risk.statements import basis_document


def allocation_document(reading: AllocationReading) -> dict[str, object]:
    """Write an allocation; amounts are decimal strings with their currency.

    A price is what one won more of a limit draws, in what the objective counts; firms are told
    for a hundred million won.
    """
    found, file = reading.found, reading.file
    return {
        **basis_document(
            scenarios=reading.scenarios,
            seed=reading.seed,
            level=file.settings.level,
            sources=reading.sources,
        ),
        "objective": file.objective.value,
        "allocated": won(int(found.amounts.sum())).as_json(),
        "private": won(reading.private).as_json(),
        "firms": None if reading.firms is None else f"{reading.firms:.2f}",
        "cost": won(found.cost).as_json(),
        "expected_shortfall": won(found.shortfall).as_json(),
        "gap": f"{found.gap:.3e}",
        "rounds": found.rounds,
        "planes": found.planes,
        "limits": [
            {
                "key": use.key,
                "name": {"ko": named.name.ko, "en": named.name.en},
                "size": won(use.size).as_json(),
                "used": won(use.used).as_json(),
                "is_floor": use.is_least,
                "binds": use.binds,
                **_worth(use.price, file.objective),
            }
            for named, use in named_uses(reading)
        ],
        "cells": [
            {
                "programme": names[0] or None,
                "sector": names[1] or None,
                "region": names[2] or None,
                "amount": won(int(amount)).as_json(),
                "room": won(int(room)).as_json(),
                **_worth(float(price), file.objective),
            }
            for names, amount, room, price in zip(
                reading.cells.names,
                found.amounts,
                reading.cells.rooms,
                found.room_prices,
                strict=True,
            )
        ],
    }


def _worth(price: float, objective: Objective) -> dict[str, object]:
    said = worth_of_more(price, objective)
    return {"price": f"{price:.12g}", "worth": {"ko": said.ko, "en": said.en}}
