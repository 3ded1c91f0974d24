"""What waits for somebody: counted in one question, among the rows that whoever acts may read."""

from dataclasses import dataclass
from datetime import date, timedelta

from majung.store.listing import listed

#: An offer that ends within these days is told of.
ENDING_DAYS = 7


@dataclass(frozen=True, slots=True)
class WaitingCounts:
    """How many things wait.

    Attributes:
        proposals: put forward, neither decided nor sent back.
        offers: made, in force, not answered.
        offers_ending: of these, those that end within a week.
        conditions: running contracts with a condition precedent that is neither met nor waived.
        set_aside: contracts that a daily close could not take.
    """

    proposals: int
    offers: int
    offers_ending: int
    conditions: int
    set_aside: int


def waiting_counts(*, on: date) -> WaitingCounts:
    """Count what waits on a day."""
    (counts,) = listed(_COUNTS, on=on, soon=on + timedelta(days=ENDING_DAYS))
    return WaitingCounts(*map(int, counts))


_COUNTS = """
WITH open_offer AS (
    SELECT o.until_on FROM store_offer o
    WHERE o.offered_on <= %(on)s AND (o.until_on IS NULL OR o.until_on >= %(on)s)
        AND NOT EXISTS (SELECT 1 FROM store_offeranswer a WHERE a.offer_id = o.id)
), latest AS (
    SELECT DISTINCT ON (condition_id) condition_id, kind FROM store_conditionact
    WHERE effective_on <= %(on)s ORDER BY condition_id, recorded_at DESC, id DESC
)
SELECT
    (SELECT count(*) FROM store_proposal p
     WHERE NOT EXISTS (SELECT 1 FROM store_proposalreturn r WHERE r.proposal_id = p.id)
         AND NOT EXISTS (SELECT 1 FROM store_decision d WHERE d.key = p.key)),
    (SELECT count(*) FROM open_offer),
    (SELECT count(*) FROM open_offer WHERE until_on <= %(soon)s),
    (SELECT count(DISTINCT c.contract_id) FROM store_condition c
     JOIN store_contract k ON k.id = c.contract_id AND k.ended_on IS NULL
     LEFT JOIN latest l ON l.condition_id = c.id
     WHERE l.kind IS NULL OR l.kind = 'revoked'),
    (SELECT count(*) FROM store_setaside s WHERE s.settled_at IS NULL)
"""
