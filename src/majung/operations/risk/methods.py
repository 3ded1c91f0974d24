"""How a run was done, in words: its method, why it was chosen, its level, withdrawn ratings."""

from collections.abc import Mapping

from majung.operations.risk.loss_readings import LossReading
from majung.operations.risk.loss_settings import EXACT_MAX, LossSettings, Method
from majung.risk.futures.transitions import Withdrawal
from majung.rules.citations import Label
from majung.values.rates import Ratio

METHODS: Mapping[str, Label] = {
    Method.CHOSEN: Label("자동 선택", "chosen by size"),
    Method.EXACT: Label("계약별 계산", "each contract exactly"),
    Method.TABLES: Label("표 계산, 큰 계약은 계약별", "tables, large names exactly"),
}
WITHDRAWN: Mapping[Withdrawal, Label] = {
    Withdrawal.LEAVES: Label("관찰에서 빠짐", "observed no more"),
    Withdrawal.STAYS: Label("등급 유지", "kept their grade"),
    Withdrawal.AS_OTHERS: Label("같은 등급의 다른 기업처럼", "fare as others of their grade"),
}


def method_taken(losses: LossReading) -> Label:
    """Name the method, and say why it was chosen where nobody asked for it."""
    name, reason = METHODS[losses.method], _reason_of(losses)
    return name if reason is None else Label(f"{name.ko}({reason.ko})", f"{name.en} ({reason.en})")


def _reason_of(losses: LossReading) -> Label | None:
    """Say why losses were found by their method; None where it was asked for."""
    if losses.settings.method is not Method.CHOSEN:
        return None
    if losses.method == Method.TABLES:
        return Label(
            f"계약·시나리오 {EXACT_MAX:,}개를 넘어 자동 선택",
            f"chosen: over {EXACT_MAX:,} contract-scenarios",
        )
    if losses.settings.freedom is not None:
        return Label(
            "t 코퓰러는 표로 계산할 수 없어 자동 선택", "chosen: tables cannot follow a t copula"
        )
    return Label(
        f"계약·시나리오 {EXACT_MAX:,}개 이하라 자동 선택",
        f"chosen: {EXACT_MAX:,} contract-scenarios or fewer",
    )


def level_of(settings: LossSettings) -> str:
    """Write the level of value at risk and shortfall."""
    return Ratio.percent(f"{100 * settings.level:.6g}").spoken("ko")
