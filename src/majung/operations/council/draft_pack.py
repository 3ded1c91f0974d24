"""Drafting a pack: one reading of everything it shows, kept until it is frozen."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from majung.errors import Language
from majung.operations.acting import Actor
from majung.operations.council.contents import Meeting, pack_content
from majung.operations.council.figures import (
    figure_cell,
    figure_names,
    pack_figures,
    register_entries,
    titled,
)
from majung.operations.council.packs import PackPaper, paper_of
from majung.operations.council.risk_note import risk_note
from majung.operations.desks import at_desk
from majung.operations.intake.reading import programmes_in_force
from majung.operations.policy import Act, require
from majung.operations.supply.reading import Dashboard, dashboard_inside
from majung.programmes import Programme
from majung.reports.documents.pack_content import PackContent, Restatement
from majung.reports.texts import Text
from majung.rules.citations import Label
from majung.store.access import Purpose, acting_for_state
from majung.store.council.packs import Pack, PackNotFrozenError, draft, pack_of
from majung.store.council.register import Release, last_released, released_in
from majung.store.servicing.contracts import Series
from majung.supply.figures import Definition, Figure


def draft_pack(actor: Actor, meeting: Meeting, *, at: datetime, language: Language = "ko") -> Pack:
    """Draft a pack, in the place of an earlier draft of the same key.

    Args:
        at: only what was recorded by then is in the figures.

    Raises:
        NotPermittedError: the actor is not of the secretariat.
        PackFrozenError: a pack of this key is frozen: a correction is a pack of its own.
        SupplyPlanUnknownError, PlanRevisionUnknownError, PlanCurveUnknownError,
        PlanRevisionNotInForceError: what is asked for is not there.
        NotRecordedError: the run chosen is none of the institution's, or is not done.
    """
    require(actor, Act.DRAFT_PACK)
    page, programmes = _gathered(actor, meeting, at=at)
    figures = pack_figures(page)
    content = replace(
        pack_content(
            meeting,
            page,
            programmes,
            issuer=_issuer(actor, page),
            definitions=_definitions(figures),
        ),
        risk=risk_note(actor, meeting.risk_run, at=at),
    )
    paper = PackPaper(content, figures, figure_names(page), language)
    return _kept(actor, paper, page, corrects="")


def restate_pack(
    actor: Actor,
    meeting: Meeting,
    *,
    corrects: str,
    reason: Label,
    at: datetime,
) -> Pack:
    """Draft a pack that corrects a frozen one and shows each figure that differs.

    It is written in the language of the pack it corrects.

    Args:
        corrects: key of the frozen pack.
        reason: why its figures are restated.

    Raises:
        NotPermittedError: the actor is not of the secretariat.
        NotRecordedError: there is no such pack.
        PackNotFrozenError: it is a draft; drafts are changed, not corrected.
        PackFrozenError: a pack of the new key is frozen already.
    """
    require(actor, Act.DRAFT_PACK)
    page, programmes = _gathered(actor, meeting, at=at)
    with at_desk(actor):
        former = pack_of(corrects)
        if former.frozen_at is None:
            raise PackNotFrozenError(pack=corrects)
        released = {release.figure.key: release for release in released_in(corrects)}
    figures = pack_figures(page)
    before, names = paper_of(former), figure_names(page)
    content = replace(
        pack_content(
            meeting,
            page,
            programmes,
            issuer=_issuer(actor, page),
            definitions=_definitions(figures),
        ),
        risk=risk_note(actor, meeting.risk_run, at=at),
        restates=before.content.number,
        restatements=tuple(_restatements(figures, released, names, reason)),
    )
    paper = PackPaper(content, figures, names, before.language)
    return _kept(actor, paper, page, corrects=corrects)


def _gathered(
    actor: Actor, meeting: Meeting, *, at: datetime
) -> tuple[Dashboard, tuple[Programme, ...]]:
    with acting_for_state(Purpose.PACK, person=actor.person, at=at, subject=meeting.key):
        page = dashboard_inside(meeting.reading, at=at, is_whole=True)
        return page, programmes_in_force(at=at)


def _definitions(figures: Iterable[Figure]) -> tuple[Definition, ...]:
    return tuple(dict.fromkeys(figure.definition for figure in figures))


def _issuer(actor: Actor, page: Dashboard) -> Text:
    return page.institution_names.get(actor.institution, actor.institution)


def _kept(actor: Actor, paper: PackPaper, page: Dashboard, *, corrects: str) -> Pack:
    """Keep a draft, with the register as it would stand if it were frozen now."""
    with at_desk(actor):
        numbered = with_register(paper)
        draft(
            Pack(
                key=paper.content.key,
                title=_title(paper.content),
                as_of=page.pace.as_of,
                series=(Series.EXAMPLE if page.is_example else Series.REAL).value,
                watermark={
                    "supply": page.watermark,
                    "source": page.pace.series.value,
                    "recorded_at": page.recorded_at.isoformat(),
                },
                programme_versions={each.key: each.version for each in paper.content.programmes},
                renderer_versions={},
                report=numbered.as_tree(),
                prepared_by=actor.person,
                corrects=corrects,
            ),
            (),
            at=page.recorded_at,
        )
        return pack_of(paper.content.key)


def with_register(paper: PackPaper) -> PackPaper:
    """Number the figures of a pack and set beside each what was released before.

    Runs inside a transaction of whoever acts.
    """
    before = last_released(paper.figures, but_in=paper.content.key)
    entries = register_entries(paper.figures, before, paper.names, number=paper.content.number)
    return replace(paper, content=replace(paper.content, register=entries))


def _title(content: PackContent) -> Label:
    return (
        content.meeting if isinstance(content.meeting, Label) else Label(content.key, content.key)
    )


def _restatements(
    figures: Iterable[Figure],
    released: Mapping[str, Release],
    names: Mapping[str, Label],
    reason: Label,
) -> Iterator[Restatement]:
    """List the figures whose value is not the one that was released for the same day."""
    for figure in figures:
        release = released.get(figure.key)
        if release is None or release.figure.as_of != figure.as_of:
            continue
        if release.figure.value != figure.value:
            yield Restatement(
                definition=titled(figure, names),
                released=figure_cell(release.figure),
                restated=figure_cell(figure),
                reason=reason,
            )
