"""The example fund: formed, called twice, invested, valued, one company sold, proceeds shared."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from majung.applications.firm import Firm, SizeClass
from majung.applications.statements import Standing, Statement
from majung.contracts.fund_terms import PartnerClass
from majung.example.draws import Draws
from majung.example.firms import firm_of
from majung.example.moments import during
from majung.example.people import FUND_MANAGER, RECOMMENDER
from majung.example.world import EOK, FundStory, Stated
from majung.operations.funds.call_capital import call_capital, pay_call
from majung.operations.funds.distribute import distribute
from majung.operations.funds.form_fund import Formation, Partner, form_fund
from majung.operations.funds.invest import exit_investment, invest, value_investment
from majung.operations.intake.apply import state_facts
from majung.operations.intake.register import register_firm
from majung.rules import FactValue
from majung.values.calendars import BusinessCalendar

FUND = "예시-펀드-1"
FIRST_COMPANY = 3_000
HUNDRED = 100
PAID_AFTER_DAYS = 10
YOUNGEST, OLDEST = 2, 6


@dataclass(frozen=True, slots=True)
class Investing:
    """An investment that is going to be made."""

    number: int
    company: Firm
    amount: int
    on: date


@dataclass(slots=True)
class FundPlay:
    """The fund as it is played."""

    story: FundStory
    statements: tuple[Stated, ...]
    draws: Draws
    calendar: BusinessCalendar
    investments: tuple[Investing, ...]

    def live(self, on: date) -> int:
        """Do what a day brings the fund; return how many acts that were."""
        return (
            self._form(on)
            + self._call(on)
            + sum(self._invest(each) for each in self.investments if each.on == on)
            + self._value(on)
            + self._exit(on)
        )

    def _form(self, on: date) -> int:
        if on != self.story.formed_on:
            return 0
        story, manager = self.story, FUND_MANAGER.institution
        partners = (
            Partner("example-fund-of-funds", PartnerClass.POLICY, story.policy * EOK),
            Partner(
                "example-private-partners",
                PartnerClass.PRIVATE,
                story.private * EOK,
                is_institution=False,
            ),
            Partner(manager, PartnerClass.GENERAL, story.general * EOK),
        )
        formation = Formation(
            programme=story.programme, product=story.product, partners=partners, is_example=True
        )
        form_fund(FUND_MANAGER.actor, FUND, formation, on=on, at=during(on))
        return 1

    def _call(self, on: date) -> int:
        acts = 0
        for number, call in enumerate(self.story.calls, start=1):
            amount = self.story.size * EOK * call.per_hundred // HUNDRED
            if on == call.on:
                call_capital(
                    FUND_MANAGER.actor, FUND, amount, key=f"call-{number}", on=on, at=during(on)
                )
                acts += 1
            if on == self.calendar.plus(call.on, PAID_AFTER_DAYS):
                pay_call(
                    FUND_MANAGER.actor, FUND, amount, key=f"paid-{number}", on=on, at=during(on)
                )
                acts += 1
        return acts

    def _invest(self, investing: Investing) -> int:
        desk, on, company = RECOMMENDER.actor, investing.on, investing.company
        register_firm(desk, company, from_on=on, at=during(on, 1), is_example=True)
        state_facts(
            desk,
            company.identity,
            tuple(self._stated(company, on)),
            at=during(on, 2),
            legal_basis="예시",
        )
        invest(
            FUND_MANAGER.actor,
            FUND,
            company.identity,
            investing.amount,
            key=f"investment-{investing.number}",
            on=on,
            at=during(on, 3),
            reference=f"예시 투심-{investing.number}",
        )
        return 1

    def _stated(self, company: Firm, on: date) -> Iterator[Statement]:
        checked_on = on - timedelta(days=1)
        shown = f"예시 실사 {company.name}"
        own: dict[str, FactValue] = {
            "ai-fields": frozenset({"robot", "software"}),
            "listed": False,
            "new-shares": True,
        }
        for office in self.statements:
            own |= dict.fromkeys(office.facts, False)
            own |= dict.fromkeys(office.dated, checked_on)
        for fact, value in own.items():
            yield Statement(fact, value, checked_on, "예시산업부", shown, Standing.CHECKED)

    def _value(self, on: date) -> int:
        if on not in self.story.valued_on:
            return 0
        acts = 0
        for each in self.investments:
            is_held = each.on < on and not (each.number == 1 and self.story.exit_on <= on)
            if is_held:
                multiple = self.draws.between(80, 150, f"value-{on}", each.number)
                value_investment(
                    FUND_MANAGER.actor,
                    FUND,
                    each.company.identity,
                    each.amount * multiple // HUNDRED,
                    key=f"valuation-{on}-{each.number}",
                    on=on,
                    at=during(on, 5),
                    note="예시 평가",
                )
                acts += 1
        return acts

    def _exit(self, on: date) -> int:
        if on != self.story.exit_on:
            return 0
        sold = self.investments[0]
        proceeds = sold.amount * self.story.exit_multiple // HUNDRED
        manager = FUND_MANAGER.actor
        exit_investment(
            manager,
            FUND,
            sold.company.identity,
            proceeds,
            key="exit-1",
            on=on,
            at=during(on, 6),
            note="예시 인수합병",
        )
        distribute(manager, FUND, amount=proceeds, key="distribution-1", on=on, at=during(on, 7))
        return 2


def fund_play(
    story: FundStory, statements: tuple[Stated, ...], draws: Draws, calendar: BusinessCalendar
) -> FundPlay:
    """Lay out the fund's year: which company gets how much on which day."""
    days = calendar.business_days(story.invest_from, story.invest_until)
    least, most = story.amount
    picked = sorted(draws.below(len(days), "invested-on", at) for at in range(story.investments))
    investments = tuple(
        Investing(
            number=at + 1,
            company=_company(draws, at),
            amount=draws.between(least, most, "invested", at) * EOK,
            on=days[day],
        )
        for at, day in enumerate(picked)
    )
    return FundPlay(story, statements, draws, calendar, investments)


def _company(draws: Draws, at: int) -> Firm:
    """A young, small company, as a fund of this mandate looks for."""
    firm = firm_of(draws, FIRST_COMPANY + at, size=SizeClass.SMALL)
    age = draws.between(YOUNGEST, OLDEST, "company-age", at)
    return replace(firm, established_on=date(2024 - age, 3, 2))
