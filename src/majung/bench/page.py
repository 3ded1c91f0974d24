"""The figures as lines for people, as JSON, and as a block of docs/benchmarks.md."""

from collections.abc import Sequence
from pathlib import Path

from majung.bench.measuring import Machine, Measurement, memory_peak_megabytes
from majung.errors import PolicyFinanceError

#: Marks of a block of figures, by its name.
BEGIN, END = "<!-- {name}: begin -->", "<!-- {name}: end -->"
MILLI = 1_000


def as_document(machine: Machine, measurements: Sequence[Measurement]) -> dict[str, object]:
    """Return the figures as plain values; seconds are rounded to a tenth of a microsecond."""
    return {
        "machine": {
            "processor": machine.processor,
            "cores": machine.cores,
            "system": machine.system,
            "python": machine.python,
            "libraries": dict(machine.libraries),
        },
        "memory_peak_megabytes": memory_peak_megabytes(),
        "measurements": [
            {
                "name": each.name,
                "median_seconds": round(each.median, 7),
                "best_seconds": round(min(each.seconds), 7),
                "worst_seconds": round(max(each.seconds), 7),
                "repeats": len(each.seconds),
                "seconds": list(each.seconds),
                "count": each.count,
                "per_second": round(each.rate, 1),
                "unit": each.unit,
                "target_seconds": each.target_seconds,
                "is_met": each.is_met,
            }
            for each in measurements
        ],
    }


def as_block(machine: Machine, measurements: Sequence[Measurement]) -> str:
    """Return the figures as a table of Markdown."""
    lines = [
        f"{machine_line(machine)}"
        f" Peak memory of the measuring process: {memory_peak_megabytes()} MB.",
        "",
        "| work | median | best–worst | per second | target |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {each.name} | {milliseconds(each.median)} |"
        f" {milliseconds(min(each.seconds))}–{milliseconds(max(each.seconds))} |"
        f" {each.rate:,.0f} {each.unit}s | {target_kept(each)} |"
        for each in measurements
    ]
    return "\n".join(lines)


def machine_line(machine: Machine) -> str:
    """Return where it was measured."""
    return (
        f"{machine.processor}, {machine.cores} cores, {machine.system}, Python {machine.python};"
        f" {', '.join(f'{name} {number}' for name, number in machine.libraries)}."
    )


class PageWithoutMarksError(PolicyFinanceError):
    """Figures are written between two marks of a page."""

    kind = "bench-page-without-marks"


def marks_in(text: str, *, file: str, name: str) -> tuple[str, str]:
    """Return the marks of a page between which figures of a name are written.

    Raises:
        PageWithoutMarksError: one of them is not there.
    """
    begin, end = BEGIN.format(name=name), END.format(name=name)
    if end not in text.partition(begin)[2]:
        raise PageWithoutMarksError(file=file, begin=begin, end=end)
    return begin, end


def write_block(page: Path, block: str, *, name: str = "measured") -> None:
    """Put a block between the marks of a page that bear its name.

    Raises:
        PageWithoutMarksError: the page has no marks.
    """
    text = page.read_text("utf-8")
    begin, end = marks_in(text, file=str(page), name=name)
    head, rest = text.split(begin, 1)
    tail = rest.split(end, 1)[1]
    page.write_text(f"{head}{begin}\n\n{block}\n\n{end}{tail}", "utf-8")


def milliseconds(seconds: float) -> str:
    """Return a time as people read it."""
    milliseconds = seconds * MILLI
    return f"{milliseconds:,.3f} ms" if milliseconds < 1 else f"{milliseconds:,.1f} ms"


def target_kept(measurement: Measurement) -> str:
    """Return a target and whether it is met; nothing without one."""
    if measurement.target_seconds is None:
        return ""
    kept = "met" if measurement.is_met else "MISSED"
    return f"{milliseconds(measurement.target_seconds)}, {kept}"
