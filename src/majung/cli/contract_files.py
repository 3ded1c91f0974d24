"""Files about contracts: servicers' monthly files, opening balances, and where they disagree."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.progress import Progress

from majung.cli.given import content_of, require_place, written_to
from majung.cli.office import DOING, Doing, now
from majung.cli.output import (
    Words,
    console,
    language,
    problem_document,
    refuse,
    say,
    say_json,
    say_table,
    told,
)
from majung.contracts.reported.checking import DifferenceKind
from majung.errors import PolicyFinanceError, sentence
from majung.operations.servicing.documents import (
    differences_document,
    opening_document,
    servicer_document,
)
from majung.operations.servicing.opening_template import opening_template
from majung.operations.servicing.openings.forms import OpeningForm
from majung.operations.servicing.openings.totals import amounts_of
from majung.operations.servicing.reading_differences import (
    DifferencesFormat,
    DifferencesRead,
    differences_file,
    figure_cell,
    reported_differences,
)
from majung.operations.servicing.statements import Outcome
from majung.operations.servicing.take_opening_balances import (
    OpeningTaken,
    check_opening_balances,
    opening_findings,
    take_opening_balances,
)
from majung.operations.servicing.take_servicer_file import (
    ServicerFileTaken,
    check_servicer_file,
    servicer_findings,
    take_servicer_file,
)
from majung.reports.cells import written
from majung.values.months import parse_month

WORDS: Words = {
    "ko": {
        "months": "접수 {taken}건, 대체 {replaced}건, 변동 없음 {unchanged}건, 반려 {returned}건",
        "differences": "계산과 다른 금액 {count}건: majung contract differences",
        "not-stated": "{contract} {month}: {reason}",
        "returned": "돌려보낼 행: {file}",
        "entries": "새 전표 {count}건",
        "totals": "계약 {contracts}건", "outstanding": "잔액", "unpaid_principal": "연체원금",
        "unpaid_interest": "미납 이자", "late_interest": "미수연체이자", "undrawn": "미실행",
        "insured_amount": "보험금액", "in_force": "유효 보험금액", "unpaid_premium": "미납 보험료",
        "claimed": "심사 중인 청구", "claims_payable": "보험금 미지급금",
        "claims_paid": "지급한 보험금", "recourse": "구상채권", "damages": "미수손해금",
        "committed": "출자 약정",
        "called": "납입요청",
        "paid_in": "납입",
        "invested": "투자",
        "value": "평가액",
        "cash": "현금",
        "distributed": "배분",
        "fees_unpaid": "미지급 관리보수",
        "opened": "새 계약 {contracts}건 반입, 전표 {entries}건",
        "old": "이미 반입한 내용과 같음: 바뀐 것이 없음",
        "template": "빈 서식: {file}", "written": "차이 {count}건: {file}",
        "none": "열린 차이가 없음", "contract": "계약", "month": "기준월", "figure": "항목",
        "reported": "보고", "computed": "계산", "institution": "취급기관",
        "reading": "월보 대조",
    },
    "en": {
        "months": "{taken:month/months} taken, {replaced} replaced, {unchanged} unchanged,"
        " {returned} go back",
        "differences": "{count:figure differs/figures differ} from our schedules:"
        " majung contract differences",
        "not-stated": "{contract} {month}: {reason}",
        "returned": "rows that go back: {file}",
        "entries": "{count:new entry/new entries}",
        "totals": "{contracts:contract/contracts}", "outstanding": "outstanding",
        "unpaid_principal": "unpaid principal", "unpaid_interest": "unpaid interest",
        "late_interest": "late interest", "undrawn": "undrawn",
        "insured_amount": "insured amount", "in_force": "in force",
        "unpaid_premium": "unpaid premiums", "claimed": "claims in examination",
        "claims_payable": "claims payable", "claims_paid": "claims paid",
        "recourse": "recourse", "damages": "damages",
        "committed": "committed",
        "called": "called",
        "paid_in": "paid in",
        "invested": "invested",
        "value": "fair value",
        "cash": "cash",
        "distributed": "distributed",
        "fees_unpaid": "fees unpaid",
        "opened": "{contracts:new contract/new contracts} taken over, {entries:entry/entries}",
        "old": "taken before: nothing changed",
        "template": "blank list: {file}", "written": "{count:difference/differences}: {file}",
        "none": "no difference is open", "contract": "Contract", "month": "Month",
        "figure": "Figure", "reported": "Reported", "computed": "Computed",
        "institution": "Institution", "reading": "comparing",
    },
}  # fmt: skip

Returned = Annotated[
    Path | None, Parameter(help="Write the rows that go back here (.xlsx), with their reasons.")
]
Check = Annotated[bool, Parameter(name="--check", negative="", help="Read it without taking it.")]


class OpeningFileMissingError(PolicyFinanceError):
    """A list is given, or a blank one is asked for."""

    kind = "opening-file-missing"


class DifferencesFormatUnknownError(PolicyFinanceError):
    """Differences are written in a format that is known by the ending of the file."""

    kind = "differences-format-unknown"


def servicer_file(
    file: Path,
    /,
    *,
    check: Check = False,
    returned: Returned = None,
    door: Doing = DOING,
) -> int:
    """Take a servicer's monthly file, CSV or XLSX: good months are taken, bad ones go back."""
    if returned is not None:
        require_place(returned)
    content, who, upon = content_of(file), door.enter(), door.day
    if check:
        found = check_servicer_file(who, str(file), content, on=upon, at=now())
    else:
        with _progress() as progress:
            found = take_servicer_file(
                who, str(file), content, on=upon, at=now(), progress=progress
            )
    if returned is not None and found.problems:
        written_to(returned, servicer_findings(found, language()))
    return _said(found, returned, as_json=door.json)


def opening_balances(
    file: Path | None = None,
    /,
    *,
    template: Annotated[Path | None, Parameter(help="Write the blank list here (.xlsx).")] = None,
    of: Annotated[OpeningForm, Parameter(help="Which blank list.")] = OpeningForm.LOANS,
    check: Check = False,
    returned: Returned = None,
    door: Doing = DOING,
) -> int:
    """Take over what an institution already holds; any problem, and nothing is taken."""
    if template is not None:
        written_to(template, opening_template(language(), of))
        say(WORDS[language()]["template"].format(file=template))
        return 0
    if file is None:
        raise OpeningFileMissingError
    if returned is not None:
        require_place(returned)
    act = check_opening_balances if check else take_opening_balances
    found = act(door.enter(), str(file), content_of(file), on=door.day, at=now())
    if returned is not None and found.problems and found.rows is not None:
        written_to(returned, opening_findings(found, language()))
    return _opened(found, is_check=check, as_json=door.json)


def differences(
    *,
    month: Annotated[str, Parameter(help="Of one month, for example 2024-10.")] = "",
    contract: Annotated[str, Parameter(help="Of one contract.")] = "",
    institution: Annotated[str, Parameter(help="Of one institution.")] = "",
    out: Annotated[Path | None, Parameter(help="Write them here: .xlsx, .csv or .json.")] = None,
    door: Doing = DOING,
) -> int:
    """List where servicers' files and our schedules disagree."""
    wanted = None if out is None else _format(out)
    found = reported_differences(
        door.enter(),
        on=door.day,
        at=now(),
        month=parse_month(month) if month else None,
        contract=contract,
        institution=institution,
    )
    words = WORDS[language()]
    if out is not None and wanted is not None:
        written_to(out, differences_file(found, wanted, language=language()).content)
    if door.json:
        say_json(differences_document(found))
    elif out is not None:
        say(told(words["written"], count=len(found.lines), file=out))
    elif not found.lines:
        say(words["none"])
    else:
        _print(found)
    return 0


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """Show how far a long file is, where somebody looks on."""
    stderr = console(stderr=True)
    if not stderr.is_terminal:
        yield None
        return
    with Progress(console=stderr, transient=True) as bar:
        shown = bar.add_task(WORDS[language()]["reading"], total=None)
        yield lambda done, total: bar.update(shown, completed=done, total=total)


def _said(found: ServicerFileTaken, returned: Path | None, *, as_json: bool) -> int:
    if as_json:
        say_json(servicer_document(found))
        return 1 if found.problems else 0
    words = WORDS[language()]
    for problem in found.problems:
        refuse(problem.spoken(language()))
    counts = {outcome.value: found.count(outcome) for outcome in Outcome}
    say(told(words["months"], **counts))
    if found.posting.entries:
        say(told(words["entries"], count=found.posting.entries))
    if found.differences:
        say(told(words["differences"], count=found.differences))
    for each in found.findings:
        for missing in each.not_stated:
            reason = sentence(missing, language())
            say(words["not-stated"].format(contract=each.contract, month=each.month, reason=reason))
    if returned is not None and found.problems:
        say(words["returned"].format(file=returned))
    return 1 if found.problems else 0


def _opened(found: OpeningTaken, *, is_check: bool, as_json: bool) -> int:
    if as_json:
        problems = [problem_document(problem) for problem in found.problems]
        say_json({**opening_document(found), "problems": problems})
        return 1 if found.problems else 0
    words = WORDS[language()]
    for problem in found.problems:
        refuse(problem.spoken(language()))
    if found.problems:
        return 1
    for each in found.totals:
        amounts = (
            f"{words[name]} {money.spoken(language())}" for name, money in amounts_of(each).items()
        )
        say(", ".join((told(words["totals"], contracts=each.contracts), *amounts)))
    for finding in found.findings:
        say(sentence(finding, language()))
    if found.contracts:
        say(told(words["opened"], contracts=found.contracts, entries=found.entries))
    elif not is_check:
        say(words["old"])
    return 0


def _print(found: DifferencesRead) -> None:
    words, tongue = WORDS[language()], language()
    say_table(
        [
            (words["institution"], "left"), (words["contract"], "left"), (words["month"], "left"),
            (words["figure"], "left"), (words["reported"], "right"), (words["computed"], "right"),
        ],
        [
            (
                found.names[each.institution].spoken(tongue),
                each.contract,
                str(each.month),
                DifferenceKind(each.kind).spoken(tongue),
                written(figure_cell(each.reported), tongue),
                written(figure_cell(each.computed), tongue),
            )
            for each in found.lines
        ],
    )  # fmt: skip


def _format(out: Path) -> DifferencesFormat:
    require_place(out)
    ending = out.suffix.removeprefix(".").lower()
    known = [each.value for each in DifferencesFormat]
    if ending not in known:
        raise DifferencesFormatUnknownError(
            file=str(out), known=", ".join(f".{each}" for each in known)
        )
    return DifferencesFormat(ending)
