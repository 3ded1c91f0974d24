"""What each kind of fact does to a cover, and what a day brings without a fact.

A fact that the terms do not allow changes nothing and is noted as a problem.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from math import floor

from majung.contracts.courses.cover import Claim, CoverCourse
from majung.contracts.cover_premiums import (
    Premium,
    basis_of,
    premium_due,
    premium_periods,
    unearned,
)
from majung.contracts.cover_terms import INSURED
from majung.contracts.events import EventKind
from majung.contracts.facts import Fact, FactKind
from majung.contracts.states import PremiumState
from majung.values.cycles import add_months

ONE_DAY = timedelta(days=1)


def lapses_on(draw_within_days: int, issued_on: date) -> date:
    """Return the first day on which a cover without a drawdown is void."""
    return issued_on + timedelta(days=draw_within_days) + ONE_DAY


def lapse_or_expire(course: CoverCourse, day: date) -> None:
    """End a cover under which nothing was lent in time, or whose term passed without default.

    Source: Korea Credit Guarantee Fund Act (a guarantee lapses if no loan is made in 60 days).
    """
    if course.issued_on is None or course.ended_on is not None:
        return
    within = course.terms.claims.draw_within_days
    lapses = within is not None and day >= lapses_on(within, course.issued_on)
    if lapses and not course.drawn_until(day - ONE_DAY):
        course.has_lapsed = True
        _end(course, day, unearned_from=course.issued_on)
    elif day > course.terms.ends_on and course.default_on is None:
        _end(course, day, unearned_from=day)


def issue(course: CoverCourse, fact: Fact) -> None:
    """Put the cover into force with its whole insured amount."""
    if course.issued_on is not None:
        course.refuses(fact, "cover-issued-twice", first=course.issued_on)
    elif fact.effective_on >= course.terms.ends_on:
        course.refuses(fact, "cover-issued-after-end", end=course.terms.ends_on)
    else:
        course.issued_on = fact.effective_on
        course.periods = premium_periods(course.terms, fact.effective_on)
        course.in_force = course.insured_amount
        course.yields(fact.effective_on, EventKind.COVER_ISSUED, course.in_force)


def charge_premiums(course: CoverCourse, day: date) -> None:
    """Charge the premiums of the periods that begin on a day.

    Source: K-SURE: premium = insured amount x rate.
    """
    if not course.covers:
        return
    begins = [period for period in course.periods if period.from_on == day]
    if not begins:
        return
    left = course.insured_amount - course.recourse.paid
    outstanding = min(left, course.terms.insured_outstanding(course.exposed(day)))
    for period in begins:
        basis = basis_of(period.charge, insured=left, outstanding=outstanding)
        premium = Premium(period, premium_due(course.terms.premium, period, basis))
        if premium.amount:
            course.charged.append(premium)
            _book_premium(course, premium.payer, due=premium.amount)
            course.yields(day, EventKind.PREMIUM_DUE, premium.amount, premium.payer)


def _book_premium(
    course: CoverCourse,
    payer: str,
    *,
    due: int = 0,
    unearned: int = 0,
    paid: int = 0,
    refunded: int = 0,
) -> None:
    was = course.premiums[payer]
    course.premiums[payer] = PremiumState(
        payer, was.due + due, was.unearned + unearned, was.paid + paid, was.refunded + refunded
    )


def _payer(course: CoverCourse, fact: Fact) -> str | None:
    """Return who pays a premium: who the fact names, or the only payer there is."""
    if not fact.party and len(course.premiums) == 1:
        return next(iter(course.premiums))
    if fact.party in course.premiums:
        return fact.party
    course.refuses(fact, "cover-payer-unknown", payer=fact.party, known=tuple(course.premiums))
    return None


def _pay_premium(course: CoverCourse, fact: Fact) -> None:
    # A premium may be paid before the cover is issued: it is a condition of the policy.
    payer = _payer(course, fact)
    if payer is not None:
        _book_premium(course, payer, paid=fact.amount)
        course.yields(fact.effective_on, EventKind.PREMIUM_PAID, fact.amount, payer)


def _refund_premium(course: CoverCourse, fact: Fact) -> None:
    payer = _payer(course, fact)
    if payer is None:
        return
    overpaid = -course.premiums[payer].unpaid
    if fact.amount > overpaid:
        course.refuses(fact, "cover-refund-above-overpaid", most=course.money(max(overpaid, 0)))
        return
    _book_premium(course, payer, refunded=fact.amount)
    course.yields(fact.effective_on, EventKind.PREMIUM_REFUNDED, fact.amount, payer)


def _draw(course: CoverCourse, fact: Fact) -> None:
    if _is_covered(course, fact):
        course.drawn += fact.amount


def _repay(course: CoverCourse, fact: Fact) -> None:
    if course.repaid + fact.amount > course.drawn:
        course.refuses(
            fact, "cover-repaid-above-drawn", owed=course.money(course.drawn - course.repaid)
        )
    else:
        course.repaid += fact.amount


def _default(course: CoverCourse, fact: Fact) -> None:
    """Take note of a default, or of the bank's word of it.

    The waiting period runs from the first day of default that is known; an event that needs no
    waiting, whose code stands before a colon in the note, opens the claim at once.
    """
    if not _is_covered(course, fact):
        return
    claims = course.terms.claims
    day = fact.effective_on
    if course.default_on is None:
        course.default_on = day
        course.claimable_on = add_months(day, claims.waiting_months)
    if fact.note.partition(":")[0].strip() in claims.at_once_reasons:
        course.claimable_on = min(course.claimable_on or day, day)
    course.is_noticed |= fact.kind is FactKind.DEFAULT_NOTICE


def _claim(course: CoverCourse, fact: Fact) -> None:
    if not _is_covered(course, fact):
        return
    if not course.is_noticed or course.claimable_on is None:
        course.refuses(fact, "cover-default-not-noticed")
    elif fact.effective_on < course.claimable_on:
        course.refuses(fact, "cover-claim-too-early", first=course.claimable_on)
    elif not fact.amount:
        course.refuses(fact, "cover-amount-missing")
    elif (number := fact.party or fact.key) in course.claims:
        first = course.claims[number].filed_on
        course.refuses(fact, "cover-claim-filed-twice", claim=number, first=first)
    else:
        # Rounding down keeps the sum of claims within cover ratio x loss.
        covered = floor(fact.amount * course.terms.cover_ratio.fraction)
        payable = min(covered, course.left)
        course.claims[number] = Claim(
            number,
            fact.effective_on,
            fact.amount,
            payable,
            drawn=course.drawn_until(fact.effective_on),
            unclaimed=max(course.unclaimed(fact.effective_on) - fact.amount, 0),
        )
        course.yields(fact.effective_on, EventKind.CLAIM_FILED, payable)


def _claim_named(course: CoverCourse, fact: Fact) -> Claim | None:
    """Return the claim a fact is about: which its party names, or the only one there is."""
    if not fact.party and len(course.claims) == 1:
        return next(iter(course.claims.values()))
    if not fact.party and course.claims:
        course.refuses(fact, "cover-claim-not-named", known=tuple(course.claims))
        return None
    if fact.party not in course.claims:
        course.refuses(fact, "cover-claim-unknown", claim=fact.party, known=tuple(course.claims))
    return course.claims.get(fact.party)


def _decide(course: CoverCourse, fact: Fact) -> None:
    claim = _claim_named(course, fact)
    if claim is None:
        return
    if claim.decided_on is not None:
        course.refuses(fact, "cover-claim-decided", claim=claim.key, first=claim.decided_on)
    elif fact.amount > claim.payable:
        course.refuses(
            fact, "cover-accepted-above-payable", claim=claim.key, most=course.money(claim.payable)
        )
    elif fact.amount < claim.payable and not fact.note.strip():
        course.refuses(fact, "cover-reason-missing", claim=claim.key)
    else:
        claim.decided_on, claim.accepted = fact.effective_on, fact.amount
        course.yields(fact.effective_on, EventKind.CLAIM_ACCEPTED, fact.amount)
        refused = claim.payable - fact.amount
        course.yields(fact.effective_on, EventKind.CLAIM_REFUSED, refused)


def _pay_claim(course: CoverCourse, fact: Fact) -> None:
    claim = _claim_named(course, fact)
    if claim is None:
        return
    left = claim.accepted - claim.paid
    if fact.amount > left:
        course.refuses(fact, "cover-paid-above-accepted", claim=claim.key, most=course.money(left))
        return
    if not fact.amount:
        course.refuses(fact, "cover-amount-missing")
        return
    accrue(course, fact.effective_on)
    course.recourse.pay(fact.amount, new_loss=0 if claim.paid else claim.loss)
    claim.paid += fact.amount
    course.yields(fact.effective_on, EventKind.CLAIM_PAID, fact.amount)
    course.yields(fact.effective_on, EventKind.SUBROGATED, fact.amount)


def _recover(course: CoverCourse, fact: Fact) -> None:
    day = fact.effective_on
    if not course.recourse.paid:
        course.refuses(fact, "cover-recovery-before-payment")
        return
    accrue(course, day)
    parts = course.recourse.recover(fact.amount)
    course.yields(day, EventKind.RECOVERED, parts.recourse)
    course.yields(day, EventKind.DAMAGES_RECOVERED, parts.damages)
    course.yields(day, EventKind.WRITTEN_OFF_RECOVERED, parts.written_off)
    course.yields(day, EventKind.RECOVERY_SHARED, parts.shared, INSURED)


def _write_off(course: CoverCourse, fact: Fact) -> None:
    """Give up what the fact says; without an amount, everything that is owed."""
    day = fact.effective_on
    accrue(course, day)
    owed = course.recourse.outstanding + course.recourse.damages
    if fact.amount > owed:
        course.refuses(fact, "cover-write-off-above-owed", most=course.money(owed))
        return
    recourse, damages = course.recourse.write_off(fact.amount or owed)
    course.yields(day, EventKind.RECOURSE_WRITTEN_OFF, recourse)
    course.yields(day, EventKind.DAMAGES_WRITTEN_OFF, damages)


def accrue(course: CoverCourse, day: date) -> None:
    """Accrue damages on the recourse claim up to a day."""
    course.yields(day, EventKind.DAMAGES_ACCRUED, course.recourse.accrue(day))


def _close(course: CoverCourse, fact: Fact) -> None:
    if not _is_covered(course, fact):
        return
    pending = tuple(claim.key for claim in course.claims.values() if claim.is_open)
    if pending:
        course.refuses(fact, "cover-claims-open", claims=pending)
    else:
        _end(course, fact.effective_on, unearned_from=fact.effective_on)


def _end(course: CoverCourse, day: date, *, unearned_from: date) -> None:
    follow_outstanding(course, day)
    course.yields(day, EventKind.COVER_ENDED, course.in_force)
    course.in_force, course.ended_on = 0, day
    if course.terms.premium.refunds_unearned:
        for premium in course.charged:
            amount = unearned(course.terms, premium, unearned_from)
            _book_premium(course, premium.payer, unearned=amount)
            course.yields(day, EventKind.PREMIUM_UNEARNED, amount, premium.payer)


def follow_outstanding(course: CoverCourse, day: date) -> None:
    """Bring the amount in force to what is owed, within what claims have left of it."""
    if not course.covers:
        return
    paid = course.recourse.paid
    was = course.in_force - (paid - course.paid_reflected)
    course.in_force = min(
        course.insured_amount - paid,
        course.terms.insured_outstanding(course.exposed(day)),
    )
    course.paid_reflected = paid
    change = course.in_force - was
    course.yields(day, EventKind.COVER_REDUCED, max(-change, 0))
    course.yields(day, EventKind.COVER_RESTORED, max(change, 0))


def end_spent(course: CoverCourse, day: date) -> None:
    """End a cover whose loan was claimed whole, once nothing is left to regain.

    Its premiums stay earned: a loss was paid under it.

    Source: own convention, docs/cover-and-fund.md.
    """
    if course.is_spent:
        course.ended_on = day


def _is_covered(course: CoverCourse, fact: Fact) -> bool:
    """Whether the cover is in force on the day of a fact; where not, the fact is refused."""
    if course.issued_on is None:
        course.refuses(fact, "cover-not-issued")
    elif course.ended_on is not None:
        course.refuses(fact, "cover-ended-before", ended=course.ended_on)
    return course.covers


APPLY: Mapping[FactKind, Callable[[CoverCourse, Fact], None]] = {
    FactKind.ISSUE: issue,
    FactKind.DRAWDOWN: _draw,
    FactKind.PREMIUM_PAYMENT: _pay_premium,
    FactKind.PREMIUM_REFUND: _refund_premium,
    FactKind.PAYMENT: _repay,
    FactKind.PREPAYMENT: _repay,
    FactKind.DEFAULT: _default,
    FactKind.DEFAULT_NOTICE: _default,
    FactKind.CLAIM: _claim,
    FactKind.CLAIM_DECISION: _decide,
    FactKind.CLAIM_PAYMENT: _pay_claim,
    FactKind.RECOVERY: _recover,
    FactKind.WRITE_OFF: _write_off,
    FactKind.END: _close,
}
