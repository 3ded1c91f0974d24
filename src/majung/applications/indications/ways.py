"""Ways to finance a request: a bank's own loan or a programme's, alone or with a cover.

Programme data form them: a product's providers, what it combines with, what it excludes.  Each
way is priced from the plan of its contract, so that the figures shown are the figures serviced.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from majung.applications.application import LENDER, Request
from majung.applications.indications.assessment import ProductAssessment, assess_product
from majung.applications.indications.cover_quotes import (
    CoverQuote,
    Facts,
    Laid,
    conditions_of,
    cover_quote,
)
from majung.applications.indications.loan_terms import Plan, plain_plan, plan_of
from majung.applications.indications.names import party_name
from majung.contracts.instalments import Instalment
from majung.contracts.replay import schedule
from majung.contracts.terms import LoanTerms
from majung.errors import Message, message
from majung.pricing.build_up import RateBuildUp, build_up, cover_cut_line, with_cover_cut
from majung.pricing.costs import AllInCost, Burden, DatedAmount, all_in_cost
from majung.pricing.ladders import Found
from majung.pricing.quotes import BankQuote, RateLine, assumed_quote
from majung.pricing.undertakings import (
    UndertakingFinding,
    check_undertaking,
    undertaking_in_force,
)
from majung.programmes.price_terms import Payer, RateCut
from majung.programmes.products import CoverProduct, LoanProduct
from majung.programmes.programme import Programme
from majung.rules import Verdict
from majung.values.money import Money


@dataclass(frozen=True, slots=True)
class Way:
    """A loan of one bank, by a programme or not, covered or not.

    Attributes:
        loan: the programme's loan; None for the bank's own.
        is_assumed: the bank has not quoted; the programme's file assumes its rate.
    """

    quote: BankQuote
    loan: tuple[Programme, LoanProduct] | None = None
    cover: tuple[Programme, CoverProduct] | None = None
    is_assumed: bool = False

    @property
    def key(self) -> str:
        """Name the way: loan, cover, bank."""
        loan = self.loan[1].key if self.loan is not None else "own-loan"
        cover = f"+{self.cover[1].key}" if self.cover is not None else ""
        return f"{loan}{cover}@{self.quote.provider}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """A way with its price, as far as this house computes it.

    Attributes:
        rate_without_cover: the rate before the bank's cut for a covered loan.
        certain: the rate on what is met alone.
    """

    way: Way
    assessments: tuple[ProductAssessment, ...]
    plan: Plan
    rate: RateBuildUp
    rate_without_cover: RateBuildUp
    certain: RateBuildUp
    terms: LoanTerms
    instalments: tuple[Instalment, ...]
    cover: CoverQuote | None
    undertakings: tuple[UndertakingFinding, ...]

    @property
    def verdict(self) -> Verdict:
        """The least of the products' findings."""
        return min((each.verdict for each in self.assessments), default=Verdict.MET)

    @property
    def missing(self) -> frozenset[str]:
        """Every fact that is still to be stated."""
        names = frozenset(fact.name for each in self.assessments for fact in each.missing)
        return names | self.rate.missing | (self.cover.missing if self.cover else frozenset())


@dataclass(frozen=True, slots=True)
class Unpriced:
    """A way that has no indication: for which of its products, and why."""

    way: Way
    product: str
    reason: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """What ways are formed from and priced with.

    Attributes:
        quotes: banks' own rates, by party key.
        room: what is left of sub-limits, by envelope.
    """

    programmes: tuple[Programme, ...]
    quotes: Mapping[str, BankQuote]
    on: date
    room: Mapping[str, Money]


def loan_ways(market: Market) -> Iterator[Way]:
    """Form every loan: each bank's own, and each programme's at each bank that offers it."""
    for quote in market.quotes.values():
        yield Way(quote)
    for programme in market.programmes:
        for product in programme.products:
            if isinstance(product, LoanProduct):
                yield from _programme_loans(programme, product, market)


def covered_ways(way: Way, market: Market) -> Iterator[Way]:
    """Form the covered variants of a loan."""
    for programme in market.programmes:
        for product in programme.products:
            if isinstance(product, CoverProduct):
                yield replace(way, cover=(programme, product))


def banks_without_quote(market: Market) -> Iterator[tuple[Programme, LoanProduct, str]]:
    """Return the products and banks for which only the bank can say a rate."""
    for programme in market.programmes:
        for product in programme.products:
            if isinstance(product, LoanProduct):
                for provider in product.providers:
                    if _quote(product, provider, market)[0] is None:
                        yield programme, product, provider


def price(
    way: Way, request: Request, facts: Facts, market: Market, *, is_decided: bool = False
) -> Priced | Unpriced:
    """Price a way, or say why it has no indication.

    What is open for the products themselves is supposed to turn out well, and nothing beyond: a
    step of price that waits for other facts does not count, and says what it waits for.

    Args:
        is_decided: two persons granted it: findings refuse nothing, and nothing is supposed.
    """
    known = {**facts, LENDER: way.quote.provider}
    parts = [part for part in (way.loan, way.cover) if part is not None]
    assessments = tuple(
        assess_product(known, programme, product, on=market.on) for programme, product in parts
    )
    for each in assessments:
        if each.refusal is not None and not is_decided:
            return Unpriced(way, each.product, each.refusal)
    plan = _plan(way, request, market)
    waiting = frozenset(fact.name for each in assessments for fact in each.missing)
    supposed = frozenset[str]() if is_decided else waiting
    rate, sure = (
        _rate(way, known, market, asked=request.amount, supposed=facts_supposed)
        for facts_supposed in (supposed, frozenset[str]())
    )
    covered, sure_covered, undertaken = _with_cover(way, rate, sure, market)
    terms = replace(plan.terms, components=covered.components())
    instalments = schedule(terms)
    cover = _cover(way, known, Laid(terms, instalments, supposed), market)
    if isinstance(cover, Unpriced):
        return cover
    return Priced(
        way=way,
        assessments=assessments,
        plan=plan,
        rate=covered,
        rate_without_cover=rate,
        certain=sure_covered,
        terms=terms,
        instalments=instalments,
        cover=cover,
        undertakings=(*_loan_undertaking(way, rate, market), *undertaken),
    )


def _cover(way: Way, facts: Facts, laid: Laid, market: Market) -> CoverQuote | Unpriced | None:
    if way.cover is None:
        return None
    programme, product = way.cover
    quoted = cover_quote(programme, product, facts, laid, on=market.on)
    return Unpriced(way, product.key, quoted) if isinstance(quoted, Message) else quoted


def own_cost(priced: Priced) -> AllInCost:
    """Return what the same loan costs at the bank's own rate, without programme and cover."""
    own = RateBuildUp(priced.rate.own)
    return _plain_cost(replace(priced.terms, components=own.components()))


@lru_cache(maxsize=256)
def _plain_cost(terms: LoanTerms) -> AllInCost:
    """Return the cost of a loan alone; a loan and its covered variants ask for the same one."""
    return all_in_cost(burden(terms, schedule(terms)))


def burden(
    terms: LoanTerms, instalments: Sequence[Instalment], cover: CoverQuote | None = None
) -> Burden:
    """Gather what the firm receives and pays itself; shares that others bear are not in it."""

    def dated(amounts: Iterator[tuple[date, int]]) -> tuple[DatedAmount, ...]:
        return tuple(
            DatedAmount(day, Money(amount, terms.currency)) for day, amount in amounts if amount
        )

    dues = cover.premium.dues if cover is not None else ()
    return Burden(
        drawn=dated(iter([(terms.start_on, terms.committed)])),
        repaid=dated((each.due_on, each.principal) for each in instalments),
        interest=dated((each.due_on, each.interest) for each in instalments),
        premium=dated(
            (due.due_on, due.amount.minor) for due in dues if due.payer is Payer.BORROWER
        ),
    )


def _programme_loans(programme: Programme, product: LoanProduct, market: Market) -> Iterator[Way]:
    for provider in product.providers:
        quote, is_assumed = _quote(product, provider, market)
        if quote is not None:
            yield Way(quote, (programme, product), is_assumed=is_assumed)


def _quote(product: LoanProduct, provider: str, market: Market) -> tuple[BankQuote | None, bool]:
    stated = market.quotes.get(provider)
    if stated is not None:
        return stated, False
    return assumed_quote(provider, product.pricing, on=market.on), True


def _plan(way: Way, request: Request, market: Market) -> Plan:
    if way.loan is not None:
        programme, product = way.loan
        return plan_of(request, product, calendar=programme.calendar, on=market.on)
    calendar = way.cover[0].calendar if way.cover is not None else "KR"
    return plain_plan(request, calendar=calendar)


def _rate(
    way: Way, facts: Facts, market: Market, *, asked: Money, supposed: frozenset[str]
) -> RateBuildUp:
    if way.loan is None:
        return RateBuildUp(way.quote.lines)
    programme, product = way.loan
    found: list[Found[RateCut]] = [
        Found(cut, conditions_of(programme, cut, facts)) for cut in product.pricing.cuts
    ]
    return build_up(
        way.quote,
        product.pricing,
        found,
        on=market.on,
        supposed=supposed,
        room=market.room,
        asked=asked,
    )


def _with_cover(
    way: Way, rate: RateBuildUp, sure: RateBuildUp, market: Market
) -> tuple[RateBuildUp, RateBuildUp, tuple[UndertakingFinding, ...]]:
    """Take off what the bank takes off a covered loan, and hold it against its promise."""
    if way.cover is None:
        return rate, sure, ()
    programme, product = way.cover
    undertaking = undertaking_in_force(
        programme.agreements, way.quote.provider, product.key, on=market.on
    )
    finding = (
        check_undertaking(undertaking, way.quote.cover_cut, on=market.on)
        if undertaking is not None
        else None
    )
    line = _cover_cut(way.quote, finding)
    findings = () if finding is None or way.is_assumed else (finding,)
    if line is None:
        return rate, sure, findings
    return with_cover_cut(rate, line), with_cover_cut(sure, line), findings


def _cover_cut(quote: BankQuote, finding: UndertakingFinding | None) -> RateLine | None:
    """Take the cut the bank stated; else the one it promised; else none."""
    if quote.cover_cut is not None:
        base = quote.lines[0]
        return cover_cut_line(quote.cover_cut, citation=base.citation, status=base.status)
    if finding is None:
        return None
    return cover_cut_line(finding.promised, citation=finding.citation, status=finding.status)


def _loan_undertaking(
    way: Way, rate: RateBuildUp, market: Market
) -> tuple[UndertakingFinding, ...]:
    """Hold the bank's cut against its promise, where the firm is one that gets it."""
    if way.loan is None or way.is_assumed or not rate.cuts:
        return ()
    programme, product = way.loan
    undertaking = undertaking_in_force(
        programme.agreements, way.quote.provider, product.key, on=market.on
    )
    if undertaking is None:
        return ()
    has_said = any(line.key in way.quote.cuts for line in rate.cuts)
    finding = check_undertaking(undertaking, rate.cut if has_said else None, on=market.on)
    return () if finding is None else (finding,)


def without_quote(product: LoanProduct, provider: str, market: Market) -> Message:
    """Say that only the bank can state its rate."""
    bank = party_name(provider, market.programmes, on=market.on)
    return message("quote-missing", product=product.name, provider=bank)
