"""The office's portfolio for risk, as it stands on a day: what doors and the lake ask for."""

from collections.abc import Mapping
from datetime import date, datetime

from majung.applications.firm import FirmIdentity, Membership, group_on, identity_key
from majung.contracts.cover_terms import CoverTerms
from majung.operations.acting import Actor
from majung.operations.policy import Act, require
from majung.operations.risk.gathering import CONTRACTS_MAX, Desk, desk_of, desks_of
from majung.operations.risk.loss_settings import grades
from majung.operations.risk.office.columns import columns_of
from majung.operations.risk.office.gathering import Debtors, RowsOfDesk
from majung.operations.risk.office.portfolio import OfficePortfolio
from majung.operations.risk.office.remarking import Shared
from majung.operations.risk.office.rows import CURRENCY, RiskRow, StakeRow
from majung.operations.risk.office.stakes import stakes_of
from majung.operations.supply.lines import OUTSTANDING
from majung.operations.supply.looking import looking
from majung.operations.tidying import rarely_tidied
from majung.store.access import Purpose
from majung.store.parties.firms import firms, memberships
from majung.store.servicing.contracts import Series
from majung.store.servicing.events import posted_events


def office_portfolio(
    actor: Actor,
    *,
    on: date,
    at: datetime,
    programme: str = "",
    series: Series = Series.REAL,
    currency: str = CURRENCY,
    most: int | None = CONTRACTS_MAX,
) -> OfficePortfolio:
    """Return the contracts that live on a day as a portfolio, as far as the actor may read them.

    Args:
        at: the moment of the look; what was recorded later is no part of it.
        programme: of one programme only.
        currency: contracts in other currencies are left out and remarked.
        most: how many loans and covers are read; None where nobody waits.

    Raises:
        NotPermittedError: the actor may not read what contracts may cost.
        CohortsTooManyError: there are more contracts than that.
    """
    require(actor, Act.READ_RISK)
    with looking(actor, Purpose.LAKE, at=at, subject=programme) as is_whole:
        return portfolio_seen(
            on=on,
            at=at,
            programme=programme,
            series=series,
            currency=currency,
            most=most,
            is_whole=is_whole,
        )


@rarely_tidied()
def portfolio_seen(
    *,
    on: date,
    at: datetime,
    series: Series,
    most: int | None,
    is_whole: bool,
    programme: str = "",
    currency: str = CURRENCY,
) -> OfficePortfolio:
    """Return the contracts that whoever acts may read as a portfolio.

    Runs inside a transaction.

    Args:
        is_whole: whether those are the contracts of every institution.

    Raises:
        CohortsTooManyError: there are more than `most`.
    """
    rows: list[RiskRow] = []
    stakes: list[StakeRow] = []
    known, names = Shared(), {}
    for desk in (
        desks_of(programme, series=series, on=on, at=at)
        if most is None
        else [desk_of(programme, series=series, on=on, at=at, most=most)]
    ):
        rows += RowsOfDesk.gathered(
            desk,
            _debtors(desk, on),
            scale=grades(),
            posted=_posted(desk),
            currency=currency,
            known=known,
        ).rows
        for fund in desk.funds:
            if fund.currency == currency:
                stakes += stakes_of(fund, desk.facts.get(fund.key, ()), on=on)
        names = {each.key: each.name for each in desk.programmes.values()}
    rows.sort(key=lambda row: row.contract)
    return OfficePortfolio(
        on=on,
        currency=currency,
        rows=tuple(rows),
        columns=columns_of(rows),
        stakes=tuple(stakes),
        remarks=known.remarks.made(),
        watermark=f"{series.value} {on} @ {at:%FT%TZ}",
        is_whole=is_whole,
        names=names,
    )


def _posted(desk: Desk) -> Mapping[str, int]:
    """Return what is in force, as posted up to the day, of covers whose loan is not known here."""
    alone = [
        each.key
        for each in desk.contracts
        if isinstance(each.terms, CoverTerms) and each.loan not in desk.loans
    ]
    return {
        key: sum(
            OUTSTANDING.get(event.kind, 0) * amount
            for event, amount in events.amounts.items()
            if event.effective_on <= desk.on
        )
        for key, events in posted_events(alone).items()
    }


def _debtors(desk: Desk, on: date) -> Debtors:
    """Return what is known of the firms of a desk on a day."""
    contracts = (*desk.contracts, *desk.loans.values())
    identities = {each.firm for each in contracts if each.firm}
    held: dict[FirmIdentity, list[Membership]] = {}
    for each in memberships():
        if each.member in identities:
            held.setdefault(each.member, []).append(each)
    groups = {
        identity_key(member): group
        for member, several in held.items()
        if (group := group_on(several, member, on=on))
    }
    known = firms(identities, on=on)
    return Debtors({identity_key(each.identity): each for each in known}, groups)
