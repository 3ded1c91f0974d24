"""What only a replay can find wrong with a fact: that it is at odds with how the loan stood.

A refund of more than was overpaid, a write-off of more than is owed: the kernel reports them by
number, and the number becomes a message here.
"""

from collections.abc import Sequence

from majung.contracts.facts import Fact
from majung.contracts.kernel.layout import (
    AMOUNT_SUM_MAX,
    RECKONING_TOO_LARGE,
    REFUND_ABOVE_OVERPAYMENT,
    RESTRUCTURED_TOO_LONG,
    RESULT_FIELDS,
    SHARE_ABOVE_DUE,
    TRANSFER_ABOVE_OUTSTANDING,
    WRITE_OFF_ABOVE_OUTSTANDING,
)
from majung.contracts.problems import FactsContradictError
from majung.errors import Message, message
from majung.values.money import Money

_FOUND_BY_REPLAY = {
    REFUND_ABOVE_OVERPAYMENT: "refund-above-overpayment",
    SHARE_ABOVE_DUE: "share-payment-above-due",
    WRITE_OFF_ABOVE_OUTSTANDING: "write-off-above-outstanding",
    TRANSFER_ABOVE_OUTSTANDING: "transfer-above-outstanding",
    RESTRUCTURED_TOO_LONG: "restructured-too-long",
}


def require_settled(result: Sequence[int], facts: Sequence[Fact], currency: str) -> None:
    """Refuse facts that a replay found at odds with how the loan stood.

    Args:
        result: the fields of one contract, as of `RESULT_FIELDS`.
        facts: those that stand, in order.

    Raises:
        FactsContradictError: with the fact and what there was.

    Source: own convention, docs/contracts.md, facts.
    """
    if problem := problem_found(result, facts, currency):
        raise FactsContradictError(problems=(problem,))


def problem_found(result: Sequence[int], facts: Sequence[Fact], currency: str) -> Message | None:
    """Return what a replay found wrong with a fact of one contract, or None.

    Source: own convention, docs/contracts.md, facts.
    """
    values = dict(zip(RESULT_FIELDS, result, strict=True))
    if not values["problem"]:
        return None
    if values["problem"] == RECKONING_TOO_LARGE:
        return message("reckoning-too-large", largest=Money(AMOUNT_SUM_MAX, currency))
    fact = facts[values["problem_fact"]]
    return message(
        _FOUND_BY_REPLAY[values["problem"]],
        key=fact.key,
        on=fact.effective_on,
        amount=Money(fact.amount, currency),
        party=fact.party,
    )
