"""The audit: everything recorded, computed anew in front of whoever asks."""

from django.conf import settings
from django.http import HttpResponse

from majung.ledger.roots import public_key_of
from majung.operations.policy import Act, require
from majung.operations.servicing.audit import verify_audit
from majung.reports.cells import day, words
from majung.reports.tables import Column, Row, Table
from majung.rules.citations import Label
from majung.store.upkeep.audit import AuditFinding
from majung.web.pages.visits import Shown, Visit, answer, visited
from majung.web.pages.wording import phrase

SECTION = "audit"


@visited
def audit_page(visit: Visit) -> HttpResponse:
    """Verify the books, or offer to."""
    require(visit.actor, Act.VERIFY_AUDIT)
    found = None
    if visit.request.method == "POST":
        found = verify_audit(
            visit.actor, public_key=public_key_of(settings.KEYRING.signing_seed), at=visit.at
        )
    shown = Shown(
        title=phrase("menu-audit"),
        section=SECTION,
        lead=phrase("audit-lead"),
        parts=() if found is None else _parts(found),
    )
    return answer(visit, "majung/audit.html", shown, found=found)


def _parts(found: AuditFinding) -> tuple[Table, ...]:
    chains = tuple(
        Row((words(each.book), words(f"{each.blocks:,}"), words(_held(is_held=each.is_whole))))
        for each in found.chains
    )
    days = tuple(
        Row((day(each.rooted_on), words(_held(is_held=each.is_whole)))) for each in found.days
    )
    others = (
        ("audit-balances", len(found.balances)),
        ("audit-limits", len(found.limits)),
        ("audit-packs", len(found.changed_packs)),
    )
    return (
        Table("chains", phrase("audit-chains"), _columns("book", "blocks", "holds"), chains),
        Table("days", phrase("audit-days"), _columns("day", "holds"), days),
        Table(
            "others",
            phrase("audit-others"),
            _columns("checked", "deviations"),
            tuple(Row((words(phrase(name)), words(f"{count:,}"))) for name, count in others),
        ),
    )


def _held(*, is_held: bool) -> Label:
    return phrase("holds" if is_held else "broken")


def _columns(*heads: str) -> tuple[Column, ...]:
    return tuple(Column(phrase(f"head-{head}")) for head in heads)
