"""Whom a fund's monthly file names, and what its investments use of limits.

A manager writes partners by name and companies by number; facts are about keys.  A company is
registered first, as for an investment by hand: a file does not make firms.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from majung.applications.firm import FirmIdentity, identity_key
from majung.contracts.facts import Fact, FactKind
from majung.contracts.fund_measures import MANDATE, OTHER
from majung.contracts.fund_terms import FundTerms
from majung.contracts.reported import columns
from majung.contracts.reported.funds import OF_COMPANIES
from majung.contracts.reported.reading import ReportedMonth, ServicerFile
from majung.contracts.reported.statements import Statement
from majung.errors import Place, PolicyFinanceError, Problem, message
from majung.operations.servicing.openings.limits import BroughtUse
from majung.programmes.programme import SupplyBasis
from majung.store.parties.firms import firm, firms, identity_of, owner_of_site
from majung.store.parties.institutions import institutions
from majung.store.servicing.contracts import Contract
from majung.values.identifiers import parse_business_number, parse_corporate_number
from majung.values.money import Money

#: How many digits a corporate registration number has; a business number has fewer.
CORPORATE_DIGITS = 13


@dataclass(frozen=True, slots=True)
class NamedInFile:
    """What a month of a fund's file names.

    Attributes:
        parties: keys of partners and companies, by what the file calls them.
        notes: what is kept of an investment, by what the file says of its purpose.
        problems: whatever names nobody.
    """

    parties: Mapping[str, str]
    notes: Mapping[str, str]
    problems: tuple[Problem, ...]


def named_in(
    file: ServicerFile, of: ReportedMonth, statement: Statement, terms: FundTerms, *, on: date
) -> NamedInFile:
    """Find whom a month of a fund's file names, in a transaction of the State."""
    parties: dict[str, str] = {"": ""}
    notes: dict[str, str] = {}
    problems: list[Problem] = []
    for movement in statement.movements:
        text = movement.component
        if movement.kind in OF_COMPANIES:
            found = _company(text, on=on) if text else ""
            if not found:
                place = _place(file, of, columns.COMPANY, text)
                problems.append(Problem(place, message("reported-company-unknown", company=text)))
            parties[text] = found
        elif movement.kind in (FactKind.CALL, FactKind.CALL_PAYMENT) and text:
            known = tuple(each.party for each in terms.commitments)
            parties[text] = _partner(text, known)
            if not parties[text]:
                told = message("reported-partner-unknown", partner=text, known=known)
                problems.append(Problem(_place(file, of, columns.PARTNER, text), told))
        if movement.kind is FactKind.INVESTMENT:
            word = movement.note.casefold()
            if word and word not in columns.WITHIN:
                words = tuple(each for each in columns.WITHIN if not each.isascii())
                told = message("opening-word-unknown", text=movement.note, known=words)
                problems.append(Problem(_place(file, of, columns.MANDATE, movement.note), told))
            code = MANDATE if columns.WITHIN.get(word, False) else OTHER
            notes[movement.note] = f"{code}: {file.name}"
    return NamedInFile(parties, notes, tuple(dict.fromkeys(problems)))


def uses_of(
    contract: Contract, fresh: Iterable[Fact], every: Iterable[Fact], *, on: date
) -> Iterator[BroughtUse]:
    """Yield what the facts of a file take of limits, by company; below zero where they take back.

    Args:
        fresh: facts of the file, reversals of earlier files among them.
        every: all facts of the fund, to know what is reversed.
    """
    amounts = {fact.key: (fact.party, fact.amount) for fact in every
               if fact.kind is FactKind.INVESTMENT}  # fmt: skip
    invested: dict[str, int] = {}
    since: dict[str, date] = {}
    for fact in fresh:
        if fact.kind is FactKind.INVESTMENT:
            invested[fact.party] = invested.get(fact.party, 0) + fact.amount
            since[fact.party] = min(since.get(fact.party, fact.effective_on), fact.effective_on)
        elif fact.kind is FactKind.REVERSAL and fact.reverses in amounts:
            company, amount = amounts[fact.reverses]
            invested[company] = invested.get(company, 0) - amount
            since.setdefault(company, fact.effective_on)
    for company, amount in sorted(invested.items()):
        held = firm(identity_of(company), on=on)
        yield BroughtUse(
            subject=contract.key,
            programme=contract.programme,
            version=contract.version,
            product=contract.product,
            institution=contract.institution,
            firm=held.identity,
            region=held.sites[0].region.value if held.sites else "",
            since=since[company],
            amounts=dict.fromkeys(SupplyBasis, Money(amount, contract.currency)),
        )


def _company(text: str, *, on: date) -> str:
    """Return the key of a registered firm, by either of its numbers; empty where there is none."""
    try:
        if sum(each.isdigit() for each in text) == CORPORATE_DIGITS:
            identity: FirmIdentity | None = parse_corporate_number(text)
        else:
            identity = owner_of_site(parse_business_number(text))
    except PolicyFinanceError:
        return ""
    known = firms([identity], on=on) if identity is not None else ()
    return identity_key(known[0].identity) if known else ""


def _partner(text: str, known: tuple[str, ...]) -> str:
    """Return the partner a file names by key or by any name of the institution."""
    if text in known:
        return text
    for body in institutions():
        names = (word for dated in body.names for word in (dated.name.ko, dated.name.en))
        if body.key in known and text in names:
            return body.key
    return ""


def _place(file: ServicerFile, of: ReportedMonth, key: str, text: str) -> Place:
    row = next((row for row in of.rows if row.values.get(key, "") == text), of.rows[0])
    return file.rows.cell_place(row, key)
