"""Contracts: terms agreed once, pinned to the programme version they were signed under.

A contract belongs to the institution that provides it and is read by everybody who takes part.
Its terms are never changed: what happens later are facts (see `facts`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from majung.applications.firm import FirmIdentity, identity_key
from majung.contracts.agreed import agreed_amount
from majung.ledger import Books
from majung.store import models
from majung.store.acting import forget, remembered
from majung.store.asking import leave
from majung.store.intake.applications import application_row
from majung.store.numbers import add_numbered, add_rows, missing, number_or_none, numbers_of
from majung.store.parties.firms import identity_of
from majung.store.questions import NarrowedQuestion, Question
from majung.store.refusals import RecordedDifferentlyError
from majung.store.written import read, written
from majung.values.money import Money


class Servicing(StrEnum):
    """Where a contract lives: here, or in another core system that reports it."""

    SERVICED = "serviced"
    REPORTED = "reported"


class Series(StrEnum):
    """Whether a contract is real or was invented for the example world; never mixed."""

    REAL = "real"
    EXAMPLE = "example"


#: Under which a block remembers the contracts it read, until it changes one.
CONTRACTS = "contracts"


@dataclass(frozen=True, slots=True)
class ContractParty:
    """Who takes part in a contract as what.

    Attributes:
        role: as the programme calls it: lender, insurer, fund, state.
        institution: its key; empty for a party that is none (a private fund partner).
        book: key of the book in which its side is posted; empty for none.
        name: what a party that is no institution is called.
    """

    role: str
    institution: str = ""
    book: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A contract as it was signed.

    Attributes:
        terms: LoanTerms, CoverTerms or FundTerms of `majung.contracts`.
        kind: loan, cover or fund.
        institution: key of the provider.
        version: of the programme it was signed under; empty for an imported book without one.
        loan: of a cover, the contract of the loan it stands on; empty for none.
        is_loan_unseen: whoever acts may not read that loan: which it is, and what is owed on it.
        next_due_on: the next day on which it yields something by itself; None for never.
        ended_on: the first day on which nobody owes or covers anything under it; None while it
            lasts.
        taken_over_on: of a contract that was held before this office was opened, the day of its
            opening balances; what its events say up to then is how it stood, not what happened.
    """

    key: str
    kind: str
    institution: str
    terms: object
    currency: str
    signed_on: date
    programme: str = ""
    version: str = ""
    product: str = ""
    firm: FirmIdentity | None = None
    application: str = ""
    offer: str = ""
    project: str = ""
    loan: str = ""
    region: str = ""
    parties: tuple[ContractParty, ...] = ()
    servicing: Servicing = Servicing.SERVICED
    series: Series = Series.REAL
    next_due_on: date | None = None
    ended_on: date | None = None
    taken_over_on: date | None = None
    is_loan_unseen: bool = field(default=False, compare=False)

    @property
    def agreed(self) -> Money:
        """What was agreed: committed, insured, or the size of a fund."""
        return Money(agreed_amount(self.terms), self.currency)

    @property
    def last_on(self) -> date | None:
        """The last day on which the benefit of it is held; None while it lasts."""
        return last_day(self.ended_on)

    def books(self) -> Books:
        """Return where the events of the contract are posted, by role."""
        by_role = {party.role: party.book for party in self.parties if party.book}
        return Books(self.key, self.currency, by_role)


def last_day(ended_on: date | None) -> date | None:
    """Return the day before a contract was over: the last one on which it is held."""
    return None if ended_on is None else ended_on - timedelta(days=1)


def sign(contracts: Iterable[Contract], *, at: datetime) -> None:
    """Record contracts as signed; the same again does nothing.

    Raises:
        NotRecordedError: something a contract points to is not known.
        RecordedDifferentlyError: a key belongs to another contract.
    """
    signed = list(contracts)
    known = {row.key: row for row in _SIGNED(keys=[contract.key for contract in signed])}
    for contract in signed:
        row = known.get(contract.key)
        if row is not None and row.terms != written(contract.terms):
            raise RecordedDifferentlyError(key=contract.key)
    fresh = [contract for contract in signed if contract.key not in known]
    rows = _rows(fresh, at=at)
    add_numbered(rows)
    _add_parties(zip(rows, fresh, strict=True))


_SIGNED = Question(lambda keys: models.Contract.objects.filter(key__among=keys))


def contract_of(key: str) -> Contract:
    """Return a contract.

    Raises:
        NotRecordedError: no such contract among those that whoever acts may read.
    """
    found = contracts_by_keys([key])
    if not found:
        raise missing(models.Contract, key)
    return found[0]


def contracts_of(
    *,
    firm: FirmIdentity | None = None,
    programme: str = "",
    product: str = "",
    institution: str = "",
    application: str = "",
    series: Series | None = None,
) -> tuple[Contract, ...]:
    """Return contracts that whoever acts may read, by key; narrowed by whatever is given."""
    wanted = {
        "firm__key": identity_key(firm) if firm else "",
        "programme": programme,
        "product": product,
        "institution__key": institution,
        "application__number": application,
        "series": series.value if series else "",
    }
    return tuple(_contract(*said) for said in _NARROWED(**wanted))


def contracts_by_keys(keys: Sequence[str]) -> tuple[Contract, ...]:
    """Return contracts by their keys, by key; a key that nothing may be read under is left out."""
    held: dict[str, Contract] = remembered(CONTRACTS, dict)
    wanted = [key for key in keys if key not in held]
    if wanted:
        held.update((said[0], _contract(*said)) for said in _BY_KEYS(keys=wanted))
    return tuple(held[key] for key in sorted(set(keys)) if key in held)


def taken_over() -> tuple[Contract, ...]:
    """Return the contracts that came with opening balances, by key."""
    rows = models.Contract.objects.filter(taken_over_on__isnull=False)
    return contracts_by_keys(list(rows.values_list("key", flat=True)))


def contracts_under(subject: str) -> tuple[Contract, ...]:
    """Return the contracts that use limits under one name: of an offer, or one's own."""
    rows = models.Contract.objects.filter(
        Q(offer__key=subject) | Q(offer__isnull=True, key=subject)
    )
    return contracts_by_keys(list(rows.values_list("key", flat=True)))


def numbered(keys: Sequence[str]) -> dict[str, models.Contract]:
    """Return the rows of contracts with their number and institution alone, by key.

    Raises:
        NotRecordedError: naming the first that whoever acts may not read.
    """
    rows = {row.key: row for row in _NUMBERED(keys=list(keys))}
    for key in sorted(set(keys) - rows.keys()):
        raise missing(models.Contract, key)
    return rows


_NUMBERED = Question(
    lambda keys: models.Contract.objects.only("key", "institution").filter(key__among=keys)
)


def due_keys(*, on: date, after: str = "", count_max: int | None = None) -> tuple[str, ...]:
    """Return the keys of serviced contracts that yield something by a day, by key, after a key."""
    rows = models.Contract.objects.filter(
        next_due_on__lte=on, servicing=Servicing.SERVICED.value, key__gt=after
    )
    return tuple(rows.order_by("key").values_list("key", flat=True)[:count_max])


def covers_on(loans: Sequence[str]) -> tuple[str, ...]:
    """Return the keys of the covers that stand on loans and are not among them, by key."""
    return tuple(_COVERS_ON(loans=list(loans)))


_COVERS_ON = Question(
    lambda loans: (
        models.Contract.objects.filter(loan__key__among=loans)
        .exclude(key__among=loans)
        .order_by("key")
        .values_list("key", flat=True)
    )
)


def set_next_due(days: Mapping[str, date | None]) -> None:
    """Say when contracts next yield something by themselves, by key; None for never again."""
    leave(
        "UPDATE store_contract c SET next_due_on = d.next_due_on"
        " FROM unnest(%s::text[], %s::date[]) AS d(key, next_due_on)"
        " WHERE c.key = d.key AND c.next_due_on IS DISTINCT FROM d.next_due_on",
        [list(days), list(days.values())],
    )
    forget(CONTRACTS)


_TAKING_PART = ArraySubquery(
    models.ContractParty.objects.filter(contract=OuterRef("pk"))
    .order_by("pk")
    .values(
        said=JSONObject(role="role", institution="institution__key", book="book_key", name="name")
    )
)
#: What the value of a contract says, in the order in which `_contract` takes it.
_SAID = (
    "key", "kind", "institution__key", "terms", "currency", "signed_on", "programme",
    "programme_version__version", "product", "firm__key", "application__number", "offer__key",
    "project__number", "loan__key", "region", "taking_part", "servicing", "series", "next_due_on",
    "ended_on", "taken_over_on", "loan_id",
)  # fmt: skip
_WHOLE = (
    models.Contract.objects.annotate(taking_part=_TAKING_PART).order_by("key").values_list(*_SAID)
)
_BY_KEYS: Question[tuple[Any, ...]] = Question(lambda keys: _WHOLE.filter(key__among=keys))
_NARROWED: NarrowedQuestion[tuple[Any, ...]] = NarrowedQuestion(_WHOLE)


def _contract(
    key: str,
    kind: str,
    institution: str,
    terms: Any,
    currency: str,
    signed_on: date,
    programme: str,
    version: str | None,
    product: str,
    firm: str | None,
    application: str | None,
    offer: str | None,
    project: str | None,
    loan: str | None,
    region: str,
    taking_part: Sequence[Mapping[str, str | None]],
    servicing: str,
    series: str,
    next_due_on: date | None,
    ended_on: date | None,
    taken_over_on: date | None,
    loan_number: int | None,
) -> Contract:
    return Contract(
        key=key,
        kind=kind,
        institution=institution,
        terms=read(object, terms),
        currency=currency,
        signed_on=signed_on,
        programme=programme,
        version=version or "",
        product=product,
        firm=identity_of(firm) if firm else None,
        application=application or "",
        offer=offer or "",
        project=project or "",
        loan=loan or "",
        is_loan_unseen=loan_number is not None and loan is None,
        region=region,
        parties=tuple(
            ContractParty(**{name: value or "" for name, value in party.items()})
            for party in taking_part
        ),
        servicing=Servicing(servicing),
        series=Series(series),
        next_due_on=next_due_on,
        ended_on=ended_on,
        taken_over_on=taken_over_on,
    )


def _rows(contracts: Sequence[Contract], *, at: datetime) -> list[models.Contract]:
    institutions = numbers_of(
        models.Institution,
        "key",
        {
            key
            for contract in contracts
            for key in (contract.institution, *(party.institution for party in contract.parties))
            if key
        },
    )
    firms = numbers_of(
        models.Firm, "key", (identity_key(each.firm) for each in contracts if each.firm)
    )
    versions = {
        (each.programme, each.version): number_or_none(
            models.ProgrammeVersion, key=each.programme, version=each.version
        )
        for each in contracts
    }
    return [
        models.Contract(
            key=each.key,
            institution_id=institutions[each.institution],
            firm_id=firms[identity_key(each.firm)] if each.firm else None,
            application_id=application_row(each.application).pk if each.application else None,
            offer_id=number_or_none(models.Offer, key=each.offer),
            project_id=number_or_none(models.Project, number=each.project),
            loan_id=number_or_none(models.Contract, key=each.loan),
            programme_version_id=versions[each.programme, each.version],
            programme=each.programme,
            product=each.product,
            kind=each.kind,
            servicing=each.servicing.value,
            series=each.series.value,
            terms=written(each.terms),
            agreed=each.agreed.minor,
            currency=each.currency,
            signed_on=each.signed_on,
            next_due_on=each.next_due_on,
            ended_on=each.ended_on,
            taken_over_on=each.taken_over_on,
            region=each.region,
            readers=sorted(
                {institutions[party.institution] for party in each.parties if party.institution}
                - {institutions[each.institution]}
            ),
            recorded_at=at,
        )
        for each in contracts
    ]


def _add_parties(signed: Iterable[tuple[models.Contract, Contract]]) -> None:
    pairs = [(row, party) for row, contract in signed for party in contract.parties]
    institutions = numbers_of(
        models.Institution, "key", {party.institution for _, party in pairs if party.institution}
    )
    add_rows(
        models.ContractParty(
            contract=row,
            role=party.role,
            institution_id=institutions.get(party.institution),
            book_key=party.book,
            name=party.name,
        )
        for row, party in pairs
    )
