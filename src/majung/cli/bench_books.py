"""What measurements of books of several sizes share: each size in an office of its own."""

from collections.abc import Callable, Sequence
from json import loads as load_json
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

import majung.cli.settled  # noqa: F401 - Django stands before anything of the store is imported
from majung.bench.apart import office_apart
from majung.bench.page import write_block
from majung.cli.bench_told import require_page
from majung.cli.office import open_office
from majung.cli.output import refuse, say, say_json

SIZES = (10_000, 100_000)
Sizes = Annotated[
    tuple[int, ...], Parameter(help="Sizes of books; thousands, 1000000 takes minutes.")
]
Here = Annotated[
    bool, Parameter(negative="", help="In this office, which holds nothing, and is left full.")
]
Told = dict[str, Any]


def tell_books(
    verb: str,
    sizes: Sequence[int],
    measure: Callable[[int], Told],
    as_table: Callable[[list[Told]], str],
    *,
    here: bool,
    page: Path | None,
    block: str,
    as_json: bool,
) -> None:
    """Measure books one after the other and tell what was found, a line as soon as it is known.

    Args:
        verb: the command under ``majung bench`` that measures in an office apart.
    """
    require_page(page, block)
    found = []
    for size in sizes:
        if here:
            open_office()
            told = measure(size)
        else:
            with office_apart() as play:
                printed = play("bench", verb, "--contracts", str(size), "--here", "--json")
                (told,) = load_json(printed)
        found.append(told)
        refuse(as_table([told]).splitlines()[-1])
    if page is not None:
        write_block(page, as_table(found), name=block)
    say_json(found) if as_json else say(as_table(found))
