"""Recommendation lists as ministries send them, row by row, and many lists as one register.

Every row gets its finding.  Good rows can be taken while bad rows go back as an annotated file;
what several ministries wrote about one firm becomes one firm.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from majung.applications.firm import FirmIdentity, ProprietorKey, identity_key
from majung.applications.recommendation import Recommendation, Round
from majung.applications.succession import Succession, identity_on
from majung.errors import Language, Message, PolicyFinanceError, Problem, in_order, message
from majung.files import Column, Row, Rows, annotated_csv, annotated_rows, read_rows
from majung.values.dates import parse_date
from majung.values.identifiers import (
    BusinessNumber,
    parse_business_number,
    parse_corporate_number,
)
from majung.values.money import Money, parse_money

ValueT = TypeVar("ValueT")

COLUMNS = (
    Column("firm", ("기업명", "업체명", "회사명", "상호", "firm", "company")),
    Column("corporate-number", ("법인등록번호", "법인번호", "corporate number"), required=False),
    Column("business-number", ("사업자등록번호", "사업자번호", "business number")),
    Column("programme", ("프로그램", "사업", "사업명", "programme"), required=False),
    Column("project", ("과제번호", "과제", "project"), required=False),
    Column("amount", ("추천금액", "추천 금액", "amount"), required=False),
    Column("recommended-on", ("추천일", "추천일자", "recommended on"), required=False),
    Column("valid-until", ("유효기한", "유효기간", "추천 유효기한", "valid until"), required=False),
)

#: Kinds of business numbers (fourth and fifth digit) that belong to companies, their branches and
#: other legal persons; sole proprietors have 01 to 79 and a few others.
#: Source: National Tax Service, kinds of business registration numbers.
LEGAL_PERSON_KINDS = frozenset({"81", "82", "83", "84", "85", "86", "87", "88"})


@dataclass(frozen=True, slots=True)
class RowFinding:
    """A row of a list: the recommendation it makes, or everything that is wrong with it."""

    row: Row
    recommendation: Recommendation | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class RecommendationList:
    """A list that was read, with the finding of each row."""

    round: Round
    rows: Rows
    findings: tuple[RowFinding, ...]

    @property
    def taken(self) -> tuple[Recommendation, ...]:
        """The recommendations of the good rows, in the order of the list."""
        return tuple(finding.recommendation for finding in self.findings if finding.recommendation)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the bad rows."""
        found = [problem for finding in self.findings for problem in finding.problems]
        return in_order((*self.rows.problems, *found))

    @property
    def has_bad_rows(self) -> bool:
        """Say whether anything goes back."""
        return bool(self.problems)

    def returned(self, language: Language) -> bytes:
        """Write the bad rows as a workbook, each with its reasons, to go back to the sender."""
        return annotated_rows(self.rows, self._notes(), language=language)

    def returned_csv(self, language: Language) -> bytes:
        """Write the bad rows as CSV, each with its reasons."""
        return annotated_csv(self.rows, self._notes(), language=language)

    def _notes(self) -> Mapping[int, Sequence[Message]]:
        return {
            finding.row.place.line: [problem.message for problem in finding.problems]
            for finding in self.findings
            if finding.problems
        }


@dataclass(frozen=True, slots=True)
class Known:
    """What a list is held against.

    Attributes:
        programmes: every name a list may write for a programme, with its key.
        sites: firms by business number, as the register knows them.
        recommended: firms that other lists of the round recommended; they fill its quota too.
    """

    programmes: Mapping[str, str] = field(default_factory=dict)
    sites: Mapping[BusinessNumber, FirmIdentity] = field(default_factory=dict)
    recommended: frozenset[FirmIdentity] = frozenset()


@dataclass(frozen=True, slots=True)
class RecommendedFirm:
    """A firm with everybody who recommended it."""

    firm: FirmIdentity
    name: str
    recommendations: tuple[Recommendation, ...]

    @property
    def recommenders(self) -> tuple[str, ...]:
        """The bodies that recommended it, each once, sorted."""
        return tuple(sorted({each.recommender for each in self.recommendations}))

    @property
    def is_chosen_more_than_once(self) -> bool:
        """Say whether more than one selection names the firm."""
        return len(self.recommendations) > 1


def read_list(
    name: str, content: bytes, round_: Round, known: Known
) -> RecommendationList | tuple[Problem, ...]:
    """Read a list of a round, CSV or XLSX, or say what makes it unreadable as a whole.

    The quota is filled in the order of the list, after what other lists took of it: rows beyond
    it go back.
    """
    rows = read_rows(name, content, COLUMNS)
    if not isinstance(rows, Rows):
        return rows
    reading = _Reading(rows, round_, known)
    return RecommendationList(round_, rows, tuple(reading.finding(row) for row in rows.rows))


def merge_lists(
    recommendations: Iterable[Recommendation],
    *,
    successions: Iterable[Succession] = (),
    on: date,
) -> tuple[RecommendedFirm, ...]:
    """Bring recommendations of all lists together, one entry a firm, sorted by identity.

    Identity is asked as of a day, so a proprietor that incorporated between two lists is one
    firm.  The name is the one of the latest recommendation.
    """
    known = tuple(successions)
    by_firm: dict[FirmIdentity, list[Recommendation]] = {}
    for each in recommendations:
        by_firm.setdefault(identity_on(each.firm, known, on=on), []).append(each)
    return tuple(_recommended(firm, by_firm[firm]) for firm in sorted(by_firm, key=identity_key))


def _recommended(firm: FirmIdentity, chosen: list[Recommendation]) -> RecommendedFirm:
    ordered = tuple(sorted(chosen, key=lambda each: (each.from_on, each.round, each.line)))
    return RecommendedFirm(firm, ordered[-1].firm_name, ordered)


@dataclass(slots=True)
class _Reading:
    """A list being read: what stood in it so far decides on repetitions and the quota."""

    rows: Rows
    round: Round
    known: Known
    lines: dict[str, int] = field(default_factory=dict)
    taken: int = 0

    def finding(self, row: Row) -> RowFinding:
        """Read one row."""
        cells = _Cells(self.rows, row)
        firm, site = self._firm(cells)
        from_on = cells.parsed("recommended-on", parse_date) or self.round.opens_on
        read = Recommendation(
            round=self.round.key,
            programme=self.round.programme,
            rule=self.round.rule,
            recommender=self.round.recommender,
            firm=firm or ProprietorKey(""),
            firm_name=cells.text("firm"),
            site=site,
            from_on=from_on,
            until_on=cells.parsed("valid-until", parse_date) or self.round.last_day(from_on),
            project=cells.text("project"),
            amount=cells.parsed("amount", parse_money),
            file=self.rows.name,
            line=row.place.line,
        )
        self._check(cells, read)
        if firm is not None:
            self._check_repetition(cells, read)
        if not cells.problems:
            self._check_quota(cells, firm)
        if cells.problems:
            return RowFinding(row, None, in_order(cells.problems))
        self.lines[identity_key(read.firm)] = read.line
        self.taken += read.firm not in self.known.recommended
        return RowFinding(row, read, ())

    def _firm(self, cells: "_Cells") -> tuple[FirmIdentity | None, BusinessNumber | None]:
        """Tell which firm a row means: by its corporate number, else by the register of sites.

        A proprietor nobody has registered yet is known by its first site until somebody does.
        """
        site = cells.parsed("business-number", parse_business_number)
        corporate = cells.parsed("corporate-number", parse_corporate_number)
        if not cells.text("business-number"):
            cells.object("business-number", "business-number-missing")
        owner = self.known.sites.get(site) if site is not None else None
        if corporate is not None:
            if owner is not None and owner != corporate:
                cells.object("business-number", "site-of-other-firm", site=site, owner=owner)
            return corporate, site
        if owner is not None or site is None or cells.is_faulty("corporate-number"):
            return owner, site
        if site.digits[3:5] in LEGAL_PERSON_KINDS:
            cells.object("corporate-number", "corporate-number-missing", site=site)
            return None, site
        return ProprietorKey(site.digits), site

    def _check(self, cells: "_Cells", read: Recommendation) -> None:
        if not read.firm_name:
            cells.object("firm", "firm-name-missing")
        self._check_programme(cells)
        round_ = self.round
        if not round_.is_open_on(read.from_on):
            cells.object(
                "recommended-on",
                "recommended-outside-round",
                day=read.from_on,
                opens_on=round_.opens_on,
                closes_on=round_.closes_on or "—",
            )
        self._check_validity(cells, read)
        if round_.needs_project and not read.project:
            cells.object("project", "project-missing")
        self._check_amount(cells, read.amount)

    def _check_programme(self, cells: "_Cells") -> None:
        written = cells.text("programme")
        if not written:
            return
        meant = self.known.programmes.get(written)
        if meant is None:
            cells.object("programme", "programme-unknown", programme=written)
        elif meant != self.round.programme:
            cells.object(
                "programme", "programme-of-other-round", programme=written, round=self.round.key
            )

    def _check_validity(self, cells: "_Cells", read: Recommendation) -> None:
        most = self.round.last_day(read.from_on)
        if read.until_on is None:
            return
        if read.until_on < read.from_on:
            cells.object(
                "valid-until", "validity-ends-first", until_on=read.until_on, from_on=read.from_on
            )
        elif most is not None and most < read.until_on:
            cells.object("valid-until", "validity-too-long", until_on=read.until_on, most=most)

    def _check_amount(self, cells: "_Cells", amount: Money | None) -> None:
        if amount is None:
            return
        most = self.round.amount_max
        if amount.minor <= 0:
            cells.object("amount", "recommended-amount-not-positive", amount=amount)
        elif most is not None and most.currency == amount.currency and most < amount:
            cells.object("amount", "recommended-amount-too-large", amount=amount, most=most)

    def _check_repetition(self, cells: "_Cells", read: Recommendation) -> None:
        # Only good rows count: a repetition of a row that goes back is the better row of the two.
        first = self.lines.get(identity_key(read.firm))
        if first is not None:
            cells.object("firm", "firm-repeated", firm=read.firm_name, first=first)

    def _check_quota(self, cells: "_Cells", firm: FirmIdentity | None) -> None:
        # Whoever has a place in the round keeps it and takes no second one.
        if self.round.quota is None or firm in self.known.recommended:
            return
        if self.taken + len(self.known.recommended) >= self.round.quota:
            cells.object("firm", "quota-filled", quota=self.round.quota)


@dataclass(slots=True)
class _Cells:
    """The cells of one row, and what is wrong with them."""

    rows: Rows
    row: Row
    problems: list[Problem] = field(default_factory=list)

    def text(self, key: str) -> str:
        """Return a cell as it was written."""
        return self.row.values[key]

    def object(self, key: str, kind: str, **values: object) -> None:
        """Note what is wrong with a cell."""
        self._note(key, message(kind, **values))

    def is_faulty(self, key: str) -> bool:
        """Say whether something is wrong with a cell that was written."""
        place = self.rows.cell_place(self.row, key)
        return bool(self.text(key)) and any(each.place == place for each in self.problems)

    def parsed(self, key: str, parse: Callable[[str], ValueT]) -> ValueT | None:
        """Read a cell; None where it is blank or, with a problem noted, not readable."""
        if not self.text(key):
            return None
        try:
            return parse(self.text(key))
        except PolicyFinanceError as error:
            self._note(key, error.message)
            return None

    def _note(self, key: str, what: Message) -> None:
        self.problems.append(Problem(self.rows.cell_place(self.row, key), what))
