"""Comparing from a request file: every way to finance it side by side, nothing kept.

The request is read by the reader of the command line, and compared over the programmes in force;
before the first was taken in, over those that ship.
"""

from datetime import datetime

from majung.applications.indications.comparison import Comparison, comparison_from_tree
from majung.errors import Problem
from majung.files import Tree, read_tree
from majung.operations.acting import Actor
from majung.operations.intake.reading import programmes_in_force
from majung.operations.policy import Act, require
from majung.programmes import shelf


def compare_file(
    actor: Actor, name: str, content: bytes, *, at: datetime
) -> Comparison | tuple[Problem, ...]:
    """Lay out every way to finance a request, or return everything wrong with its file.

    Args:
        at: the moment whose programmes in force are compared.

    Raises:
        NotPermittedError: the actor is neither a provider's nor a firm's.
    """
    require(actor, Act.INDICATE)
    tree = read_tree(name, content)
    if not isinstance(tree, Tree):
        return tree
    taken = programmes_in_force(at=at)
    return comparison_from_tree(tree, taken or tuple(shelf().values()))
