"""What a run found of loans and covers as plain values, for JSON; floats of the engine."""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import zip_longest
from typing import Any

from majung.errors.sentences import noted
from majung.operations.risk.loss_notes import loss_notes
from majung.operations.risk.loss_readings import LossReading, Stressed, yearly_costs


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
        "with_stakes_in_funds": {name: asdict(each) for name, each in reading.together.items()},
        "largest_share": reading.largest,
        "notes": noted(loss_notes(reading)),
        "sources": list(reading.sources),
    }


def stress_documents(usual: LossReading, stressed: Sequence[Stressed]) -> list[dict[str, Any]]:
    """Return what each stress does beside what is usual: figures, years and how much more."""
    return [_stress(usual, each) for each in stressed]


def _stress(usual: LossReading, found: Stressed) -> dict[str, Any]:
    stress, losses = found.stress, found.losses
    before, after = yearly_costs(usual), yearly_costs(losses)
    pairs = (("expected_loss", "expected"), ("value_at_risk", "value_at_risk"),
             ("expected_shortfall", "shortfall"))  # fmt: skip
    return {
        "key": stress.key or None,
        "name": asdict(stress.name),
        "factor": list(stress.factor),
        "source": asdict(stress.source),
        "yearly": {"usual": list(before), "stressed": list(after)},
        "difference": {
            **{name: getattr(losses, key).value - getattr(usual, key).value for name, key in pairs},
            "yearly": [late - early for early, late in zip_longest(before, after, fillvalue=0.0)],
        },
        "losses": loss_document(losses),
    }
