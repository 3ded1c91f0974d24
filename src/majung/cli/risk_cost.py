"""``majung risk cost``: what cohorts cost the State, of a list or of the office's own contracts.

A list needs no database; the office is opened only where its own cohorts are asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.figures_out import Out, figures_out, require_out, say_files
from majung.cli.given import content_of
from majung.cli.output import Json, Words, language, refuse_problems, say_json, say_table
from majung.cli.risk_elsewhere import refuse_elsewhere, said_among, said_of
from majung.cli.risk_held import HELD_HERE, OF_OFFICE, HeldHere
from majung.errors import Language, PolicyFinanceError, Problem
from majung.operations.risk.cost_list import read_cost_list
from majung.operations.risk.costing import CohortCost, cohort_costs
from majung.operations.risk.curve_list import flat_curve, read_curve
from majung.risk.fiscal.curves import GovernmentCurve
from majung.risk.fiscal.subsidy import SubsidyRate
from majung.risk.fiscal.timing import MEASURED, DefaultTiming

app = App(name="cost", help="What cohorts cost the State.", help_format="plaintext")

#: Opens the office when it is imported.
COHORTS = "majung.cli.risk_cohorts"
WORDS: Words = {
    "ko": {
        "cohort": "묶음", "support": "지원방식", "loans": "건수", "disbursed": "실행액",
        "rate": "보조율(%)", "defaults": "부도(순)", "interest": "이자", "fees": "수수료",
        "other": "기타", "cost": "비용", "direct-loan": "직접대출", "guarantee": "보증",
        "interest-support": "이차보전",
    },
    "en": {
        "cohort": "Cohort", "support": "Support", "loans": "Loans", "disbursed": "Disbursed",
        "rate": "Subsidy rate (%)", "defaults": "Defaults, net", "interest": "Interest",
        "fees": "Fees", "other": "Other", "cost": "Cost", "direct-loan": "direct loan",
        "guarantee": "guarantee", "interest-support": "interest support",
    },
}  # fmt: skip
PARTS = ("rate", "defaults", "interest", "fees", "other")


class CurveNotNamedError(PolicyFinanceError):
    """A cost is in today's money at one curve: a file of yields, or one flat rate."""

    kind = "risk-curve-not-named"


class CostSourceNotNamedError(PolicyFinanceError):
    """A cost is that of one list, or of the office's contracts."""

    kind = "risk-cost-source-not-named"


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Timing:
    """When the defaults of a list come."""

    fall: Annotated[
        float,
        Parameter(help="Share of a life in which the pace of defaults falls to 37 %; of a list."),
    ] = MEASURED.fall
    lag: Annotated[
        float, Parameter(help="Time to a recovery, as a share of a life; of a list.")
    ] = MEASURED.lag


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Moved:
    """Whether it is asked how the cost of the office's cohorts moved."""

    reestimate: Annotated[
        bool,
        Parameter(negative="", help="How the cost of the office's cohorts moved since budgeted."),
    ] = False
    actual: Annotated[
        float | None,
        Parameter(help="Of a re-estimate, the rate in percent at which money was really borrowed."),
    ] = None


TIMING, MOVED = Timing(), Moved()


@app.command
def cost(
    file: Path | None = None,
    /,
    *,
    held: HeldHere = HELD_HERE,
    curve: Annotated[
        Path | None, Parameter(help="Yields of government bonds by maturity; of a list.")
    ] = None,
    flat: Annotated[
        float | None,
        Parameter(help="One rate in percent for all maturities; of the office 3 if not said."),
    ] = None,
    timing: Timing = TIMING,
    moved: Moved = MOVED,
    out: Out = None,
    json: Json = False,
) -> int:
    """Work out what each cohort costs the State, per 100 disbursed.

    They are those of the loans in FILE, or of the contracts in the office: covers, loans that the
    State lends, rate cuts by who bears them.
    """
    if (file is not None) == held.office:
        raise CostSourceNotNamedError
    if held.office:
        of_list = said_among({"--curve": curve is not None}) + said_of(timing)
        refuse_elsewhere(of_list, "cost-of-office")
        if not moved.reestimate:
            refuse_elsewhere(said_of(moved), "actual")
    else:
        refuse_elsewhere(said_of(held, OF_OFFICE) + said_of(moved), "cost-of-list")
    require_out(out)
    if file is None:
        shown: int = import_module(COHORTS).show(held, moved, flat=flat, out=out, as_json=json)
        return shown
    return _cost_of_list(file, _named(curve, flat), timing, out, as_json=json)


def _named(curve: Path | None, flat: float | None) -> GovernmentCurve | tuple[Problem, ...]:
    if (curve is None) == (flat is None):
        raise CurveNotNamedError
    if curve is not None:
        return read_curve(str(curve), content_of(curve))
    return flat_curve(flat or 0.0)


def _cost_of_list(
    file: Path,
    curve: GovernmentCurve | tuple[Problem, ...],
    timing: Timing,
    out: Path | None,
    *,
    as_json: bool,
) -> int:
    if isinstance(curve, tuple):
        return refuse_problems(curve, as_json=as_json)
    loans = read_cost_list(str(file), content_of(file))
    if not isinstance(loans, list):
        return refuse_problems(loans, as_json=as_json)
    when = DefaultTiming(timing.fall, timing.lag)
    costs = cohort_costs([each.costed for each in loans], curve, when)
    files = figures_out(out, "write_cohorts", costs)
    if as_json:
        cohorts = [_cost_document(each) for each in costs]
        say_json({"cohorts": cohorts, "fall": when.fall, "lag": when.lag})
    else:
        _print_costs(costs, language())
        say_files(files)
    return 0


def _print_costs(costs: Sequence[CohortCost], tongue: Language) -> None:
    words = WORDS[tongue]
    say_table(
        [
            (words["cohort"], "left"),
            (words["support"], "left"),
            *((words[key], "right") for key in ("loans", "disbursed", *PARTS, "cost")),
        ],
        [
            (
                each.cohort,
                words[each.support.value],
                f"{each.loans:,}",
                f"{each.disbursed.currency} {each.disbursed.written()}",
                *parts_shown(each.rate),
                each.cost.written(),
            )
            for each in costs
        ],
    )


def parts_shown(rate: SubsidyRate) -> list[str]:
    """Write a subsidy rate and its parts for people."""
    return [f"{float(getattr(rate, part)):.6f}" for part in PARTS]


def _cost_document(cost: CohortCost) -> dict[str, object]:
    return {
        "cohort": cost.cohort,
        "support": cost.support.value,
        "loans": cost.loans,
        "disbursed": cost.disbursed.as_json(),
        **{part: float(getattr(cost.rate, part)) for part in PARTS},
        "cost": cost.cost.as_json(),
    }
