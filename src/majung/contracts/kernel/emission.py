"""Writing events: a day's events stand in order, and one kind and party stands once a day."""

from majung.contracts.kernel.layout import Column, Record, Work
from majung.values.compiling import compiled


@compiled
def emit(state: Record, work: Work, kind: int, party: int, amount: int) -> None:
    """Stage an event of today, or add to the one of its kind and party.

    An amount of nought is no event.

    Source: own convention, docs/contracts.md, events.
    """
    if amount == 0:
        return
    at = state["staged"]
    kinds, parties, amounts = work["staged_kinds"], work["staged_parties"], work["staged_amounts"]
    while at > 0 and (kinds[at - 1] > kind or (kinds[at - 1] == kind and parties[at - 1] > party)):
        at -= 1
    if at > 0 and kinds[at - 1] == kind and parties[at - 1] == party:
        amounts[at - 1] += amount
        return
    # Mostly nothing is moved: a day's events come in their order.
    for place in range(state["staged"], at, -1):
        kinds[place] = kinds[place - 1]
        parties[place] = parties[place - 1]
        amounts[place] = amounts[place - 1]
    kinds[at] = kind
    parties[at] = party
    amounts[at] = amount
    state["staged"] += 1


@compiled
def write_day(state: Record, work: Work, events: Column) -> bool:
    """Write the day's events; False where there is no room for all of them."""
    count = state["staged"]
    first = state["events"]
    if first + count > len(events):
        return False
    for place in range(count):
        event = events[first + place]
        event["row"] = state["row"]
        event["day"] = state["day"]
        event["kind"] = work["staged_kinds"][place]
        event["party"] = work["staged_parties"][place]
        event["amount"] = work["staged_amounts"][place]
    state["events"] = first + count
    state["staged"] = 0
    return True
