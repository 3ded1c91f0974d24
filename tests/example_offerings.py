"""A small programme of a loan, a cover and a fund's absence, whose figures tests can change."""

from dataclasses import replace
from datetime import date

from example_lists import business_number, corporate_number
from example_prices import (
    ON,
    SINCE,
    SOURCE,
    cell,
    charge,
    cover_pricing,
    cut,
    discount,
    figure,
    label,
    loan_pricing,
    quote,
    technical,
)
from majung.applications.application import Application, Request
from majung.applications.firm import Firm, Industry, Site, SizeClass
from majung.applications.regions import Region
from majung.applications.statements import Standing, Statement, Statements
from majung.contracts.terms import Portion, Repayment
from majung.programmes.loading import shared_vocabulary
from majung.programmes.parties import Agreement, DatedName, Party, PartyRole, Undertaking
from majung.programmes.products import (
    BookRole,
    ClaimTerms,
    ConditionPrecedent,
    CoverForm,
    CoverRatioStep,
)
from majung.programmes.programme import (
    Exclusion,
    ExclusionKind,
    ExclusionScope,
    RecommendationRule,
)
from majung.programmes.shelf import shelf
from majung.rules import Status
from majung.rules.kinds import AllOf, Holds, OneOf
from majung.values.cycles import BusinessDayConvention
from majung.values.day_counts import DayCount
from majung.values.money import Money
from majung.values.rates import Rate, Ratio
from majung.values.rounding import Rounding

VOCABULARY = shared_vocabulary()
#: What a test does not name is as in a programme that ships.
SHIPPED = shelf()["ai-autonomous-manufacturing"]
CITED = {"citation": SOURCE, "status": Status.REPORTED}


def rule(kind, key, fact, **terms):
    definition = VOCABULARY[fact]
    return kind(
        key=key, label=label(key), fact=definition, helps=definition.evidence, **terms, **CITED
    )


def all_of(key, *parts):
    return AllOf(key=key, label=label(key), parts=parts, **CITED)


NO_ARREARS = rule(Holds, "no-wage-arrears", "wage-arrears", expected=False)
LEADS = rule(Holds, "leads", "leading-project")
FROM_OUTSIDE = rule(OneOf, "outside", "site-region", options=frozenset({"gyeongnam", "busan"}))


def condition(key, fact):
    return ConditionPrecedent(
        key=key,
        label=label(key),
        fact=fact,
        evidence=VOCABULARY[fact].evidence,
        waiver="",
        **CITED,
    )


def loan_product(key="loan", **terms):
    fields = {
        "key": key,
        "name": label(f"the {key}"),
        "summary": label(key),
        "providers": ("shinhan",),
        "eligibility": all_of(f"{key}-eligibility", NO_ARREARS),
        "uses": ("facility", "research"),
        "conditions": (condition("plan", "use-plan-agreed"),),
        "books": (BookRole.LENDER,),
        "combines_with": ("cover",),
        "open_from": None,
        "open_until": None,
        "pricing": loan_pricing(cut("preferential", "0.7", is_maximum=False)),
        "repayments": (Repayment.EQUAL_PRINCIPAL, Repayment.BULLET),
        "amount_max": figure(Money(10**10), "KRW"),
        "tenor_months_max": figure(120, "months"),
        "grace_months_max": figure(36, "months"),
        "cycle_months": figure(3, "months"),
        "late_interest": figure(Rate.percent(3)),
        "late_interest_max": figure(Rate.percent(12)),
        "late_interest_on_interest": True,
        "early_repayment_fee": figure(Ratio.percent(1)),
        "early_repayment_fee_months": figure(36, "months"),
        "early_repayment_fee_declines": True,
        "allocation": (Portion.FEE, Portion.LATE_INTEREST, Portion.INTEREST, Portion.PRINCIPAL),
        "day_count": DayCount.THIRTY_E_360,
        "interest_rounding": Rounding.DOWN,
        "instalment_rounding": Rounding.DOWN,
        "business_day": BusinessDayConvention.NONE,
        **CITED,
    }
    return replace(SHIPPED.product("ai-am-preferential-loan"), **{**fields, **terms})


def ratio_step(key, percent, when=None):
    return CoverRatioStep(
        key=key, label=label(key), ratio=figure(Ratio.percent(percent)), when=when, **CITED
    )


def cover_product(key="cover", **terms):
    fields = {
        "key": key,
        "name": label(f"the {key}"),
        "summary": label(key),
        "providers": ("ksure",),
        "eligibility": all_of(f"{key}-eligibility", NO_ARREARS),
        "uses": (),
        "conditions": (condition("recourse", "recourse-agreement"),),
        "books": (BookRole.INSURER,),
        "combines_with": (),
        "open_from": None,
        "open_until": None,
        "form": CoverForm.INSURANCE,
        "ratio_steps": (ratio_step("base", "90"), ratio_step("full", "100", LEADS)),
        "pricing": cover_pricing(
            charge(cell("0.5", "A"), cell("1.0", "BBB"), cell("2.0", "BB")),
            discounts=(discount("small", "10"),),
            discount_max="30",
            risk=technical(BBB="0.60", BB="3.17"),
        ),
        "claims": ClaimTerms(
            waiting_months=figure(3, "months"),
            waits_not_for=("bankruptcy",),
            payment_months=figure(2, "months"),
            payment_months_small_firm=figure(1, "month"),
            lapse_days=figure(60, "days"),
            notices=(),
            recourse_interest_max=figure(Rate.percent(20)),
            covers_interest=False,
        ),
        "amount_max": None,
        "tenor_months_max": None,
        "joint_guarantor": False,
        "premium_rounding": Rounding.DOWN,
        **CITED,
    }
    return replace(SHIPPED.product("ai-plus-cover"), **{**fields, **terms})


def party(key, *roles):
    names = (DatedName(SINCE, label(f"{key} bank")),)
    return Party(key=key, names=names, roles=roles, **CITED)


def undertaking(product, percent=None, ratio=None, party="shinhan"):
    return Undertaking(
        party=party,
        product=product,
        label=label(f"promise on {product}"),
        cover_ratio=None if ratio is None else figure(Ratio.percent(ratio)),
        rate_cut=None if percent is None else figure(Rate.percent(percent)),
        **CITED,
    )


def agreement(*undertakings):
    return Agreement(
        key="agreement",
        name=label("agreement"),
        signed_on=SINCE,
        valid_until=None,
        party_count=None,
        parties=("shinhan", "ksure"),
        undertakings=undertakings,
        **CITED,
    )


def exclusion(one, other, kind=ExclusionKind.BEST_ONLY, scope=ExclusionScope.PROJECT):
    return Exclusion(
        key=f"{one}-or-{other}",
        label=label(f"{one} or {other}"),
        kind=kind,
        products=(one,),
        others=(other,),
        scope=scope,
        **CITED,
    )


def recommendation_rule(**terms):
    fields = {
        "key": "motie-recommendation",
        "label": label("recommendation"),
        "recommender": "motie",
        "products": ("loan",),
        "fact": "recommended-by-motie",
        "is_required": False,
        "quota": None,
        "amount_max": None,
        "validity_months": None,
        "unlocks": (),
        "needs_project": False,
        **CITED,
    }
    return RecommendationRule(**{**fields, **terms})


def programme(*products, key="programme", **terms):
    fields = {
        "key": key,
        "version": f"version-of-{key}",
        "name": label(key),
        "summary": label(key),
        "country": "KR",
        "currency": "KRW",
        "calendar": "NONE",
        "valid_from": SINCE,
        "valid_until": date(2028, 12, 31),
        "legal_basis": (),
        "parties": (
            party("shinhan", PartyRole.LENDER),
            party("ksure", PartyRole.INSURER),
            party("motie", PartyRole.RECOMMENDER),
        ),
        "agreements": (),
        "products": products,
        "envelopes": (),
        "recommendations": (),
        "exclusions": (),
        "targets": (),
        "sources": (SOURCE.source,),
        "vocabulary": VOCABULARY,
        "cases": (),
    }
    return replace(SHIPPED, **{**fields, **terms})


PROGRAMME = programme(loan_product(), cover_product())

FIRM = Firm(
    identity=corporate_number(1),
    name="예시001",
    size=SizeClass.MID_CAP,
    sites=(
        Site(business_number(1), Region.SEOUL),
        Site(business_number(2), Region.GYEONGNAM),
    ),
    industries=(Industry("29280", 10),),
    established_on=date(2009, 10, 3),
)

REQUEST = Request(
    amount=Money(1_200_000_000),
    months=24,
    start_on=date(2024, 11, 1),
    uses=frozenset({"facility"}),
    repayment=Repayment.EQUAL_PRINCIPAL,
    site=business_number(2),
    project="P-1",
)


def stated(**facts):
    """State facts, written with underscores, as checked on the day."""
    return Statements(
        tuple(
            Statement(name.replace("_", "-"), value, SINCE, "agency", "doc", Standing.CHECKED)
            for name, value in facts.items()
        )
    )


GOOD = {"wage_arrears": False, "credit_grade": "BBB", "leading_project": False}


def application(request=REQUEST, firm=FIRM, held=(), **facts):
    known = {name: value for name, value in {**GOOD, **facts}.items() if value is not None}
    return Application(
        number="A-1",
        firm=firm,
        request=request,
        submitted_on=ON,
        statements=stated(**known),
        held=held,
    )


QUOTES = {"shinhan": quote(base="4.5")}


def with_product(original, product):
    """Return a programme with one of its products replaced."""
    products = tuple(product if each.key == product.key else each for each in original.products)
    return replace(original, products=products)
