"""A fund beyond its state: its duty, its measures, each distribution line by line."""

from collections.abc import Iterator

from majung.applications.regions import Region
from majung.contracts.waterfall import Flow
from majung.operations.funds.reading import FundFile
from majung.reports.cells import Cell, amount, count, counter, in_full, percent, words
from majung.reports.model import Heading, KeyValue, KeyValues, Paragraph, Part
from majung.reports.tables import Row, Table
from majung.reports.texts import Text
from majung.rules.citations import Label
from majung.values.money import Money
from majung.web.pages.naming import columns
from majung.web.pages.visits import Visit
from majung.web.pages.wording import phrase

DAYS = counter("일", "days", "day")


def fund_more_parts(visit: Visit, file: FundFile) -> Iterator[Part]:
    """Lay out the duty, the measures, where the money is, and how distributions flowed."""
    yield Heading(phrase("mandate"))
    yield Paragraph(file.mandate_label)
    yield _mandate(file)
    yield _companies_of_mandate(file)
    yield Heading(phrase("fund-measures"))
    yield _measures(file)
    if file.regions:
        yield _regions(file)
    if file.flows:
        yield Heading(phrase("waterfall"))
        for place, flow in enumerate(file.flows):
            yield _flow(visit, file, flow, place)


def _mandate(file: FundFile) -> Table:
    """Return the test of the duty: what is asked, what was done, whether it is met."""
    found, currency = file.mandate, file.contract.currency
    heads = ("mandate-result", "mandate-required-share", "mandate-required",
             "mandate-invested", "mandate-share")  # fmt: skip
    row = Row(
        (
            words(phrase("mandate-met" if found.is_met else "mandate-not-met")),
            percent(file.terms.mandate_share_min),
            in_full(Money(found.required, currency)),
            in_full(Money(found.invested, currency)),
            percent(found.share),
        )
    )
    money = ("mandate-required", "mandate-invested")
    ends = ("mandate-required-share", "mandate-share")
    return Table("mandate", "", columns(heads, money=money, ends=ends, currency=currency), (row,))


def _companies_of_mandate(file: FundFile) -> Table:
    currency = file.contract.currency
    rows = tuple(
        Row(
            (
                words(each.firm.name),
                in_full(Money(each.state.invested, currency)),
                in_full(Money(each.mandate, currency)),
            )
        )
        for each in file.holdings
    )
    heads = ("company", "invested", "mandate-invested")
    return Table(
        "mandate-companies",
        "",
        columns(heads, money=heads[1:], currency=currency),
        rows,
        empty=phrase("no-companies"),
    )


def _measures(file: FundFile) -> KeyValues:
    currency, powder = file.contract.currency, file.dry_powder
    lines = [
        KeyValue(phrase("dry-powder"), amount(Money(powder.amount, currency))),
        KeyValue(phrase("dry-powder-age"), count(round(powder.age_days), DAYS)),
        KeyValue(phrase("carry-accrued"), amount(Money(file.carry_accrued, currency))),
    ]
    if file.measures is not None:
        multiples = (
            ("dpi", file.measures.dpi),
            ("rvpi", file.measures.rvpi),
            ("tvpi", file.measures.tvpi),
        )
        lines += [KeyValue(phrase(name), percent(value)) for name, value in multiples]
    return KeyValues(tuple(lines))


def _regions(file: FundFile) -> Table:
    currency = file.contract.currency
    rows = tuple(
        Row((words(_region(region)), in_full(Money(minor, currency))))
        for region, minor in sorted(file.regions.items())
    )
    return Table(
        "regions",
        "",
        columns(("region", "cost-held"), money=("cost-held",), currency=currency),
        rows,
    )


def _region(key: str) -> Text:
    if not key:
        return phrase("region-unknown")
    region = Region(key)
    return Label(region.spoken("ko"), region.spoken("en"))


def _flow(visit: Visit, file: FundFile, flow: Flow, place: int) -> Table:
    """Return how one distribution went: a line a tier and party, in the order of the tiers."""
    currency = file.contract.currency

    def money(minor: int) -> Cell:
        return in_full(Money(minor, currency))

    left = flow.amount
    rows = []
    for part in flow.slices:
        left -= part.amount
        tier: Text = phrase("tier-carry" if part.is_carry else f"tier-{part.tier}")
        rows.append(
            Row(
                (
                    words(tier),
                    words(visit.names.institution(part.party)),
                    money(part.amount),
                    money(left),
                )
            )
        )
    heads = ("tier", "partner", "amount", "left-to-flow")
    total = Row((words(phrase("sum")), words(""), money(flow.amount), money(left)))
    return Table(
        f"flow-{place}",
        phrase("distribution-on", day=flow.on),
        columns(heads, money=heads[2:], currency=currency),
        tuple(rows),
        (total,),
    )
