"""``majung firm``: what a firm holds, what that keeps out, and how much room is left."""

from datetime import date
from typing import Annotated

from cyclopts import App, Parameter

from majung.applications.holdings.room import FirmRoom
from majung.cli.office import DOING, As, At, Doing, actor, now, open_office
from majung.cli.output import Words, language, say, say_json, spoken, told
from majung.operations.intake.room import hold_room, release_room, room_of
from majung.values.identifiers import parse_corporate_number
from majung.values.money import parse_money

app = App(name="firm", help="Firms.", help_format="plaintext")
DESK = "majung.cli.firm_desk"
app.command(f"{DESK}:find", name="find", help="Find firms by name or number.")
app.command(f"{DESK}:show", name="show", help="A firm with sites, groups and projects.")
app.command(f"{DESK}:register", name="register", help="Register a firm, or what changed.")
app.command(f"{DESK}:groups", name="groups", help="Groups with their members.")
app.command(f"{DESK}:join_group", name="join-group", help="Record who belongs to a group.")
app.command(f"{DESK}:succeed", name="succeed", help="Record that one firm followed another.")
app.command(f"{DESK}:record", name="record", help="Refusals and accidents elsewhere; logged.")

WORDS: Words = {
    "ko": {"held": "{product} {amount} 예약, {until}까지 ({key})", "released": "{key} 예약을 풂"},
    "en": {
        "held": "{amount} of {product} held until {until} ({key})",
        "released": "{key} released",
    },
}


@app.command
def room(
    number: str,
    /,
    *,
    hold: Annotated[str, Parameter(help="Amount to hold for five days, for example 20억.")] = "",
    product: Annotated[str, Parameter(help="Product it is held under.")] = "",
    door: Doing = DOING,
) -> None:
    """Say in one line what the firm of NUMBER holds, what excludes what, and what is left."""
    firm = parse_corporate_number(number)
    who, today = door.enter(), door.day
    held = None
    if hold:
        key = f"hold-{firm.spoken('en')}-{product}-{today}"
        held = hold_room(who, firm, product, parse_money(hold), key=key, on=today, at=now())
    found = room_of(who, firm, on=today, at=now())
    if door.json:
        document = _document(found, today)
        if held is not None:
            document["held_now"] = {
                "key": held.key,
                "amount": held.amount.as_json(),
                "expires_at": held.expires_at.isoformat(),
            }
        say_json(document)
        return
    say(found.spoken(language()))
    if held is not None:
        until = held.expires_at.date()
        amount = held.amount.spoken(language())
        said = WORDS[language()]["held"]
        say(told(said, product=product, amount=amount, until=until, key=held.key))


@app.command
def release(key: str, /, *, as_: As = "", at: At = "") -> None:
    """Give room that is held under KEY back before its days are over."""
    open_office()
    release_room(actor(as_, at), key, at=now())
    say(WORDS[language()]["released"].format(key=key))


def _document(found: FirmRoom, on: date) -> dict[str, object]:
    return {
        "firm": found.firm,
        "on": on.isoformat(),
        "sentence": spoken(found),
        "held": [
            {
                "product": benefit.product,
                "amount": benefit.amount.as_json() if benefit.amount else None,
            }
            for benefit in found.held
        ],
        "products": [
            {
                "product": product.product,
                "name": spoken(product.name),
                "left": product.left.as_json() if product.left else None,
                "limit": spoken(product.tightest) if product.tightest else None,
                "excluded_by": [each.other.product for each in product.excluded],
            }
            for product in found.products
        ],
    }
