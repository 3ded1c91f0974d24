"""Bytes that somebody sent become a located tree or located rows, or problems with places.

Nothing is half read: whoever asks gets everything that is wrong with a file at once.
"""

from majung.files.annotations import annotated_csv, annotated_rows
from majung.files.growing import Path, Value
from majung.files.headers import Column
from majung.files.rows import Row, Rows, read_rows
from majung.files.trees import Tree, read_tree

__all__ = [
    "Column",
    "Path",
    "Row",
    "Rows",
    "Tree",
    "Value",
    "annotated_csv",
    "annotated_rows",
    "read_rows",
    "read_tree",
]
