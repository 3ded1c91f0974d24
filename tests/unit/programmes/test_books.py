import pytest

from majung.contracts.events import EventKind
from majung.programmes import BookRole, reaches
from majung.programmes.products import ContractType
from majung.programmes.reading.postings import EVENTS_OF


@pytest.mark.parametrize(
    ("role", "party", "reached"),
    [
        (BookRole.LENDER, "", True),
        (BookRole.LENDER, "state", True),
        (BookRole.FUND, "private-partners", True),
        (BookRole.FUND_OF_FUNDS, "innovation-fund", True),
        (BookRole.FUND_OF_FUNDS, "private-partners", False),
        (BookRole.STATE, "state", True),
        (BookRole.STATE, "", True),
        (BookRole.STATE, "lender", False),
    ],
)
def test_books_of_others_contracts_hold_their_own_share_only(role, party, reached):
    assert reaches(role, party, institution="innovation-fund") is reached


def test_every_event_belongs_to_one_type_of_contract():
    divided = [kind for kinds in EVENTS_OF.values() for kind in kinds]

    assert divided == list(EventKind)
    assert EVENTS_OF[ContractType.LOAN][0] is EventKind.COMMITTED
    assert EVENTS_OF[ContractType.COVER][0] is EventKind.COVER_ISSUED
    assert EVENTS_OF[ContractType.FUND][0] is EventKind.FUND_COMMITTED
