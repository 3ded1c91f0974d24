"""All ways to finance a request side by side, and what was left out, each with its reason.

The firm chooses the order.  What excludes each other is never combined; of several preferential
loans for one need the better one is named, and the choice stays with the firm.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from majung.applications.application import LENDER, Application, facts_of, programmes_for
from majung.applications.indications.assessment import (
    NO_NAMES,
    FactNeeded,
    ProductAssessment,
    assess_all,
    assess_product,
    facts_needed,
)
from majung.applications.indications.combining import (
    NotIndicated,
    about_held,
    joined,
    kept_out_by,
    never_together,
)
from majung.applications.indications.cover_quotes import Facts
from majung.applications.indications.indication import (
    CoverIndication,
    Indication,
    Order,
    ProductName,
    in_order,
)
from majung.applications.indications.names import bank_name
from majung.applications.indications.request_file import Asked, asked_from_tree
from majung.applications.indications.ways import (
    Market,
    Priced,
    Unpriced,
    Way,
    banks_without_quote,
    burden,
    covered_ways,
    loan_ways,
    own_cost,
    price,
    without_quote,
)
from majung.errors import Message, Problem, message
from majung.files import Tree
from majung.pricing.costs import all_in_cost, saving
from majung.pricing.quotes import BankQuote
from majung.programmes.products import CoverProduct, FundProduct, LoanProduct
from majung.programmes.programme import Programme
from majung.rules import FactDefinition, Label
from majung.values.money import Money

OWN_LOAN = ProductName("own-loan", Label("은행 자체 대출", "the bank's own loan"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a firm is shown before anybody decides.

    Attributes:
        assessments: every product of every programme with its finding.
        needed: facts to be stated, what most products wait for first.
        indications: in the order the firm chose.
        left_out: products and combinations without an indication.
    """

    application: str
    on: date
    order: Order
    assessments: tuple[ProductAssessment, ...]
    needed: tuple[FactNeeded, ...]
    indications: tuple[Indication, ...]
    left_out: tuple[NotIndicated, ...]

    def indication(self, key: str) -> Indication:
        """Return an indication by key; KeyError where the comparison has none of that key."""
        for each in self.indications:
            if each.key == key:
                return each
        raise KeyError(f"the comparison of {self.application} has no indication {key}")


def compare(
    application: Application,
    programmes: Iterable[Programme],
    quotes: Mapping[str, BankQuote],
    *,
    on: date,
    order: Order = Order.ALL_IN_COST,
    room: Mapping[str, Money] | None = None,
    called: Mapping[str, Label] = NO_NAMES,
) -> Comparison:
    """Lay out every way to finance an application.

    Args:
        quotes: banks' own rates, by party key.
        room: what is left of sub-limits, by envelope; a sub-limit not named is not checked.
        called: what bodies are called that are party to none of the programmes, by key.
    """
    known = programmes_for(application, programmes)
    market = Market(programmes=known, quotes=quotes, on=on, room=room or {})
    priced, left_out = priced_ways(application, market)
    facts = facts_of(application, on=on)
    assessments = assess_all(facts, known, on=on, called=called)
    indications = tuple(indication_of(each, application, market) for each in priced)
    return Comparison(
        application=application.number,
        on=on,
        order=order,
        assessments=assessments,
        needed=facts_needed(assessments),
        indications=in_order(indications, order),
        left_out=(*left_out, *never_together(indications, application, known)),
    )


def comparison_from_tree(
    tree: Tree, programmes: Iterable[Programme]
) -> Comparison | tuple[Problem, ...]:
    """Compare what a request file asks for, or say everything that is wrong with the file."""
    known = tuple(programmes)
    asked = asked_from_tree(tree, known)
    if not isinstance(asked, Asked):
        return asked
    return compare(asked.application, known, asked.quotes, on=asked.on, order=asked.order)


def priced_ways(
    application: Application, market: Market
) -> tuple[tuple[Priced, ...], tuple[NotIndicated, ...]]:
    """Price every way that nothing keeps out, and say of the others why."""
    facts = facts_of(application, on=market.on)
    priced: list[Priced] = []
    left_out = [*_unquoted(facts, market), *_funds(facts, market)]
    for loan in loan_ways(market):
        found = _priced(loan, application, facts, market)
        if isinstance(found, NotIndicated):
            left_out.append(found)
            continue
        priced.append(found)
        for way in covered_ways(loan, market):
            covered = _priced(way, application, facts, market)
            if isinstance(covered, NotIndicated):
                left_out.append(covered)
            else:
                priced.append(covered)
    return tuple(priced), joined(left_out)


def indication_of(priced: Priced, application: Application, market: Market) -> Indication:
    """Return what a firm may see of a priced way."""
    way = priced.way
    cost = all_in_cost(burden(priced.terms, priced.instalments, priced.cover))
    plain_cost = own_cost(priced)
    return Indication(
        key=way.key,
        loan=OWN_LOAN if way.loan is None else _name(*way.loan),
        provider=way.quote.provider,
        provider_name=bank_name(way.quote, market.programmes, on=market.on),
        verdict=priced.verdict,
        missing=_definitions(priced.missing, market.programmes),
        rate=priced.rate,
        rate_certain=priced.certain.rate,
        cover=_cover(priced),
        terms=priced.terms,
        instalments=priced.instalments,
        cost=cost,
        own_cost=plain_cost,
        saving=saving(cost, against=plain_cost),
        undertakings=priced.undertakings,
        notes=(
            *_about_quote(way, market),
            *priced.plan.notes,
            *(priced.cover.notes if priced.cover is not None else ()),
            *about_held(way, application, market),
        ),
    )


def _priced(
    way: Way, application: Application, facts: Facts, market: Market
) -> Priced | NotIndicated:
    kept_out = kept_out_by(way, application, market)
    if kept_out is not None:
        return kept_out
    found = price(way, application.request, facts, market)
    if isinstance(found, Unpriced):
        return NotIndicated((found.product,), (way.quote.provider,), found.reason)
    return found


def _unquoted(facts: Facts, market: Market) -> Iterator[NotIndicated]:
    """Say of banks without a quote why the product cannot be had, or that they must quote."""
    for programme, product, provider in banks_without_quote(market):
        known = {**facts, LENDER: provider}
        refusal = assess_product(known, programme, product, on=market.on).refusal
        reason = refusal or without_quote(product, provider, market)
        yield NotIndicated((product.key,), (provider,), reason)


def _funds(facts: Facts, market: Market) -> Iterator[NotIndicated]:
    """Say of funds that they are no debt: the manager decides what a stake is worth."""
    for programme in market.programmes:
        for product in programme.products:
            if isinstance(product, FundProduct):
                refusal = assess_product(facts, programme, product, on=market.on).refusal
                reason = refusal or message("fund-not-priced", product=product.name)
                yield NotIndicated((product.key,), (), reason)


def _name(programme: Programme, product: LoanProduct | CoverProduct) -> ProductName:
    return ProductName(product.key, product.name, programme.key, programme.version)


def _cover(priced: Priced) -> CoverIndication | None:
    quote, covered = priced.cover, priced.way.cover
    if quote is None or covered is None:
        return None
    return CoverIndication(
        cover=_name(*covered),
        insurers=covered[1].providers,
        form=covered[1].form,
        ratio=quote.ratio,
        ratio_certain=quote.ratio_certain,
        insured=quote.insured,
        premium=quote.premium,
        rate_without=priced.rate_without_cover.rate,
    )


def _about_quote(way: Way, market: Market) -> tuple[Message, ...]:
    if not way.is_assumed:
        return ()
    bank = bank_name(way.quote, market.programmes, on=market.on)
    return (message("quote-assumed", provider=bank),)


def _definitions(
    names: Iterable[str], programmes: Iterable[Programme]
) -> tuple[FactDefinition, ...]:
    """Find what facts mean, in whichever programme defines them."""
    known = tuple(programmes)
    found = (
        next((each.vocabulary[name] for each in known if name in each.vocabulary), None)
        for name in sorted(names)
    )
    return tuple(definition for definition in found if definition is not None)
