"""A contract whose terms and facts exclude each other: what is known of it, and what helps.

Nothing is reckoned here: what was agreed, recorded and posted is shown as it stands.
"""

from collections.abc import Iterator, Mapping

from majung.contracts.cover_terms import CoverTerms
from majung.contracts.fund_terms import FundTerms
from majung.contracts.terms import BORROWER, LoanTerms, Repayment
from majung.operations.reading_names import Names, account_names
from majung.operations.servicing.reading import ContractFile
from majung.reports.cells import amount, count, counter, day, in_full, percent, words
from majung.reports.model import Heading, KeyValue, KeyValues, Part
from majung.reports.tables import Row, Table
from majung.reports.texts import Text
from majung.rules.citations import Label
from majung.store.servicing.contracts import Contract, Servicing
from majung.values.money import Money
from majung.web.pages.fact_cells import TIMES, fact_name, fact_value
from majung.web.pages.naming import account_name, columns, members_called, party_name, recorder_name
from majung.web.pages.visits import Visit
from majung.web.pages.wording import phrase

MONTHS = counter("개월", "months", "month")


def why_unreckoned(file: ContractFile, names: Names) -> Iterator[Part]:
    """Say why a contract cannot be replayed, what follows from it, and what helps."""
    yield Heading(phrase("unreckoned"))
    yield KeyValues(tuple(_why(file, names)))


def recorded_parts(visit: Visit, file: ContractFile, people: Mapping[str, str]) -> Iterator[Part]:
    """Lay out all that was agreed, recorded and posted of a contract, as it stands.

    Args:
        people: what people are called, by key, as far as the visitor may read it.
    """
    yield Heading(phrase("terms-recorded"))
    yield KeyValues(tuple(_terms(file.contract, visit.names)))
    yield Heading(phrase("facts-as-recorded"))
    yield _facts(file, people)
    yield Heading(phrase("ledger-balances", day=file.on))
    yield _balances(visit, file)


def _why(file: ContractFile, names: Names) -> Iterator[KeyValue]:
    """Say in four parts what is wrong, why, what follows from it, and what helps."""
    refusal, contract = file.contradiction, file.contract
    assert refusal is not None, "only what contradicts itself is shown so"
    reason = Label(refusal.spoken("ko"), refusal.spoken("en"))
    help_ = phrase(
        f"unreckoned-help-{_remedy(file)}", institution=names.institution(contract.institution)
    )
    yield KeyValue(phrase("unreckoned-what"), words(phrase("unreckoned-what-is", key=contract.key)))
    yield KeyValue(phrase("unreckoned-why"), words(reason))
    yield KeyValue(phrase("unreckoned-so"), words(phrase("unreckoned-so-is")))
    yield KeyValue(phrase("unreckoned-help"), words(help_))


def _remedy(file: ContractFile) -> str:
    """Return what sets it right: where the wrong fact can be taken back, or comes from."""
    contract, refusal = file.contract, file.contradiction
    if contract.servicing is Servicing.REPORTED:
        return "reported"
    if isinstance(contract.terms, LoanTerms):
        return "serviced"
    is_of_loan = refusal is not None and refusal.kind in {"facts-contradict", "terms-contradict"}
    return "loan" if is_of_loan else "serviced"


def _terms(contract: Contract, names: Names) -> Iterator[KeyValue]:
    terms = contract.terms
    match terms:
        case LoanTerms():
            yield from _loan_terms(terms, contract, names)
        case CoverTerms():
            yield KeyValue(phrase("term-principal"), amount(Money(terms.principal, terms.currency)))
            yield KeyValue(phrase("cover-ratio"), percent(terms.cover_ratio, None))
            yield KeyValue(phrase("agreed-cover"), amount(contract.agreed))
            yield KeyValue(phrase("term-ends-on"), day(terms.ends_on))
        case FundTerms():
            for each in terms.commitments:
                partner = party_name(each.party, contract, names)
                yield KeyValue(
                    phrase("term-commitment", partner=partner),
                    amount(Money(each.amount, terms.currency)),
                )
            yield KeyValue(phrase("term-investing-until-on"), day(terms.investing_until_on))
            yield KeyValue(phrase("term-ends-on"), day(terms.ends_on))


def _loan_terms(terms: LoanTerms, contract: Contract, names: Names) -> Iterator[KeyValue]:
    yield KeyValue(phrase("agreed-loan"), amount(contract.agreed))
    yield KeyValue(phrase("term-start-on"), day(terms.start_on))
    yield KeyValue(phrase("term-first-due-on"), day(terms.first_due_on))
    yield KeyValue(phrase("term-instalments"), count(terms.instalments, TIMES))
    yield KeyValue(phrase("term-cycle"), count(terms.cycle_months, MONTHS))
    yield KeyValue(phrase("repayment"), words(phrase(_repayment(terms.repayment))))
    if terms.grace_instalments:
        yield KeyValue(phrase("term-grace"), count(terms.grace_instalments, TIMES))
    if terms.balloon:
        yield KeyValue(phrase("term-balloon"), amount(Money(terms.balloon, terms.currency)))
    for part in terms.components:
        payer: Text = (
            phrase("payer-borrower")
            if part.payer == BORROWER
            else party_name(part.payer, contract, names)
        )
        yield KeyValue(
            phrase("term-component", name=part.name, payer=payer), percent(part.rate, None)
        )
    yield KeyValue(phrase("term-late"), percent(terms.late.addition, None))


def _repayment(kind: Repayment) -> str:
    return f"repayment-{kind.value}"


def _facts(file: ContractFile, people: Mapping[str, str]) -> Table:
    currency = file.contract.currency
    rows = tuple(
        Row(
            (
                words(each.fact.key),
                day(each.fact.effective_on),
                words(fact_name(each.fact)),
                fact_value(each.fact, currency),
                words(each.fact.reverses),
                words(recorder_name(each.by, people)),
            )
        )
        for each in file.facts
    )
    heads = ("fact-key", "effective-on", "fact", "amount", "reverses", "recorded-by")
    head = columns(heads, money=("amount",), currency=currency)
    return Table("facts-as-recorded", "", head, rows, empty=phrase("no-facts"))


def _balances(visit: Visit, file: ContractFile) -> Table:
    accounts = account_names(visit.actor, {key.book for key in file.balances}, at=visit.at)
    members = members_called(visit, (key.account for key in file.balances))
    rows = tuple(
        Row(
            (
                words(visit.names.book(key.book)),
                words(account_name(key.book, key.account, accounts, members)),
                in_full(balance),
            )
        )
        for key, balance in file.balances.items()
    )
    heads = ("book", "account", "balance")
    head = columns(heads, money=("balance",), currency=file.contract.currency)
    return Table("ledger-balances", "", head, rows, empty=phrase("no-postings"))
