"""Funds as documents: duty, partners, companies, distributions."""

from majung.contracts.states import HoldingState
from majung.contracts.waterfall import Flow
from majung.operations.funds.reading import FundFile
from majung.values.money import Money
from majung.web.api.shapes import Document, both, day


def fund_document(file: FundFile) -> Document:
    """Write a fund."""
    state, currency = file.state, file.contract.currency
    return {
        "key": file.contract.key,
        "on": day(file.on),
        "stage": state.stage.value,
        "formed_on": day(state.formed_on),
        "ended_on": day(state.ended_on),
        "size": money(state.size, currency),
        "called": money(state.called, currency),
        "paid_in": money(state.paid_in, currency),
        "invested": money(state.invested, currency),
        "distributed": money(state.distributed, currency),
        "cash": money(state.cash, currency),
        "net_asset_value": money(state.net_asset_value, currency),
        "mandate": {
            "label": both(file.mandate_label),
            "required": money(file.mandate.required, currency),
            "invested": money(file.mandate.invested, currency),
            "is_met": file.mandate.is_met,
        },
        "partners": [
            {
                "party": each.state.party,
                "class": each.state.partner_class.value,
                "committed": money(each.state.committed, currency),
                "called": money(each.state.called, currency),
                "paid": money(each.state.paid, currency),
                "capital_returned": money(each.state.capital_returned, currency),
                "profit": money(each.state.profit, currency),
                "carry": money(each.state.carry, currency),
                "residual": money(each.residual, currency),
            }
            for each in file.partners
        ],
        "companies": [
            {**holding_document(each.state, currency), "mandate": money(each.mandate, currency)}
            for each in file.holdings
        ],
        "distributions": [_flow(each, currency) for each in file.flows],
    }


def _flow(flow: Flow, currency: str) -> Document:
    return {
        "on": day(flow.on),
        "amount": money(flow.amount, currency),
        "lines": [
            {
                "tier": each.tier,
                "party": each.party,
                "amount": money(each.amount, currency),
                "is_carry": each.is_carry,
            }
            for each in flow.slices
        ],
    }


def holding_document(state: HoldingState, currency: str) -> Document:
    """Write a company of a fund."""
    return {
        "company": state.company,
        "invested_on": day(state.invested_on),
        "invested": money(state.invested, currency),
        "cost": money(state.cost, currency),
        "value": money(state.value, currency),
        "proceeds": money(state.proceeds, currency),
        "realised": money(state.realised, currency),
        "exited_on": day(state.exited_on),
    }


def money(minor_units: int, currency: str) -> dict[str, str]:
    """Write an amount."""
    return Money(minor_units, currency).as_json()
