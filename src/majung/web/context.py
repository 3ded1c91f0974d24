"""What every page knows: who acts, in which language, on which day, whether it is an example."""

from django.http import HttpRequest

from majung.operations.reading_names import place_names
from majung.web.acting import NOBODY, actor_of, is_example_office, places_of, today
from majung.web.languages import language_of


def office(request: HttpRequest) -> dict[str, object]:
    """Return the context of every page."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"actor": NOBODY, "language": language_of(request), "is_example_office": False}
    actor = actor_of(request)
    places = place_names(actor, places_of(request), on=today(request))
    here = actor.institution or actor.firm
    return {
        "actor": actor,
        "language": language_of(request),
        "is_example_office": is_example_office(request),
        "place": here,
        "place_name": places.get(here, here),
        "places": list(places.items()),
        "today": today(request),
    }
