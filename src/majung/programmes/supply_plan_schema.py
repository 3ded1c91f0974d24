"""The form of a supply plan's files, and what is wrong with one that does not have it.

Amounts and shares are written as officials write them (`54.5조`, `53.2 %`); what nobody published
is left out.  A key the form does not know is a problem, because a misspelt key would silently be
an OPEN figure.
"""

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from majung.errors import Message, PolicyFinanceError, Problem, message
from majung.files import Path, Tree
from majung.programmes.programme import SupplyBasis
from majung.programmes.supply_plans import Printed, Shape
from majung.programmes.supply_subjects import Renewals
from majung.rules.citations import Label, Status
from majung.values.money import Money, parse_money
from majung.values.rates import Ratio, parse_ratio

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


def _refused(reason: Message) -> PydanticCustomError:
    return PydanticCustomError("refused", "refused", {"message": reason})


def _reader(read: Callable[[str], T], wanted: str) -> BeforeValidator:
    """Make a validator of a function that reads text; a number without a unit is no text."""

    def value_of(written: object) -> T:
        if not isinstance(written, str):
            raise _refused(message("plan-unit-missing", written=written, wanted=wanted))
        try:
            return read(written)
        except PolicyFinanceError as error:
            raise _refused(error.message) from error

    return BeforeValidator(value_of)


def _positive_money(text: str) -> Money:
    amount = parse_money(text)
    if amount.minor < 0:
        raise _refused(message("plan-amount-negative", amount=amount))
    return amount


def _amount_or_share(text: str) -> Money | Ratio:
    return parse_ratio(text) if "%" in text else _positive_money(text)


def _word(words: type[E]) -> BeforeValidator:
    """Make a validator for one word of an enumeration, naming those there are."""

    def value_of(written: object) -> E:
        try:
            return words(str(written))
        except ValueError:
            known = tuple(word.value for word in words)
            raise _refused(message("plan-word-unknown", word=written, known=known)) from None

    return BeforeValidator(value_of)


def _printed(text: str) -> Printed:
    """Read a share and how many decimals of its percentage were printed."""
    _, _, decimals = text.rstrip(" %").partition(".")
    return Printed(parse_ratio(text), len(decimals))


Amount = Annotated[Money, _reader(_positive_money, "2,000억")]
Share = Annotated[Ratio, _reader(parse_ratio, "41.7 %")]
PrintedShare = Annotated[Printed, _reader(_printed, "53.2 %")]
Bounded = Annotated[Money | Ratio, _reader(_amount_or_share, "88조, 60 %")]
StatusWord = Annotated[Status, _word(Status)]
BasisWord = Annotated[SupplyBasis, _word(SupplyBasis)]
RenewalsWord = Annotated[Renewals, _word(Renewals)]
ShapeWord = Annotated[Shape, _word(Shape)]


class Form(BaseModel):
    """What all parts of a file have in common: no unknown keys, no silent conversions."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True
    )


class LabelForm(Form):
    """A name in both languages."""

    ko: str
    en: str

    @property
    def label(self) -> Label:
        """The name as a value."""
        return Label(self.ko, self.en)


class SourceForm(Form):
    """A text that is cited."""

    title: LabelForm
    publisher: str = ""
    published_on: date | None = None
    address: str = ""


class NamedForm(Form):
    """An institution, sector or theme."""

    key: str
    name: LabelForm
    aliases: list[str] = []


class CountingForm(Form):
    """What counts as supply; what is left out was not published."""

    basis: BasisWord | None = None
    renewals: RenewalsWord = Renewals.UNSTATED
    revolving: bool | None = None


class PlannedForm(Form):
    """A planned amount: written alone, or with the status it has."""

    amount: Amount
    status: StatusWord = Status.REPORTED

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, written: object) -> object:
        return written if isinstance(written, dict) else {"amount": written}


class RevisionForm(Form):
    """A published state of the plan's amounts."""

    number: int
    valid_from: date
    source: str
    total: PlannedForm | None = None
    sectors: dict[str, PlannedForm] = {}
    institutions: dict[str, PlannedForm] = {}
    themes: dict[str, PlannedForm] = {}
    months: dict[str, Amount] = {}
    note: LabelForm | None = None


class MarkForm(Form):
    """A point of a curve: exactly one bound, as an amount or a share of the year's total."""

    on: date
    exactly: Bounded | None = None
    at_least: Bounded | None = None
    at_most: Bounded | None = None


class CurveForm(Form):
    """A path that was announced."""

    key: str
    name: LabelForm
    shape: ShapeWord
    source: str
    marks: list[MarkForm]
    status: StatusWord = Status.REPORTED
    perimeter: list[NamedForm] = []
    note: LabelForm | None = None


class RegionalTargetForm(Form):
    """The share of a year's supply outside the capital area."""

    year: int
    share: Share
    source: str
    status: StatusWord = Status.REPORTED
    note: LabelForm | None = None


class PlanForm(Form):
    """``plan.yaml``."""

    key: str
    name: LabelForm
    year: int
    scheme: str
    scheme_version: str
    source: str
    sources: dict[str, SourceForm]
    perimeter: list[NamedForm]
    sectors: list[NamedForm]
    revisions: list[RevisionForm]
    themes: list[NamedForm] = []
    counting: CountingForm = CountingForm()
    curves: list[CurveForm] = []
    regional_targets: list[RegionalTargetForm] = []
    sub_sectors: int | None = None


class PublishedFigureForm(Form):
    """What a publication printed about one subject: an amount, a rate, or both."""

    amount: Amount | None = None
    rate: PrintedShare | None = None

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, written: object) -> object:
        return written if isinstance(written, dict) else {"amount": written}


class ExecutionForm(Form):
    """A published state of supply."""

    through: date
    revision: int
    source: str
    first: date | None = None
    elapsed: PrintedShare | None = None
    total: PublishedFigureForm | None = None
    sectors: dict[str, PublishedFigureForm] = {}
    institutions: dict[str, PublishedFigureForm] = {}
    themes: dict[str, PublishedFigureForm] = {}


class PublishedForm(Form):
    """``published.yaml``."""

    plan: str
    sources: dict[str, SourceForm] = {}
    executions: list[ExecutionForm] = []


F = TypeVar("F", bound=Form)


def read_form(form: type[F], tree: Tree) -> F | tuple[Problem, ...]:
    """Read a located tree as a form, or say everything that is wrong, each in its place."""
    try:
        return form.model_validate(tree.value)
    except ValidationError as error:
        return tuple(_problems(error, tree))


def _problems(error: ValidationError, tree: Tree) -> Iterator[Problem]:
    for detail in error.errors():
        path = tuple(part for part in detail["loc"] if part != "[key]")
        is_key = detail["type"] == "extra_forbidden"
        place = tree.key_place(path) if is_key else tree.place(path)
        yield Problem(place, _message_of(detail, path))


def _message_of(detail: ErrorDetails, path: Path) -> Message:
    kind = detail["type"]
    field = str(path[-1]) if path else ""
    if kind == "refused":
        reason = detail["ctx"]["message"]
        assert isinstance(reason, Message)
        return reason
    if kind == "missing":
        return message("plan-key-missing", key=field)
    if kind == "extra_forbidden":
        return message("plan-key-unknown", key=field)
    return message("plan-value-of-wrong-kind", key=field, wanted=_wanted(kind))


def _wanted(kind: str) -> Label:
    """Name what pydantic wanted, by the kind of its error (``string_type``, ``date_type`` …)."""
    words = {
        "string_type": Label("글자", "text"),
        "int_type": Label("정수", "a whole number"),
        "bool_type": Label("true 또는 false", "true or false"),
        "date_type": Label("날짜(YYYY-MM-DD)", "a day (YYYY-MM-DD)"),
        "list_type": Label("목록(-로 시작하는 행)", "a list (lines that begin with -)"),
        "dict_type": Label("이름과 값의 묶음", "a mapping of keys to values"),
        "model_type": Label("이름과 값의 묶음", "a mapping of keys to values"),
    }
    return words.get(kind, Label("정해진 형식의 값", "a value of the form this key has"))
