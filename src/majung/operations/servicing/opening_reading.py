"""Opening balances row by row: contracts that can be taken over, or everything wrong with them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from majung.applications.firm import FirmIdentity, SizeClass
from majung.contracts.reported.cells import StatementCells
from majung.errors import Problem, in_order, message
from majung.files import Rows, read_rows
from majung.operations.acting import Actor, Role
from majung.operations.funds.form_fund import parties_of_fund
from majung.operations.intake.reading import programmes_in_force
from majung.operations.servicing.opening_columns import SERVICINGS, is_example
from majung.operations.servicing.opening_firms import NamedFirm, firm_of
from majung.operations.servicing.opening_loans import OpeningLoan, opening_loan
from majung.operations.servicing.openings.cover_claims import is_further_claim
from majung.operations.servicing.openings.covers import OpeningCover, opening_cover
from majung.operations.servicing.openings.forms import OpeningForm, form_of
from majung.operations.servicing.openings.fund_columns import FundEntry
from majung.operations.servicing.openings.funds import (
    FundDesk,
    OpeningFund,
    OpeningInvestment,
    entry_of,
    opening_fund,
)
from majung.operations.servicing.openings.limits import BroughtUse
from majung.operations.servicing.replaying import Loan, loans_in
from majung.operations.servicing.sign import INSURED, parties_of
from majung.programmes import CoverProduct, FundProduct, LoanProduct, Product, Programme
from majung.programmes.programme import SupplyBasis
from majung.store.parties.firms import firm, sites
from majung.store.parties.institutions import institution, institutions
from majung.store.servicing.contracts import (
    Contract,
    ContractParty,
    Series,
    Servicing,
    contracts_by_keys,
)
from majung.store.servicing.facts import facts_of_many
from majung.values.identifiers import BusinessNumber
from majung.values.money import SCALE_OF, Money

LOAN = "loan"
#: What a list of a form may name.
PRODUCTS: Mapping[OpeningForm, type[Product]] = {
    OpeningForm.LOANS: LoanProduct,
    OpeningForm.COVERS: CoverProduct,
    OpeningForm.FUNDS: FundProduct,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningContract:
    """A row of a list that can be taken: the contract, its firm and how it stands.

    Attributes:
        firm: None for a fund, which is with none.
    """

    line: int
    contract: Contract
    firm: NamedFirm | None
    opened: OpeningLoan | OpeningCover | OpeningFund

    @property
    def firms(self) -> tuple[NamedFirm, ...]:
        """Every firm it names: its own, or the companies of a fund."""
        if isinstance(self.opened, OpeningFund):
            return tuple(each.company for each in self.opened.investments)
        return (self.firm,) if self.firm is not None else ()

    @property
    def uses(self) -> tuple[BroughtUse, ...]:
        """What it takes of the limits it stands under."""
        held = self.contract
        if isinstance(self.opened, OpeningFund):
            return tuple(_invested(held, each) for each in self.opened.investments)
        return (
            BroughtUse(
                subject=held.key,
                programme=held.programme,
                version=held.version,
                product=held.product,
                institution=held.institution,
                firm=held.firm,
                region=held.region,
                since=held.signed_on,
                amounts={
                    basis: Money(minor, held.currency) for basis, minor in self.opened.uses.items()
                },
                cuts=self.opened.cuts,
            ),
        )


def _invested(held: Contract, each: OpeningInvestment) -> BroughtUse:
    whole = Money(each.invested, held.currency)
    every = dict.fromkeys(SupplyBasis, whole)
    return BroughtUse(
        subject=held.key,
        programme=held.programme,
        version=held.version,
        product=held.product,
        institution=held.institution,
        firm=each.company.identity,
        region=each.company.region.value,
        since=each.since,
        amounts={**every, SupplyBasis.OUTSTANDING: Money(each.cost, held.currency)},
    )


@dataclass(slots=True)
class _Desk:
    """What rows are held against."""

    actor: Actor
    on: date
    programmes: Mapping[str, Programme]
    products: Mapping[str, Product]
    institutions: Mapping[str, str]
    sites: Mapping[BusinessNumber, FirmIdentity]
    loans: Mapping[str, Contract]
    under: Mapping[str, Loan]
    first: dict[str, int] = field(default_factory=dict)


def read_opening(
    actor: Actor, name: str, content: bytes, *, on: date, at: datetime
) -> tuple[Rows | None, tuple[OpeningContract, ...], tuple[Problem, ...]]:
    """Read a list, in a transaction of the State.

    Returns:
        the rows as sent (None where the file is no list), the contracts of the good rows, and
        everything that is wrong.
    """
    form = form_of(name, content)
    rows = read_rows(name, content, form.columns)
    if not isinstance(rows, Rows):
        return None, (), rows
    desk = _desk(actor, rows, on=on, at=at)
    problems = list(rows.problems)
    found: list[OpeningContract] = []
    if form is OpeningForm.FUNDS:
        for several in _grouped(rows):
            fund = _fund(several, desk)
            told = [problem for cells in several for problem in cells.problems]
            problems += told
            if fund is not None and not told:
                found.append(fund)
    for cells, further in _with_claims(rows, form) if form is not OpeningForm.FUNDS else ():
        each = _contract(cells, further, desk, form)
        told = [problem for one in (cells, *further) for problem in one.problems]
        problems += told
        if each is not None and not told:
            found.append(each)
    problems += _known_otherwise(rows, found)
    if not found and not problems:
        problems.append(Problem(rows.header.place, message("opening-without-rows")))
    return rows, tuple(found), in_order(problems)


def _desk(actor: Actor, rows: Rows, *, on: date, at: datetime) -> _Desk:
    programmes = programmes_in_force(at=at)
    names: dict[str, Programme] = {}
    products: dict[str, Product] = {}
    for programme in programmes:
        for word in (programme.key, programme.name.ko, programme.name.en):
            names[word] = programme
        for product in programme.products:
            for word in (product.key, product.name.ko, product.name.en):
                products[f"{programme.key}/{word}"] = product
    bodies = {
        word: body.key
        for body in institutions()
        for word in (body.key, *(w for dated in body.names for w in (dated.name.ko, dated.name.en)))
    }
    loans = contracts_by_keys(sorted({each.values.get(LOAN, "") for each in rows.rows} - {""}))
    return _Desk(
        actor=actor,
        on=on,
        programmes=names,
        products=products,
        institutions=bodies,
        sites=sites(),
        loans={each.key: each for each in loans},
        under=loans_in(loans, facts_of_many([each.key for each in loans])),
    )


def _with_claims(
    rows: Rows, form: OpeningForm
) -> Iterable[tuple[StatementCells, list[StatementCells]]]:
    """Return each row of a contract with the rows of further claims on it."""
    found: list[tuple[StatementCells, list[StatementCells]]] = []
    first: dict[str, list[StatementCells]] = {}
    for row in rows.rows:
        key, cells = row.values["contract"], StatementCells(rows, row)
        if is_example(key):
            continue
        if form is OpeningForm.COVERS and key in first and is_further_claim(cells):
            first[key].append(cells)
            continue
        found.append((cells, []))
        first.setdefault(key, found[-1][1])
    return found


def _contract(
    cells: StatementCells, further: Sequence[StatementCells], desk: _Desk, form: OpeningForm
) -> OpeningContract | None:
    row, key = cells.row, cells.text("contract")
    if not key:
        cells.object("contract", "servicer-cell-missing")
    first = desk.first.setdefault(key, row.place.line)
    if key and first != row.place.line:
        cells.object("contract", "opening-contract-twice", first=first)
    if cells.currency not in SCALE_OF:
        cells.object("currency", "currency-not-known", currency=cells.currency,
                     known=tuple(SCALE_OF))  # fmt: skip
        return None
    holder = _institution(cells, desk)
    programme, product = _product(cells, desk, holder, PRODUCTS[form])
    servicing = SERVICINGS.get(cells.text("servicing").replace(" ", "").casefold())
    if cells.text("servicing") and servicing is None:
        known = tuple(word for word in SERVICINGS if not word.isascii())
        cells.object("servicing", "opening-word-unknown", text=cells.text("servicing"), known=known)
    named = firm_of(cells, desk.sites)
    if programme is None or product is None:
        return None
    opened = _opened(cells, further, programme, product, named, desk)
    if opened is None or named is None or not holder:
        return None
    contract = Contract(
        key=key,
        kind=product.contract_type.value,
        institution=holder,
        terms=opened.terms,
        currency=opened.terms.currency,
        signed_on=opened.signed_on,
        programme=programme.key,
        version=programme.version,
        product=product.key,
        firm=named.identity,
        loan=cells.text(LOAN),
        region=named.region.value,
        parties=(
            *parties_of(programme, product, holder, cells.text(LOAN)),
            *_insured(cells, desk, form),
        ),
        servicing=servicing or Servicing.SERVICED,
        series=Series.EXAMPLE if institution(holder).is_example else Series.REAL,
        taken_over_on=opened.as_of,
    )
    return OpeningContract(line=row.place.line, contract=contract, firm=named, opened=opened)


def _grouped(rows: Rows) -> Iterable[list[StatementCells]]:
    """Return the rows of each fund together; one that names none stands for itself."""
    gathered: dict[tuple[str, int], list[StatementCells]] = {}
    for row in rows.rows:
        key = row.values["contract"]
        if not is_example(key):
            alone = 0 if key else row.place.line
            gathered.setdefault((key, alone), []).append(StatementCells(rows, row))
    return gathered.values()


def _fund(several: Sequence[StatementCells], desk: _Desk) -> OpeningContract | None:
    """Read the rows of a fund."""
    heads = [cells for cells in several if entry_of(cells) is FundEntry.FUND]
    if len(heads) != 1:
        several[0].object("entry", "opening-fund-head", found=len(heads))
        return None
    head = heads[0]
    holder = _institution(head, desk)
    programme, product = _product(head, desk, holder, FundProduct)
    if programme is None or not isinstance(product, FundProduct) or not holder:
        return None
    at_desk = FundDesk(programme, product, holder, desk.institutions, desk.sites, desk.on)
    opened = opening_fund(head, several, at_desk)
    if opened is None:
        return None
    key = head.text("contract")
    contract = Contract(
        key=key,
        kind=product.contract_type.value,
        institution=holder,
        terms=opened.terms,
        currency=opened.terms.currency,
        signed_on=opened.signed_on,
        programme=programme.key,
        version=programme.version,
        product=product.key,
        parties=tuple(parties_of_fund(holder, key, opened.formation, product)),
        servicing=SERVICINGS.get(head.text("servicing"), Servicing.SERVICED),
        series=Series.EXAMPLE if institution(holder).is_example else Series.REAL,
        taken_over_on=opened.as_of,
    )
    return OpeningContract(line=head.row.place.line, contract=contract, firm=None, opened=opened)


def _opened(
    cells: StatementCells,
    further: Sequence[StatementCells],
    programme: Programme,
    product: Product,
    named: NamedFirm | None,
    desk: _Desk,
) -> OpeningLoan | OpeningCover | None:
    """Read what of a row its kind of contract makes of it."""
    if isinstance(product, LoanProduct):
        return opening_loan(cells, programme, product, on=desk.on)
    if not isinstance(product, CoverProduct):
        return None
    loan = cells.text(LOAN)
    if loan and loan not in desk.under:
        cells.object(LOAN, "opening-loan-unknown", loan=loan)
    size = SizeClass.LARGE
    if named is not None:
        known = named.fresh or firm(named.identity, on=desk.on)
        size = known.size
    under = desk.under.get(loan)
    return opening_cover(
        cells, programme, product, size=size, loan=under, on=desk.on, further=further
    )


def _insured(cells: StatementCells, desk: _Desk, form: OpeningForm) -> Iterator[ContractParty]:
    """Name the bank that is insured, where no loan held here names it."""
    if form is not OpeningForm.COVERS or cells.text(LOAN):
        return
    text = cells.text("insured")
    if not text:
        cells.object("insured", "opening-insured-missing")
    elif text in desk.institutions:
        yield ContractParty(INSURED, desk.institutions[text])
    else:
        yield ContractParty(INSURED, name=text)


def _institution(cells: StatementCells, desk: _Desk) -> str:
    """Read whose loan it is: the own institution's where the row names none."""
    text, own = cells.text("institution"), desk.actor.institution
    if not text and own:
        return own
    found = desk.institutions.get(text, "")
    if not found:
        cells.object("institution", "opening-institution-unknown", text=text)
    elif Role.ADMINISTRATOR not in desk.actor.roles and found != own:
        cells.object("institution", "opening-of-another", institution=found, own=own)
    return found


def _product(
    cells: StatementCells, desk: _Desk, holder: str, wanted: type[Product]
) -> tuple[Programme | None, Product | None]:
    programme = desk.programmes.get(cells.text("programme"))
    if programme is None:
        cells.object("programme", "opening-programme-unknown", text=cells.text("programme"))
        return None, None
    product = desk.products.get(f"{programme.key}/{cells.text('product')}")
    if product is None or not isinstance(product, wanted):
        known = tuple(each.name for each in programme.products if isinstance(each, wanted))
        cells.object("product", "opening-product-unknown", text=cells.text("product"), known=known)
        product = None
    elif holder and wanted is not FundProduct and holder not in product.providers:
        cells.object("product", "opening-not-provider", institution=holder, product=product.name,
                     providers=product.providers)  # fmt: skip
    if programme.currency != cells.currency:
        cells.object("currency", "reported-currency-differs", found=cells.currency,
                     wanted=programme.currency, contract=cells.text("contract"))  # fmt: skip
    return programme, product


def _known_otherwise(rows: Rows, found: Sequence[OpeningContract]) -> Iterator[Problem]:
    """Say which contracts are held here already and say something else."""
    lines = {row.place.line: row for row in rows.rows}
    keys = [each.contract.key for each in found]
    known = {each.key: each for each in contracts_by_keys(keys)}
    facts = facts_of_many(list(known))
    for each in found:
        held = known.get(each.contract.key)
        if held is None:
            continue
        is_same = (
            held.terms == each.contract.terms and held.institution == each.contract.institution
        )
        recorded = {(fact.key, fact.amount, fact.effective_on) for fact in facts.get(held.key, ())}
        if not is_same or not recorded.issuperset(
            (fact.key, fact.amount, fact.effective_on) for fact in each.opened.facts
        ):
            place = rows.cell_place(lines[each.line], "contract")
            yield Problem(place, message("opening-contract-known", contract=held.key))
