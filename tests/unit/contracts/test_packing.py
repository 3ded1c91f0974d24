"""Loans kept in bytes are laid out as loans that are laid out from their terms."""

import numpy as np

from example_loans import plain_loan, shared_loan
from majung.contracts.packing import PackedLoans, PlainFacts, packed, unpacked
from majung.contracts.portfolio import laid_out

NO_FACTS = PlainFacts(
    np.zeros(3, np.int64), *(np.zeros(0, np.int64) for _ in ("days", "kinds", "amounts")), ()
)


def test_packed_loans_are_the_columns_of_their_terms_and_compiled_for_once():
    terms = (plain_loan(), shared_loan())
    kept = [packed(each) for each in terms]
    loans = PackedLoans(
        b"".join(each.contract for each in kept),
        b"".join(each.components for each in kept),
        [each.payers for each in kept],
        [each.calendar for each in kept],
        np.array([each.drawable_until for each in kept]),
    )

    unpacked_columns = unpacked(loans, NO_FACTS).columns
    columns = laid_out(terms, [(), ()]).columns

    for name in columns._fields:
        one, other = getattr(unpacked_columns, name), getattr(columns, name)
        assert np.array_equal(one, other), name
        # The kernel is compiled anew for columns of other types, and for those that are read only.
        assert (one.dtype, one.flags.writeable) == (other.dtype, other.flags.writeable), name
