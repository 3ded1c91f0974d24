"""A fund that is taken over goes on as one that was kept here from its formation."""

import random
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from funds_world import GENERAL, POLICY, PRODUCT, PROGRAMME
from majung.contracts.facts import Fact, FactKind
from majung.contracts.fund import replay_fund
from majung.contracts.fund_terms import PartnerClass
from majung.contracts.reported.cells import StatementCells
from majung.files import Rows, read_rows
from majung.operations.funds.form_fund import Formation, Partner, terms_of
from majung.operations.servicing.openings.fund_columns import FUND_COLUMNS
from majung.operations.servicing.openings.funds import FundDesk, entry_of, opening_fund
from majung.programmes import shelf
from majung.values.cycles import add_months
from opening_funds_world import COMMON, INVESTED, a_list

PROGRAMME_READ = shelf()[PROGRAMME]
FUND_PRODUCT = PROGRAMME_READ.product(PRODUCT)
FORMED, AS_OF = date(2024, 1, 2), date(2024, 12, 31)
COMPANY = f"corporate:{INVESTED['corporate-number']}"
OUTSIDER = "민간조합원"
ROW_OF = {
    FactKind.CALL: "납입요청", FactKind.CALL_PAYMENT: "납입", FactKind.INVESTMENT: "투자",
    FactKind.VALUATION: "평가", FactKind.PROCEEDS: "회수", FactKind.DISTRIBUTION: "배분",
}  # fmt: skip
OF_COMPANY = {key: INVESTED[key] for key in
              ("firm", "corporate-number", "business-number", "size", "region")}  # fmt: skip


@st.composite
def histories(draw):
    """Terms of a fund, and calls, an investment, its valuation, proceeds and distributions."""
    amounts = [draw(st.integers(10**6, 10**10)) for _ in range(3)]
    formation = Formation(
        programme=PROGRAMME,
        product=PRODUCT,
        partners=(
            Partner(POLICY, PartnerClass.POLICY, amounts[0]),
            Partner(OUTSIDER, PartnerClass.PRIVATE, amounts[1], is_institution=False),
            Partner(GENERAL, PartnerClass.GENERAL, amounts[2]),
        ),
    )
    terms = terms_of(formation, FUND_PRODUCT, currency="KRW", on=PROGRAMME_READ.valid_from)
    life = FUND_PRODUCT.terms.life_months.value_on(PROGRAMME_READ.valid_from)
    terms = _until(terms, add_months(FORMED, life))
    called = draw(st.integers(sum(amounts) // 2, sum(amounts)))
    invested = draw(st.integers(1, called // 4))
    back = draw(st.integers(1, invested))
    day = FORMED + timedelta(days=draw(st.integers(1, 60)))
    facts = [
        Fact(FORMED, FactKind.ISSUE, "i"),
        Fact(day, FactKind.CALL, "c", called),
        Fact(day, FactKind.CALL_PAYMENT, "p", called),
        Fact(date(2024, 5, 2), FactKind.INVESTMENT, "n", invested, party=COMPANY),
    ]
    if draw(st.booleans()):
        value = draw(st.integers(0, 3 * invested))
        facts.append(Fact(date(2024, 9, 30), FactKind.VALUATION, "v", value, party=COMPANY))
    if draw(st.booleans()):
        facts.append(Fact(date(2024, 10, 2), FactKind.PROCEEDS, "r", back, party=COMPANY))
        facts.append(Fact(date(2024, 11, 4), FactKind.DISTRIBUTION, "d", max(back // 2, 1)))
    return formation, terms, facts, draw(st.integers(0, 100))


def _until(terms, ends_on):
    return replace(terms, ends_on=ends_on, investing_until_on=add_months(FORMED, 48))


@given(histories())
@settings(max_examples=60, deadline=None)
def test_fees_calls_and_distributions_go_on_as_if_it_had_been_here_always(history):
    formation, terms, facts, seed = history
    stood = replay_fund(terms, facts, until=AS_OF).state

    opened = _opened(formation, facts, stood, seed)

    assert opened.terms == terms
    assert opened.state == stood
    later = Fact(date(2026, 2, 2), FactKind.DISTRIBUTION, "z", max(stood.cash // 3, 1))
    both = [replay_fund(terms, [*told, later], until=date(2026, 3, 31))
            for told in (facts, opened.facts)]  # fmt: skip
    assert both[0] == both[1]


def _opened(formation, facts, stood, seed):
    """Write the rows that say what a fund did, in any order, and read them."""
    of_class = {PartnerClass.POLICY: "정책", PartnerClass.PRIVATE: "민간",
                PartnerClass.GENERAL: "업무집행"}  # fmt: skip
    paid = {each.party: each for each in stood.partners}
    rows = [
        {**COMMON, "entry": "조합", "day": str(FORMED), "as-of": str(AS_OF),
         "amount": str(stood.size), "cash": str(stood.cash)},
        *({**COMMON, "entry": "출자자", "partner": each.party, "amount": str(each.amount),
           "class": of_class[each.partner_class], "day": str(FORMED),
           "called": str(paid[each.party].called), "paid": str(paid[each.party].paid),
           "distributed": str(paid[each.party].distributed)} for each in formation.partners),
        *({**COMMON, **(OF_COMPANY if fact.party else {}), "entry": ROW_OF[fact.kind],
           "day": str(fact.effective_on), "amount": str(fact.amount)}
          for fact in facts if fact.kind in ROW_OF),
    ]  # fmt: skip
    random.Random(seed).shuffle(rows)
    read = read_rows("funds.xlsx", a_list(*rows), FUND_COLUMNS)
    assert isinstance(read, Rows)
    cells = [StatementCells(read, row) for row in read.rows]
    (head,) = [each for each in cells if entry_of(each) == "fund"]
    desk = FundDesk(PROGRAMME_READ, FUND_PRODUCT, GENERAL, {POLICY: POLICY, GENERAL: GENERAL}, {},
                    date(2025, 1, 10))  # fmt: skip
    found = opening_fund(head, cells, desk)
    assert [problem.spoken("en") for each in cells for problem in each.problems] == []
    return found
