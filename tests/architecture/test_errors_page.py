"""Every refusal has its two sentences, and the page of errors is generated from them."""

import os
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import majung
from majung.errors import PolicyFinanceError, kinds

PAGE = Path(__file__).parents[2] / "docs" / "errors.md"
HEAD = """# What Majung refuses, and what helps

Generated from the sentences of `src/majung/errors/sentences/`; `UPDATE=1 ./test
tests/architecture/test_errors_page.py` writes it anew. The name in code type is the kind, as it
stands in JSON answers; braces hold the values of the case.
"""


def _page() -> str:
    lines = [HEAD]
    for kind, pair in sorted(kinds().items()):
        lines.append(f"\n## `{kind}`\n\n{pair['en']}\n\n{pair['ko']}\n")
    return "".join(lines)


def _refusals(cls=PolicyFinanceError):
    for subclass in cls.__subclasses__():
        yield subclass
        yield from _refusals(subclass)


def test_the_page_of_errors_is_what_the_sentences_say():
    if os.environ.get("UPDATE"):
        PAGE.write_text(_page(), "utf-8")

    assert PAGE.read_text("utf-8") == _page()


def test_every_refusal_has_its_sentences():
    for module in walk_packages(majung.__path__, "majung."):
        # Scripts of the peers run in an environment of their own, whose libraries are not ours.
        is_foreign = ".migrations" in module.name or module.name.startswith("majung.bench.peers.")
        if not is_foreign and not module.name.endswith("__main__"):
            import_module(module.name)

    missing = [cls.__name__ for cls in _refusals() if cls.kind not in kinds()]

    assert missing == []
