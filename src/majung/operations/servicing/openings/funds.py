"""The rows of a fund that is taken over: terms, what happened since its formation, how it stands.

Fees, preferred returns and shares of proceeds follow from days, so a fund is replayed from its
formation: with a row for each movement, or with one row a partner that says what was called and
paid in all, on the last day.  Cash and the totals of partners are held against the replay.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from majung.applications.firm import FirmIdentity, identity_key
from majung.contracts.events import EventKind
from majung.contracts.facts import Fact, FactKind
from majung.contracts.fund import replay_fund
from majung.contracts.fund_measures import MANDATE, OTHER
from majung.contracts.fund_terms import NONE, FeeBand, FundTerms, PartnerClass
from majung.contracts.reported.cells import StatementCells
from majung.contracts.reported.columns import WITHIN
from majung.contracts.states import FundState
from majung.errors import PolicyFinanceError
from majung.operations.funds.form_fund import Formation, Partner, terms_of
from majung.operations.servicing.opening_firms import NamedFirm, firm_of
from majung.operations.servicing.openings.cells import matched, needed, needed_day
from majung.operations.servicing.openings.fund_columns import CLASSES, ENTRIES, FundEntry
from majung.programmes import FundProduct, Programme
from majung.programmes.programme import SupplyBasis
from majung.values.cycles import add_months
from majung.values.identifiers import BusinessNumber
from majung.values.rates import Ratio, parse_ratio

OPENING = "opening"
CLASS_ORDER = {of_class: place for place, of_class in enumerate(PartnerClass)}
#: Movements that concern a company.
OF_COMPANIES = frozenset(
    {FactKind.INVESTMENT, FactKind.VALUATION, FactKind.PROCEEDS, FactKind.EXIT}
)
CALLS = frozenset({FactKind.CALL, FactKind.CALL_PAYMENT})


@dataclass(frozen=True, slots=True)
class OpeningInvestment:
    """What a fund put into a company, and when first."""

    company: NamedFirm
    since: date
    invested: int
    cost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningFund:
    """A fund that was held before.

    Attributes:
        as_of: the day of its balances.
        state: how it stands at the end of that day, replayed.
    """

    terms: FundTerms
    facts: tuple[Fact, ...]
    as_of: date
    signed_on: date
    state: FundState
    formation: Formation
    investments: tuple[OpeningInvestment, ...]
    cuts: tuple[str, ...] = ()

    @property
    def uses(self) -> Mapping[SupplyBasis, int]:
        """Its own commitments stand under no limit; its investments do."""
        return {}

    @property
    def value(self) -> int:
        """What its companies are worth."""
        return sum(holding.value for holding in self.state.holdings)

    @property
    def balances(self) -> tuple[tuple[EventKind, bool, int], ...]:
        """What must stand on the fund's books: by event, whether on its debit, how much."""
        state = self.state
        return (
            (EventKind.CAPITAL_PAID, True, state.cash),
            (EventKind.CAPITAL_CALLED, True, state.called - state.paid_in),
            (EventKind.INVESTED, True, self.value),
            (EventKind.MANAGEMENT_FEE, False, -state.fees_unpaid),
            (EventKind.FUND_COMMITTED, False, state.called - state.size),
        )


@dataclass(frozen=True, slots=True)
class FundDesk:
    """What the rows of a fund are held against.

    Attributes:
        holder: key of the general partner.
        institutions: keys, by every name.
        on: the day it is taken over.
    """

    programme: Programme
    product: FundProduct
    holder: str
    institutions: Mapping[str, str]
    sites: Mapping[BusinessNumber, FirmIdentity]
    on: date


def opening_fund(
    head: StatementCells, rows: Sequence[StatementCells], desk: FundDesk
) -> OpeningFund | None:
    """Read a fund; None, with every problem noted in its cell, where it cannot be taken over.

    Args:
        head: its own row.
        rows: all its rows, that one included.
    """
    formed_on, as_of = needed_day(head, "day"), needed_day(head, "as-of")
    cash = head.money("cash", required=True)
    size = head.money("amount", required=True)
    if as_of is not None and as_of > desk.on:
        head.object("as-of", "opening-day-ahead", day=as_of, on=desk.on)
    by_entry = [(entry, cells) for cells in rows if (entry := _entry(cells)) is not None]
    partners = [
        (cells, partner)
        for entry, cells in by_entry
        if entry is FundEntry.PARTNER and (partner := _partner(cells, desk)) is not None
    ]
    # A last won is shared out in the order of the terms, which rows in another order must not turn.
    partners.sort(key=lambda each: (CLASS_ORDER[each[1].partner_class], each[1].party))
    formation = Formation(
        programme=desk.programme.key,
        product=desk.product.key,
        partners=tuple(partner for _, partner in partners),
        first_loss=_share(head, "first-loss") or NONE,
        excess_transfer=_share(head, "transfer") or NONE,
    )
    terms = _terms(head, formation, desk, formed_on)
    companies = _companies(by_entry, desk)
    if terms is None or formed_on is None or as_of is None:
        return None
    matched(head, "amount", size, terms.size)
    told = (
        Fact(formed_on, FactKind.ISSUE, f"{OPENING}/issue"),
        *_called(by_entry, partners),
        *_moved(by_entry, companies, desk),
    )
    for fact in told:
        if fact.effective_on > as_of:
            head.object("as-of", "opening-day-ahead", day=fact.effective_on, on=as_of)
    if any(cells.problems for cells in rows):
        return None
    try:
        state = replay_fund(terms, told, until=as_of).state
    except PolicyFinanceError as refusal:
        head.refuse("contract", refusal.message)
        return None
    matched(head, "cash", cash, state.cash)
    _compare_partners(partners, state)
    return OpeningFund(
        terms=terms,
        facts=told,
        as_of=as_of,
        signed_on=formed_on,
        state=state,
        formation=formation,
        investments=tuple(_investments(companies, state)),
    )


def entry_of(cells: StatementCells) -> FundEntry | FactKind | None:
    """Read what a row is about; None where the word is not known."""
    return ENTRIES.get(cells.text("entry").replace(" ", "").casefold())


def _entry(cells: StatementCells) -> FundEntry | FactKind | None:
    found = entry_of(cells)
    if found is None:
        known = tuple(each for each in ENTRIES if not each.isascii())
        cells.object("entry", "opening-word-unknown", text=cells.text("entry"), known=known)
    return found


def _partner(cells: StatementCells, desk: FundDesk) -> Partner | None:
    text = needed(cells, "partner", cells.text("partner"))
    amount = cells.money("amount", required=True)
    word = cells.text("class").replace(" ", "").casefold()
    of_class = CLASSES.get(word)
    if of_class is None:
        known = tuple(each for each in CLASSES if not each.isascii())
        cells.object("class", "opening-word-unknown", text=cells.text("class"), known=known)
    if cells.text("called") or cells.text("paid"):
        needed_day(cells, "day")
    if not text or amount is None or of_class is None:
        return None
    key = desk.institutions.get(text)
    return Partner(key or text, of_class, amount, is_institution=key is not None)


def _terms(
    head: StatementCells, formation: Formation, desk: FundDesk, formed_on: date | None
) -> FundTerms | None:
    """Return the product's terms of the day of formation, with what the fund agreed otherwise."""
    product, ends_on = desk.product.terms, head.day("fund-ends-on")
    until, fee = head.day("investing-until"), head.share("fee-rate")
    hurdle, of_policy = head.share("hurdle"), head.share("policy-hurdle")
    carry = _share(head, "carry")
    if formed_on is None or not formation.partners:
        if not formation.partners:
            head.object("entry", "opening-fund-without-partners")
        return None
    figures_on = max(formed_on, desk.programme.valid_from)
    terms = terms_of(formation, desk.product, currency=head.currency, on=figures_on)
    life, investing = (
        figure.value_on(figures_on) if figure is not None else None
        for figure in (product.life_months, product.investment_months)
    )
    profit = replace(
        terms.profit,
        hurdle=terms.profit.hurdle if hurdle is None else hurdle,
        policy_hurdle=terms.profit.policy_hurdle if of_policy is None else of_policy,
        carry=terms.profit.carry if carry is None else carry,
    )
    bands = terms.fees.bands if fee is None else (FeeBand(None, fee),)
    return replace(
        terms,
        ends_on=ends_on or add_months(formed_on, life or 0),
        investing_until_on=until or add_months(formed_on, investing or 0),
        fees=replace(terms.fees, bands=bands),
        profit=profit,
    )


def _share(cells: StatementCells, key: str) -> Ratio | None:
    return cells.read(key, parse_ratio)


def _companies(
    by_entry: Sequence[tuple[FundEntry | FactKind, StatementCells]], desk: FundDesk
) -> Mapping[int, NamedFirm]:
    """Return the company of each row that concerns one, by line."""
    found: dict[int, NamedFirm] = {}
    for entry, cells in by_entry:
        if entry in OF_COMPANIES:
            named = firm_of(cells, desk.sites)
            if named is not None:
                found[cells.row.place.line] = named
    return found


def _called(
    by_entry: Sequence[tuple[FundEntry | FactKind, StatementCells]],
    partners: Sequence[tuple[StatementCells, Partner]],
) -> Iterator[Fact]:
    """Return what was called and paid as partners' totals say, where no call has its own row."""
    if any(entry in CALLS for entry, _ in by_entry):
        return
    for cells, partner in partners:
        day, called, paid = cells.day("day"), cells.money("called"), cells.money("paid")
        if day is not None and called:
            key = f"{OPENING}/call/{partner.party}"
            yield Fact(day, FactKind.CALL, key, called, party=partner.party)
        if day is not None and paid:
            key = f"{OPENING}/payment/{partner.party}"
            yield Fact(day, FactKind.CALL_PAYMENT, key, paid, party=partner.party)


def _moved(
    by_entry: Sequence[tuple[FundEntry | FactKind, StatementCells]],
    companies: Mapping[int, NamedFirm],
    desk: FundDesk,
) -> Iterator[Fact]:
    """Return the movements; rows of one kind, day and party are told apart by their amounts."""
    seen: Counter[tuple[str, date, str, int]] = Counter()
    for kind, cells in by_entry:
        if not isinstance(kind, FactKind):
            continue
        day, amount = needed_day(cells, "day"), cells.money("amount", required=True)
        company = companies.get(cells.row.place.line)
        party = identity_key(company.identity) if company else ""
        if kind in CALLS:
            party = desk.institutions.get(cells.text("partner"), cells.text("partner"))
        if day is None or amount is None:
            continue
        seen[kind, day, party, amount] += 1
        number = seen[kind, day, party, amount]
        key = f"{OPENING}/{kind}/{day}/{party or '-'}/{amount}/{number}"
        yield Fact(day, kind, key, amount, party=party, note=_note(kind, cells))
        yield from _valued(kind, cells, party)


def _valued(kind: FactKind, cells: StatementCells, party: str) -> Iterator[Fact]:
    """Return the latest valuation that stands beside an investment."""
    value, day = cells.money("value"), cells.day("valued-on")
    if kind is not FactKind.INVESTMENT or value is None:
        return
    if not cells.text("valued-on"):
        cells.object("valued-on", "servicer-cell-missing")
    elif day is not None:
        yield Fact(day, FactKind.VALUATION, f"{OPENING}/value/{party}", value, party=party)


def _note(kind: FactKind, cells: StatementCells) -> str:
    """Say of an investment whether it was found to be within the fund's purpose."""
    if kind is not FactKind.INVESTMENT:
        return ""
    text = cells.text("mandate").casefold()
    if text and text not in WITHIN:
        known = tuple(each for each in WITHIN if not each.isascii())
        cells.object("mandate", "opening-word-unknown", text=cells.text("mandate"), known=known)
    code = MANDATE if WITHIN.get(text, False) else OTHER
    return f"{code}: {cells.rows.name}:{cells.row.place.line}"


def _compare_partners(partners: Sequence[tuple[StatementCells, Partner]], state: FundState) -> None:
    stands = {each.party: each for each in state.partners}
    for cells, partner in partners:
        stand = stands[partner.party]
        matched(cells, "called", cells.money("called"), stand.called)
        matched(cells, "paid", cells.money("paid"), stand.paid)
        matched(cells, "distributed", cells.money("distributed"), stand.distributed)


def _investments(
    companies: Mapping[int, NamedFirm], state: FundState
) -> Iterator[OpeningInvestment]:
    named = {identity_key(each.identity): each for each in companies.values()}
    for holding in state.holdings:
        yield OpeningInvestment(
            named[holding.company], holding.invested_on, holding.invested, holding.cost
        )
