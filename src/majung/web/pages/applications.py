"""An application: its steps, facts, findings and decisions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse

from majung.applications.application import Application
from majung.applications.decision import Decision, DecisionKind
from majung.applications.indications.assessment import weighing
from majung.applications.stages import Desk, Step, course_of, furthest, stage_spans
from majung.errors import PolicyFinanceError
from majung.operations.council.facts_shown import fact_cell
from majung.operations.desks import at_desk
from majung.operations.intake.reading import programmes_in_force, whole
from majung.operations.policy import Act, require
from majung.operations.reading_names import Names
from majung.programmes import Programme
from majung.reports.cells import AMOUNT, NOT_APPLICABLE, Cell, amount, count, counter, day, words
from majung.reports.documents.outlines import outline_of
from majung.reports.model import Heading, KeyValue, KeyValues, Outline, Part
from majung.reports.tables import Align, Column, Row, Table
from majung.reports.texts import Text
from majung.rules.vocabulary import FactDefinition
from majung.store.intake import applications, decisions, proposals
from majung.store.intake.findings import Assessment, assessments_of
from majung.store.servicing.contracts import Contract, contracts_of
from majung.web.pages.appeals import appeal_parts
from majung.web.pages.indicated import indicated_parts
from majung.web.pages.naming import person_called
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, visited
from majung.web.pages.wording import phrase

SECTION = "applications"
DAYS = counter("일", "days", "day")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFile:
    """Everything the page of an application shows, read in one transaction."""

    kept: applications.Application
    application: Application
    programmes: tuple[Programme, ...]
    assessments: tuple[Assessment, ...]
    proposals: tuple[proposals.Proposal, ...]
    taken: tuple[decisions.KeptDecision, ...]
    offers: tuple[decisions.Offer, ...]
    contracts: tuple[Contract, ...]
    steps: Mapping[str, tuple[Step, ...]]

    @property
    def vocabulary(self) -> Mapping[str, FactDefinition]:
        """What the facts of every programme in force mean."""
        return {
            definition.name: definition
            for programme in reversed(self.programmes)
            for definition in programme.vocabulary
        }

    @property
    def tracks(self) -> Mapping[str, tuple[Step, ...]]:
        """The steps of each product; of the whole application while no product has its own."""
        own = {product: steps for product, steps in self.steps.items() if product}
        return own or self.steps

    def product_name(self, product: str) -> Text:
        """Return what a product is called."""
        names = (each.name for p in self.programmes for each in p.products if each.key == product)
        return next(names, product)


def application_file(visit: Visit, number: str) -> ApplicationFile:
    """Read an application as the visitor may see it.

    Raises:
        NotRecordedError: no such application among those the visitor may read.
    """
    require(visit.actor, Act.READ_OWN)
    with at_desk(visit.actor):
        return ApplicationFile(
            kept=applications.application(number),
            application=whole(number, on=visit.on, at=visit.at),
            programmes=programmes_in_force(at=visit.at),
            assessments=assessments_of(number),
            proposals=proposals.proposals_on(number, subject_kind=decisions.APPLICATION),
            taken=decisions.decisions_on(number),
            offers=decisions.offers_of(number),
            contracts=contracts_of(application=number),
            steps={
                product: applications.steps_of(number, product=product)
                for product in applications.products_stepped(number)
            },
        )


@visited
def application_page(visit: Visit, number: str) -> HttpResponse:
    """Show one application."""
    return shown_application(visit, number)


def shown_application(
    visit: Visit, number: str, *, problems: tuple[PolicyFinanceError, ...] = ()
) -> HttpResponse:
    """Show one application, with what could not be done to it above."""
    file = application_file(visit, number)
    shown = Shown(
        title=phrase("application-title", number=number),
        section=SECTION,
        lead=file.application.firm.name,
        trail=((phrase("menu-applications"), reverse(SECTION)),),
        parts=(
            *_parts(file, visit),
            *indicated_parts(visit, number),
            *appeal_parts(visit, number),
        ),
        problems=problems,
    )
    approving = visit.may(Act.APPROVE_DECISION)
    return answer(
        visit,
        "majung/application.html",
        shown,
        status=CONFLICT if problems else 200,
        file=file,
        steps=_steps(file, visit),
        may_assess=visit.may(Act.ASSESS),
        may_indicate=visit.may(Act.INDICATE),
        may_state=visit.may(Act.STATE_FACTS),
        may_answer=visit.may(Act.ACCEPT_OFFER),
        may_sign=visit.may(Act.SIGN),
        waiting=[_proposal(each, file, visit) for each in file.proposals if each.is_open],
        may_approve=approving,
        offers=[_offer(each, file, visit) for each in file.offers],
        is_example=file.kept.is_example,
    )


def _parts(file: ApplicationFile, visit: Visit) -> Iterator[Part]:
    yield _asked(file, visit.names)
    yield Heading(phrase("stages"))
    yield _stage_table(file, visit)
    yield Heading(phrase("findings"))
    if not file.assessments:
        yield Table("no-findings", "", (Column(phrase("findings")),), (), empty=phrase("not-yet"))
    for each in file.assessments:
        outline = outline_of(each.finding, _caption(each, file))
        yield Outline(outline.caption, outline.lines)
    yield Heading(phrase("still-to-state"))
    yield _needed(file)
    yield Heading(phrase("facts"))
    yield _facts(file, visit)
    if file.taken:
        yield Heading(phrase("decisions"))
        yield _decisions(file, visit)
    if file.contracts:
        yield Heading(phrase("menu-contracts"))
        rows = tuple(
            Row(
                (
                    Cell(each.key, trace=reverse("contract", args=[each.key])),
                    words(visit.names.product(each.product)),
                    amount(each.agreed),
                    day(each.signed_on),
                )
            )
            for each in file.contracts
        )
        heads = (
            Column(phrase("head-contract")),
            Column(phrase("head-product")),
            Column(phrase("head-committed"), align=Align.END),
            Column(phrase("head-signed-on")),
        )
        yield Table("contracts", "", heads, rows)


def _caption(each: Assessment, file: ApplicationFile) -> Text:
    return phrase(
        "finding-of",
        product=file.product_name(each.product),
        day=each.assessed_on,
        version=each.version[:12],
    )


def _asked(file: ApplicationFile, names: Names) -> KeyValues:
    request = file.application.request
    uses = fact_cell(request.uses, file.vocabulary.get("use-of-funds"))
    return KeyValues(
        (
            KeyValue(phrase("head-requested"), amount(request.amount)),
            KeyValue(phrase("months"), count(request.months, counter("개월", "months", "month"))),
            KeyValue(phrase("repayment"), words(phrase(f"repayment-{request.repayment.value}"))),
            KeyValue(phrase("start-on"), day(request.start_on)),
            KeyValue(phrase("uses"), uses),
            KeyValue(phrase("submitted-on"), day(file.application.submitted_on)),
            KeyValue(
                phrase("desks"),
                words(phrase("listed", items=tuple(map(names.institution, file.kept.desks)))),
            ),
        )
    )


def _steps(file: ApplicationFile, visit: Visit) -> list[dict[str, object]]:
    """Show the course of an application with where it stands."""
    course = course_of(furthest(file.tracks.values()))
    return [
        {
            "name": visit.said(stage),
            "is_done": place < course.place,
            "is_current": place == course.place,
        }
        for place, stage in enumerate(course.stages)
    ]


def _stage_table(file: ApplicationFile, visit: Visit) -> Table:
    rows = [
        Row(
            (
                words(file.product_name(product) if product else phrase("whole")),
                words(span.stage),
                day(span.from_on),
                count(span.days, DAYS),
                words(phrase(f"desk-{Desk(span.desk).value}")),
            )
        )
        for product, steps in file.tracks.items()
        for span in stage_spans(steps, on=visit.on)
    ]
    heads = ("product", "stage", "from", "days", "desk")
    return Table("stages", "", tuple(Column(phrase(f"head-{h}")) for h in heads), tuple(rows))


def _needed(file: ApplicationFile) -> Table:
    """List the facts that findings wait for, with the products that wait."""
    waiting: dict[str, list[Text]] = {}
    for each in file.assessments:
        for name in sorted({n for f in weighing(each.finding) for n in f.missing}):
            waiting.setdefault(name, []).append(file.product_name(each.product))
    vocabulary = file.vocabulary
    rows = [
        Row(
            (
                words(vocabulary[name].label),
                words(vocabulary[name].evidence),
                words(phrase(f"stated-by-{vocabulary[name].stated_by.value}")),
                words(phrase("listed", items=tuple(dict.fromkeys(products)))),
            )
        )
        for name, products in sorted(waiting.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        if name in vocabulary
    ]
    heads = ("fact", "evidence", "stated-by", "waiting")
    columns = tuple(Column(phrase(f"head-{head}")) for head in heads)
    return Table("needed", "", columns, tuple(rows), empty=phrase("nothing-needed"))


def _facts(file: ApplicationFile, visit: Visit) -> Table:
    vocabulary = file.vocabulary
    counting = file.application.statements.counting(on=visit.on)
    rows = [
        Row(
            (
                words(vocabulary[name].label if name in vocabulary else name),
                fact_cell(each.value, vocabulary.get(name), visit.names.institutions),
                words(each.stated_by),
                day(each.as_of),
                words(phrase(f"standing-{each.standing.value}")),
                words(each.evidence),
            )
        )
        for name, each in sorted(counting.items())
    ]
    heads = ("fact", "value", "stated-by", "as-of", "standing", "evidence")
    columns = tuple(Column(phrase(f"head-{head}")) for head in heads)
    return Table("facts", "", columns, tuple(rows), empty=phrase("nothing-stated"))


def _record(kept: decisions.KeptDecision) -> Cell:
    """Lead to the printed record of a decision; a firm has none of it."""
    address = reverse("decision-record", args=[kept.key])
    return Cell(phrase("as-pdf"), trace=address)


def _decisions(file: ApplicationFile, visit: Visit) -> Table:
    rows = [
        Row(
            (
                words(file.product_name(each.decision.product)),
                words(each.decision.kind),
                _granted(each.decision),
                day(each.decision.decided_on),
                words(each.decision.document),
                words(each.decision.reason),
                *(() if visit.actor.firm else (_record(each),)),
            )
        )
        for each in file.taken
    ]
    heads: tuple[str, ...] = ("product", "decision", "granted", "decided-on", "document", "reason")
    if not visit.actor.firm:
        heads += ("decision-record",)
    columns = tuple(
        Column(phrase(f"head-{head}"), align=Align.END if head == "granted" else Align.START)
        for head in heads
    )
    return Table("decisions", "", columns, tuple(rows))


def _granted(decision: Decision) -> Cell:
    """Show what was granted; a refusal grants nothing, and says so without an amount."""
    if decision.kind is DecisionKind.REFUSE:
        return Cell(NOT_APPLICABLE, AMOUNT)
    return amount(decision.granted)


def _proposal(
    proposal: proposals.Proposal, file: ApplicationFile, visit: Visit
) -> dict[str, object]:
    decision = getattr(proposal.content, "decision", None)
    lines = [
        KeyValue(phrase("head-product"), words(file.product_name(proposal.product))),
        KeyValue(phrase("proposed-by"), words(person_called(visit, proposal.proposed_by))),
        KeyValue(phrase("proposed-on"), day(proposal.proposed_on)),
    ]
    if decision is not None:
        lines += [
            KeyValue(phrase("head-decision"), words(decision.kind)),
            KeyValue(phrase("head-granted"), amount(decision.granted)),
            KeyValue(phrase("head-document"), words(decision.document)),
        ]
        if decision.reason:
            lines.append(KeyValue(phrase("head-reason"), words(decision.reason)))
        lines += [
            KeyValue(phrase("override", rule=each.rule), words(each.reason))
            for each in decision.overrides
        ]
    return {"key": proposal.key, "part": KeyValues(tuple(lines))}


def _offer(offer: decisions.Offer, file: ApplicationFile, visit: Visit) -> dict[str, object]:
    outcome = offer.outcome
    standing = phrase(f"outcome-{outcome.value}" if outcome is not None else "outcome-open")
    lines = (
        KeyValue(phrase("head-product"), words(file.product_name(offer.product))),
        KeyValue(phrase("head-granted"), amount(offer.amount)),
        KeyValue(phrase("offered-on"), day(offer.offered_on)),
        KeyValue(
            phrase("until-on"),
            words(phrase("no-end")) if offer.until_on is None else day(offer.until_on),
        ),
        KeyValue(phrase("head-standing-of"), words(standing)),
    )
    is_accepted = outcome is decisions.OfferOutcome.ACCEPTED
    is_signed = any(each.offer == offer.key for each in file.contracts)
    return {
        "key": offer.key,
        "part": KeyValues(lines),
        "is_open": outcome is None,
        "can_sign": is_accepted and not is_signed and offer.institution == visit.actor.institution,
        "loans": [each.key for each in file.contracts if each.kind == "loan"],
        "needs_loan": offer.product and _is_cover(offer, file),
    }


def _is_cover(offer: decisions.Offer, file: ApplicationFile) -> bool:
    return any(
        product.contract_type.value == "cover"
        for programme in file.programmes
        for product in programme.products
        if product.key == offer.product
    )
