"""What a comparison of designs found, as values: `designs` makes them."""

from dataclasses import dataclass

from majung.operations.risk.design_file import DesignFile
from majung.operations.risk.loss_settings import LossSettings
from majung.risk.design.figures import DesignFigures
from majung.values.money import Money

WON = "KRW"


@dataclass(frozen=True, slots=True)
class DesignReading:
    """What a comparison found.

    Attributes:
        file: what was asked, with what is assumed.
        settings: of the losses, the seed among them.
        loans: in the list.
        asked: by them, at the banks' own rates.
        found: for each design, in the order of the file.
        best: for each design, whether no other is at least as good in every respect.
        sources: where figures come from.
        has_curve: whether costs are discounted on a list of yields, and not at the file's rate.
    """

    file: DesignFile
    settings: LossSettings
    loans: int
    asked: Money
    found: tuple[DesignFigures, ...]
    best: tuple[bool, ...]
    sources: tuple[str, ...]
    has_curve: bool = False


def won(amount: float) -> Money:
    """Return an amount of the risk engine as money: the one rounding, to a whole won."""
    return Money(round(amount), WON)
