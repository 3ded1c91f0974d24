"""A refusal: something the caller asked for that the rules do not allow, as an exception.

Mistakes of the programmer are `ValueError`; a refusal a user can act on is one of these.
"""

from typing import ClassVar

from majung.errors.messages import Language, Message, message
from majung.errors.sentences import sentence


class PolicyFinanceError(Exception):
    """A request that cannot be granted, with what was refused, on what, why and what helps.

    Subclasses are named after the invariant that would be broken and set `kind`, whose Korean
    and English sentences stand in ``errors/sentences/*.toml``.
    """

    kind: ClassVar[str]

    def __init__(self, **values: object) -> None:
        """Refuse, naming the values that the sentence of this kind needs."""
        self.message: Message = message(self.kind, **values)
        super().__init__(self.message)

    def spoken(self, language: Language) -> str:
        """Say the refusal in Korean or English."""
        return sentence(self.message, language)

    def __str__(self) -> str:
        return self.spoken("en")

    def __reduce__(self) -> tuple[object, ...]:
        """Travel from a worker to who asked: an exception is made anew of its arguments else."""
        return _again, (type(self), self.args, dict(vars(self)))


def _again(
    kind: type[PolicyFinanceError], args: tuple[object, ...], held: dict[str, object]
) -> PolicyFinanceError:
    refusal = kind.__new__(kind, *args)
    vars(refusal).update(held)
    return refusal
