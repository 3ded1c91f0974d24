"""What may stand together: a loan and its cover, a new benefit and those held, two loans.

Nothing is left out in silence.  What may never be held together is never combined; where only
the better of two may be kept, it is said which one is better and what would have to end.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from majung.applications.application import Application
from majung.applications.holdings.exclusions import Benefit, Excluded, exclusions_between
from majung.applications.indications.indication import Indication, Order, in_order
from majung.applications.indications.names import product_name
from majung.applications.indications.ways import Market, Way
from majung.errors import Message, message
from majung.programmes.products import CoverProduct, LoanProduct
from majung.programmes.programme import ExclusionKind, Programme

#: The loan that is asked for: it is none of those the firm has already.
ASKED = "asked"


@dataclass(frozen=True, slots=True)
class NotIndicated:
    """A product or combination without an indication, and why.

    Attributes:
        products: key of the product, or of both that would have been combined.
        providers: the banks it concerns; empty where it concerns no single bank.
    """

    products: tuple[str, ...]
    providers: tuple[str, ...]
    reason: Message


def joined(left_out: Iterable[NotIndicated]) -> tuple[NotIndicated, ...]:
    """Bring entries with one reason together, so that it is said once for all its banks."""
    providers: dict[tuple[tuple[str, ...], Message], list[str]] = {}
    for each in left_out:
        found = providers.setdefault((each.products, each.reason), [])
        found.extend(provider for provider in each.providers if provider not in found)
    return tuple(
        NotIndicated(products, tuple(found), reason)
        for (products, reason), found in providers.items()
    )


def kept_out_by(way: Way, application: Application, market: Market) -> NotIndicated | None:
    """Say what keeps a way out before it is priced: a combination, or something the firm holds."""
    provider = (way.quote.provider,)
    if way.loan is not None and way.cover is not None:
        reason = _not_combined(way.loan[1], way.cover[1], application, market)
        if reason is not None:
            return NotIndicated((way.loan[1].key, way.cover[1].key), provider, reason)
    for excluded in _held_against(way, application, market):
        if excluded.exclusion.kind is not ExclusionKind.BEST_ONLY:
            reason = message(
                "held-excludes",
                product=product_name(excluded.one.product, market.programmes),
                held=product_name(excluded.other.product, market.programmes),
                by=excluded.exclusion.label,
                source=excluded.exclusion.citation,
            )
            return NotIndicated((excluded.one.product,), (), reason)
    return None


def about_held(way: Way, application: Application, market: Market) -> tuple[Message, ...]:
    """Say what the firm would have to give up: only the better of the two may be kept."""
    return tuple(
        message(
            "held-must-end",
            held=product_name(excluded.other.product, market.programmes),
            by=excluded.exclusion.label,
            source=excluded.exclusion.citation,
        )
        for excluded in _held_against(way, application, market)
        if excluded.exclusion.kind is ExclusionKind.BEST_ONLY
    )


def never_together(
    indications: Sequence[Indication], application: Application, programmes: Sequence[Programme]
) -> Iterator[NotIndicated]:
    """Say of every two programme loans that may not be combined why not, and which is better."""
    cheapest = in_order((each for each in indications if each.loan.programme), Order.ALL_IN_COST)
    best: dict[str, Indication] = {}
    for each in cheapest:
        best.setdefault(each.loan.product, each)
    for one, other in combinations(best.values(), 2):
        found = exclusions_between(
            _asked(one.loan.product, application),
            _asked(other.loan.product, application),
            programmes,
        )
        if found:
            pair = tuple(sorted((one.loan.product, other.loan.product)))
            # Of several rules the one that names the better of the two helps most.
            rules = sorted(
                found, key=lambda each: each.exclusion.kind is not ExclusionKind.BEST_ONLY
            )
            yield NotIndicated(pair, (), _against_both(one, other, rules[0]))


def _against_both(better: Indication, other: Indication, excluded: Excluded) -> Message:
    rule = excluded.exclusion
    names = {"one": better.loan.name, "other": other.loan.name}
    if rule.kind is ExclusionKind.BEST_ONLY:
        return message("better-of-two", **names, by=rule.label, source=rule.citation)
    return message("never-together", **names, by=rule.label, source=rule.citation)


def _not_combined(
    loan: LoanProduct, cover: CoverProduct, application: Application, market: Market
) -> Message | None:
    """Say why a loan and a cover may not be combined, or None if they may."""
    if cover.key not in loan.combines_with and loan.key not in cover.combines_with:
        return message("combination-not-foreseen", loan=loan.name, cover=cover.name)
    found = exclusions_between(
        _asked(loan.key, application), _asked(cover.key, application), market.programmes
    )
    if not found:
        return None
    rule = found[0].exclusion
    return message(
        "never-together", one=loan.name, other=cover.name, by=rule.label, source=rule.citation
    )


def _held_against(way: Way, application: Application, market: Market) -> Iterator[Excluded]:
    """Return the rules by which what the firm holds stands against a way."""
    for part in (way.loan, way.cover):
        if part is None:
            continue
        asked = _asked(part[1].key, application)
        for benefit in application.held or ():
            if benefit.is_held_on(market.on):
                # A loan held is another loan than the one asked for, even where it has no number.
                held = replace(benefit, loan=benefit.loan or f"held:{benefit.product}")
                yield from exclusions_between(asked, held, market.programmes)


def _asked(product: str, application: Application) -> Benefit:
    return Benefit(product=product, project=application.request.project, loan=ASKED)
