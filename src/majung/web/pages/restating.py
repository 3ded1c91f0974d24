"""Correcting a frozen pack by a new one, and printing one again to compare every byte."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from majung.errors import PolicyFinanceError
from majung.operations.council.draft_pack import restate_pack
from majung.operations.council.freeze_pack import rerender_pack
from majung.operations.council.reading import PackFile, pack_file
from majung.operations.policy import Act, require
from majung.rules.citations import Label
from majung.store.council.packs import PackNotFrozenError
from majung.web.pages.forms import OfficeForm, text_field
from majung.web.pages.packs import SECTION, draft_form, meeting_asked
from majung.web.pages.visits import CONFLICT, Shown, Visit, answer, done, visited
from majung.web.pages.wording import phrase

KO, EN = "restate-reason-ko", "restate-reason-en"


@visited
def restate_page(visit: Visit, key: str) -> HttpResponse:
    """Ask what is restated and why, or draft the correction."""
    require(visit.actor, Act.DRAFT_PACK)
    file = pack_file(visit.actor, key)
    if file.is_draft:
        raise PackNotFrozenError(pack=key)
    sent = visit.request.POST if visit.request.method == "POST" else None
    form = _form(visit, file, sent)
    problems: tuple[PolicyFinanceError, ...] = ()
    if sent is not None and form.is_valid():
        given = form.cleaned_data
        reason = Label(given[KO], given[EN] or given[KO])
        try:
            meeting = meeting_asked(form, visit)
            made = restate_pack(visit.actor, meeting, corrects=key, reason=reason, at=visit.at)
        except PolicyFinanceError as refusal:
            problems = (refusal,)
        else:
            count = len(pack_file(visit.actor, made.key).paper.content.restatements)
            return done(visit, "restated", reverse("pack", args=[made.key]), count=count)
    shown = Shown(
        title=phrase("restate"),
        section=SECTION,
        lead=phrase("restate-lead"),
        trail=(
            (phrase("menu-packs"), reverse(SECTION)),
            (file.report.title, reverse("pack", args=[key])),
        ),
        problems=problems,
    )
    status = CONFLICT if sent is not None else 200
    send = visit.said(phrase("restate"))
    return answer(visit, "majung/form.html", shown, status=status, form=form, send=send)


@require_POST
@visited
def verify_act(visit: Visit, key: str) -> HttpResponse:
    """Print a frozen pack again and compare every byte."""
    again = rerender_pack(visit.actor, key)
    to = reverse("pack", args=[key])
    if again.is_same:
        return done(visit, "pack-verified", to, pack=key)
    return done(visit, "pack-differs", to, pack=key, files=", ".join(again.differing))


def _form(visit: Visit, file: PackFile, sent: object) -> OfficeForm:
    content = file.paper.content
    return draft_form(
        visit,
        sent,
        initial={
            "meeting": visit.said(content.meeting),
            "plan": content.programmes[0].key,
            "supply-source": file.pack.watermark["source"],
            "as-of": file.pack.as_of,
        },
        more={KO: text_field(lines=True), EN: text_field(required=False, lines=True)},
    )
