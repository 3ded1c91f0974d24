"""Funds: formation, calls, investments, valuations, exits, and distributions line by line."""

from collections.abc import Callable
from typing import Annotated, Any

from ninja import Router, Schema
from pydantic import Field

from majung.contracts.fund_terms import PartnerClass
from majung.contracts.states import HoldingState
from majung.operations.funds.call_capital import CallShare, call_capital, pay_call
from majung.operations.funds.distribute import DistributionShare, distribute, end_fund
from majung.operations.funds.form_fund import Formation, Partner, form_fund
from majung.operations.funds.invest import (
    exit_investment,
    invest,
    receive_proceeds,
    spend,
    value_investment,
)
from majung.operations.funds.reading import fund_file, fund_list
from majung.operations.policy import Act
from majung.store.servicing.contracts import Servicing
from majung.values.identifiers import CorporateNumber, parse_corporate_number
from majung.values.rates import Ratio
from majung.web.api.acting import Moved, MovedMaybe, Named, minor
from majung.web.api.asking import Corporate
from majung.web.api.callers import AuthenticatedRequest, Caller, caller
from majung.web.api.funds_shown import (
    fund_document,
    holding_document,
    money,
)
from majung.web.api.shapes import (
    After,
    Amount,
    Day,
    Document,
    InPath,
    Key,
    Limit,
    Listed,
    Name,
    Page,
    Words,
    paged,
)
from majung.web.api.writing import MADE, written_once

router = Router(tags=["funds"])
#: A share as a decimal: ``0.1`` is ten per cent.
Share = Annotated[str, Field(pattern=r"^(0(\.[0-9]{1,10})?|1(\.0{1,10})?)$")]
PARTNERS_MAX = 50
CURRENCY = "KRW"


class PartnerSent(Schema):
    """Who commits to a fund, as what, and how much."""

    party: Name
    partner_class: PartnerClass
    amount: Amount
    is_institution: bool = True


class FundSent(Schema):
    """What partners agreed, and whether the fund is kept here or reported by its manager."""

    key: Name
    programme: Name
    product: Name
    partners: Annotated[tuple[PartnerSent, ...], Field(min_length=1, max_length=PARTNERS_MAX)]
    first_loss: Share = "0"
    excess_transfer: Share = "0"
    servicing: Servicing = Servicing.SERVICED

    def formation(self) -> Formation:
        """Return what was agreed.

        Raises:
            AmountNotReadableError: an amount is finer than its currency.
            CurrencyMismatchError: a commitment is in another currency than the fund.
        """
        return Formation(
            programme=self.programme,
            product=self.product,
            partners=tuple(
                Partner(
                    each.party,
                    each.partner_class,
                    minor(each.amount, CURRENCY),
                    is_institution=each.is_institution,
                )
                for each in self.partners
            ),
            first_loss=Ratio.from_json(self.first_loss),
            excess_transfer=Ratio.from_json(self.excess_transfer),
        )


class CallSent(Named):
    """Capital called or paid: of all partners, or of one."""

    amount: Amount
    party: Name | None = None


class InvestmentSent(Named):
    """An investment in a company, by its corporate registration number."""

    company: Corporate
    amount: Amount
    reference: Words = ""


class HoldingSent(Named):
    """What became of a holding: its fair value, what came back, or its price."""

    company: Corporate
    amount: Amount
    note: Words = ""


class EndSent(Named):
    """That a fund is wound up."""

    note: Words = ""


@router.get("/funds", response=Listed)
def list_funds(request: AuthenticatedRequest, after: After = "", limit: Limit = 50) -> Document:
    """List the funds one may read."""
    who = caller(request, Act.READ_OWN)
    found = fund_list(who.actor, on=who.on)
    return paged(
        found,
        Page(after, limit),
        key=lambda each: each.key,
        shown=lambda each: {
            "key": each.key,
            "stage": each.state.stage.value,
            "size": money(each.state.size, each.terms.currency),
        },
    )


@router.get("/funds/{key}", response=Document)
def one_fund(request: AuthenticatedRequest, key: InPath, on: Day = None) -> Document:
    """Show a fund: duty, partners, companies, and how each distribution flowed."""
    who = caller(request, Act.READ_OWN)
    return fund_document(fund_file(who.actor, key, on=on or who.on, at=who.at))


@router.post("/funds", response={MADE: Document})
def make_fund(request: AuthenticatedRequest, body: FundSent, key: Key) -> Any:
    """Form a fund; everything past a bound of the programme is named at once."""
    who = caller(request, Act.FORM_FUND)

    def act() -> Document:
        form_fund(
            who.actor,
            body.key,
            body.formation(),
            on=who.on,
            at=who.at,
            servicing=body.servicing,
        )
        return fund_document(fund_file(who.actor, body.key, on=who.on, at=who.at))

    return written_once(request, who, key, act)


@router.post("/funds/{fund}/calls", response={MADE: Listed})
def make_call(request: AuthenticatedRequest, fund: InPath, body: CallSent, key: Key) -> Any:
    """Call capital; answers what each partner owes."""
    return _of_partners(request, caller(request, Act.CALL_CAPITAL), key, fund, body, call_capital)


@router.post("/funds/{fund}/call-payments", response={MADE: Listed})
def make_call_payment(request: AuthenticatedRequest, fund: InPath, body: CallSent, key: Key) -> Any:
    """Take in called capital; answers what each partner paid."""
    return _of_partners(request, caller(request, Act.RECORD_FUND_FACTS), key, fund, body, pay_call)


@router.post("/funds/{fund}/investments", response={MADE: Document})
def make_investment(
    request: AuthenticatedRequest, fund: InPath, body: InvestmentSent, key: Key
) -> Any:
    """Invest in a company; answers whether it was found to be within the fund's purpose."""
    who = caller(request, Act.RECORD_FUND_FACTS)

    def act() -> Document:
        currency = _currency(who, fund)
        made = invest(
            who.actor,
            fund,
            _company(body.company),
            minor(body.amount, currency),
            key=body.key,
            on=who.on,
            at=who.at,
            reference=body.reference,
        )
        return {**holding_document(made.holding, currency), "is_mandate": made.is_mandate}

    return written_once(request, who, key, act)


@router.post("/funds/{fund}/valuations", response={MADE: Document})
def make_valuation(request: AuthenticatedRequest, fund: InPath, body: HoldingSent, key: Key) -> Any:
    """Bring a holding to its fair value."""
    return _of_holding(request, key, fund, body, value_investment)


@router.post("/funds/{fund}/proceeds", response={MADE: Document})
def make_proceeds(request: AuthenticatedRequest, fund: InPath, body: HoldingSent, key: Key) -> Any:
    """Take in a dividend or the price of a part."""
    return _of_holding(request, key, fund, body, receive_proceeds)


@router.post("/funds/{fund}/exits", response={MADE: Document})
def make_exit(request: AuthenticatedRequest, fund: InPath, body: HoldingSent, key: Key) -> Any:
    """Sell all that is held of a company, or write it off at nothing."""
    return _of_holding(request, key, fund, body, exit_investment)


@router.post("/funds/{fund}/expenses", response={MADE: Document})
def make_expense(request: AuthenticatedRequest, fund: InPath, body: Moved, key: Key) -> Any:
    """Record an expense other than the manager's fee; answers the cash left."""
    who = caller(request, Act.RECORD_FUND_FACTS)

    def act() -> Document:
        currency = _currency(who, fund)
        cash = spend(
            who.actor,
            fund,
            minor(body.amount, currency),
            key=body.key,
            on=who.on,
            at=who.at,
            note=body.note,
        )
        return {"cash": money(cash, currency)}

    return written_once(request, who, key, act)


@router.post("/funds/{fund}/distributions", response={MADE: Listed})
def make_distribution(
    request: AuthenticatedRequest, fund: InPath, body: MovedMaybe, key: Key
) -> Any:
    """Distribute cash through the waterfall; without an amount, all of it."""
    who = caller(request, Act.DISTRIBUTE)
    return _sharing(
        request,
        who,
        key,
        fund,
        lambda currency: distribute(
            who.actor,
            fund,
            key=body.key,
            on=who.on,
            at=who.at,
            amount=minor(body.amount, currency),
        ),
    )


@router.post("/funds/{fund}/ends", response={MADE: Listed})
def make_fund_end(request: AuthenticatedRequest, fund: InPath, body: EndSent, key: Key) -> Any:
    """Wind a fund up: the last fee, all cash distributed, what was lost stated."""
    who = caller(request, Act.DISTRIBUTE)
    return _sharing(
        request,
        who,
        key,
        fund,
        lambda _: end_fund(who.actor, fund, key=body.key, on=who.on, at=who.at, note=body.note),
    )


def _of_partners(
    request: AuthenticatedRequest,
    who: Caller,
    key: str,
    fund: str,
    body: CallSent,
    call: Callable[..., tuple[CallShare, ...]],
) -> Any:
    def act() -> Document:
        currency = _currency(who, fund)
        shares = call(
            who.actor,
            fund,
            minor(body.amount, currency),
            key=body.key,
            on=who.on,
            at=who.at,
            party=body.party or "",
        )
        items = [{"party": each.party, "amount": money(each.amount, currency)} for each in shares]
        return {"items": items, "next": None}

    return written_once(request, who, key, act)


def _of_holding(
    request: AuthenticatedRequest,
    key: str,
    fund: str,
    body: HoldingSent,
    told: Callable[..., HoldingState],
) -> Any:
    who = caller(request, Act.RECORD_FUND_FACTS)

    def act() -> Document:
        currency = _currency(who, fund)
        found = told(
            who.actor,
            fund,
            _company(body.company),
            minor(body.amount, currency),
            key=body.key,
            on=who.on,
            at=who.at,
            note=body.note,
        )
        return holding_document(found, currency)

    return written_once(request, who, key, act)


def _sharing(
    request: AuthenticatedRequest,
    who: Caller,
    key: str,
    fund: str,
    share: Callable[[str], tuple[DistributionShare, ...]],
) -> Any:
    def act() -> Document:
        currency = _currency(who, fund)
        items = [
            {
                "party": each.party,
                "capital": money(each.capital, currency),
                "profit": money(each.profit, currency),
                "carry": money(each.carry, currency),
                "lost": money(each.lost, currency),
            }
            for each in share(currency)
        ]
        return {"items": items, "next": None}

    return written_once(request, who, key, act)


def _currency(who: Caller, fund: str) -> str:
    return fund_file(who.actor, fund, on=who.on, at=who.at).contract.currency


def _company(written: str) -> CorporateNumber:
    return parse_corporate_number(written)
