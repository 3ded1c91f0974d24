"""Loans taken together: what the close reads of thousands and hands to the kernel at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from majung.contracts.packing import PackedLoans, PlainFacts, narrowed, takeable, unpacked
from majung.contracts.portfolio import Portfolio
from majung.operations.servicing.posting_rules import Signature, signature_of
from majung.store.servicing.portfolios import HeldLoans, loans, pack_missing, plain_facts

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Together:
    """Loans whose terms and facts are plain, in the order asked for.

    Attributes:
        held: as the store has them.
        facts: of each, in the order of a replay.
        signatures: the different ways in which they are posted; `signed`: which one each has.
    """

    held: HeldLoans
    facts: PlainFacts
    signatures: tuple[Signature, ...]
    signed: Numbers

    def __len__(self) -> int:
        """Return the number of loans."""
        return len(self.held.numbers)

    def portfolio(self, *, also: Iterable[str] = ()) -> Portfolio:
        """Lay the loans out for the kernel.

        Args:
            also: parties that shall have codes beside their own.
        """
        return unpacked(self.held.terms, self.facts, also=also)


def taken_together(numbers: Numbers) -> Together:
    """Read those of contracts that can be taken together; the others are left out.

    Loans that are not packed are packed now.

    Args:
        numbers: of contracts of any kind.
    """
    held = loans(numbers)
    if len(held.numbers) < len(numbers) and pack_missing(numbers):
        held = loans(numbers)
    facts = plain_facts(held.numbers)
    words, codes = coded(held.signatures)
    found = [signature_of(word) for word in words]
    is_known = np.array([signature is not None for signature in found], np.bool_)
    kept = takeable(held.terms, facts)
    if len(kept):
        kept &= is_known[codes]
    terms, facts = narrowed(held.terms, facts, kept)
    places = np.cumsum(is_known) - 1
    return Together(
        _only(held, kept, terms),
        facts,
        tuple(signature for signature in found if signature is not None),
        places[codes[kept]] if len(kept) else codes,
    )


def coded(texts: Iterable[str]) -> tuple[tuple[str, ...], Numbers]:
    """Return the different texts, and of each text its place among them."""
    place: dict[str, int] = {}
    codes = [place.setdefault(text, len(place)) for text in texts]
    return tuple(place), np.array(codes, np.int64)


def chosen(values: Sequence[Any], kept: NDArray[np.bool_]) -> list[Any]:
    """Return the values that are kept."""
    return [values[place] for place in np.flatnonzero(kept).tolist()]


def _only(held: HeldLoans, kept: NDArray[np.bool_], terms: PackedLoans) -> HeldLoans:
    if kept.all():
        return held
    return HeldLoans(
        held.numbers[kept],
        held.institutions[kept],
        chosen(held.keys, kept),
        chosen(held.signatures, kept),
        held.taken_over[kept],
        held.due_days[kept],
        terms,
    )
