"""Files are kept as they were handed in, once, by whoever handed them in."""

import pytest

from majung.applications.firm import identity_key
from majung.store.access import acting_for, acting_for_firm
from majung.store.intake import received
from majung.store.refusals import NotRecordedError
from store_world import AT, CLERK, found_firm, found_institutions

CONTENT = "기업명,금액\r\n".encode("cp949")


def test_a_file_comes_back_byte_for_byte_and_is_kept_once(database):
    found_institutions()
    with acting_for("bank-a"):
        first = received.receive("list", "a.csv", CONTENT, by=CLERK, at=AT)
        again = received.receive("list", "b.csv", CONTENT, by=CLERK, at=AT)

        assert again == first
        assert received.content_of(first.digest) == CONTENT
        assert received.received_files("list") == (first,)
        assert received.received_files("report") == ()


def test_a_file_of_another_is_not_read(database):
    found_institutions()
    firm = identity_key(found_firm())
    with acting_for_firm(firm):
        file = received.receive("evidence", "a.pdf", CONTENT, by=CLERK, at=AT)

    with acting_for("bank-a"), pytest.raises(NotRecordedError):
        received.content_of(file.digest)
    with acting_for_firm(firm):
        assert received.content_of(file.digest) == CONTENT
