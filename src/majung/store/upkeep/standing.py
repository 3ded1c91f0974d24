"""Whether a database has begun to be used, before anybody acts on it."""

from majung.store import models
from majung.store.upkeep.owner import at_work


def has_rows() -> bool:
    """Say whether anybody was registered here: a person, an institution or a firm."""
    kinds = (models.Person, models.Institution, models.Firm)
    with at_work():
        return any(kind.objects.using("owner").exists() for kind in kinds)
