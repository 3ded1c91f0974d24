"""Watermarks as every door shows them."""

import pytest

from majung.operations.supply.watermarks import watermark_shown
from majung.reports.texts import said

PUBLISHED = "five-sectors-2024@a88b45301b84 2024-05-31"
MONTHLY = "monthly 2024-06 (3) @ 2024-07-04T01:00:00Z"


@pytest.mark.parametrize(
    ("mark", "ko", "en"),
    [
        (
            PUBLISHED,
            "2024. 5. 31.까지 공표(판 a88b45301b84)",
            "published through 31 May 2024 (version a88b45301b84)",
        ),
        (
            f"{PUBLISHED} + {MONTHLY}",
            "2024. 5. 31.까지 공표(판 a88b45301b84), "
            "2024년 6월까지 월보 3건(2024. 7. 4. 10:00 KST)",
            "published through 31 May 2024 (version a88b45301b84), "
            "monthly reports through 2024-06: 3 (4 July 2024 10:00 KST)",
        ),
        (
            "ledger 2024-12-31 @ 2024-12-31T15:30:00Z",
            "2025. 1. 1. 00:30 KST 집계",
            "counted at 1 January 2025 00:30 KST",
        ),
        (
            f"example {MONTHLY}",
            "2024년 6월까지 월보 3건(2024. 7. 4. 10:00 KST)",
            "monthly reports through 2024-06: 3 (4 July 2024 10:00 KST)",
        ),
        ("of another form", "of another form", "of another form"),
    ],
)
def test_a_watermark_says_until_when_and_from_which_state_a_figure_is_known(mark, ko, en):
    shown = watermark_shown(mark)

    assert (said(shown, "ko"), said(shown, "en")) == (ko, en)
