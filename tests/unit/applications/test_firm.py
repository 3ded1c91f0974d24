"""Firms, sites, groups."""

from datetime import date

import pytest

from example_lists import business_number, corporate_number
from majung.applications.firm import (
    Firm,
    Industry,
    Membership,
    ProprietorKey,
    Site,
    SiteUnknownError,
    SizeClass,
    group_on,
    groups_on,
    identity_key,
)
from majung.applications.regions import Region, RegionNotReadableError, parse_region

FIRM = Firm(
    identity=corporate_number(1),
    name="예시001",
    size=SizeClass.MID_CAP,
    sites=(
        Site(business_number(1), Region.SEOUL),
        Site(business_number(2), Region.GYEONGNAM, "창원공장", date(2024, 3, 1), date(2024, 9, 30)),
    ),
)


def test_a_financed_site_is_one_of_the_firm_s():
    assert FIRM.site(business_number(2)).region is Region.GYEONGNAM
    with pytest.raises(SiteUnknownError):
        FIRM.site(business_number(3))


def test_a_site_is_the_firm_s_from_its_first_day_to_its_last():
    days = [date(2024, 2, 29), date(2024, 3, 1), date(2024, 9, 30), date(2024, 10, 1)]

    assert [FIRM.sites[1].is_open_on(day) for day in days] == [False, True, True, False]
    assert FIRM.sites[0].is_open_on(date(1990, 1, 1))


def test_a_company_and_a_proprietor_never_share_a_key():
    digits = corporate_number(1).digits

    keys = {identity_key(corporate_number(1)), identity_key(ProprietorKey(digits))}

    assert keys == {f"corporate:{corporate_number(1)}", f"proprietor:{digits}"}


def test_a_firm_belongs_to_the_group_of_the_day():
    memberships = [
        Membership("hanbit", corporate_number(1), date(2023, 1, 1), date(2024, 5, 31)),
        Membership("saemaru", corporate_number(1), date(2024, 5, 1)),
        Membership("other", corporate_number(2), date(2020, 1, 1)),
    ]

    days = [date(2022, 12, 31), date(2023, 1, 1), date(2024, 5, 31), date(2024, 6, 1)]

    assert [group_on(memberships, corporate_number(1), on=day) for day in days] == [
        "",
        "hanbit",
        "saemaru",
        "saemaru",
    ]


def test_all_firms_that_belong_to_a_group_are_named_as_each_alone():
    memberships = [
        Membership("hanbit", corporate_number(1), date(2023, 1, 1), date(2024, 5, 31)),
        Membership("saemaru", corporate_number(1), date(2024, 5, 1), date(2024, 6, 30)),
        Membership("other", corporate_number(2), date(2020, 1, 1), date(2024, 6, 30)),
    ]
    firms = [corporate_number(number) for number in (1, 2, 3)]

    for day in (date(2024, 5, 31), date(2024, 6, 30), date(2024, 7, 1)):
        each = {identity_key(firm): group_on(memberships, firm, on=day) for firm in firms}
        assert groups_on(memberships, on=day) == {key: name for key, name in each.items() if name}
    assert groups_on(memberships, on=date(2024, 6, 30)) == {
        identity_key(firms[0]): "saemaru",
        identity_key(firms[1]): "other",
    }


@pytest.mark.parametrize("size", list(SizeClass))
def test_small_and_medium_firms_are_those_the_law_names(size):
    assert size.is_sme is (size in {SizeClass.MEDIUM, SizeClass.SMALL, SizeClass.MICRO})


def test_a_size_is_written_in_the_words_of_the_law():
    assert [size.spoken("ko") for size in SizeClass] == [
        "대기업",
        "중견기업",
        "중기업",
        "소기업",
        "소상공인",
    ]


def test_an_industry_lies_within_its_division_of_the_same_revision():
    robot = Industry("29280", 10)

    assert robot.is_within(Industry("292", 10))
    assert not robot.is_within(Industry("292", 9))
    assert not Industry("292", 10).is_within(robot)


@pytest.mark.parametrize("code", ["", "2", "292801", "C29", "２９"])
def test_an_industry_code_has_two_to_five_digits(code):
    with pytest.raises(ValueError, match="two to five digits"):
        Industry(code, 10)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("경기", Region.GYEONGGI),
        ("경기도 화성시", Region.GYEONGGI),
        ("경상남도 창원시 성산구", Region.GYEONGNAM),
        (" 충청북도 ", Region.CHUNGBUK),
        ("전북특별자치도", Region.JEONBUK),
        ("전라 남도", Region.JEONNAM),
        ("광주광역시", Region.GWANGJU),
        ("Gyeongnam", Region.GYEONGNAM),
        ("sejong-si", Region.SEJONG),
    ],
)
def test_a_region_is_read_from_the_beginning_of_an_address(text, region):
    assert parse_region(text) is region


@pytest.mark.parametrize("text", ["", "평양", "창원시", "화성시 경기도"])
def test_a_text_that_begins_with_no_region_is_refused(text):
    with pytest.raises(RegionNotReadableError):
        parse_region(text)


def test_the_capital_area_is_seoul_incheon_and_gyeonggi():
    assert {region for region in Region if region.is_capital_area} == {
        Region.SEOUL,
        Region.INCHEON,
        Region.GYEONGGI,
    }
    assert len(Region) == 17


def test_a_region_is_written_by_its_short_name():
    assert (Region.CHUNGBUK.spoken("ko"), Region.CHUNGBUK.spoken("en")) == ("충북", "Chungbuk")
