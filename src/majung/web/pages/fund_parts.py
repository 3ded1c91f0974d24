"""How covers and funds stand, as parts of a contract's page."""

from collections.abc import Iterator, Mapping

from majung.contracts.states import CoverState, FundState
from majung.operations.reading_names import Names
from majung.reports.cells import amount, day, in_full, words
from majung.reports.model import Heading, KeyValue, KeyValues, Part
from majung.reports.tables import Row, Table
from majung.rules.citations import Label
from majung.store.servicing.contracts import Contract
from majung.values.money import Money
from majung.web.pages.naming import columns, party_name
from majung.web.pages.wording import phrase


def cover_parts(contract: Contract, state: CoverState) -> Iterator[Part]:
    """Lay out a cover: its stage, premiums, claims and what was regained."""

    def money(minor: int) -> Money:
        return Money(minor, contract.currency)

    lines = [
        KeyValue(phrase("head-stage"), words(phrase(f"cover-{state.stage.value}"))),
        KeyValue(phrase("cover-in-force-amount"), amount(money(state.in_force))),
        KeyValue(phrase("cover-premium-unpaid"), amount(money(state.premium_unpaid))),
        KeyValue(phrase("cover-paid"), amount(money(state.paid))),
        KeyValue(phrase("cover-recourse"), amount(money(state.recourse.outstanding))),
        KeyValue(phrase("cover-recovered"), amount(money(state.recourse.recovered))),
        KeyValue(phrase("cover-shared"), amount(money(state.recourse.shared))),
    ]
    for name, moment in (("default-on", state.default_on), ("claimable-on", state.claimable_on)):
        if moment is not None:
            lines.append(KeyValue(phrase(f"cover-{name}"), day(moment)))
    yield KeyValues(tuple(lines))
    yield Heading(phrase("claims"))
    rows = tuple(
        Row(
            (
                words(each.key),
                day(each.filed_on),
                *(
                    in_full(money(minor))
                    for minor in (each.loss, each.payable, each.accepted, each.paid)
                ),
                day(each.payment_due_on),
            )
        )
        for each in state.claims
    )
    heads = ("claim", "filed-on", "loss", "payable", "accepted", "paid", "payment-due-on")
    head = columns(heads, money=heads[2:6], currency=contract.currency)
    yield Table("claims", "", head, rows, empty=phrase("no-claims"))


def fund_parts(
    contract: Contract, state: FundState, names: Names, firms: Mapping[str, Label]
) -> Iterator[Part]:
    """Lay out a fund: committed, called, invested, returned; partners and companies."""

    def money(minor: int) -> Money:
        return Money(minor, contract.currency)

    figures = ("size", "called", "paid_in", "invested", "distributed", "carry", "net_asset_value")
    lines = [KeyValue(phrase("head-stage"), words(phrase(f"fund-{state.stage.value}")))]
    lines += [
        KeyValue(phrase(f"fund-{name.replace('_', '-')}"), amount(money(getattr(state, name))))
        for name in figures
    ]
    yield KeyValues(tuple(lines))
    yield from _partners(state, contract, names)
    yield from _companies(state, contract.currency, firms)


def _partners(state: FundState, contract: Contract, names: Names) -> Iterator[Part]:
    yield Heading(phrase("partners"))
    rows = tuple(
        Row(
            (
                words(party_name(each.party, contract, names)),
                *(
                    in_full(Money(minor, contract.currency))
                    for minor in (
                        each.committed,
                        each.called,
                        each.paid,
                        each.capital_returned,
                        each.profit,
                        each.carry,
                    )
                ),
            )
        )
        for each in state.partners
    )
    heads = ("partner", "committed", "called", "paid", "returned", "profit", "carry")
    head = columns(heads, money=heads[1:], currency=contract.currency)
    yield Table("partners", "", head, rows)


def _companies(state: FundState, currency: str, firms: Mapping[str, Label]) -> Iterator[Part]:
    yield Heading(phrase("companies"))
    rows = tuple(
        Row(
            (
                words(firms.get(each.company, each.company)),
                day(each.invested_on),
                *(
                    in_full(Money(minor, currency))
                    for minor in (each.invested, each.value, each.proceeds, each.realised)
                ),
            )
        )
        for each in state.holdings
    )
    of_company = ("company", "invested-on", "invested", "fair-value", "proceeds", "realised")
    head = columns(of_company, money=of_company[2:], currency=currency)
    yield Table("companies", "", head, rows, empty=phrase("no-companies"))
