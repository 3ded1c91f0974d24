"""The command ``majung``: one file a noun, loaded only when it is used."""

import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches

from cyclopts import App, CycloptsError

from majung import __version__
from majung.cli.output import language, refuse
from majung.errors import PolicyFinanceError

SUMMARY = "Majung (마중물): public policy finance, from a programme file to the council's pack."
REFUSED, USAGE, INTERRUPTED = 1, 2, 130

#: Noun, module and what it is about, in the order of the work.
NOUNS = (
    ("year", "A year of the example world, day by day, then the pack and the office."),
    ("init", "An empty database for real use: no example rows."),
    ("serve", "The office on loopback: pages and REST."),
    ("doctor", "What is running, where, and what is wrong."),
    ("programme", "Programmes as data: check, show, diff, list, admit."),
    ("indication", "Indications before approval: compare."),
    ("firm", "Firms: who they are, what they hold and how much room is left."),
    ("project", "Projects: consortium, financing, outcomes."),
    ("recommendation", "Rounds and lists of recommended firms."),
    ("application", "Applications: from the form to an accepted offer, and appeals."),
    ("loan", "Loans as files: schedule, payoff."),
    ("actus", "Contracts in ACTUS terms: official test files checked."),
    ("contract", "Contracts: schedule, postings, servicers' files, opening balances."),
    ("cover", "Insurance and guarantees: from the policy to the write-off."),
    ("fund", "Funds: from the formation to the last distribution."),
    ("close", "The daily close."),
    ("jobs", "Work done later, by workers: the close of every business day, risk runs."),
    ("ledger", "Books: trial balance, statement of an account."),
    ("audit", "The chain: verify, sign, public key."),
    ("supply", "Supply against plan: pace, monthly reports, template, plans."),
    ("council", "The council's pack and the number register."),
    ("lake", "Events, supply lines and contracts for risk as Parquet: build, check, show."),
    ("import", "Real books of others: sba-case, ibrd, miga."),
    ("risk", "What a portfolio may cost: losses, fiscal cost, aid, stress."),
    ("account", "Persons, their roles, and institutions by name."),
    ("backup", "A verified copy of everything in one file, and back."),
    ("bundle", "All that a closed network needs, in one file."),
    ("bench", "Speed and memory, measured."),
)

NAMES = tuple(noun for noun, _ in NOUNS)


class CommandNotKnownError(PolicyFinanceError):
    """The first word names what a command is about."""

    kind = "command-not-known"


app = App(name="majung", help=SUMMARY, version=__version__, help_format="plaintext")
for noun, about in NOUNS:
    module = "importing" if noun == "import" else noun
    app.command(f"majung.cli.{module}:app", name=noun, help=about)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit status."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit status; refusals are written to stderr."""
    try:
        # The library would load the modules of all nouns to say what it knows instead.
        _require_known(arguments)
        outcome = app(
            list(arguments), exit_on_error=False, print_error=True, result_action="return_value"
        )
    except CycloptsError:
        return USAGE
    except CommandNotKnownError as refusal:
        refuse(refusal.spoken(language()))
        return USAGE
    except PolicyFinanceError as refusal:
        refuse(refusal.spoken(language()))
        return REFUSED
    except KeyboardInterrupt:
        refuse({"ko": "중단함", "en": "stopped"}[language()])
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has seen enough: leave quietly, and keep the interpreter from
        # writing to the closed pipe at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return outcome if isinstance(outcome, int) else 0


def _require_known(arguments: Sequence[str]) -> None:
    word = next(iter(arguments), "")
    if word and not word.startswith("-") and word not in NAMES:
        meant = get_close_matches(word, NAMES, n=1)
        raise CommandNotKnownError(word=word, meant=tuple(meant) or NAMES)
