"""A fund while it is replayed: what its facts read and change."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from majung.contracts.courses.preferred import PreferredReturn
from majung.contracts.events import Event, EventKind
from majung.contracts.facts import Fact
from majung.contracts.fund_terms import Commitment, FundTerms, PartnerClass
from majung.contracts.states import FundStage, FundState, HoldingState, PartnerState
from majung.contracts.waterfall import Flow, Position, Profit
from majung.errors import Message, message
from majung.values.cycles import add_months
from majung.values.day_counts import year_fraction
from majung.values.money import Money
from majung.values.rounding import round_fraction

QUARTER_MONTHS = 3


@dataclass(slots=True)
class Partner:
    """A partner while a fund is replayed."""

    commitment: Commitment
    preferred: PreferredReturn
    called: int = 0
    paid: int = 0
    capital_returned: int = 0
    profit: int = 0
    carry: int = 0
    capital_lost: int = 0

    @property
    def unreturned(self) -> int:
        """Paid in and not returned."""
        return self.paid - self.capital_returned - self.capital_lost

    @property
    def state(self) -> PartnerState:
        """The partner as it stands."""
        return PartnerState(
            self.commitment.party,
            self.commitment.partner_class,
            self.commitment.amount,
            self.called,
            self.paid,
            self.capital_returned,
            self.preferred.due,
            self.profit,
            self.carry,
            self.capital_lost,
        )


@dataclass(slots=True)
class Holding:
    """What the fund holds of a company while it is replayed."""

    company: str
    invested_on: date
    invested: int = 0
    cost: int = 0
    value: int = 0
    proceeds: int = 0
    realised: int = 0
    exited_on: date | None = None

    @property
    def state(self) -> HoldingState:
        """The holding as it stands."""
        return HoldingState(
            self.company,
            self.invested_on,
            self.invested,
            self.cost,
            self.value,
            self.proceeds,
            self.realised,
            self.exited_on,
        )


@dataclass(slots=True)
class ManagementFee:
    """The manager's fee while it accrues, day by day and exact until a quarter ends.

    Attributes:
        until: the day up to which it accrued.
        charged: fees of quarters that ended.
        unpaid: of them, what waits for cash.
    """

    until: date
    exact: Fraction = Fraction(0)
    charged: int = 0
    unpaid: int = 0


@dataclass(slots=True)
class FundCourse:
    """A fund while it is replayed."""

    terms: FundTerms
    events: list[Event] = field(default_factory=list)
    problems: list[Message] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    formed_on: date | None = None
    ended_on: date | None = None
    cash: int = 0
    expenses: int = 0
    fee: ManagementFee = field(default_factory=lambda: ManagementFee(date.min))
    partners: dict[str, Partner] = field(default_factory=dict)
    holdings: dict[str, Holding] = field(default_factory=dict)
    hurdle_paid: int = 0
    caught_up: int = 0

    @property
    def runs(self) -> bool:
        """Whether the fund is formed and has not ended."""
        return self.formed_on is not None and self.ended_on is None

    @property
    def called(self) -> int:
        """Called of all partners."""
        return sum(partner.called for partner in self.partners.values())

    def yields(self, day: date, kind: EventKind, amount: int, party: str = "") -> None:
        """Add an event; an amount of zero is none."""
        if amount:
            self.events.append(Event(day, kind, party, amount))

    def refuses(self, fact: Fact, kind: str, **values: object) -> None:
        """Note that a fact is not allowed."""
        self.problems.append(message(kind, fact=fact.key, day=fact.effective_on, **values))

    def money(self, amount: int) -> Money:
        """Return an amount as officials read it."""
        return Money(amount, self.terms.currency)

    def form(self, day: date) -> None:
        """Let the partners' commitments count from a day on."""
        self.formed_on = day
        self.fee = ManagementFee(day)
        profit = self.terms.profit
        for commitment in self.terms.commitments:
            is_policy = commitment.partner_class is PartnerClass.POLICY
            rate = profit.policy_hurdle if is_policy else profit.hurdle
            preferred = PreferredReturn(profit, rate, day)
            self.partners[commitment.party] = Partner(commitment, preferred)

    def accrue_fee(self, day: date) -> None:
        """Let the fee run up to a day on what it is reckoned on until then.

        Source: policy-fund model terms: on commitments first, then on what is invested.
        """
        day = min(day, self.terms.ends_on)
        if self.formed_on is None or day <= self.fee.until:
            return
        fees = self.terms.fees
        on_commitments = self.fee.until < add_months(self.formed_on, fees.commitment_months)
        cost = sum(holding.cost for holding in self.holdings.values())
        base = self.terms.size if on_commitments else cost
        part = year_fraction(fees.day_count, self.fee.until, day)
        self.fee.exact += base * self.terms.fee_rate * part
        self.fee.until = day

    def charge_fee(self, day: date) -> None:
        """Charge what accrued since the last charge, and pay it as far as there is cash."""
        total = round_fraction(self.fee.exact, self.terms.fees.rounding)
        charge, self.fee.charged = total - self.fee.charged, total
        self.fee.unpaid += charge
        self.yields(day, EventKind.MANAGEMENT_FEE, charge)
        self.settle_fee(day)

    def settle_fee(self, day: date) -> None:
        """Pay unpaid fees out of the first cash there is: they come before everything else."""
        payment = min(self.fee.unpaid, self.cash)
        self.fee.unpaid -= payment
        self.cash -= payment
        self.yields(day, EventKind.MANAGEMENT_FEE_PAID, payment)

    @property
    def profit(self) -> Profit:
        """How profit beyond the hurdle is divided, by what each has paid in.

        Source: policy-fund model terms: excess-return transfer to private partners.
        """
        terms = self.terms.profit
        transfer = terms.excess_transfer.fraction
        weights = {party: Fraction(one.paid) for party, one in self.partners.items()}
        classes = {party: one.commitment.partner_class for party, one in self.partners.items()}
        of_policy = sum(weights[p] for p in weights if classes[p] is PartnerClass.POLICY)
        of_private = sum(weights[p] for p in weights if classes[p] is PartnerClass.PRIVATE)
        if transfer and of_private:
            for party, partner_class in classes.items():
                if partner_class is PartnerClass.POLICY:
                    weights[party] *= 1 - transfer
                elif partner_class is PartnerClass.PRIVATE:
                    weights[party] *= 1 + transfer * of_policy / of_private
        managers = {one.party: one.amount for one in self.terms.of_class(PartnerClass.GENERAL)}
        return Profit(terms.carry.fraction, terms.catch_up.fraction, managers, weights)

    @property
    def position(self) -> Position:
        """What everybody is owed; preferred returns as far as they accrued."""
        layers = self._layers()
        first_loss = {
            party: min(one.unreturned, layers.get(party, 0)) for party, one in self.partners.items()
        }
        return Position(
            capital={
                party: one.unreturned - first_loss[party] for party, one in self.partners.items()
            },
            first_loss=first_loss,
            hurdle={party: one.preferred.due for party, one in self.partners.items()},
            hurdle_paid=self.hurdle_paid,
            caught_up=self.caught_up,
        )

    def _layers(self) -> dict[str, int]:
        """Divide the first-loss layer among policy partners by what they paid in."""
        policy = [
            one
            for one in self.partners.values()
            if one.commitment.partner_class is PartnerClass.POLICY
        ]
        paid = [one.paid for one in policy]
        if not sum(paid):
            return {}
        layer = self.money(min(self.terms.first_loss_layer, sum(paid)))
        return {
            one.commitment.party: part.minor
            for one, part in zip(policy, layer.split(paid), strict=True)
        }

    def state(self, day: date, next_due_on: date | None) -> FundState:
        """Return the fund as it stands at the end of a day."""
        for partner in self.partners.values():
            partner.preferred.accrue(day)
        stage = FundStage.FORMED if self.runs else FundStage.ENDED
        return FundState(
            FundStage.AGREED if self.formed_on is None else stage,
            self.formed_on,
            self.ended_on,
            self.cash,
            self.fee.charged,
            self.fee.unpaid,
            self.expenses,
            tuple(partner.state for partner in self.partners.values())
            or tuple(
                PartnerState(one.party, one.partner_class, one.amount)
                for one in self.terms.commitments
            ),
            tuple(holding.state for holding in self.holdings.values()),
            next_due_on,
        )
