"""Limits and the room under them: what may still be promised, and which limit says no.

Majung keeps an envelope in two numbers, what is used and what is reserved for decisions under way;
their sum never passes the cap.  One contract stands under several limits at once (programme, year,
institution, firm, group, region): it fits only if it fits under every one.  Here is the
arithmetic; the store does the same in one conditional update per limit.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from majung.errors import Message, PolicyFinanceError, message
from majung.programmes.programme import Envelope, EnvelopeScope, SupplyBasis
from majung.values.money import Money

#: Limits are checked and named from the widest to the narrowest, so a refusal is always the same.
SCOPE_ORDER = {
    EnvelopeScope.PROGRAMME: 0,
    EnvelopeScope.YEAR: 1,
    EnvelopeScope.REGION: 2,
    EnvelopeScope.INSTITUTION: 3,
    EnvelopeScope.GROUP: 4,
    EnvelopeScope.FIRM: 5,
}


class LimitExceededError(PolicyFinanceError):
    """What is used and reserved under a limit stays within its cap."""

    kind = "limit-exceeded"


class MoreThanReservedError(PolicyFinanceError):
    """Only what was reserved can be used or released."""

    kind = "limit-more-than-reserved"


class MoreThanUsedError(PolicyFinanceError):
    """Only what was used can be repaid."""

    kind = "limit-more-than-used"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A cap and what stands under it.

    Attributes:
        key: names the limit among all: envelope and member.
        scope: who shares it.
        member: the year, institution, firm, group or region it is for; empty for a programme.
        cap: None where a limit is known to exist and its amount was not published: it refuses
            nothing, and its room is OPEN.
        used: signed or drawn, by the basis.
        reserved: held for decisions that are not signed yet.
        is_revolving: what is repaid may be used again.
    """

    key: str
    scope: EnvelopeScope
    member: str
    cap: Money | None
    used: Money
    reserved: Money
    basis: SupplyBasis
    is_revolving: bool

    @property
    def room(self) -> Money | None:
        """What is left: cap less used less reserved, never below zero; None where OPEN.

        It can be zero although more is used than the cap allows: contracts that were taken over
        bring their use along, however much it is.
        """
        if self.cap is None:
            return None
        left = self.cap - self.used - self.reserved
        return max(left, Money.zero(left.currency))

    @property
    def excess(self) -> Money:
        """By how much used and reserved stand above the cap; nothing where that is OPEN."""
        nothing = Money.zero(self.used.currency)
        if self.cap is None:
            return nothing
        return max(self.used + self.reserved - self.cap, nothing)


def limit_of(
    envelope: Envelope, *, programme: str, member: str, on: date, used: Money, reserved: Money
) -> Limit:
    """Make the limit that a programme's envelope sets one member of its scope.

    Args:
        programme: key of the programme the envelope belongs to.
        member: the year, institution, firm, group or region; empty for a whole programme.
        on: the day whose cap counts; a cap changes over time.
    """
    key = f"{programme}.{envelope.key}"
    return Limit(
        key=f"{key}:{member}" if member else key,
        scope=envelope.scope,
        member=member,
        cap=envelope.limit.value_on(on) if envelope.limit is not None else None,
        used=used,
        reserved=reserved,
        basis=envelope.basis,
        is_revolving=envelope.is_revolving,
    )


@dataclass(frozen=True, slots=True)
class Room:
    """How much still fits under several limits.

    Attributes:
        amount: the least room of all; None where every cap is OPEN.
        tightest: the limit that leaves so little; None where every cap is OPEN.
        open_limits: limits whose cap nobody published: they may leave less.
    """

    amount: Money | None
    tightest: Limit | None
    open_limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A limit under which an amount does not fit, and what is left of it."""

    limit: Limit
    left: Money
    wanted: Money

    @property
    def missing(self) -> Money:
        """How much too much was wanted."""
        return self.wanted - self.left

    @property
    def message(self) -> Message:
        """The refusal in words."""
        return message(LimitExceededError.kind, **self.values())

    def values(self) -> dict[str, object]:
        """Return what the sentence of the refusal needs."""
        return {
            "limit": self.limit.key,
            "wanted": self.wanted,
            "left": self.left,
            "cap": self.limit.cap,
        }


@dataclass(frozen=True, slots=True)
class Reserved:
    """A reservation that fits: the limits as they stand with it."""

    limits: tuple[Limit, ...]
    amount: Money


@dataclass(frozen=True, slots=True)
class NotReserved:
    """A reservation that does not fit; nothing was reserved under any limit.

    Attributes:
        shortfalls: every limit that refuses, from the widest scope to the narrowest.
    """

    shortfalls: tuple[Shortfall, ...]

    @property
    def first(self) -> Shortfall:
        """The refusal to name."""
        return self.shortfalls[0]

    def refusal(self) -> LimitExceededError:
        """Return the refusal, to be raised by an operation."""
        return LimitExceededError(**self.first.values())


@dataclass(frozen=True, slots=True)
class Reservation:
    """Room held under several limits until a day.

    Attributes:
        holder: what it is held for: an application, a decision.
        held_until: last day on which it holds.
    """

    holder: str
    limits: tuple[str, ...]
    amount: Money
    held_until: date

    def holds_on(self, day: date) -> bool:
        """Whether the room is still held on a day; afterwards it is free again."""
        return day <= self.held_until


def in_scope_order(limits: Iterable[Limit]) -> tuple[Limit, ...]:
    """Sort limits from the widest scope to the narrowest, then by key: the order of locking too."""
    return tuple(sorted(limits, key=lambda limit: (SCOPE_ORDER[limit.scope], limit.key)))


def room(limits: Iterable[Limit]) -> Room:
    """Return how much fits under all limits at once; of equal rooms the wider scope is named."""
    ordered = in_scope_order(limits)
    left = [(amount, limit) for limit in ordered if (amount := limit.room) is not None]
    open_limits = tuple(limit for limit in ordered if limit.cap is None)
    if not left:
        return Room(None, None, open_limits)
    amount, tightest = min(left, key=lambda pair: pair[0].minor)
    return Room(amount, tightest, open_limits)


def reserve(limits: Iterable[Limit], amount: Money) -> Reserved | NotReserved:
    """Hold an amount under every limit, or under none.

    Raises:
        ValueError: the amount is not above zero.
    """
    if amount.minor <= 0:
        raise ValueError(f"an amount to reserve is above zero, not {amount.minor}")
    ordered = in_scope_order(limits)
    shortfalls = tuple(
        Shortfall(limit, left, amount)
        for limit in ordered
        if (left := limit.room) is not None and left < amount
    )
    if shortfalls:
        return NotReserved(shortfalls)
    held = tuple(replace(limit, reserved=limit.reserved + amount) for limit in ordered)
    return Reserved(held, amount)


def release(limits: Iterable[Limit], amount: Money) -> tuple[Limit, ...]:
    """Give a reservation back: it lapsed, or the decision fell away.

    Raises:
        MoreThanReservedError: naming the limit.
    """
    return tuple(_less_reserved(limit, amount) for limit in in_scope_order(limits))


def use(limits: Iterable[Limit], amount: Money) -> tuple[Limit, ...]:
    """Turn a reservation into use: the contract was signed, or the money drawn.

    The room does not change.

    Raises:
        MoreThanReservedError: naming the limit.
    """
    return tuple(
        replace(_less_reserved(limit, amount), used=limit.used + amount)
        for limit in in_scope_order(limits)
    )


def repay(limits: Iterable[Limit], amount: Money) -> tuple[Limit, ...]:
    """Take in a repayment: it frees revolving limits and leaves the others as they are.

    Raises:
        MoreThanUsedError: naming the limit.
    """
    return tuple(_less_used(limit, amount) for limit in in_scope_order(limits))


def _less_reserved(limit: Limit, amount: Money) -> Limit:
    if amount > limit.reserved:
        raise MoreThanReservedError(limit=limit.key, wanted=amount, reserved=limit.reserved)
    return replace(limit, reserved=limit.reserved - amount)


def _less_used(limit: Limit, amount: Money) -> Limit:
    if not limit.is_revolving:
        return limit
    if amount > limit.used:
        raise MoreThanUsedError(limit=limit.key, wanted=amount, used=limit.used)
    return replace(limit, used=limit.used - amount)
