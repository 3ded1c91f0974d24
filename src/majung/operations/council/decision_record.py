"""The record of a decision (결정기록): what was known, checked and waived, by whom, on which rules.

Everything in it is read as it was kept when the decision was taken, never computed again.  It
names roles, not persons: persons can be erased, a record cannot.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from majung.applications.appeal import outcome_of
from majung.applications.decision import Decision
from majung.applications.firm import Firm, FirmIdentity
from majung.applications.offer import Offer
from majung.applications.statements import Statement, Statements
from majung.contracts.cover_terms import CoverTerms
from majung.contracts.terms import LoanTerms
from majung.errors import Language
from majung.operations.acting import Actor, Role
from majung.operations.council.facts_shown import fact_cell, grounds_shown
from majung.operations.council.objections_shown import objections_shown
from majung.operations.council.premiums_shown import premium_lines
from majung.operations.policy import Act, NotPermittedError
from majung.operations.reading_names import PAYERS, institution_names
from majung.operations.servicing.conditions import WAIVER
from majung.operations.supply.looking import looking
from majung.operations.versions import pinned
from majung.pricing.quotes import RateLine
from majung.programmes.programme import Programme
from majung.reports.cells import NOT_STATED, Cell, amount, count, counter, day, percent, points
from majung.reports.documents.decision_record import (
    DecisionContent,
    KnownFact,
    WaivedRule,
    decision_record,
)
from majung.reports.documents.outlines import outline_of
from majung.reports.freezing import Format, RenderedFile, render
from majung.reports.model import KeyValue, Marking, ProgrammeVersion, Signature, Watermark
from majung.reports.texts import Text
from majung.rules import Finding, Verdict
from majung.rules.citations import Label
from majung.store.access import Purpose
from majung.store.intake import appeals, applications, decisions, proposals
from majung.store.intake.appeals import Appeal
from majung.store.intake.decisions import KeptDecision
from majung.store.intake.statements import statements_about
from majung.store.parties import firms
from majung.store.parties.institutions import institution
from majung.values.money import Money
from majung.values.rates import Rate

RECORDED = Label("결정 기록", "decisions as recorded")
ELIGIBILITY = Label("요건 심사", "Eligibility")
BY_COMMITTEE = Label("위원회 의결", "committee")
WITHIN_AUTHORITY = Label("취급기관 승인(전결)", "approver within authority")
OFFICER = Label("취급기관 담당", "officer")
FIRM = Label("기업", "the firm")
OBJECTED, ANSWERED = Label("이의신청", "Appealed"), Label("이의신청 결정", "Answered")
PROPOSED, APPROVED = Label("상신", "Proposed"), Label("승인", "Approved")
APPEAL = Label(
    "결정을 안 날부터 1개월, 결정이 있은 날부터 3개월 안에 이의를 신청할 수 있습니다.",
    "An objection may be filed within one month of knowing of the decision, three months of it.",
)
VERDICTS = {
    Verdict.MET: Label("충족", "met"),
    Verdict.NOT_MET: Label("미충족", "not met"),
    Verdict.OPEN: Label("미확인", "open"),
}
NO_RATE = Rate(Decimal(0))
INSTALMENTS = counter("회", "instalments", "instalment")


@dataclass(frozen=True, slots=True)
class _Grounds:
    """What was read for a record, in one transaction."""

    kept: KeptDecision
    programme: Programme
    issuer: Label
    institutions: Mapping[str, Label]
    statements: Mapping[str, Statement]
    firm: Firm | None
    offer: Offer | None
    proposed_at: datetime | None
    appeal: Appeal | None
    answer: KeptDecision | None
    is_example: bool


def record_decision(
    actor: Actor,
    decision: str,
    *,
    at: datetime,
    language: Language = "ko",
    wanted: Format = Format.PDF,
) -> RenderedFile:
    """Print the record of a decision: the same decision gives the same bytes.

    Args:
        decision: its key.
        at: the moment of the look, which is written down.

    Raises:
        NotPermittedError: the actor is no official.
        NotRecordedError: no such decision of the actor's institution.
    """
    return render(decision_record(decision_content(actor, decision, at=at), language), wanted)[0]


def decision_content(actor: Actor, decision: str, *, at: datetime) -> DecisionContent:
    """Gather what the record of a decision shows.

    Raises:
        NotPermittedError: the actor is no official.
        NotRecordedError: no such decision of the actor's institution.
    """
    if Role.FIRM in actor.roles:
        raise NotPermittedError(act=Act.READ_ALL, person=actor.person, roles=("officials",))
    with looking(actor, Purpose.AUDIT, at=at, subject=decision):
        grounds = _grounds(decision)
    return _content(grounds)


def _grounds(key: str) -> _Grounds:
    kept = decisions.decision_of(key)
    taken = kept.decision
    about_application = kept.subject_kind in (decisions.APPLICATION, decisions.APPEAL)
    appeal, answer = _appeal(kept)
    application = applications.application(taken.application) if about_application else None
    stated = _statements(kept, application.firm) if application else {}
    body = institution(taken.institution)
    names = institution_names(on=taken.decided_on)
    offers = decisions.offers_of(taken.application) if about_application else ()
    made = next((offer.content for offer in offers if offer.decision == key), None)
    return _Grounds(
        kept=kept,
        programme=pinned(kept.programme, taken.programme_version),
        issuer=names[body.key],
        institutions=names,
        statements=stated,
        firm=firms.firm(application.firm, on=taken.decided_on) if application else None,
        offer=made if isinstance(made, Offer) else None,
        proposed_at=proposals.proposed_at(key),
        appeal=appeal,
        answer=answer,
        is_example=bool(application and application.is_example) or body.is_example,
    )


def _appeal(kept: KeptDecision) -> tuple[Appeal | None, KeptDecision | None]:
    """Return the appeal about a decision, or that it answers, with the answer."""
    if kept.subject_kind == decisions.APPEAL:
        return appeals.appeal_of(kept.subject), kept
    if kept.subject_kind != decisions.APPLICATION:
        return None, None
    filed = appeals.appeals(application=kept.subject)
    appeal = next((each for each in filed if each.decision == kept.key), None)
    answers = decisions.decisions_on(appeal.key, subject_kind=decisions.APPEAL) if appeal else ()
    return appeal, answers[-1] if answers else None


def _statements(kept: KeptDecision, firm: FirmIdentity) -> Mapping[str, Statement]:
    taken = kept.decision
    found: Statements = statements_about(
        firm, application=taken.application, known_at=kept.recorded_at
    )
    return found.counting(on=taken.decided_on)


def _content(grounds: _Grounds) -> DecisionContent:
    kept, programme = grounds.kept, grounds.programme
    taken = kept.decision
    known = kept.known if isinstance(kept.known, Mapping) else {}
    finding = known.get("finding")
    is_found = isinstance(finding, Finding)
    return DecisionContent(
        key=f"decision-{kept.key}".lower(),
        number=kept.key,
        document=taken.document,
        issuer=grounds.issuer,
        firm=_firm(grounds),
        application=taken.application or kept.subject,
        programme=programme.name,
        product=programme.product(taken.product).name,
        kind=outcome_of(taken) if kept.subject_kind == decisions.APPEAL else taken.kind,
        asked=taken.asked,
        granted=taken.granted,
        decided_on=taken.decided_on,
        reason=taken.reason or "-",
        watermark=Watermark(taken.decided_on, kept.recorded_at, RECORDED),
        programme_version=ProgrammeVersion(programme.key, programme.version),
        terms=tuple(_terms(grounds.offer)) if grounds.offer is not None else (),
        known=tuple(_known(grounds, known.get("facts"), finding if is_found else None)),
        checked=(outline_of(finding, ELIGIBILITY),) if isinstance(finding, Finding) else (),
        waived=(*_waived(taken, finding), *_waived_condition(kept)),
        signatures=_signatures(grounds),
        minutes=_minutes(taken),
        appeal=APPEAL,
        objections=tuple(objections_shown(grounds.appeal, grounds.answer)),
        markings=_markings(grounds),
    )


def _firm(grounds: _Grounds) -> Text:
    firm = grounds.firm
    if firm is None:
        return grounds.kept.subject
    identity = firm.identity
    return Label(f"{firm.name} ({identity.spoken('ko')})", f"{firm.name} ({identity.spoken('en')})")


def _markings(grounds: _Grounds) -> tuple[Marking, ...]:
    is_example = grounds.is_example
    return (Marking.EXAMPLE, Marking.INTERNAL) if is_example else (Marking.INTERNAL,)


def _known(grounds: _Grounds, facts: object, finding: Finding | None) -> Iterator[KnownFact]:
    """List every fact the rules had before them, then those nobody had stated."""
    yield from grounds_shown(grounds.kept.known, currency=grounds.kept.decision.asked.currency)
    read = facts if isinstance(facts, Mapping) else {}
    vocabulary = grounds.programme.vocabulary
    for name in sorted(read):
        definition = vocabulary.facts.get(name)
        statement = grounds.statements.get(name)
        yield KnownFact(
            name=definition.label if definition else name,
            value=fact_cell(read[name], definition, grounds.institutions),
            standing=STANDINGS[statement.standing.value] if statement else "",
            source=_source(statement),
            as_of=statement.as_of if statement else None,
        )
    for name in sorted((finding.missing if finding else frozenset()) - read.keys()):
        label = vocabulary[name].label if name in vocabulary else name
        yield KnownFact(name=label, value=Cell(NOT_STATED))


STANDINGS = {
    "declared": Label("진술", "declared"),
    "evidenced": Label("증빙", "evidenced"),
    "checked": Label("확인", "checked"),
}


def _source(statement: Statement | None) -> Text:
    if statement is None:
        return ""
    return f"{statement.stated_by} {statement.evidence}".strip()


def _waived(taken: Decision, finding: object) -> Iterator[WaivedRule]:
    labels = dict(_labels(finding)) if isinstance(finding, Finding) else {}
    for override in taken.overrides:
        yield WaivedRule(
            rule=labels.get(override.rule, override.rule),
            verdict=VERDICTS[override.verdict],
            reason=override.reason,
            # Whoever wrote it down, the authority of the decision carries it.
            by=WITHIN_AUTHORITY if taken.minutes is None else taken.minutes.committee,
            on=taken.decided_on,
        )


def _waived_condition(kept: KeptDecision) -> Iterator[WaivedRule]:
    """A waiver sets one condition precedent of a contract aside."""
    known = kept.known
    if kept.subject_kind == WAIVER and isinstance(known, Mapping):
        taken = kept.decision
        yield WaivedRule(
            rule=known.get("label", kept.subject),
            verdict=VERDICTS[Verdict.OPEN],
            reason=taken.reason,
            by=WITHIN_AUTHORITY if taken.minutes is None else taken.minutes.committee,
            on=taken.decided_on,
        )


def _labels(finding: Finding) -> Iterator[tuple[str, Text]]:
    """Return what each rule of a finding is called, by its key."""
    yield finding.rule_key, finding.label
    for part in finding.parts:
        yield from _labels(part)


def _minutes(taken: Decision) -> Text:
    minutes = taken.minutes
    return "" if minutes is None else f"{minutes.committee} {minutes.number} ({minutes.held_on})"


def _signatures(grounds: _Grounds) -> tuple[Signature, ...]:
    kept, taken = grounds.kept, grounds.kept.decision
    approver = WITHIN_AUTHORITY if taken.minutes is None else BY_COMMITTEE
    if kept.subject_kind == decisions.APPEAL and grounds.appeal is not None:
        filed = Signature(OBJECTED, _firm(grounds), FIRM, grounds.appeal.recorded_at)
        answered = Signature(ANSWERED, grounds.issuer, approver, kept.recorded_at, taken.document)
        return filed, answered
    return (
        Signature(PROPOSED, grounds.issuer, OFFICER, grounds.proposed_at),
        Signature(APPROVED, grounds.issuer, approver, kept.recorded_at, taken.document),
    )


def _terms(offer: Offer) -> Iterator[KeyValue]:
    """Lay out what was offered, the rate line by line with its payer."""
    terms = offer.terms
    match terms:
        case LoanTerms():
            yield from _loan_terms(terms, offer)
        case CoverTerms():
            yield from _cover_terms(terms)
    yield KeyValue(Label("수락 기한", "To be accepted by"), day(offer.until_on))


def _loan_terms(terms: LoanTerms, offer: Offer) -> Iterator[KeyValue]:
    yield KeyValue(Label("약정금액", "Commitment"), amount(Money(terms.committed, terms.currency)))
    for line in offer.figures.rate.lines:
        shown = points if _is_cut(line) else percent
        yield KeyValue(_rate_line(line), shown(line.rate, None))
    yield KeyValue(Label("적용금리", "Rate"), percent(offer.figures.rate.rate, None))
    yield KeyValue(Label("최초 상환일", "First due"), day(terms.first_due_on))
    yield KeyValue(Label("상환 횟수", "Instalments"), count(terms.instalments, INSTALMENTS))


def _rate_line(line: RateLine) -> Label:
    """Name a line of the rate; of a cut, with who bears it."""
    if not _is_cut(line):
        return line.label
    payer = PAYERS[line.payer]
    return Label(f"{line.label.ko} ({payer.ko} 부담)", f"{line.label.en} (borne by {payer.en})")


def _is_cut(line: RateLine) -> bool:
    return line.rate < NO_RATE


def _cover_terms(terms: CoverTerms) -> Iterator[KeyValue]:
    spoken = terms.words
    yield KeyValue(
        Label(spoken.insured_amount.ko, spoken.insured_amount.en),
        amount(Money(terms.insured_amount, terms.currency)),
    )
    yield KeyValue(Label("부보율", "Cover ratio"), percent(terms.cover_ratio, None))
    yield from premium_lines(terms)
    yield KeyValue(Label("만료일", "Ends"), day(terms.ends_on))
