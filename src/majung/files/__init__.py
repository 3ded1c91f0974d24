"""Bytes that somebody sent become a located tree or located rows, or problems with places.

Nothing is half read: whoever asks gets everything that is wrong with a file at once.
"""

from majung.files.growing import Path, Value
from majung.files.trees import Tree, read_tree

__all__ = ["Path", "Tree", "Value", "read_tree"]
