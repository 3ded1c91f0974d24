"""Draws: randomness as a counter, a pure function of seed, purpose and index.

There is no state: whoever draws twice for the same purpose and index gets the same, in whatever
order, and a new purpose moves no other draw.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

ValueT = TypeVar("ValueT")
#: Sixteen bytes of a digest: the lean of a remainder is then below anything that can be seen.
BYTES = 16
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Draws:
    """All draws of one world.

    >>> draws = Draws(2024)
    >>> draws.below(6, "die", 1) == draws.below(6, "die", 1)
    True
    """

    seed: int

    def below(self, bound: int, purpose: str, index: int = 0) -> int:
        """Return a whole number from nought up to, and without, a bound."""
        digest = sha256(f"{self.seed}/{purpose}/{index}".encode()).digest()
        return int.from_bytes(digest[:BYTES]) % bound

    def between(self, low: int, high: int, purpose: str, index: int = 0) -> int:
        """Return a whole number between two, both included."""
        return low + self.below(high - low + 1, purpose, index)

    def happens(self, per_hundred: int, purpose: str, index: int = 0) -> bool:
        """Say whether something happens that happens so many times in a hundred."""
        return self.below(HUNDRED, purpose, index) < per_hundred

    def one_of(self, options: Sequence[ValueT], purpose: str, index: int = 0) -> ValueT:
        """Return one of several, each as likely as the other."""
        return options[self.below(len(options), purpose, index)]

    def weighted(self, weights: Mapping[str, int], purpose: str, index: int = 0) -> str:
        """Return a name, each as likely as its weight says."""
        at = self.below(sum(weights.values()), purpose, index)
        for name, weight in weights.items():
            at -= weight
            if at < 0:
                return name
        raise AssertionError(f"{purpose} drew beyond the weights {dict(weights)}")
