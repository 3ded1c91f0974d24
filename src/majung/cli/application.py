"""``majung application``: from the form to an accepted offer, a command an act."""

from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.applications.appeal import AppealOutcome
from majung.applications.decision import Decision, DecisionKind, Override
from majung.applications.indications.assessment import weighing
from majung.applications.indications.documents import assessment_document, comparison_document
from majung.applications.indications.request_file import Asked, asked_from_tree
from majung.cli.application_shown import (
    decision_document,
    file_document,
    line_document,
    print_assessments,
    print_file,
    print_list,
    print_ways,
)
from majung.cli.given import content_of
from majung.cli.office import As, At, On, actor, day, now, open_office
from majung.cli.output import Json, Words, language, refuse_problems, say, say_json, told
from majung.errors import PolicyFinanceError, Problem
from majung.files import Tree, read_tree
from majung.operations.acting import Actor
from majung.operations.intake.appeal import answer_appeal, file_appeal
from majung.operations.intake.apply import state_facts, submit_application
from majung.operations.intake.assess import assess
from majung.operations.intake.decide import (
    answer_offer,
    approve_decision,
    propose_decision,
)
from majung.operations.intake.files import application_file, application_list
from majung.operations.intake.indicate import indicate
from majung.operations.intake.reading import programmes_in_force
from majung.operations.intake.reading_appeals import appeals_on
from majung.operations.intake.reading_indications import indications_shown
from majung.operations.intake.register import register_firm
from majung.operations.intake.send_back import send_back
from majung.pricing.quotes import BankQuote
from majung.store.intake.decisions import OfferOutcome
from majung.values.money import parse_money

app = App(name="application", help="Applications, decisions, appeals.", help_format="plaintext")

WORDS: Words = {
    "ko": {
        "submitted": "{number} 접수", "proposed": "{key} 상신", "approved": "{key} {kind}",
        "back": "{key} 돌려보냄", "answered": "{key} {outcome}",
        "appealed": "{key} 접수, {day}까지 답함", "appeal": "{key} {outcome}",
        "accepted": "수락", "declined": "거절",
    },
    "en": {
        "submitted": "{number} handed in", "proposed": "{key} waits for a second person",
        "approved": "{key}: {kind}", "back": "{key} sent back", "answered": "{key} {outcome}",
        "appealed": "{key} filed, to be answered by {day}", "appeal": "{key} {outcome}",
        "accepted": "accepted", "declined": "declined",
    },
}  # fmt: skip

Product = Annotated[str, Parameter(help="Key of the product.")]
Document = Annotated[str, Parameter(help="Number of the document of the approval.")]
Reason = Annotated[str, Parameter(help="Why.")]
Quotes = Annotated[Path | None, Parameter(help="Request file with the banks' quotes.")]


class OverrideUnknownError(PolicyFinanceError):
    """An override names a rule that stands against the grant, and its reason."""

    kind = "override-unknown"


@app.command
def submit(
    file: Path,
    /,
    *,
    desk: Annotated[tuple[str, ...], Parameter(help="Institution that shall read it; repeat.")],
    number: Annotated[str, Parameter(help="Number on the receipt; the file's if not said.")] = "",
    on: On = None,
    as_: As = "",
    at: At = "",
    json: Json = False,
) -> int:
    """Hand in the request in FILE: register the firm, take the form, state the facts."""
    open_office()
    asked = _asked(file)
    if not isinstance(asked, Asked):
        return refuse_problems(asked, as_json=json)
    who, today, application = actor(as_, at), day(on), asked.application
    receipt, identity = number or application.number, application.firm.identity
    register_firm(who, application.firm, from_on=today, at=now())
    kept = submit_application(
        who, receipt, identity, application.request, desks=desk, on=today, at=now()
    )
    stated = application.statements.stated
    if stated:
        state_facts(who, identity, stated, at=now(), application=receipt)
    if json:
        say_json({"number": kept.number, "desks": list(kept.desks), "stated": len(stated)})
    else:
        say(WORDS[language()]["submitted"].format(number=kept.number))
    return 0


@app.command(name="list")
def list_(*, as_: As = "", at: At = "", json: Json = False) -> None:
    """List the applications on one's desk."""
    open_office()
    found = application_list(actor(as_, at))
    if json:
        say_json([line_document(each) for each in found])
    else:
        print_list(found)


@app.command
def show(number: str, /, *, on: On = None, as_: As = "", at: At = "", json: Json = False) -> None:
    """Show application NUMBER: steps, findings, indications, proposals, decisions, appeals."""
    open_office()
    who = actor(as_, at)
    file = application_file(who, number)
    shown = indications_shown(who, number)
    appeals = appeals_on(who, number, on=day(on))
    if json:
        say_json(file_document(file, shown, appeals))
    else:
        print_file(file, shown, appeals)


@app.command(name="assess")
def assess_(
    number: str, /, *, on: On = None, as_: As = "", at: At = "", json: Json = False
) -> None:
    """Hold application NUMBER against every product, with reasons; nothing is refused by it."""
    open_office()
    found = assess(actor(as_, at), number, on=day(on), at=now())
    if json:
        say_json([assessment_document(each) for each in found])
    else:
        print_assessments(found)


@app.command(name="indicate")
def indicate_(
    number: str,
    /,
    *,
    quotes: Quotes = None,
    on: On = None,
    as_: As = "",
    at: At = "",
    json: Json = False,
) -> int:
    """Lay out every way to finance application NUMBER; none of it binds anybody."""
    open_office()
    asked = _asked(quotes) if quotes else None
    if asked is not None and not isinstance(asked, Asked):
        return refuse_problems(asked, as_json=json)
    given = asked.quotes if asked else {}
    shown = indicate(actor(as_, at), number, given, on=day(on), at=now())
    if json:
        say_json(comparison_document(shown))
    else:
        print_ways(shown)
    return 0


@app.command
def propose(
    number: str,
    /,
    *,
    product: Product,
    way: Annotated[str, Parameter(help="Key of the indication that is granted.")],
    document: Document,
    granted: Annotated[str, Parameter(help="Amount; all that is asked if not said.")] = "",
    reason: Reason = "",
    override: Annotated[
        tuple[str, ...], Parameter(help="RULE=REASON for a rule that stands against it; repeat.")
    ] = (),
    quotes: Quotes = None,
    key: Annotated[str, Parameter(help="Number of the proposal; made if not said.")] = "",
    on: On = None,
    as_: As = "",
    at: At = "",
    json: Json = False,
) -> int:
    """Put a grant on application NUMBER forward for a second person."""
    open_office()
    asked = _asked(quotes) if quotes else None
    if asked is not None and not isinstance(asked, Asked):
        return refuse_problems(asked, as_json=json)
    who = actor(as_, at)
    file = application_file(who, number)
    wanted = file.request.amount
    amount = parse_money(granted, wanted.currency) if granted else wanted
    decision = Decision(
        application=number,
        product=product,
        institution="",
        kind=DecisionKind.APPROVE if amount == wanted else DecisionKind.REDUCE,
        asked=wanted,
        granted=amount,
        proposed_by=who.person,
        decided_on=day(on),
        document=document,
        programme_version="",
        reason=reason,
        overrides=_overrides(who, number, product, override),
    )
    given = tuple(asked.quotes.values()) if asked else ()
    return _proposed(who, decision, way, given, key=key, on=day(on), as_json=json)


@app.command
def refuse(
    number: str,
    /,
    *,
    product: Product,
    document: Document,
    reason: Reason,
    key: Annotated[str, Parameter(help="Number of the proposal; made if not said.")] = "",
    on: On = None,
    as_: As = "",
    at: At = "",
    json: Json = False,
) -> int:
    """Put a refusal of application NUMBER forward for a second person."""
    open_office()
    who = actor(as_, at)
    wanted = application_file(who, number).request.amount
    decision = Decision(
        application=number,
        product=product,
        institution="",
        kind=DecisionKind.REFUSE,
        asked=wanted,
        granted=wanted - wanted,
        proposed_by=who.person,
        decided_on=day(on),
        document=document,
        programme_version="",
        reason=reason,
    )
    return _proposed(who, decision, "", (), key=key, on=day(on), as_json=json)


@app.command
def approve(
    proposal: str, /, *, on: On = None, as_: As = "", at: At = "", json: Json = False
) -> None:
    """Take the decision another person proposed; a grant reserves its room and is offered."""
    open_office()
    kept = approve_decision(actor(as_, at), proposal, on=day(on), at=now())
    if json:
        say_json(decision_document(kept))
    else:
        kind = kept.decision.kind.spoken(language())
        say(WORDS[language()]["approved"].format(key=kept.key, kind=kind))


@app.command(name="send-back")
def send_back_(
    proposal: str, /, *, reason: Reason, on: On = None, as_: As = "", at: At = ""
) -> None:
    """Send a PROPOSAL back undecided."""
    open_office()
    send_back(actor(as_, at), proposal, reason, on=day(on), at=now())
    say(WORDS[language()]["back"].format(key=proposal))


@app.command
def answer(
    offer: str,
    /,
    *,
    decline: Annotated[bool, Parameter(negative="", help="Decline instead of accepting.")] = False,
    reason: Reason = "",
    on: On = None,
    as_: As = "",
    at: At = "",
    json: Json = False,
) -> None:
    """Accept an OFFER for the firm, or decline it."""
    open_office()
    outcome = OfferOutcome.DECLINED if decline else OfferOutcome.ACCEPTED
    answered = answer_offer(actor(as_, at), offer, outcome, on=day(on), at=now(), reason=reason)
    if json:
        say_json({"key": answered.key, "outcome": outcome.value})
    else:
        words = WORDS[language()]
        say(words["answered"].format(key=offer, outcome=words[outcome.value]))


@app.command
def appeal(
    decision: str,
    /,
    *,
    reason: Reason,
    known_on: Annotated[date | None, Parameter(help="The day the firm knew of it.")] = None,
    on: On = None,
    as_: As = "",
    at: At = "",
    json: Json = False,
) -> None:
    """Object to a DECISION that refused or reduced what the firm asked for."""
    open_office()
    filed = file_appeal(actor(as_, at), decision, reason, known_on=known_on, on=day(on), at=now())
    due = filed.due_on.isoformat() if filed.due_on else None
    if json:
        say_json({"key": filed.key, "decision": decision, "due_on": due})
    else:
        say(told(WORDS[language()]["appealed"], key=filed.key, day=filed.due_on or "-"))


@app.command(name="answer-appeal")
def answer_appeal_(
    appeal_: str,
    /,
    *,
    outcome: Annotated[AppealOutcome, Parameter(help="Upheld or dismissed.")],
    reason: Reason,
    document: Document,
    on: On = None,
    as_: As = "",
    at: At = "",
    json: Json = False,
) -> None:
    """Answer an APPEAL, as somebody who took no part in the decision."""
    open_office()
    kept = answer_appeal(
        actor(as_, at), appeal_, outcome, reason, document=document, on=day(on), at=now()
    )
    if json:
        say_json({**decision_document(kept), "outcome": outcome.value})
    else:
        said = outcome.spoken(language())
        say(WORDS[language()]["appeal"].format(key=appeal_, outcome=said))


def _asked(file: Path) -> Asked | tuple[Problem, ...]:
    tree = read_tree(str(file), content_of(file))
    return asked_from_tree(tree, programmes_in_force(at=now())) if isinstance(tree, Tree) else tree


def _proposed(
    who: Actor,
    decision: Decision,
    way: str,
    quotes: tuple[BankQuote, ...],
    *,
    key: str,
    on: date,
    as_json: bool,
) -> int:
    number = decision.application
    name = key or f"D-{number}-{decision.product}-{_proposals(who, number) + 1}"
    put_forward = propose_decision(who, decision, way, quotes, key=name, on=on, at=now())
    if as_json:
        say_json({"key": put_forward.key, "application": number, "product": decision.product})
    else:
        say(WORDS[language()]["proposed"].format(key=put_forward.key))
    return 0


def _proposals(who: Actor, number: str) -> int:
    return len(application_file(who, number).proposals)


def _overrides(
    who: Actor, number: str, product: str, given: tuple[str, ...]
) -> tuple[Override, ...]:
    """Return the overrides, each with the verdict its rule had when it was assessed last."""
    against = {
        finding.rule_key: finding.verdict
        for each in application_file(who, number).assessments
        if each.product == product
        for finding in weighing(each.finding)
    }
    found = []
    for each in given:
        rule, _, reason = each.partition("=")
        if rule not in against:
            raise OverrideUnknownError(rule=rule, known=tuple(sorted(against)) or "-")
        found.append(Override(rule, against[rule], reason, who.person))
    return tuple(found)
