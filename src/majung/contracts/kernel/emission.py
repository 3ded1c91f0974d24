"""Writing events: a day's events stand in order, and one kind and party stands once a day."""

from majung.contracts.kernel.layout import Area, Record
from majung.values.compiling import compiled


@compiled
def emit(state: Record, events: Area, kind: int, party: int, amount: int) -> None:
    """Write an event of today, or add to the one of its kind and party.

    An amount of nought is no event.  Where the area is full, the state says so and the contract
    is folded again with a larger one.

    Source: own convention, docs/contracts.md, events.
    """
    if amount == 0:
        return
    day = state["day"]
    at = state["events"]
    while at > state["first_event"] and events[at - 1]["day"] == day:
        other = events[at - 1]
        if other["kind"] == kind and other["party"] == party:
            other["amount"] += amount
            return
        if other["kind"] < kind or (other["kind"] == kind and other["party"] < party):
            break
        at -= 1
    if state["events"] >= len(events):
        state["is_full"] = 1
        return
    for index in range(state["events"], at, -1):
        events[index] = events[index - 1]
    event = events[at]
    event["row"] = state["row"]
    event["day"] = day
    event["kind"] = kind
    event["party"] = party
    event["amount"] = amount
    state["events"] += 1
