"""Records of who takes part and what was agreed."""

from datetime import date

from majung.errors import message
from majung.programmes.figures import Figure
from majung.programmes.parties import Agreement, DatedName, Party, PartyRole, Undertaking
from majung.programmes.reading.figures import figure
from majung.rules.reading.by_date import dated_members, read_steps
from majung.rules.reading.nodes import Node
from majung.rules.reading.quantities import COUNT, POINTS, SHARE
from majung.rules.reading.records import Check, Key, Reader, Record, list_of, one_word_of
from majung.rules.reading.words import CITED, DAY, LABEL, YES_OR_NO, name_of, new_name
from majung.values.rates import Ratio

WHOLE = Ratio.percent(100)


def _names(node: Node) -> tuple[DatedName, ...]:
    members = node.members()
    dated = dated_members(members)
    if not dated or len(dated) < len(members):
        node.refuse(message("names-without-day"))
    steps = read_steps(dated, LABEL.read)
    return tuple(DatedName(day, name) for day, name in steps if name is not None)


PARTY = Record(
    "party",
    "A body that takes part in the programme.",
    Party,
    (
        Key("key", new_name("party"), "names the body, the same in every programme"),
        Key("names", Reader("[labels](#label) by date", _names), "what it is called since when"),
        Key("roles", list_of(one_word_of(PartyRole)), "what it does"),
        Key(
            "named",
            YES_OR_NO,
            "`false` where it is known to exist and its name was not published",
            default=True,
            attribute="is_named",
        ),
        *CITED,
    ),
)


def _check_ratio(node: Node, party: str, ratio: Figure[Ratio] | None) -> None:
    """Report a promise to cover more than the loss.

    Source: own convention: paid cover never exceeds the loss.
    """
    for step in ratio.steps if ratio is not None else ():
        if step.value is not None and step.value > WHOLE:
            found = message("ratio-above-whole", step=party, ratio=step.value)
            node.members()["cover-ratio"].report(found)


UNDERTAKING = Record(
    "undertaking",
    "What one party of an agreement promised for one product.",
    Undertaking,
    (
        Key("party", name_of("party"), "who promised"),
        Key("product", name_of("product"), "for which product"),
        Key("label", LABEL, "the promise in words"),
        Key("cover-ratio", figure(SHARE), "how much of its loans is covered at most", default=None),
        Key("rate-cut", figure(POINTS), "how far its rate falls below its own", default=None),
        *CITED,
    ),
    checks=(Check(("party", "cover_ratio"), _check_ratio),),
)


def check_period(node: Node, first: date, last: date | None) -> None:
    """Report a last day before the first.

    Source: own convention: dates stand in order.
    """
    if last is not None and last < first:
        found = message("ends-before-start", first=first, last=last)
        node.members()["valid-until"].report(found)


def _check_undertakings(
    node: Node, key: str, parties: tuple[str, ...], undertakings: tuple[Undertaking, ...]
) -> None:
    for undertaking in undertakings:
        if undertaking.party not in parties:
            node.members()["undertakings"].report(
                message("undertaking-by-outsider", party=undertaking.party, agreement=key)
            )


AGREEMENT = Record(
    "agreement",
    "What the parties signed.",
    Agreement,
    (
        Key("key", new_name("agreement"), "names the agreement"),
        Key("name", LABEL, "its title"),
        Key("signed-on", DAY, "when it was signed"),
        Key("valid-until", DAY, "its last day, where one is known", default=None),
        Key("party-count", figure(COUNT), "how many institutions signed", default=None),
        Key("parties", list_of(name_of("party")), "those of them that are named"),
        Key("undertakings", list_of(UNDERTAKING.reader), "what each promised", default=()),
        *CITED,
    ),
    checks=(
        Check(("signed_on", "valid_until"), check_period),
        Check(("key", "parties", "undertakings"), _check_undertakings),
    ),
)
