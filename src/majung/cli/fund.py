"""``majung fund``: from the formation to the last distribution, a command an act."""

from datetime import date
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.office import DOING, Doing, now
from majung.cli.shown_fund import say_fund, say_funds, say_parts
from majung.contracts.fund_terms import PartnerClass
from majung.errors import PolicyFinanceError
from majung.operations.acting import Actor
from majung.operations.funds.call_capital import call_capital, pay_call
from majung.operations.funds.distribute import distribute, end_fund
from majung.operations.funds.form_fund import Formation, Partner, form_fund
from majung.operations.funds.invest import (
    exit_investment,
    invest,
    receive_proceeds,
    spend,
    value_investment,
)
from majung.operations.funds.reading import fund_file, fund_list
from majung.store.servicing.contracts import Servicing
from majung.values.identifiers import parse_corporate_number
from majung.values.money import CurrencyMismatchError, Money, parse_money
from majung.values.rates import parse_ratio

app = App(name="fund", help="Funds.", help_format="plaintext")

Key = Annotated[str, Parameter(help="Of what is recorded: the same again does nothing.")]
Of = Annotated[str, Parameter(name="--partner", help="Of one partner; of all where not said.")]
Note = Annotated[str, Parameter(help="In words: method, document, reason.")]
Partners = Annotated[
    list[str],
    Parameter(
        name="--partner",
        help="PARTY=CLASS:AMOUNT, the class policy, private or general; PARTY=private!:AMOUNT for"
        " one that is no institution here.",
    ),
]
OUTSIDE = "!"


class PartnerNotReadableError(PolicyFinanceError):
    """A partner is written with its class and its commitment."""

    kind = "partner-not-readable"


@app.command(name="list")
def list_(*, door: Doing = DOING) -> None:
    """List the funds one may read."""
    say_funds(fund_list(door.enter(), on=door.day), as_json=door.json)


@app.command
def show(fund: str, /, *, door: Doing = DOING) -> None:
    """Show FUND: duty, partners, companies, and each distribution line by line."""
    say_fund(fund_file(door.enter(), fund, on=door.day, at=now()), as_json=door.json)


@app.command
def form(
    fund: str,
    /,
    *,
    programme: str,
    product: str,
    partner: Partners,
    first_loss: Annotated[str, Parameter(help="Share that policy money loses first.")] = "0 %",
    excess_transfer: Annotated[str, Parameter(help="Share left to private partners.")] = "0 %",
    reported: Annotated[
        bool, Parameter(negative="", help="The manager's own system keeps and reports it.")
    ] = False,
    door: Doing = DOING,
) -> None:
    """Form FUND under PRODUCT of PROGRAMME; everything past a bound is named at once."""
    who, today = door.enter(), door.day
    agreed = Formation(
        programme=programme,
        product=product,
        partners=tuple(_partner(each) for each in partner),
        first_loss=parse_ratio(first_loss),
        excess_transfer=parse_ratio(excess_transfer),
    )
    servicing = Servicing.REPORTED if reported else Servicing.SERVICED
    form_fund(who, fund, agreed, on=today, at=now(), servicing=servicing)
    say_fund(fund_file(who, fund, on=today, at=now()), as_json=door.json)


@app.command
def call(
    fund: str,
    amount: str,
    /,
    *,
    key: Key,
    partner: Of = "",
    door: Doing = DOING,
) -> None:
    """Call AMOUNT of capital; prints what each partner owes."""
    who, today = door.enter(), door.day
    money = _money(who, fund, amount, today)
    shares = call_capital(who, fund, money.minor, key=key, on=today, at=now(), party=partner)
    say_parts([(each.party, each.amount) for each in shares], money.currency, as_json=door.json)


@app.command(name="pay-call")
def pay_call_(
    fund: str,
    amount: str,
    /,
    *,
    key: Key,
    partner: Of = "",
    door: Doing = DOING,
) -> None:
    """Take in AMOUNT of called capital; prints what each partner paid."""
    who, today = door.enter(), door.day
    money = _money(who, fund, amount, today)
    shares = pay_call(who, fund, money.minor, key=key, on=today, at=now(), party=partner)
    say_parts([(each.party, each.amount) for each in shares], money.currency, as_json=door.json)


@app.command(name="invest")
def invest_(
    fund: str,
    company: str,
    amount: str,
    /,
    *,
    key: Key,
    reference: Annotated[str, Parameter(help="Document of the investment committee.")] = "",
    door: Doing = DOING,
) -> None:
    """Invest AMOUNT in COMPANY, by its corporate registration number."""
    who, today = door.enter(), door.day
    firm, money = parse_corporate_number(company), _money(who, fund, amount, today)
    invest(who, fund, firm, money.minor, key=key, on=today, at=now(), reference=reference)
    say_fund(fund_file(who, fund, on=today, at=now()), as_json=door.json)


@app.command(name="value")
def value_(
    fund: str,
    company: str,
    amount: str,
    /,
    *,
    key: Key,
    note: Note = "",
    door: Doing = DOING,
) -> None:
    """Bring the holding of COMPANY to its fair value AMOUNT."""
    who, today = door.enter(), door.day
    firm, money = parse_corporate_number(company), _money(who, fund, amount, today)
    value_investment(who, fund, firm, money.minor, key=key, on=today, at=now(), note=note)
    say_fund(fund_file(who, fund, on=today, at=now()), as_json=door.json)


@app.command
def proceeds(
    fund: str,
    company: str,
    amount: str,
    /,
    *,
    key: Key,
    note: Note = "",
    door: Doing = DOING,
) -> None:
    """Take in AMOUNT from COMPANY: a dividend, or the price of a part."""
    who, today = door.enter(), door.day
    firm, money = parse_corporate_number(company), _money(who, fund, amount, today)
    receive_proceeds(who, fund, firm, money.minor, key=key, on=today, at=now(), note=note)
    say_fund(fund_file(who, fund, on=today, at=now()), as_json=door.json)


@app.command(name="exit")
def exit_(
    fund: str,
    company: str,
    amount: str,
    /,
    *,
    key: Key,
    note: Note = "",
    door: Doing = DOING,
) -> None:
    """Sell all that is held of COMPANY for AMOUNT; 0 writes it off."""
    who, today = door.enter(), door.day
    firm, money = parse_corporate_number(company), _money(who, fund, amount, today)
    exit_investment(who, fund, firm, money.minor, key=key, on=today, at=now(), note=note)
    say_fund(fund_file(who, fund, on=today, at=now()), as_json=door.json)


@app.command(name="spend")
def spend_(
    fund: str,
    amount: str,
    /,
    *,
    key: Key,
    note: Note,
    door: Doing = DOING,
) -> None:
    """Record an expense of AMOUNT other than the manager's fee."""
    who, today = door.enter(), door.day
    money = _money(who, fund, amount, today)
    spend(who, fund, money.minor, key=key, on=today, at=now(), note=note)
    say_fund(fund_file(who, fund, on=today, at=now()), as_json=door.json)


@app.command(name="distribute")
def distribute_(
    fund: str,
    /,
    *,
    key: Key,
    amount: Annotated[str, Parameter(help="All cash where not said.")] = "",
    door: Doing = DOING,
) -> None:
    """Distribute cash through the waterfall; prints every distribution line by line."""
    who, today = door.enter(), door.day
    minor = _money(who, fund, amount, today).minor if amount else 0
    distribute(who, fund, key=key, on=today, at=now(), amount=minor)
    say_fund(fund_file(who, fund, on=today, at=now()), as_json=door.json)


@app.command
def end(
    fund: str,
    /,
    *,
    key: Key,
    note: Note = "",
    door: Doing = DOING,
) -> None:
    """Wind FUND up: the last fee, all cash distributed, what was lost stated."""
    who, today = door.enter(), door.day
    end_fund(who, fund, key=key, on=today, at=now(), note=note)
    say_fund(fund_file(who, fund, on=today, at=now()), as_json=door.json)


def _partner(written: str) -> Partner:
    party, is_named, rest = written.partition("=")
    name, is_said, amount = rest.partition(":")
    classes = {each.value for each in PartnerClass}
    if not (party and is_named and is_said and name.rstrip(OUTSIDE) in classes):
        raise PartnerNotReadableError(text=written, classes=tuple(sorted(classes)))
    return Partner(
        party.strip(),
        PartnerClass(name.rstrip(OUTSIDE)),
        parse_money(amount).minor,
        is_institution=not name.endswith(OUTSIDE),
    )


def _money(who: Actor, fund: str, written: str, on: date) -> Money:
    """Read an amount in the fund's currency."""
    currency = fund_file(who, fund, on=on, at=now()).contract.currency
    found = parse_money(written, currency)
    if found.currency != currency:
        raise CurrencyMismatchError(one=found, other=Money.zero(currency))
    return found
