"""Programmes as they are in force: terms, limits, who recommends, rules with their sources."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Protocol

from django.http import Http404, HttpResponse
from django.urls import reverse

from majung.operations.acting import Role
from majung.operations.desks import at_desk
from majung.operations.intake.reading import programmes_in_force
from majung.operations.policy import Act, require
from majung.programmes import Programme, shelf
from majung.programmes.figures import Figure
from majung.programmes.products import CoverProduct, FundProduct, LoanProduct, Product
from majung.reports.cells import Cell, day, words
from majung.reports.model import (
    Heading,
    KeyValue,
    KeyValues,
    Note,
    Notes,
    Outline,
    OutlineLine,
    Paragraph,
    Part,
    Tone,
)
from majung.reports.tables import Column, Row, Table
from majung.reports.texts import Text
from majung.rules.citations import Citation, Status
from majung.rules.kinds import AllOf, AnyOf, Evidenced, NotRule, Rule, parts_of
from majung.web.pages.visits import Shown, Visit, answer, visited
from majung.web.pages.wording import phrase

SECTION, FILES = "programmes", "programme-files"
LOAN_FIGURES = (
    "amount_max",
    "tenor_months_max",
    "grace_months_max",
    "cycle_months",
    "late_interest",
    "late_interest_max",
    "early_repayment_fee",
)
FUND_FIGURES = (
    "size",
    "policy_share_max",
    "mandate_share_min",
    "life_months",
    "hurdle",
    "carry",
)
OPEN_END = words(phrase("no-end"))


@visited
def programmes_page(visit: Visit) -> HttpResponse:
    """List every programme in force, with its products."""
    rows = [
        Row(
            (
                Cell(each.name, trace=reverse("programme", args=[each.key])),
                words(_joined(product.name for product in each.products)),
                day(each.valid_from),
                OPEN_END if each.valid_until is None else day(each.valid_until),
                words(each.version[:12]),
            )
        )
        for each in _in_force(visit)
    ]
    heads = ("programme", "products", "valid-from", "valid-until", "version")
    table = Table(
        "programmes", "", tuple(Column(phrase(f"head-{head}")) for head in heads), tuple(rows)
    )
    shown = Shown(
        title=phrase("menu-programmes"),
        section=SECTION,
        lead=phrase("programmes-lead"),
        parts=(table,),
    )
    links = []
    if not visit.actor.roles <= {Role.FIRM}:
        links = [{"name": visit.said(phrase("check-programme-files")), "address": reverse(FILES)}]
    return answer(visit, "majung/upload.html", shown, links=links)


@visited
def programme_page(visit: Visit, key: str) -> HttpResponse:
    """Show everything a programme says, each number with its source and standing."""
    programme = next((each for each in _in_force(visit) if each.key == key), None)
    if programme is None:
        raise Http404
    shown = Shown(
        title=programme.name,
        section=SECTION,
        lead=programme.summary,
        trail=((phrase("menu-programmes"), reverse("programmes")),),
        parts=tuple(programme_parts(programme, on=visit.on)),
    )
    return answer(visit, "majung/page.html", shown)


def _in_force(visit: Visit) -> tuple[Programme, ...]:
    """Return the programmes that were taken in; before the first, those on the shelf."""
    require(visit.actor, Act.READ_OWN)
    with at_desk(visit.actor):
        taken = programmes_in_force(at=visit.at)
    return taken or tuple(shelf().values())


def programme_parts(programme: Programme, *, on: date) -> Iterator[Part]:
    """Lay out everything a programme says as it holds on a day."""
    yield KeyValues(
        (
            KeyValue(phrase("version"), words(programme.version)),
            KeyValue(phrase("valid-from"), day(programme.valid_from)),
            KeyValue(
                phrase("valid-until"),
                OPEN_END if programme.valid_until is None else day(programme.valid_until),
            ),
            KeyValue(phrase("currency"), words(programme.currency)),
        )
    )
    yield Paragraph(phrase("assumed-means"), Tone.FINE)
    for product in programme.products:
        yield Heading(product.name)
        yield from _product(product, on=on)
    yield Heading(phrase("envelopes"))
    yield _envelopes(programme, on=on)
    if programme.recommendations:
        yield Heading(phrase("recommendations"))
        yield _recommendations(programme, on=on)
    if programme.exclusions:
        yield Heading(phrase("exclusions"))
        rows = [
            (each.label, phrase(f"kind-{each.kind.value}"), each.status)
            for each in programme.exclusions
        ]
        yield _listed("exclusions", ("exclusion", "kind", "standing"), rows)
    yield Heading(phrase("parties"))
    parties = [
        (each.name_on(on), _joined(phrase(f"role-{role.value}") for role in each.roles))
        for each in programme.parties
    ]
    yield _listed("parties", ("institution", "roles"), parties)
    yield Heading(phrase("legal-basis"))
    yield Notes("", tuple(Note(each.label, each.citation) for each in programme.legal_basis))
    yield Heading(phrase("sources"))
    yield Notes(
        "", tuple(Note(each.title, each.publisher, each.published_on) for each in programme.sources)
    )


def _product(product: Product, *, on: date) -> Iterator[Part]:
    yield Paragraph(product.summary)
    yield _listed(f"{product.key}-terms", ("term", "value", "source"), list(_terms(product, on=on)))
    if isinstance(product, LoanProduct):
        yield _listed(
            f"{product.key}-cuts",
            ("rate-cut", "value", "payer", "source"),
            [
                (cut.label, _figure(cut.rate, on=on), phrase(f"payer-{cut.payer.value}"), _by(cut))
                for cut in product.pricing.cuts
            ],
        )
    yield Outline(phrase("who-may"), tuple(_rules(product.eligibility)))
    if product.conditions:
        conditions = [(each.label, each.evidence, _by(each)) for each in product.conditions]
        yield _listed(f"{product.key}-conditions", ("condition", "evidence", "source"), conditions)


def _terms(product: Product, *, on: date) -> Iterator[tuple[Text, Text, Text]]:
    """List the figures of a product that hold on a day, each with who says so."""
    figures: list[tuple[str, Figure[object] | None]] = []
    match product:
        case LoanProduct():
            figures = [(name, getattr(product, name)) for name in LOAN_FIGURES]
            figures.append(("cut_max", product.pricing.cut_max))
        case CoverProduct():
            figures = [
                (name, getattr(product, name)) for name in ("amount_max", "tenor_months_max")
            ]
            terms = ("waiting_months", "payment_months", "lapse_days")
            figures += [(name, getattr(product.claims, name)) for name in terms]
        case FundProduct():
            figures = [(name, getattr(product.terms, name)) for name in FUND_FIGURES]
    for name, figure in figures:
        stated = figure.stated_on(on) if figure is not None else None
        if stated is not None:
            yield phrase(f"term-{name.replace('_', '-')}"), stated, _by(stated)
    if isinstance(product, CoverProduct):
        for step in product.ratio_steps:
            yield step.label, _figure(step.ratio, on=on), _by(step)


def _envelopes(programme: Programme, *, on: date) -> Table:
    names = {product.key: product.name for product in programme.products}
    rows = [
        (
            each.label,
            _figure(each.limit, on=on),
            _joined(names[product] for product in each.products),
            phrase(f"basis-{each.basis.value}"),
            _by(each),
        )
        for each in programme.envelopes
    ]
    return _listed("envelopes", ("envelope", "cap", "products", "basis", "source"), rows)


def _recommendations(programme: Programme, *, on: date) -> Table:
    rows = [
        (
            each.label,
            programme.party(each.recommender).name_on(on),
            _figure(each.quota, on=on),
            _figure(each.amount_max, on=on),
            phrase("required" if each.is_required else "opens-terms"),
            _by(each),
        )
        for each in programme.recommendations
    ]
    heads = ("recommendation", "recommender", "quota", "amount-max", "effect", "source")
    return _listed("recommendations", heads, rows)


def _rules(rule: Rule, depth: int = 0) -> Iterator[OutlineLine]:
    """Lay a rule out, groups before their parts, each with its standing and source."""
    is_group = isinstance(rule, AllOf | AnyOf | NotRule)
    lead = {AllOf: "all-of", AnyOf: "any-of", NotRule: "none-of"}.get(type(rule), "")
    text: Text
    if isinstance(rule, Evidenced):
        text = phrase(
            "rule-evidenced",
            rule=rule.label,
            evidence=rule.evidence.label,
            days=rule.age_days_max,
            source=rule.citation,
        )
    elif lead:
        text = phrase(lead, rule=rule.label)
    else:
        text = phrase("rule-by", rule=rule.label, source=rule.citation)
    is_assumed = rule.status is Status.ASSUMED and not is_group
    yield OutlineLine(depth, None, text, source=rule.status if is_assumed else "")
    for part in parts_of(rule):
        # What fresh evidence must show is often the rule itself: it is said once.
        if not (isinstance(rule, Evidenced) and part.label == rule.label):
            yield from _rules(part, depth + 1)


def _figure(figure: Figure[object] | Figure[int] | None, *, on: date) -> Text:
    stated = figure.stated_on(on) if figure is not None else None
    return phrase("not-published") if stated is None else stated


class _Cited(Protocol):
    """Anything of a programme that says who stated it, and how well it is known."""

    @property
    def status(self) -> Status: ...

    @property
    def citation(self) -> Citation: ...


def _by(cited: _Cited) -> Text:
    """Cite who says so, and mark what is our assumption."""
    key = "cited-assumed" if cited.status is Status.ASSUMED else "cited"
    return phrase(key, source=cited.citation, status=cited.status)


def _joined(texts: Iterable[Text]) -> Text:
    return phrase("listed", items=tuple(texts))


def _listed(key: str, heads: tuple[str, ...], rows: Iterable[tuple[Text, ...]]) -> Table:
    columns = tuple(Column(phrase(f"head-{head}")) for head in heads)
    return Table(key, "", columns, tuple(Row(tuple(map(words, row))) for row in rows))
