"""The figures of contracts as a block of Markdown and as plain values, with ratios to each peer."""

from collections.abc import Sequence
from dataclasses import dataclass

from majung.bench.contracts import GIGA, Form, WriteLimit
from majung.bench.measuring import Machine, Measurement
from majung.bench.page import machine_line, milliseconds, target_kept

MARK = "contracts"


@dataclass(frozen=True, slots=True)
class ContractFigures:
    """What one run of `majung bench contracts` measured; no peers where none were there."""

    machine: Machine
    workers: int
    limit: WriteLimit
    forms: Sequence[Form]
    singles: Sequence[Measurement]
    peers: Sequence[Measurement]


def contracts_document(found: ContractFigures) -> dict[str, object]:
    """Return the figures as plain values."""
    return {
        "processor": found.machine.processor,
        "workers": found.workers,
        "write_limit_bytes_a_second": {"memory": found.limit.memory, "near": found.limit.near},
        "forms": [
            {
                "name": each.measurement.name,
                "contracts": each.measurement.count,
                "seconds": list(each.measurement.seconds),
                "contracts_a_second": each.measurement.rate,
                "contracts_a_second_of_a_core": each.rate_a_core,
                "events_a_second": each.measurement.rate * each.events,
                "bytes_a_contract": each.bytes_written,
                "of_write_limit": _fraction(each, found.limit),
                "target_seconds": each.measurement.target_seconds,
                "is_met": each.measurement.is_met,
                "times_a_peer": {peer.name: _times(each, peer) for peer in found.peers},
            }
            for each in found.forms
        ],
        "singles": [_single(each) for each in found.singles],
        "peers": [_single(each) for each in found.peers],
    }


def contracts_block(found: ContractFigures) -> str:
    """Return the figures as tables of Markdown."""
    lines = [
        machine_line(found.machine),
        f"{found.workers} threads. Plain columns are written at"
        f" {found.limit.memory / GIGA:.1f} GB/s into memory and at"
        f" {found.limit.near / GIGA:.1f} GB/s near at hand, in the same run.",
        "",
        "| form | contracts/s | contracts/s of a core | events/s | bytes a contract |"
        " of the memory write limit | target |",
        "|---|---:|---:|---:|---:|---:|---|",
        *(_form_line(each, found.limit) for each in found.forms),
        "",
        "| one contract | median | best | target |",
        "|---|---:|---:|---|",
        *(
            f"| {each.name} | {milliseconds(each.median)} | {milliseconds(min(each.seconds))} |"
            f" {target_kept(each)} |"
            for each in found.singles
        ),
    ]
    if found.peers:
        lines += ["", *_peer_lines(found)]
    return "\n".join(lines)


def _form_line(form: Form, limit: WriteLimit) -> str:
    rate = form.measurement.rate
    target = form.measurement.target_seconds
    kept = ""
    if target:
        wanted = form.measurement.count / target
        kept = f"{wanted:,.0f}, {'met' if form.measurement.is_met else 'MISSED'}"
    return (
        f"| {form.measurement.name} | {rate:,.0f} | {form.rate_a_core:,.0f} |"
        f" {rate * form.events:,.0f} | {form.bytes_written:,} |"
        f" {_fraction(form, limit):.0%} | {kept} |"
    )


def _peer_lines(found: ContractFigures) -> list[str]:
    """Return a table of the peers, and how many times as many contracts each form makes."""
    heads = [f" times {peer.name} |" for peer in found.peers]
    lines = [
        "| peer | contracts/s |",
        "|---|---:|",
        *(f"| {peer.name} | {peer.rate:,.1f} |" for peer in found.peers),
        "",
        f"| form |{''.join(heads)}",
        f"|---|{'---:|' * len(found.peers)}",
    ]
    for form in found.forms:
        times = (f" {_times(form, peer):,.0f} |" for peer in found.peers)
        lines.append(f"| {form.measurement.name} |{''.join(times)}")
    return lines


def _single(each: Measurement) -> dict[str, object]:
    return {
        "name": each.name,
        "median_seconds": each.median,
        "best_seconds": min(each.seconds),
        "per_second": each.rate,
        "target_seconds": each.target_seconds,
        "is_met": each.is_met,
    }


def _fraction(form: Form, limit: WriteLimit) -> float:
    return form.bytes_written * form.measurement.rate / limit.memory


def _times(form: Form, peer: Measurement) -> float:
    return form.measurement.rate / peer.rate
