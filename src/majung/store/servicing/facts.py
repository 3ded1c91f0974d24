"""Facts of contracts: what happened, true from a day on, learnt at a moment; only ever added to.

A fact has a key within its contract, so recording it again does nothing; a fact that was wrong is
reversed by a further fact.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal

import numpy as np

from majung.contracts.facts import (
    FACT_KINDS,
    NO_FACTS,
    Fact,
    FactColumns,
    FactKind,
    Facts,
)
from majung.errors import PolicyFinanceError
from majung.store import bulk, models
from majung.store.bulk import Kind
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
    keys = [fact.key for of_contract in told.values() for fact in of_contract]
    before = _KNOWN(contracts=list(numbers), keys=keys)
    known = {
        (number, fact.key): fact
        for number, fact in ((number, _fact(*told_of)) for number, *told_of in before)
    }
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


def facts_of(contract: str, *, known_at: datetime | None = None) -> Facts:
    """Return the facts of a contract, by day and key.

    Args:
        known_at: only what had been recorded by then; None for everything.
    """
    return facts_of_many([contract], known_at=known_at).get(contract, NO_FACTS)


def facts_of_many(
    contracts: Sequence[str], *, known_at: datetime | None = None
) -> Mapping[str, Facts]:
    """Return the facts of contracts by the contracts' keys; one without facts is left out.

    They are read as columns: a long life is replayed by these, and no fact of it is made.
    """
    keys = list(dict.fromkeys(contracts))
    if not keys:
        return {}
    words = [kind.value for kind in FACT_KINDS]
    found = (
        bulk.select(_FACTS, [keys, words], _COLUMNS)
        if known_at is None
        else bulk.select(_FACTS_KNOWN, [keys, words, known_at], _COLUMNS)
    )
    told = Facts(
        FactColumns(
            found["effective_on"],
            found["kind"],
            found["amount"],
            found["key"],
            [Rate(Decimal(rate)) if rate else None for rate in found["rate"]],
            found["party"],
            found["reverses"],
            found["note"],
        )
    )
    ends = np.cumsum(np.bincount(found["place"], minlength=len(keys))).tolist()
    parts = zip(keys, [0, *ends[:-1]], ends, strict=True)
    return {key: told[first:end] for key, first, end in parts if end > first}


_FIELDS = tuple(field.name for field in fields(Fact))
_COLUMNS: Mapping[str, Kind] = {
    "place": Kind.INTEGER,
    "effective_on": Kind.DAY,
    "kind": Kind.INTEGER,
    "amount": Kind.INTEGER,
    "key": Kind.TEXT,
    "rate": Kind.RARE_TEXT,
    "party": Kind.RARE_TEXT,
    "reverses": Kind.RARE_TEXT,
    "note": Kind.RARE_TEXT,
}
_FROM_FACTS = """
    SELECT k.place - 1 AS place, f.effective_on, w.place - 1 AS kind, f.amount, f.key,
           coalesce(f.rate::text, '') AS rate, f.party, f.reverses, f.note
    FROM unnest(%s::text[]) WITH ORDINALITY AS k(key, place)
    JOIN store_contract c ON c.key = k.key
    JOIN store_contractfact f ON f.contract_id = c.id
    JOIN unnest(%s::text[]) WITH ORDINALITY AS w(word, place) ON w.word = f.kind
"""
_BY_DAY = " ORDER BY k.place, f.effective_on, f.key"
_FACTS = _FROM_FACTS + _BY_DAY
_FACTS_KNOWN = f"{_FROM_FACTS} WHERE f.recorded_at <= %s{_BY_DAY}"
_KNOWN = Question(
    lambda contracts, keys: models.ContractFact.objects.filter(
        contract__id__among=contracts, key__among=keys
    ).values_list("contract_id", *_FIELDS)
)


def count_of_facts(contract: str) -> int:
    """Return how many facts of a contract are recorded."""
    return models.ContractFact.objects.filter(contract__key=contract).count()


def recordings_of(contract: str) -> tuple[tuple[Fact, str, datetime], ...]:
    """Return each fact of a contract with who recorded it and when, in the order recorded."""
    rows = models.ContractFact.objects.filter(contract__key=contract)
    told = rows.order_by("recorded_at", "effective_on", "key").values_list(
        *_FIELDS, "recorded_by", "recorded_at"
    )
    return tuple((_fact(*fact), by, at) for *fact, by, at in told)


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


def _fact(
    effective_on: date, kind: str, key: str, amount: int, rate: Decimal | None, *texts: str
) -> Fact:
    told = None if rate is None else Rate(rate)
    return Fact(effective_on, FactKind(kind), key, amount, told, *texts)
