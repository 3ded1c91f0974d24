"""Pages of a running office are measured as a browser asks for them."""

import pytest

from intake_world import OFFICER, open_office
from majung.bench.pages import OfficeAddressError, SignInRefusedError, page_measurements
from pages_world import PASSWORD, may_sign_in

pytestmark = pytest.mark.browser


def test_the_dashboard_and_the_lists_are_measured_for_who_signed_in(address):
    open_office()
    may_sign_in(OFFICER)

    found = list(page_measurements(address, name=OFFICER.person, password=PASSWORD))

    assert [each.name for each in found] == ["page /", "page /applications/", "page /contracts/"]
    assert {each.target_seconds for each in found} == {0.150}


def test_nothing_is_measured_for_who_is_not_let_in(address):
    open_office()

    with pytest.raises(SignInRefusedError):
        list(page_measurements(address, name="nobody", password="guessed"))


def test_an_office_is_asked_over_http_only():
    with pytest.raises(OfficeAddressError):
        list(page_measurements("file:///etc/hostname", name="n", password="p"))
