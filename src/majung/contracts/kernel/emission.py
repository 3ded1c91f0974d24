"""Writing events: a day's events stand in order, and one kind and party stands once a day.

Most kinds have one party a day, so each has a place of its own, and a day's events come out in
order without being sorted.  Only where a second party comes are they brought into a row.
"""

from majung.contracts.kernel.layout import EVENT_KINDS_MAX, Column, Record, Work
from majung.values.compiling import bit_length, compiled, inlined, natural

#: Where the kind stands in the place of an event in its day; the party stands below it.
KIND_BITS = 32
PARTY_MASK = (1 << KIND_BITS) - 1


@inlined
def emit(state: Record, work: Work, kind: int, party: int, amount: int) -> None:
    """Stage an event of today, or add to the one of its kind and party.

    An amount of nought is no event.

    Source: own convention, docs/contracts.md, events.
    """
    if amount:
        bit = 1 << kind
        if not state["staged_kinds"] & bit:
            state["staged_kinds"] |= bit
            work["kind_parties"][kind] = party
            work["kind_amounts"][kind] = amount
        elif work["kind_parties"][kind] == party:
            work["kind_amounts"][kind] += amount
        else:
            _stage(state, work, (kind << KIND_BITS) + party, amount)


@compiled
def _stage(state: Record, work: Work, place: int, amount: int) -> None:
    """Bring an event into the row of those that have no place of their own, in its order."""
    places, amounts = work["staged_places"], work["staged_amounts"]
    count = state["staged"]
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


@inlined
def write_day(state: Record, work: Work, events: Column) -> bool:
    """Write the day's events; False where there is no room for as many as a day can have."""
    first = state["events"]
    if first + state["staged"] + EVENT_KINDS_MAX > len(events):
        return False
    if state["staged"]:
        _write_row(state, work, events)
        return True
    row, day = state["row"], state["day"]
    kinds = state["staged_kinds"]
    while kinds:
        kind = natural(bit_length(kinds & -kinds) - 1)
        event = events[natural(first)]
        event["amount"] = work["kind_amounts"][kind]
        event["row"] = row
        event["day"] = day
        event["kind"] = kind
        event["party"] = work["kind_parties"][kind]
        first += 1
        # The next kind does not wait until this one is known.
        kinds &= kinds - 1
    state["events"] = first
    state["staged_kinds"] = 0
    return True


@compiled
def _write_row(state: Record, work: Work, events: Column) -> None:
    """Write the events of a day on which one kind has several parties."""
    for kind in range(EVENT_KINDS_MAX):
        if state["staged_kinds"] & 1 << kind:
            place = (kind << KIND_BITS) + work["kind_parties"][kind]
            _stage(state, work, place, work["kind_amounts"][kind])
    first = state["events"]
    row, day = state["row"], state["day"]
    for number in range(state["staged"]):
        place = work["staged_places"][number]
        event = events[first + number]
        event["amount"] = work["staged_amounts"][number]
        event["row"] = row
        event["day"] = day
        event["kind"] = place >> KIND_BITS
        event["party"] = place & PARTY_MASK
    state["events"] = first + state["staged"]
    state["staged"] = 0
    state["staged_kinds"] = 0
