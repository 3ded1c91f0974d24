"""Forms of the office: fields that read amounts and rates as officials write them."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language

from majung.errors import Language, PolicyFinanceError
from majung.values.money import Money, parse_money
from majung.values.rates import Rate, parse_rate
from majung.web.pages.wording import phrase, phrases

ChoiceT = TypeVar("ChoiceT", bound=StrEnum)
Choices = Sequence[tuple[str, str]]


def language_now() -> Language:
    """Return the language the request is answered in."""
    return "en" if (get_language() or "").startswith("en") else "ko"


class MoneyField(forms.CharField):
    """An amount, read as it is written: ``50억``, ``1조 2,345억``, ``5,000,000,000``."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Mark the field as one for money."""
        return {**super().widget_attrs(widget), "class": "money"}

    def clean(self, value: Any) -> Any:
        """Return the amount."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_money(text)
        except PolicyFinanceError as refusal:
            raise ValidationError(refusal.spoken(language_now())) from refusal


class RateField(forms.CharField):
    """A rate or a difference of rates: ``4.62 %``, ``0.7 %p``."""

    def clean(self, value: Any) -> Any:
        """Return the rate."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_rate(text if text.rstrip().endswith(("%", "p", "P")) else f"{text} %")
        except PolicyFinanceError as refusal:
            raise ValidationError(refusal.spoken(language_now())) from refusal


class NumberField(forms.CharField):
    """A registration number with its check digit, read as it is written."""

    def __init__(self, parse: Callable[[str], object], *, required: bool = True) -> None:
        super().__init__(required=required, max_length=40)
        self.parse = parse

    def clean(self, value: Any) -> Any:
        """Return the number as it was written; it can be read."""
        text = super().clean(value)
        if text:
            try:
                self.parse(text)
            except PolicyFinanceError as refusal:
                raise ValidationError(refusal.spoken(language_now())) from refusal
        return text


class ChoiceUnknownError(PolicyFinanceError):
    """What is sent for a choice is one of those offered."""

    kind = "choice-unknown"


def chosen(request: HttpRequest, name: str, among: type[ChoiceT], otherwise: ChoiceT) -> ChoiceT:
    """Return what was chosen in a form that is written out; without a choice, the usual.

    Raises:
        ChoiceUnknownError: it is none of those offered.
    """
    sent = request.POST.get(name, otherwise.value)
    if sent not in set(among):
        raise ChoiceUnknownError(value=sent, known=tuple(among))
    return among(sent)


def day_field(*, required: bool = True) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(required=required, widget=forms.DateInput({"type": "date"}))


def text_field(*, required: bool = True, lines: bool = False) -> forms.CharField:
    """Return a field for words."""
    widget = forms.Textarea({"rows": 3}) if lines else forms.TextInput()
    return forms.CharField(required=required, max_length=2000, widget=widget)


def choice_field(choices: Choices, *, required: bool = True) -> forms.ChoiceField:
    """Return a field with one choice of several."""
    shown = choices if required else [("", "—"), *choices]
    return forms.ChoiceField(choices=shown, required=required)


def choices_field(choices: Choices, *, required: bool = True) -> forms.MultipleChoiceField:
    """Return a field with several choices, a box each."""
    return forms.MultipleChoiceField(
        choices=choices, required=required, widget=forms.CheckboxSelectMultiple
    )


class OfficeForm(forms.Form):
    """A form made of named fields, labelled in the reader's language.

    A field is labelled by the phrase ``field-<name>``, or by what is given for it.
    """

    def __init__(
        self,
        fields: Mapping[str, forms.Field],
        sent: Any = None,
        *,
        files: Any = None,
        initial: Mapping[str, Any] | None = None,
        labels: Mapping[str, str] | None = None,
        hints: Mapping[str, str] | None = None,
        key: str = "",
    ) -> None:
        super().__init__(sent, files, initial=dict(initial or {}), auto_id=f"id_{key}%s")
        language = language_now()
        for name, field in fields.items():
            field.label = (labels or {}).get(name) or phrase(f"field-{name}").spoken(language)
            hint = (hints or {}).get(name, "")
            if not hint and f"hint-{name}" in phrases():
                hint = phrase(f"hint-{name}").spoken(language)
            field.help_text = hint
            self.fields[name] = field

    @property
    def problems(self) -> list[dict[str, str]]:
        """Return what is wrong, each with the address of its field."""
        found = []
        for name, errors in self.errors.items():
            bound = self[name] if name in self.fields else None
            address = f"#{bound.id_for_label or bound.auto_id}" if bound is not None else ""
            label = f"{bound.label}: " if bound is not None else ""
            found += [{"address": address, "text": f"{label}{error}"} for error in errors]
        return found

    def money(self, name: str) -> Money:
        """Return an amount that was read."""
        value = self.cleaned_data[name]
        if not isinstance(value, Money):
            raise TypeError(f"{name} holds no amount")
        return value

    def rate(self, name: str) -> Rate | None:
        """Return a rate that was read; None where the field was left empty."""
        value = self.cleaned_data.get(name)
        return value if isinstance(value, Rate) else None
