"""The two doors of this package: a tree becomes a rule or a vocabulary, or all its problems.

Source: own convention, docs/programmes.md.
"""

from collections.abc import Iterable

from majung.errors import Problem
from majung.files import Tree
from majung.rules.citations import Source
from majung.rules.kinds import Rule
from majung.rules.reading.nodes import Node, Reading, UnreadableError
from majung.rules.reading.rule import read_reachable_rule
from majung.rules.reading.vocabulary import read_vocabulary
from majung.rules.vocabulary import Vocabulary


def parse_rule(
    tree: Tree, vocabulary: Vocabulary, sources: Iterable[Source] = (), *, currency: str = "KRW"
) -> Rule | tuple[Problem, ...]:
    """Read a file that holds one rule.

    Args:
        sources: what the rule may cite.
        currency: of amounts written without one.
    """
    cited = {source.key: source for source in sources}
    reading = Reading(currency=currency, vocabulary=vocabulary, sources=cited)
    reading.defined["source"] = dict.fromkeys(cited, tree.place())
    try:
        rule = read_reachable_rule(Node(tree.value, (), tree, reading))
    except UnreadableError:
        rule = None
    reading.check_references()
    problems = reading.found()
    return rule if rule is not None and not problems else problems


def parse_vocabulary(tree: Tree) -> Vocabulary | tuple[Problem, ...]:
    """Read a file that holds definitions of facts by name."""
    reading = Reading()
    try:
        vocabulary = read_vocabulary(Node(tree.value, (), tree, reading))
    except UnreadableError:
        return reading.found()
    return vocabulary
