"""How covers and funds stand, as parts of a contract's page."""

from collections.abc import Callable, Iterator

from majung.contracts.states import CoverState, FundState
from majung.reports.cells import amount, day, words
from majung.reports.model import Heading, KeyValue, KeyValues, Part
from majung.reports.tables import Align, Column, Row, Table
from majung.store.servicing.contracts import Contract
from majung.values.money import Money
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
                    amount(money(minor))
                    for minor in (each.loss, each.payable, each.accepted, each.paid)
                ),
                day(each.payment_due_on),
            )
        )
        for each in state.claims
    )
    heads = ("claim", "filed-on", "loss", "payable", "accepted", "paid", "payment-due-on")
    yield Table("claims", "", _columns(heads, 2, 6), rows, empty=phrase("no-claims"))


def fund_parts(contract: Contract, state: FundState) -> Iterator[Part]:
    """Lay out a fund: committed, called, invested, returned; partners and companies."""

    def money(minor: int) -> Money:
        return Money(minor, contract.currency)

    names = ("size", "called", "paid_in", "invested", "distributed", "carry", "net_asset_value")
    lines = [KeyValue(phrase("head-stage"), words(phrase(f"fund-{state.stage.value}")))]
    lines += [
        KeyValue(phrase(f"fund-{name.replace('_', '-')}"), amount(money(getattr(state, name))))
        for name in names
    ]
    yield KeyValues(tuple(lines))
    yield from _partners(state, money)
    yield from _companies(state, money)


def _partners(state: FundState, money: Callable[[int], Money]) -> Iterator[Part]:
    yield Heading(phrase("partners"))
    rows = tuple(
        Row(
            (
                words(each.party),
                *(
                    amount(money(minor))
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
    yield Table("partners", "", _columns(heads, 1, 7), rows)


def _companies(state: FundState, money: Callable[[int], Money]) -> Iterator[Part]:
    yield Heading(phrase("companies"))
    rows = tuple(
        Row(
            (
                words(each.company),
                day(each.invested_on),
                *(
                    amount(money(minor))
                    for minor in (each.invested, each.value, each.proceeds, each.realised)
                ),
            )
        )
        for each in state.holdings
    )
    of_company = ("company", "invested-on", "invested", "fair-value", "proceeds", "realised")
    yield Table("companies", "", _columns(of_company, 2, 6), rows)


def _columns(heads: tuple[str, ...], first: int, last: int) -> tuple[Column, ...]:
    return tuple(
        Column(phrase(f"head-{head}"), align=Align.END if first <= place < last else Align.START)
        for place, head in enumerate(heads)
    )
