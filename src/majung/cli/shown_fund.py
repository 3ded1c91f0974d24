"""What the commands about funds print."""

from collections.abc import Iterable, Sequence

from majung.cli.output import Words, language, say, say_json, say_table, spoken, told
from majung.contracts.waterfall import Flow
from majung.operations.funds.funds import Fund
from majung.operations.funds.reading import FundFile
from majung.values.money import Money
from majung.values.rates import percent_written

WORDS: Words = {
    "ko": {
        "agreed": "약정", "formed": "결성", "ended": "청산",
        "fund": "펀드", "stage": "단계", "size": "약정", "called": "납입요청", "paid_in": "납입",
        "invested": "투자", "distributed": "배분", "cash": "현금", "net_asset_value": "순자산",
        "mandate": "주목적투자 {label}: {invested} / 의무 {required} ({share}) {result}",
        "met": "충족", "not_met": "아직 미달", "partner": "출자자", "amount": "금액",
        "company": "기업", "value": "평가액", "distribution": "{on} 배분 {amount}",
        "tier": "단계", "carry": "성과보수",
    },
    "en": {
        "agreed": "agreed", "formed": "formed", "ended": "ended",
        "fund": "Fund", "stage": "Stage", "size": "Committed", "called": "Called",
        "paid_in": "Paid in", "invested": "Invested", "distributed": "Distributed",
        "cash": "Cash", "net_asset_value": "Net asset value",
        "mandate": "duty, {label}: {invested} of {required} ({share} of commitments) {result}",
        "met": "met", "not_met": "not met yet", "partner": "Partner", "amount": "Amount",
        "company": "Company", "value": "Fair value", "tier": "Tier", "carry": "carry",
        "distribution": "Distribution of {on}: {amount}",
    },
}  # fmt: skip
FIGURES = ("size", "called", "paid_in", "invested", "distributed", "cash", "net_asset_value")


def say_funds(found: Iterable[Fund], *, as_json: bool) -> None:
    """Print a list of funds."""
    rows = [(each.key, each.state.stage.value, each.state.size, each.terms) for each in found]
    if as_json:
        say_json(
            [
                {"key": key, "stage": stage, "size": Money(size, terms.currency).as_json()}
                for key, stage, size, terms in rows
            ]
        )
        return
    words = WORDS[language()]
    say_table(
        [(words["fund"], "left"), (words["stage"], "left"), (words["size"], "right")],
        [
            (key, words[stage], Money(size, terms.currency).written())
            for key, stage, size, terms in rows
        ],
    )


def say_parts(parts: Sequence[tuple[str, int]], currency: str, *, as_json: bool) -> None:
    """Print what each partner owes or paid."""
    if as_json:
        say_json(
            [{"party": party, "amount": Money(minor, currency).as_json()} for party, minor in parts]
        )
        return
    words = WORDS[language()]
    say_table(
        [(words["partner"], "left"), (words["amount"], "right")],
        [(party, Money(minor, currency).written()) for party, minor in parts],
    )


def say_fund(found: FundFile, *, as_json: bool) -> None:
    """Print a fund: its figures, its duty, its companies, its distributions."""
    if as_json:
        say_json(_document(found))
        return
    currency, words, tongue = found.contract.currency, WORDS[language()], language()
    say(f"{words['fund']} {found.contract.key} · {words['stage']} {words[found.state.stage.value]}")
    for name in FIGURES:
        say(f"{words[name]} {Money(getattr(found.state, name), currency).spoken(tongue)}")
    test = found.mandate
    say(
        words["mandate"].format(
            label=found.mandate_label.spoken(tongue),
            invested=Money(test.invested, currency).spoken(tongue),
            required=Money(test.required, currency).spoken(tongue),
            share=percent_written(test.share),
            result=words["met" if test.is_met else "not_met"],
        )
    )
    if found.holdings:
        say_table(
            [(words["company"], "left"), (words["invested"], "right"), (words["value"], "right")],
            [
                (
                    each.firm.name,
                    Money(each.state.invested, currency).written(),
                    Money(each.state.value, currency).written(),
                )
                for each in found.holdings
            ],
        )
    for flow in found.flows:
        _say_flow(flow, currency)


def _say_flow(flow: Flow, currency: str) -> None:
    words, tongue = WORDS[language()], language()
    whole = Money(flow.amount, currency).spoken(tongue)
    say(told(words["distribution"], on=flow.on, amount=whole))
    say_table(
        [(words["tier"], "left"), (words["partner"], "left"), (words["amount"], "right")],
        [
            (
                f"{each.tier} ({words['carry']})" if each.is_carry else each.tier,
                each.party,
                Money(each.amount, currency).written(),
            )
            for each in flow.slices
        ],
    )


def _document(found: FundFile) -> dict[str, object]:
    currency = found.contract.currency

    def money(minor: int) -> dict[str, str]:
        return Money(minor, currency).as_json()

    return {
        "fund": found.contract.key,
        "on": found.on.isoformat(),
        "stage": found.state.stage.value,
        **{name: money(getattr(found.state, name)) for name in FIGURES},
        "mandate": {
            "label": spoken(found.mandate_label),
            "invested": money(found.mandate.invested),
            "required": money(found.mandate.required),
            "is_met": found.mandate.is_met,
        },
        "companies": [
            {
                "company": each.state.company,
                "invested": money(each.state.invested),
                "value": money(each.state.value),
                "mandate": money(each.mandate),
            }
            for each in found.holdings
        ],
        "distributions": [
            {
                "on": flow.on.isoformat(),
                "amount": money(flow.amount),
                "lines": [
                    {
                        "tier": each.tier,
                        "party": each.party,
                        "amount": money(each.amount),
                        "is_carry": each.is_carry,
                    }
                    for each in flow.slices
                ],
            }
            for flow in found.flows
        ],
    }
