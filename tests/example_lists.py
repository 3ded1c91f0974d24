"""Invented recommendation lists, made by rule: the same every time."""

import csv
import io
from datetime import date

from majung.applications.recommendation import Round
from majung.values.identifiers import BusinessNumber, CorporateNumber

HEADINGS = (
    "기업명",
    "법인등록번호",
    "사업자등록번호",
    "프로그램",
    "과제번호",
    "추천금액",
    "추천일",
    "유효기한",
)


def corporate_number(number):
    return CorporateNumber.with_check_digit(f"999999{number:06}")


def business_number(number, kind="81"):
    return BusinessNumber.with_check_digit(f"{900 + number // 10_000}{kind}{number % 10_000:04}")


def list_row(number, **cells):
    row = {
        "기업명": f"예시{number:03}",
        "법인등록번호": str(corporate_number(number)),
        "사업자등록번호": str(business_number(number)),
        "프로그램": "혁신 프리미어 1000",
        "과제번호": "",
        "추천금액": "",
        "추천일": "",
        "유효기한": "",
    }
    return {**row, **cells}


def list_bytes(*rows, encoding="utf-8"):
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, HEADINGS)
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode(encoding)


def round_(recommender="motie", **terms):
    fields = {
        "key": f"{recommender}-2025-1",
        "programme": "premier-1000",
        "rule": "ministry-selection",
        "recommender": recommender,
        "opens_on": date(2025, 5, 1),
        "closes_on": date(2025, 6, 30),
        "valid_until": date(2026, 12, 31),
    }
    return Round(**{**fields, **terms})


def thirteen_lists():
    """Lay out 542 selections of 13 ministries over 509 firms: 27 twice, 3 three times.

    Returns:
        numbers of firms by ministry; nobody selects a firm twice.
    """
    times = [3] * 3 + [2] * 27 + [1] * (509 - 30)
    lists = {f"ministry-{number:02}": [] for number in range(1, 14)}
    ministries = list(lists)
    at = 0
    for firm, count in enumerate(times, start=1):
        for _ in range(count):
            lists[ministries[at % len(ministries)]].append(firm)
            at += 1
    return lists
