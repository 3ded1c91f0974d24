"""Marks in tables, and the notes under them that say what they mean."""

from datetime import date

from majung.errors import Message, sentence
from majung.errors.days import listed_day
from majung.reports.cells import Cell
from majung.rules.citations import Label

MARK = "*"


def marked_day(day: date, *, trace: str = "") -> Cell:
    """Make a cell of a day whose row rests on what a note under the table says."""
    ko, en = listed_day(day, "ko"), listed_day(day, "en")
    return Cell(Label(f"{ko} {MARK}", f"{en} {MARK}"), trace=trace)


def footnote(told: Message) -> Label:
    """Write what the mark in a table means."""
    return Label(f"{MARK} {sentence(told, 'ko')}", f"{MARK} {sentence(told, 'en')}")
