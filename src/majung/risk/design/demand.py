"""How firms answer to a price: an assumption, told with every figure that rests on it.

A firm applies where it saves at least what makes the effort worth it to this firm (`thresholds`).
"""

from dataclasses import dataclass

import numpy as np

from majung.errors import PolicyFinanceError
from majung.risk.arrays import Floats


class DemandNotUsableError(PolicyFinanceError):
    """Thresholds ascend, an elasticity is not below nought, and a pass-through is a share."""

    kind = "risk-demand-not-usable"


@dataclass(frozen=True, slots=True)
class Demand:
    """How firms answer to a price.

    Attributes:
        threshold_min: smallest saving, in yearly cost, for which a firm applies; 0.002 is 0.2 %p.
        threshold_max: the largest; firms lie evenly between.
        elasticity: by how many percent a firm asks for more where its yearly cost is 1 % lower.
        pass_through: share of the expected loss taken off the bank that it gives on in its rate.
    """

    threshold_min: float = 0.001
    threshold_max: float = 0.005
    elasticity: float = 0.0
    pass_through: float = 0.5

    def __post_init__(self) -> None:
        """Refuse what no firm or bank could do."""
        told = (self.threshold_min, self.threshold_max, self.elasticity, self.pass_through)
        if not np.isfinite(told).all() or self.threshold_min > self.threshold_max:
            raise DemandNotUsableError(reason=_REASONS["thresholds"])
        if self.elasticity < 0.0:
            raise DemandNotUsableError(reason=_REASONS["elasticity"])
        if not 0.0 <= self.pass_through <= 1.0:
            raise DemandNotUsableError(reason=_REASONS["pass-through"])

    def asked(self, amounts: Floats, *, usual: Floats, offered: Floats) -> Floats:
        """Return what firms ask for at an offered yearly cost.

        Args:
            amounts: asked for at the usual cost.
            usual: yearly cost without the programme.
            offered: yearly cost with it; where one of the two is not above nought a price says
                nothing, and as much is asked for as before.
        """
        if self.elasticity == 0.0:
            return amounts
        speaks = (usual > 0.0) & (offered > 0.0)
        relative = np.where(speaks, usual, 1.0) / np.where(speaks, offered, 1.0)
        return np.asarray(amounts * np.minimum(relative**self.elasticity, MOST))


#: However cheap money is, a firm asks for no more than so many times what it asked for before.
MOST = 2.0
_REASONS = {
    "thresholds": {
        "ko": "신청 기준의 하한이 상한보다 큼",
        "en": "the smallest threshold is above the largest",
    },
    "elasticity": {"ko": "탄력성이 0보다 작음", "en": "the elasticity is below nought"},
    "pass-through": {
        "ko": "은행이 금리에 반영하는 몫이 0에서 1 사이가 아님",
        "en": "the share a bank passes on is not from 0 to 1",
    },
}
