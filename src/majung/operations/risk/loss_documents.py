"""What a run found of loans and covers as plain values, for JSON; floats of the engine."""

from dataclasses import asdict
from typing import Any

from majung.operations.risk.losses import LossReading


def loss_figures(reading: LossReading) -> dict[str, Any]:
    """Return the losses of a run, with what they rest on."""
    return {
        "method": reading.method,
        "settings": asdict(reading.settings),
        "contracts": reading.contracts,
        "outstanding": reading.outstanding,
        "expected_loss": asdict(reading.expected),
        "value_at_risk": asdict(reading.value_at_risk),
        "expected_shortfall": asdict(reading.shortfall),
    }


def loss_document(reading: LossReading) -> dict[str, Any]:
    """Return everything that a run found of loans and covers."""
    return {
        **loss_figures(reading),
        "present_value": reading.present_value,
        "programmes": {
            name: {"expected_loss": mean, "shortfall": tail}
            for name, (mean, tail) in reading.programmes.items()
        },
        "parts": {
            dimension: [asdict(each) for each in parts]
            for dimension, parts in reading.parts.items()
        },
        "borne_elsewhere": dict(reading.elsewhere),
        "borne_by_month": dict(reading.borne),
        "stages": [asdict(each) for each in reading.staged],
        "beyond_todays_rates": reading.floated,
        "lines": reading.lines,
        "yearly_net_claims": reading.fan,
        "monthly_net_claims": reading.monthly,
        "frequencies": reading.frequencies and asdict(reading.frequencies),
        "largest_share": reading.largest,
        "sources": list(reading.sources),
    }
