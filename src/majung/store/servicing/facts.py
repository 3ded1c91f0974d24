"""Facts of contracts: what happened, true from a day on, learnt at a moment; only ever added to.

A fact has a key within its contract, so recording it again does nothing; a fact that was wrong is
reversed by a further fact.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import F, QuerySet

from majung.contracts.facts import Fact, FactKind
from majung.errors import PolicyFinanceError
from majung.store import bulk, models
from majung.store.questions import Question
from majung.store.servicing.contracts import numbered
from majung.values.rates import Rate


class FactRecordedDifferentlyError(PolicyFinanceError):
    """A key names one fact of a contract."""

    kind = "fact-recorded-differently"


def record_facts(facts: Mapping[str, Iterable[Fact]], *, by: str, at: datetime) -> int:
    """Record facts of contracts, by the contracts' keys; return how many were not known yet.

    Args:
        by: key of the person or name of the file they came from.

    Raises:
        NotRecordedError: a contract is not among those of whoever acts.
        FactRecordedDifferentlyError: the key of a fact says something else already.
    """
    told = {key: list(of_contract) for key, of_contract in facts.items()}
    rows = numbered(list(told))
    numbers = {rows[key].pk: key for key in told}
    known = {(row.contract_id, row.key): _fact(row) for row in _KNOWN(contracts=list(numbers))}
    fresh: list[tuple[models.Contract, Fact]] = []
    for key, of_contract in told.items():
        for fact in of_contract:
            place = (rows[key].pk, fact.key)
            if place not in known:
                known[place] = fact
                fresh.append((rows[key], fact))
            elif known[place] != fact:
                raise FactRecordedDifferentlyError(contract=key, fact=fact.key)
    return _insert(fresh, by=by, at=at)


def facts_of(contract: str, *, known_at: datetime | None = None) -> tuple[Fact, ...]:
    """Return the facts of a contract, by day and key.

    Args:
        known_at: only what had been recorded by then; None for everything.
    """
    return facts_of_many([contract], known_at=known_at).get(contract, ())


def facts_of_many(
    contracts: Sequence[str], *, known_at: datetime | None = None
) -> Mapping[str, tuple[Fact, ...]]:
    """Return the facts of contracts by the contracts' keys; one without facts is left out."""
    found: dict[str, list[Fact]] = {}
    named: dict[str, object] = {"contracts": list(contracts)}
    if known_at is not None:
        named["known_at"] = known_at
    for row in _facts_named(tuple(named))(**named):
        found.setdefault(row.contract_key, []).append(_fact(row))
    return {key: tuple(facts) for key, facts in found.items()}


_KNOWN = Question(
    lambda contracts: models.ContractFact.objects.filter(contract__id__among=contracts)
)


@cache
def _facts_named(names: tuple[str, ...]) -> Question[Any]:
    def ask(**places: Any) -> QuerySet[Any]:
        rows = models.ContractFact.objects.filter(contract__key__among=places["contracts"])
        if "known_at" in places:
            rows = rows.filter(recorded_at__lte=places["known_at"])
        named = rows.annotate(contract_key=F("contract__key"))
        return named.order_by("effective_on", "key", "contract_key")

    return Question(ask, names)


def recordings_of(contract: str) -> tuple[tuple[Fact, str, datetime], ...]:
    """Return each fact of a contract with who recorded it and when, in the order recorded."""
    rows = models.ContractFact.objects.filter(contract__key=contract)
    return tuple(
        (_fact(row), row.recorded_by, row.recorded_at)
        for row in rows.order_by("recorded_at", "effective_on", "key")
    )


def _insert(facts: Sequence[tuple[models.Contract, Fact]], *, by: str, at: datetime) -> int:
    told = [fact for _, fact in facts]
    return bulk.insert(
        "store_contractfact",
        [
            bulk.integers("contract_id", [contract.pk for contract, _ in facts]),
            bulk.smalls("institution_id", [contract.institution_id for contract, _ in facts]),
            bulk.texts("key", [fact.key for fact in told]),
            bulk.days("effective_on", [fact.effective_on for fact in told]),
            bulk.texts("kind", [fact.kind.value for fact in told]),
            bulk.integers("amount", [fact.amount for fact in told]),
            bulk.decimals("rate", [fact.rate.value if fact.rate else None for fact in told]),
            bulk.texts("party", [fact.party for fact in told]),
            bulk.texts("reverses", [fact.reverses for fact in told]),
            bulk.texts("note", [fact.note for fact in told]),
        ],
        constants={"recorded_by": by, "recorded_at": at},
    )


def _fact(row: models.ContractFact) -> Fact:
    return Fact(
        effective_on=row.effective_on,
        kind=FactKind(row.kind),
        key=row.key,
        amount=row.amount,
        rate=None if row.rate is None else Rate(row.rate),
        party=row.party,
        reverses=row.reverses,
        note=row.note,
    )
