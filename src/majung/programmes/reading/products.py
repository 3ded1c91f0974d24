"""Records of the three kinds of product.

A product's eligibility and price stand in files of their own, under the product's key; the
record of a product takes them from there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from majung.contracts.terms import Portion, Repayment
from majung.errors import message
from majung.programmes.price_terms import ComponentKind
from majung.programmes.products import (
    BookRole,
    ClaimTerms,
    ConditionPrecedent,
    ContractType,
    CoverForm,
    CoverProduct,
    CoverRatioStep,
    LoanProduct,
    Product,
    ResetRule,
)
from majung.programmes.reading.elsewhere import Elsewhere
from majung.programmes.reading.figures import figure
from majung.programmes.reading.prices import PRICE_STEP
from majung.rules.citations import Citation, Label, Status
from majung.rules.reading.korean import spoken_name
from majung.rules.reading.nodes import Node, unknown
from majung.rules.reading.quantities import DAYS, MONEY, MONTHS, PERCENT, POINTS, SHARE
from majung.rules.reading.records import Check, Key, Reader, Record, list_of, one_word_of
from majung.rules.reading.rule import REACHABLE_RULE
from majung.rules.reading.words import (
    CITED,
    DAY,
    LABEL,
    NAME,
    TEXT_READER,
    YES_OR_NO,
    name_of,
    new_name,
)
from majung.rules.vocabulary import FactType
from majung.values.cycles import BusinessDayConvention
from majung.values.day_counts import DayCount
from majung.values.rates import Ratio
from majung.values.rounding import Rounding

#: The fact whose codes say what money may be spent on.
USE_OF_FUNDS = "use-of-funds"
WHOLE = Ratio.percent(100)
#: Events after which a claim need not wait, and duties of whoever is insured.
URGENT_EVENTS = ("bankruptcy", "closed", "idle", "rehabilitation")
NOTICES = ("drawn", "repaid", "term-lost", "default", "threat")


def claim_fact(node: Node) -> str:
    """Read the name of a fact that is a claim."""
    vocabulary = node.reading.vocabulary
    if node.value not in vocabulary.facts:
        node.refuse(unknown("fact-name-unknown", node.shown(), vocabulary.facts))
    definition = vocabulary[str(node.value)]
    if definition.type is not FactType.CLAIM:
        node.refuse(message("fact-not-a-claim", fact=definition.name, type=definition.type))
    return definition.name


CLAIM_FACT = Reader("name of a fact that is a claim", claim_fact)


def _codes(known: Callable[[Node], tuple[str, ...]]) -> Reader[tuple[str, ...]]:
    def one(node: Node) -> str:
        words = known(node)
        if node.value not in words:
            node.refuse(unknown("word-unknown", node.shown(), words))
        return str(node.value)

    return list_of(Reader("a code", one))


def _uses(node: Node) -> tuple[str, ...]:
    if USE_OF_FUNDS not in node.reading.vocabulary:
        return ()
    return tuple(code for code, _ in node.reading.vocabulary[USE_OF_FUNDS].options)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Condition:
    """A condition as written."""

    key: str
    label: Label
    fact: str
    evidence: Label | None
    waiver: str
    citation: Citation
    status: Status


CONDITION = Record(
    "condition precedent",
    "What must be true before money is drawn.",
    _Condition,
    (
        Key("key", new_name("condition"), "names the condition"),
        Key("label", LABEL, "what must be true"),
        Key("fact", CLAIM_FACT, "the claim that must hold"),
        Key("evidence", LABEL, "what shows it; else the fact's evidence", default=None),
        Key("waiver", NAME, "the role that may waive it; nobody where left out", default=""),
        *CITED,
    ),
)


def _condition(node: Node) -> ConditionPrecedent:
    read = CONDITION.read(node)
    return ConditionPrecedent(
        key=read.key,
        label=read.label,
        fact=read.fact,
        evidence=read.evidence or node.reading.vocabulary[read.fact].evidence,
        waiver=read.waiver,
        citation=read.citation,
        status=read.status,
    )


def without_kind(make: Callable[..., Any]) -> Callable[..., Any]:
    """Leave out the key that says which kind of product it is: the type says it, too."""

    def made(kind: ContractType, **values: Any) -> Any:  # values are those of the record's keys
        del kind
        return make(**values)

    return made


COMMON_KEYS = (
    Key("kind", one_word_of(ContractType), "which engine carries it"),
    Key("key", new_name("product"), "names the product among all programmes"),
    Key("name", LABEL, "what it is called"),
    Key("summary", LABEL, "what it does, in a sentence"),
    Key("providers", list_of(name_of("party")), "who offers it"),
    Key("uses", _codes(_uses), "what the money may be spent on", default=()),
    Key(
        "conditions",
        list_of(Reader(CONDITION.reader.written, _condition, (CONDITION,))),
        "what must be true before money is drawn",
        default=(),
    ),
    Key("books", list_of(one_word_of(BookRole)), "whose books its events are posted in"),
    Key("combines-with", list_of(name_of("product")), "held together with it", default=()),
    Key("open-from", DAY, "first day, where later than the programme", default=None),
    Key("open-until", DAY, "last day, where earlier than the programme", default=None),
    *CITED,
)

RESET = Record(
    "rate reset",
    "On which days a base line of the rate is fixed anew, and from which published rate.",
    ResetRule,
    (
        Key("component", NAME, "the base line of the rate, by its key in `pricing.yaml`"),
        Key("index", TEXT_READER, "what the published rate is called, `CD91`, `COFIX`"),
        Key("cycle", figure(MONTHS), "between two reset days", attribute="cycle_months"),
        Key("observed-days-before", figure(DAYS),
            "business days before a reset day on which the index is observed", default=None),
        Key("published-days-max", figure(DAYS), "days before that it may have been published",
            default=None),
    ),
)  # fmt: skip


LOAN = Record(
    "loan",
    "A loan at a preferential rate.",
    without_kind(LoanProduct),
    (
        *COMMON_KEYS,
        Key("repayments", list_of(one_word_of(Repayment)), "permitted plans"),
        Key("amount-max", figure(MONEY), "of one loan", default=None),
        Key("tenor-max", figure(MONTHS), "of one loan", default=None, attribute="tenor_months_max"),
        Key("grace-max", figure(MONTHS), "before principal", default=None,
            attribute="grace_months_max"),
        Key("cycle", figure(MONTHS), "between two instalments", attribute="cycle_months"),
        Key("late-interest", figure(POINTS), "added on what is overdue", default=None),
        Key("late-interest-max", figure(PERCENT), "ceiling on what is overdue", default=None),
        Key("late-interest-on-interest", YES_OR_NO, "unpaid interest earns it too", default=False),
        Key("early-repayment-fee", figure(SHARE), "of what is repaid early", default=None),
        Key("early-repayment-fee-for", figure(MONTHS), "how long it is taken", default=None,
            attribute="early_repayment_fee_months"),
        Key("early-repayment-fee-declines", YES_OR_NO, "with the days left", default=False),
        Key("allocation", list_of(one_word_of(Portion)), "the order in which a payment is divided"),
        Key("day-count", one_word_of(DayCount), "how days are counted for interest"),
        Key("interest-rounding", one_word_of(Rounding), "of each amount of interest"),
        Key("instalment-rounding", one_word_of(Rounding), "of a level instalment"),
        Key("business-day", one_word_of(BusinessDayConvention), "where a due day goes"),
        Key("reset", RESET.reader, "reset days of a floating rate", default=None),
    ),
)  # fmt: skip

RATIO_STEP = Record(
    "cover ratio step",
    "A cover ratio that can be reached; the highest that applies counts.",
    CoverRatioStep,
    (
        Key("key", new_name(PRICE_STEP), "names the step"),
        Key("label", LABEL, "what it is called"),
        Key("ratio", figure(SHARE), "how much of a loss is covered"),
        Key("when", REACHABLE_RULE, "who reaches it; every eligible firm if left out",
            default=None),
        *CITED,
    ),
)  # fmt: skip

CLAIMS = Record(
    "claim terms",
    "How a cover pays.",
    ClaimTerms,
    (
        Key("waiting", figure(MONTHS), "from default to claim", attribute="waiting_months"),
        Key("waits-not-for", _codes(lambda _: URGENT_EVENTS),
            f"events that end the wait: {', '.join(URGENT_EVENTS)}", default=()),
        Key("payment", figure(MONTHS), "from claim to payment", attribute="payment_months"),
        Key("payment-small-firm", figure(MONTHS), "the same for small and medium firms",
            default=None, attribute="payment_months_small_firm"),
        Key("lapse", figure(DAYS), "the cover ends if nothing is drawn within", default=None,
            attribute="lapse_days"),
        Key("notices", _codes(lambda _: NOTICES),
            f"what the insured must report: {', '.join(NOTICES)}", default=()),
        Key("recourse-interest-max", figure(PERCENT), "ceiling of damages a year", default=None),
        Key("covers-interest", YES_OR_NO, "the loss includes contract interest"),
    ),
)  # fmt: skip


def _check_ratios(node: Node, ratio_steps: tuple[CoverRatioStep, ...]) -> None:
    """Report ratios above the whole, and steps that are not above the one before them.

    Source: own convention: paid cover never exceeds cover ratio x loss, nor the loss.
    """
    before: dict[date, Any] = {}
    days = sorted({step.valid_from for each in ratio_steps for step in each.ratio.steps})
    place = node.members()["ratio-steps"]
    for ratio_step in ratio_steps:
        for day in days:
            ratio = ratio_step.ratio.value_on(day)
            if ratio is None:
                continue
            if ratio > WHOLE:
                place.report(message("ratio-above-whole", step=ratio_step.key, ratio=ratio))
            if day in before and ratio <= before[day]:
                place.report(message("ratio-steps-out-of-order", step=ratio_step.key, ratio=ratio))
            before[day] = ratio


COVER = Record(
    "cover",
    "Insurance or a guarantee of a bank's loan.",
    without_kind(CoverProduct),
    (
        *COMMON_KEYS,
        Key("form", one_word_of(CoverForm), "its legal form"),
        Key("ratio-steps", list_of(RATIO_STEP.reader), "cover ratios, lowest first"),
        Key("claims", CLAIMS.reader, "how it pays"),
        Key("amount-max", figure(MONEY), "insured of one loan", default=None),
        Key("tenor-max", figure(MONTHS), "of one cover", default=None,
            attribute="tenor_months_max"),
        Key("joint-guarantor", YES_OR_NO, "a corporate joint guarantor may be asked for",
            default=False),
        Key("premium-rounding", one_word_of(Rounding), "of each premium"),
    ),
    checks=(Check(("ratio_steps",), _check_ratios),),
)  # fmt: skip


def product_reader(elsewhere: Elsewhere, fund: Record[Any]) -> Reader[Product]:
    """Return the reader of a product of any kind, joined with what other files say of it."""
    records: Mapping[str, Record[Any]] = {
        ContractType.LOAN: LOAN,
        ContractType.COVER: COVER,
        ContractType.FUND: fund,
    }
    priced: Mapping[str, Mapping[str, Any]] = {
        ContractType.LOAN: elsewhere.loans,
        ContractType.COVER: elsewhere.covers,
    }

    def read(node: Node) -> Product:
        kind_node = node.members().get("kind")
        if kind_node is None:
            node.refuse(message("key-missing", key="kind", record=spoken_name("product")))
        kind = one_word_of(ContractType).read(kind_node)
        key_node = node.members().get("key", node)
        parts = {"eligibility": _part(key_node, elsewhere.eligibility, "eligibility")}
        if kind in priced:
            parts["pricing"] = _part(key_node, priced[kind], "pricing")
        product: Product = records[kind].read(node, parts)
        if isinstance(product, LoanProduct) and product.reset and product.pricing:
            _check_reset(product, product.reset, node.members()["reset"])
        return product

    return Reader("[loan](#loan), [cover](#cover) or [fund](#fund)", read, tuple(records.values()))


def _check_reset(product: LoanProduct, reset: ResetRule, node: Node) -> None:
    """Report reset days of a line that is no base line of the product's own rate."""
    lines = product.pricing.components
    bases = tuple(each.key for each in lines if each.kind is ComponentKind.BASE)
    if reset.component not in bases:
        component = node.members()["component"]
        component.report(unknown("reset-line-unknown", component.shown(), bases))


def _part(node: Node, said: Mapping[str, Any], file: str) -> Any:
    """Return what another file says of a product; None for nothing, after reporting it."""
    key = str(node.value)
    if key not in said:
        node.report(message("product-not-described", product=key, file=f"{file}.yaml"))
    return said.get(key)
