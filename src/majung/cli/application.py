"""``majung application``: from the form to an accepted offer, a command an act."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.applications.appeal import AppealOutcome
from majung.applications.decision import Decision, DecisionKind, Override
from majung.applications.indications.assessment import weighing
from majung.applications.indications.comparison import Comparison
from majung.applications.indications.documents import assessment_document, comparison_document
from majung.applications.indications.request_file import Asked, asked_from_tree
from majung.cli.given import content_of
from majung.cli.office import ACTING, ASKING, DOING, Acting, Asking, Doing, now, open_office
from majung.cli.output import Words, language, refuse_problems, say, say_json, told
from majung.cli.shown_application import (
    decision_document,
    file_document,
    line_document,
    print_assessments,
    print_file,
    print_list,
    print_ways,
)
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
from majung.operations.intake.indicate import compared, indicate
from majung.operations.intake.reading import programmes_in_force
from majung.operations.intake.reading_appeals import appeals_on
from majung.operations.intake.reading_indications import indications_shown
from majung.operations.intake.register import register_firm
from majung.operations.intake.send_back import send_back
from majung.operations.reading_names import names
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
    door: Doing = DOING,
) -> int:
    """Hand in the request in FILE: register the firm, take the form, state the facts."""
    open_office()
    asked = _asked(file)
    if not isinstance(asked, Asked):
        return refuse_problems(asked, as_json=door.json)
    who, today, application = door.enter(), door.day, asked.application
    receipt, identity = number or application.number, application.firm.identity
    register_firm(who, application.firm, from_on=today, at=now())
    kept = submit_application(
        who, receipt, identity, application.request, desks=desk, on=today, at=now()
    )
    stated = application.statements.stated
    if stated:
        state_facts(who, identity, stated, at=now(), application=receipt)
    if door.json:
        say_json({"number": kept.number, "desks": list(kept.desks), "stated": len(stated)})
    else:
        say(WORDS[language()]["submitted"].format(number=kept.number))
    return 0


@app.command(name="list")
def list_(*, door: Asking = ASKING) -> None:
    """List the applications on one's desk."""
    found = application_list(door.enter())
    if door.json:
        say_json([line_document(each) for each in found])
    else:
        print_list(found)


@app.command
def show(number: str, /, *, door: Doing = DOING) -> None:
    """Show application NUMBER: steps, findings, indications, proposals, decisions, appeals."""
    who = door.enter()
    file = application_file(who, number)
    shown = indications_shown(who, number)
    appeals = appeals_on(who, number, on=door.day)
    if door.json:
        say_json(file_document(file, shown, appeals))
    else:
        print_file(file, shown, appeals, names(on=door.day, at=now()))


@app.command(name="assess")
def assess_(number: str, /, *, door: Doing = DOING) -> None:
    """Hold application NUMBER against every product, with reasons; nothing is refused by it."""
    found = assess(door.enter(), number, on=door.day, at=now())
    if door.json:
        say_json([assessment_document(each) for each in found])
    else:
        print_assessments(found)


@app.command
def compare(
    number: str,
    /,
    *,
    quotes: Quotes = None,
    door: Doing = DOING,
) -> int:
    """Lay out every way to finance application NUMBER; nothing is kept."""
    return _laid_out(compared, number, quotes, door)


@app.command(name="indicate")
def indicate_(
    number: str,
    /,
    *,
    quotes: Quotes = None,
    door: Doing = DOING,
) -> int:
    """Lay out every way to finance application NUMBER and keep it; none of it binds anybody."""
    return _laid_out(indicate, number, quotes, door)


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
    door: Doing = DOING,
) -> int:
    """Put a grant on application NUMBER forward for a second person."""
    open_office()
    asked = _asked(quotes) if quotes else None
    if asked is not None and not isinstance(asked, Asked):
        return refuse_problems(asked, as_json=door.json)
    who = door.enter()
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
        decided_on=door.day,
        document=document,
        programme_version="",
        reason=reason,
        overrides=_overrides(who, number, product, override),
    )
    given = tuple(asked.quotes.values()) if asked else ()
    return _proposed(who, decision, way, given, key=key, on=door.day, as_json=door.json)


@app.command
def refuse(
    number: str,
    /,
    *,
    product: Product,
    document: Document,
    reason: Reason,
    key: Annotated[str, Parameter(help="Number of the proposal; made if not said.")] = "",
    door: Doing = DOING,
) -> int:
    """Put a refusal of application NUMBER forward for a second person."""
    who = door.enter()
    wanted = application_file(who, number).request.amount
    decision = Decision(
        application=number,
        product=product,
        institution="",
        kind=DecisionKind.REFUSE,
        asked=wanted,
        granted=wanted - wanted,
        proposed_by=who.person,
        decided_on=door.day,
        document=document,
        programme_version="",
        reason=reason,
    )
    return _proposed(who, decision, "", (), key=key, on=door.day, as_json=door.json)


@app.command
def approve(proposal: str, /, *, door: Doing = DOING) -> None:
    """Take the decision another person proposed; a grant reserves its room and is offered."""
    kept = approve_decision(door.enter(), proposal, on=door.day, at=now())
    if door.json:
        say_json(decision_document(kept))
    else:
        kind = kept.decision.kind.spoken(language())
        say(WORDS[language()]["approved"].format(key=kept.key, kind=kind))


@app.command(name="send-back")
def send_back_(proposal: str, /, *, reason: Reason, door: Acting = ACTING) -> None:
    """Send a PROPOSAL back undecided."""
    send_back(door.enter(), proposal, reason, on=door.day, at=now())
    say(WORDS[language()]["back"].format(key=proposal))


@app.command
def answer(
    offer: str,
    /,
    *,
    decline: Annotated[bool, Parameter(negative="", help="Decline instead of accepting.")] = False,
    reason: Reason = "",
    door: Doing = DOING,
) -> None:
    """Accept an OFFER for the firm, or decline it."""
    outcome = OfferOutcome.DECLINED if decline else OfferOutcome.ACCEPTED
    answered = answer_offer(door.enter(), offer, outcome, on=door.day, at=now(), reason=reason)
    if door.json:
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
    door: Doing = DOING,
) -> None:
    """Object to a DECISION that refused or reduced what the firm asked for."""
    filed = file_appeal(door.enter(), decision, reason, known_on=known_on, on=door.day, at=now())
    due = filed.due_on.isoformat() if filed.due_on else None
    if door.json:
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
    door: Doing = DOING,
) -> None:
    """Answer an APPEAL, as somebody who took no part in the decision."""
    kept = answer_appeal(
        door.enter(), appeal_, outcome, reason, document=document, on=door.day, at=now()
    )
    if door.json:
        say_json({**decision_document(kept), "outcome": outcome.value})
    else:
        said = outcome.spoken(language())
        say(WORDS[language()]["appeal"].format(key=appeal_, outcome=said))


def _laid_out(
    lay_out: Callable[..., Comparison], number: str, quotes: Path | None, door: Doing
) -> int:
    who = door.enter()
    asked = _asked(quotes) if quotes else None
    if asked is not None and not isinstance(asked, Asked):
        return refuse_problems(asked, as_json=door.json)
    shown = lay_out(who, number, asked.quotes if asked else {}, on=door.day, at=now())
    if door.json:
        say_json(comparison_document(shown))
    else:
        print_ways(shown)
    return 0


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
