"""Fields of the forms at a contract's desk: amounts in the contract's currency, minutes, shares."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from majung.applications.decision import Minutes
from majung.errors import PolicyFinanceError
from majung.values.identifiers import parse_corporate_number
from majung.values.money import Money, parse_money
from majung.values.rates import Ratio, parse_ratio
from majung.web.pages.forms import MoneyField, OfficeForm, day_field, language_now, text_field

AMOUNT_MAX = 60
NUMBER_MAX = 40
#: The largest amount a fact can hold, in minor units; a form says so before the books would.
MINOR_MAX = 10**17


class AmountOutOfBoundsError(PolicyFinanceError):
    """An amount of a contract is not below zero, and one that the books can hold."""

    kind = "amount-out-of-bounds"


class AmountField(MoneyField):
    """An amount of a contract, in its currency."""

    def __init__(self, currency: str, *, required: bool = True) -> None:
        super().__init__(required=required, max_length=AMOUNT_MAX)
        self.currency = currency

    def clean(self, value: Any) -> Any:
        """Return the amount."""
        text = forms.CharField.clean(self, value)
        if not text:
            return None
        try:
            found = parse_money(text, self.currency)
            # An amount in another currency does not compare with one in this.
            most = Money(MINOR_MAX, self.currency)
            if found > most or found.minor < 0:
                raise AmountOutOfBoundsError(amount=found, most=most)
            return found
        except PolicyFinanceError as refusal:
            raise ValidationError(refusal.spoken(language_now())) from refusal


class CompanyField(forms.CharField):
    """A company, by its corporate registration number."""

    def __init__(self) -> None:
        super().__init__(max_length=NUMBER_MAX)

    def clean(self, value: Any) -> Any:
        """Return the number."""
        try:
            return parse_corporate_number(super().clean(value))
        except PolicyFinanceError as refusal:
            raise ValidationError(refusal.spoken(language_now())) from refusal


class RatioField(forms.CharField):
    """A share: ``10 %``."""

    def clean(self, value: Any) -> Any:
        """Return the share."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_ratio(text if "%" in text or "/" in text else f"{text} %")
        except PolicyFinanceError as refusal:
            raise ValidationError(refusal.spoken(language_now())) from refusal


def minutes_fields(currency: str) -> dict[str, forms.Field]:
    """Return fields for a committee's resolution; all empty where there was none."""
    return {
        "committee": text_field(required=False),
        "minutes": text_field(required=False),
        "held-on": day_field(required=False),
        "resolved": AmountField(currency, required=False),
    }


def minutes_of(form: OfficeForm) -> Minutes | None:
    """Return the committee's resolution, where its number, day and amount were given."""
    given = form.cleaned_data
    if given["minutes"] and given["held-on"] and given["resolved"]:
        return Minutes(
            given["committee"], given["minutes"], given["held-on"], form.money("resolved")
        )
    return None


def minor(form: OfficeForm, name: str = "amount") -> int:
    """Return an amount that was read, in minor units; zero where the field was left empty."""
    value = form.cleaned_data.get(name)
    return value.minor if isinstance(value, Money) else 0


def ratio(form: OfficeForm, name: str) -> Ratio:
    """Return a share that was read; nothing where the field was left empty."""
    value = form.cleaned_data.get(name)
    return value if isinstance(value, Ratio) else Ratio.percent(0)
