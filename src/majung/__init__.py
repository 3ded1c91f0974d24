"""Majung: public policy finance, from a programme file to the council's pack."""

__version__ = "0.1.0"
