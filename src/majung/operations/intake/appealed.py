"""What appeals mean for those who decide: who may not decide again, and what has to wait.

Runs inside a transaction of somebody who may read the application and what was decided on it.
"""

from majung.applications.stages import Stage
from majung.store.intake import appeals, applications, decisions
from majung.store.intake.decisions import Offer


def decided_before(application: str, product: str) -> frozenset[str]:
    """Return who took part in decisions on a product that the firm objected to."""
    people: set[str] = set()
    for appeal in appeals.appeals(application=application):
        first = decisions.decision_of(appeal.decision)
        if first.decision.product == product:
            people |= {first.decision.proposed_by, first.approved_by}
    return frozenset(people)


def is_under_appeal(offer: Offer) -> bool:
    """Say whether the firm objected to a reduced offer and has no answer yet."""
    steps = applications.steps_of(offer.application, product=offer.product)
    return bool(steps) and steps[-1].stage is Stage.APPEALED
