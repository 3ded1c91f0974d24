"""Run the cases of a programme: does it decide as its author says it does.

A case is an example that officers and lawyers can read; `majung programme check` runs all of
them, so a change of a rule that nobody meant shows as a case that no longer holds.
"""

from dataclasses import dataclass

from majung.errors import Message, message
from majung.programmes.entitlements import as_terms, entitled
from majung.programmes.programme import Case, Programme
from majung.rules.evaluation import evaluate
from majung.rules.findings import Finding, Verdict

VERDICT_WORDS = {Verdict.MET: "met", Verdict.NOT_MET: "not-met", Verdict.OPEN: "open"}


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """What came out of a case.

    Attributes:
        differences: what came out other than the case says; empty where it holds.
    """

    case: Case
    finding: Finding
    differences: tuple[Message, ...]

    @property
    def holds(self) -> bool:
        """Whether everything came out as the case says."""
        return not self.differences


def run_case(programme: Programme, case: Case) -> CaseOutcome:
    """Assess the firm of a case and compare verdict, reasons and terms.

    Source: own convention, decision on programmes as data.
    """
    finding = evaluate(programme.product(case.product).eligibility, case.facts)
    found = [*_verdict_differences(case, finding), *_term_differences(programme, case)]
    return CaseOutcome(case, finding, tuple(found))


def run_cases(programme: Programme) -> tuple[CaseOutcome, ...]:
    """Run every case of a programme, in the order of the file."""
    return tuple(run_case(programme, case) for case in programme.cases)


def _verdict_differences(case: Case, finding: Finding) -> list[Message]:
    wanted = {finding.rule_key: case.verdict, **case.reasons}
    came = {part.rule_key: part.verdict for part in finding.every()}
    return [
        message(
            "case-verdict-differs",
            case=case.name,
            rule=key,
            wanted=VERDICT_WORDS[verdict],
            found=VERDICT_WORDS[came[key]] if key in came else "—",
        )
        for key, verdict in wanted.items()
        if came.get(key) is not verdict
    ]


def _term_differences(programme: Programme, case: Case) -> list[Message]:
    given = as_terms(entitled(programme, case.product, case.facts, on=case.assessed_on))
    return [
        message(
            "case-term-differs",
            case=case.name,
            term=term,
            wanted=value,
            found=given.get(term, "—"),
        )
        for term, value in case.terms.items()
        if given.get(term) != value
    ]
