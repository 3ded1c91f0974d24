"""What may be said about a refusal, a finding or a bad line: kinds with named values.

A message is a kind and its values; it becomes a Korean or an English sentence only at a door.
"""

from majung.errors.messages import Language, Message, Speakable, message
from majung.errors.problems import Place, Problem, in_order
from majung.errors.refusals import PolicyFinanceError
from majung.errors.sentences import kinds, sentence

__all__ = [
    "Language",
    "Message",
    "Place",
    "PolicyFinanceError",
    "Problem",
    "Speakable",
    "in_order",
    "kinds",
    "message",
    "sentence",
]
