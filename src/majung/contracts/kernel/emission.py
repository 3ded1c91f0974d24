"""Writing events: a day's events stand in order, and one kind and party stands once a day."""

from majung.contracts.kernel.layout import Column, Record, Work
from majung.values.compiling import compiled

#: Where the kind stands in the place of an event in its day; the party stands below it.
KIND_BITS = 32
PARTY_MASK = (1 << KIND_BITS) - 1


@compiled
def emit(state: Record, work: Work, kind: int, party: int, amount: int) -> None:
    """Stage an event of today, or add to the one of its kind and party.

    An amount of nought is no event.

    Source: own convention, docs/contracts.md, events.
    """
    if amount:
        _stage(state, work, (kind << KIND_BITS) + party, amount)


@compiled
def _stage(state: Record, work: Work, place: int, amount: int) -> None:
    places, amounts = work["staged_places"], work["staged_amounts"]
    count = state["staged"]
    # Mostly a day's events come in their order.
    if count == 0 or places[count - 1] < place:
        places[count] = place
        amounts[count] = amount
        state["staged"] = count + 1
        return
    at = count
    while at > 0 and places[at - 1] > place:
        at -= 1
    if at > 0 and places[at - 1] == place:
        amounts[at - 1] += amount
        return
    for later in range(count, at, -1):
        places[later] = places[later - 1]
        amounts[later] = amounts[later - 1]
    places[at] = place
    amounts[at] = amount
    state["staged"] = count + 1


@compiled
def write_day(state: Record, work: Work, events: Column) -> bool:
    """Write the day's events; False where there is no room for all of them."""
    count = state["staged"]
    first = state["events"]
    if first + count > len(events):
        return False
    row, day = state["row"], state["day"]
    for number in range(count):
        place = work["staged_places"][number]
        event = events[first + number]
        event["amount"] = work["staged_amounts"][number]
        event["row"] = row
        event["day"] = day
        event["kind"] = place >> KIND_BITS
        event["party"] = place & PARTY_MASK
    state["events"] = first + count
    state["staged"] = 0
    return True
