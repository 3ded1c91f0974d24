"""Assessing: one application held against every programme in force, with every reason kept."""

from datetime import date, datetime

from majung.applications.application import facts_of, programmes_for
from majung.applications.indications.assessment import ProductAssessment, assess_all
from majung.applications.stages import Stage, Step
from majung.operations.acting import Actor
from majung.operations.desks import at_desk
from majung.operations.intake.reading import programmes_in_force, whole
from majung.operations.policy import Act, require
from majung.operations.reading_names import institution_names
from majung.store.intake import applications
from majung.store.intake.findings import Assessment, keep_assessments


def assess(actor: Actor, number: str, *, on: date, at: datetime) -> tuple[ProductAssessment, ...]:
    """Assess an application against every product and keep each finding with its facts.

    A fact nobody stated leaves a rule open.  Findings refuse nothing: a person decides.

    Raises:
        NotPermittedError: the actor may not.
        NotRecordedError: no such application on the actor's desk.
    """
    require(actor, Act.ASSESS)
    with at_desk(actor):
        application = whole(number, on=on, at=at)
        facts = facts_of(application, on=on)
        found = assess_all(
            facts,
            programmes_for(application, programmes_in_force(at=at)),
            on=on,
            called=institution_names(on=on),
        )
        kept = (
            Assessment(
                application=number,
                programme=each.programme,
                version=each.version,
                product=each.product,
                finding=each.finding,
                facts=facts,
                assessed_on=on,
                assessed_by=actor.person,
                recorded_at=at,
                institution=actor.institution,
            )
            for each in found
        )
        keep_assessments(number, kept)
        # A firm may look at its own findings at any time; only an institution's assessment
        # moves the application on.
        if actor.institution and application.steps[-1].stage is Stage.SUBMITTED:
            applications.take_step(number, Step(Stage.ASSESSMENT, on, actor.person), at=at)
        return found
