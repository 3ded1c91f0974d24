"""What a run over the office's contracts finds: losses, what may be called, what is drawn in.

**Leverage multiple**: private money over public money.  Private is what private lenders have
outstanding and what private partners and managers have paid into funds.  Public is what public
lenders have outstanding and policy partners have paid in (put in), with what the insurers' covers
are expected to lose after recoveries and the interest that public money is expected to pay in
debtors' place (expected to be spent).

**Contingent liabilities**: at most, what covers stand for at the start of each year, with what may
still be drawn under them, also of loans signed and not drawn yet, and what of policy partners'
commitments is not called by then; as expected, the claims paid in the year, those on what is
expected to be drawn among them, and the calls that fall into it.
"""

from collections.abc import Sequence

import numpy as np

from majung.contracts.fund_terms import PartnerClass
from majung.errors import Message, message
from majung.operations.risk.crews import Progress
from majung.operations.risk.loss_list import LossList
from majung.operations.risk.loss_readings import LossReading, Stressed
from majung.operations.risk.loss_settings import LossSettings, grades
from majung.operations.risk.losses import future_of
from majung.operations.risk.office.columns import RiskColumns, drawing_rows, loss_list_of
from majung.operations.risk.office.drawn_stakes import of_policy, stakes_found, stakes_reading
from majung.operations.risk.office.lake_parts import lake_parts
from majung.operations.risk.office.office_run import (
    ContingentYear,
    Leverage,
    OfficeRun,
)
from majung.operations.risk.office.portfolio import OfficePortfolio
from majung.operations.risk.places import Place
from majung.operations.risk.stresses import Stress
from majung.operations.risk.stressing import stressed_losses
from majung.risk.arrays import Floats, Integers
from majung.risk.futures.future import Future
from majung.risk.losses.contingent import callable_at, expected_of
from majung.risk.losses.figures import leverage_multiple
from majung.risk.losses.layers import Layer
from majung.values.months import MONTHS_A_YEAR


def run_office(
    office: OfficePortfolio,
    settings: LossSettings,
    *,
    place: Place,
    layers: tuple[Layer, ...] = (),
    progress: Progress | None = None,
    stresses: Sequence[Stress] = (),
) -> OfficeRun:
    """Follow the office's contracts through scenarios, as usual and under named stresses.

    Args:
        layers: caps and first losses over programmes.
        progress: told how many pieces of the work are done, and of how many.

    Raises:
        PortfolioNotUsableError: no contract lives that day, or one cannot be reckoned with.
        CorrelationNotUsableError, SeverityNotUsableError, TablesNotPossibleError: as `losses_of`;
            likewise what a place refuses.
    """
    conversion = settings.conversion
    found = loss_list_of(office.columns, scale=grades(), conversion=conversion)
    future = future_of(found, settings)
    sources = (
        ()
        if office.shapes is None
        else lake_parts(office.files, office.shapes, office.columns, conversion=conversion)
    )
    stakes = stakes_found(office.stakes, settings, future.factors)
    losses, *stressed = stressed_losses(
        found,
        settings,
        stresses,
        place=place,
        layers=layers,
        progress=progress,
        sources=sources,
        beside=None if stakes is None else stakes.losses,
    )
    policy = of_policy(office.stakes)
    calls = _summed([each.calls for each in policy])
    return OfficeRun(
        losses=losses,
        stressed=tuple(map(Stressed, stresses, stressed)),
        capital_calls=calls,
        distributions=_summed([each.distributions for each in policy]),
        leverage=_leverage(office, found, future, losses),
        contingent=_contingent(office, found, future, calls),
        notes=(*office.notes(), *_notes(found, future)),
        stakes=None if stakes is None else stakes_reading(stakes, settings),
    )


def _leverage(
    office: OfficePortfolio, found: LossList, future: Future, losses: LossReading
) -> tuple[Leverage, ...]:
    columns, portfolio = office.columns, found.portfolio
    count = len(portfolio.buckets)

    def by_programme(amounts: Floats) -> Floats:
        codes = columns.programme.codes
        return np.bincount(codes, amounts, minlength=count).astype(np.float64)

    lent = by_programme(columns.outstanding * columns.private)
    own = by_programme(columns.outstanding * (1.0 - columns.private))
    everything = expected_of(portfolio, future)
    covers = _covers(columns, found)
    claimed = (
        expected_of(portfolio.part(covers), future).claimed if len(covers) else np.zeros(count)
    )
    # Of a programme that lends public money too, its covers' part of what is expected to be lost.
    share = np.divide(
        claimed, everything.claimed, out=np.zeros(count), where=everything.claimed > 0.0
    )
    mean = np.array([losses.programmes[name][0] for name in portfolio.buckets])
    expected = mean * share + everything.subsidies
    sums = {
        name: (float(private), float(put_in), float(spent))
        for name, private, put_in, spent in zip(portfolio.buckets, lent, own, expected, strict=True)
    }
    for stake in office.stakes:
        private, put_in, spent = sums.get(stake.programme, (0.0, 0.0, 0.0))
        is_policy = stake.partner_class == PartnerClass.POLICY.value
        sums[stake.programme] = (
            private + (0 if is_policy else stake.paid),
            put_in + (stake.paid if is_policy else 0),
            spent,
        )
    whole = tuple(map(sum, zip(*sums.values(), strict=True)))
    each = [_of(programme, *amounts) for programme, amounts in sorted(sums.items())]
    return (*each, _of("", *whole))


def _of(programme: str, private: float, put_in: float, expected: float) -> Leverage:
    multiple = leverage_multiple(private=private, public=put_in + expected)
    return Leverage(programme, private, put_in, expected, multiple)


def _contingent(
    office: OfficePortfolio, found: LossList, future: Future, calls: Sequence[int]
) -> tuple[ContingentYear, ...]:
    columns = office.columns
    covers = _covers(columns, found)
    most, claims = np.zeros(0), np.zeros(0)
    if len(covers):
        rows = np.flatnonzero(columns.is_cover)
        most = callable_at(
            found.portfolio.part(rows),
            columns.undrawn[rows].astype(np.float64),
            columns.drawn[rows],
        )
        claims = expected_of(found.portfolio.part(covers), future).claims
    called = np.array(calls, np.float64)
    paid_for = -(-max(len(np.trim_zeros(claims, "b")), len(called)) // MONTHS_A_YEAR)
    years = max(paid_for, len(np.trim_zeros(most, "b")))
    by_year = [_by_year(each, years) for each in (claims, called)]
    left = called.sum() - np.concatenate([[0.0], np.cumsum(by_year[1])])[:years]
    return tuple(
        ContingentYear(
            year + 1,
            float(most[year]) if year < len(most) else 0.0,
            float(by_year[0][year]),
            float(left[year]),
            float(by_year[1][year]),
        )
        for year in range(years)
    )


def _covers(columns: RiskColumns, found: LossList) -> Integers:
    """Return the places of covers, and of what is expected to be drawn under them."""
    rows = drawing_rows(columns, conversion=1.0 if found.drawing else 0.0)
    return np.flatnonzero(np.concatenate([columns.is_cover, columns.is_cover[rows]]))


def _by_year(months: Floats, years: int) -> Floats:
    room = np.zeros(years * MONTHS_A_YEAR)
    room[: len(months)] = months[: len(room)]
    return np.asarray(room.reshape(years, MONTHS_A_YEAR).sum(axis=1))


def _summed(lines: Sequence[Sequence[int]]) -> tuple[int, ...]:
    longest = max(map(len, lines), default=0)
    return tuple(
        sum(line[month] for line in lines if month < len(line)) for month in range(longest)
    )


def _notes(found: LossList, future: Future) -> tuple[Message, ...]:
    """Return what the curves say that a reader should know of."""
    portfolio = found.portfolio
    reached = future.curves[portfolio.curve, portfolio.maturities]
    never = int(((reached <= 0.0) & (portfolio.maturities > 0)).sum())
    return (message("risk-remark-without-default", count=never),) if never else ()
