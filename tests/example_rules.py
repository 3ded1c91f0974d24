"""Facts and rules for tests, short to write: `at_most(REVENUE, won)`."""

from datetime import date

from majung.rules import Citation, FactDefinition, FactType, Label, Source, Status, Vocabulary
from majung.rules.kinds import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Between,
    Evidenced,
    Holds,
    Includes,
    NoneOf,
    NotRule,
    OneOf,
    OnlyFrom,
    OnOrAfter,
    OnOrBefore,
    Revised,
    StartsWith,
)
from majung.rules.vocabulary import StatedBy
from majung.values.money import Money

ACT = Source("act", Label("법", "the Act"), "parliament", date(2024, 1, 1))
ARTICLE = Citation(ACT, "art. 2")
HELPS = Label("증명서", "a certificate")


def fact(name, kind, *, unit=None, currency="", options=()):
    return FactDefinition(
        name=name,
        type=kind,
        label=Label(f"{name} (한)", name),
        stated_by=StatedBy.FIRM,
        evidence=HELPS,
        unit=Label(unit, unit) if unit else None,
        currency=currency,
        options=tuple((code, Label(f"{code} (한)", code)) for code in options),
    )


REVENUE = fact("revenue", FactType.MONEY, currency="KRW")
STAFF = fact("staff", FactType.COUNT, unit="persons")
AGE = fact("age", FactType.NUMBER, unit="years")
RATE = fact("rate", FactType.RATE)
SHARE = fact("share", FactType.RATIO)
SIZE = fact("size", FactType.CODE, options=("small", "medium", "large"))
INDUSTRY = fact("industry", FactType.CODE)
USES = fact("uses", FactType.CODES, options=("facility", "research", "land"))
ARREARS = fact("arrears", FactType.CLAIM)
FOUNDED = fact("founded", FactType.DAY)
CHECKED = fact("checked", FactType.DAY)

VOCABULARY = Vocabulary(
    {
        each.name: each
        for each in (
            REVENUE, STAFF, AGE, RATE, SHARE, SIZE, INDUSTRY, USES, ARREARS, FOUNDED, CHECKED,
        )
    }
)  # fmt: skip


def _said(key):
    return {
        "key": key,
        "label": Label(f"{key} (한)", key),
        "citation": ARTICLE,
        "status": Status.REPORTED,
    }


def _on(kind, read, key, **limits):
    return kind(**_said(key or f"{kind.__name__}-{read.name}"), fact=read, helps=HELPS, **limits)


def won(minor):
    return Money(minor, "KRW")


def at_most(read, limit, key=""):
    return _on(AtMost, read, key, limit=limit)


def at_least(read, limit, key=""):
    return _on(AtLeast, read, key, limit=limit)


def between(read, low, high, key=""):
    return _on(Between, read, key, low=low, high=high)


def one_of(read, *options, key=""):
    return _on(OneOf, read, key, options=frozenset(options))


def none_of(read, *options, key=""):
    return _on(NoneOf, read, key, options=frozenset(options))


def includes(read, *options, key=""):
    return _on(Includes, read, key, options=frozenset(options))


def only_from(read, *options, key=""):
    return _on(OnlyFrom, read, key, options=frozenset(options))


def starts_with(read, *prefixes, key=""):
    return _on(StartsWith, read, key, prefixes=frozenset(prefixes))


def holds(read, expected=True, key=""):
    return _on(Holds, read, key, expected=expected)


def on_or_before(read, limit, key=""):
    return _on(OnOrBefore, read, key, limit=limit)


def on_or_after(read, limit, key=""):
    return _on(OnOrAfter, read, key, limit=limit)


def all_of(*parts, key="all"):
    return AllOf(**_said(key), parts=parts)


def any_of(*parts, key="any"):
    return AnyOf(**_said(key), parts=parts)


def none(part, key="not"):
    return NotRule(**_said(key), part=part)


def evidenced(part, days=30, key="check", evidence=CHECKED):
    return Evidenced(**_said(key), part=part, evidence=evidence, age_days_max=days, helps=HELPS)


def revised(*versions, key="revised"):
    return Revised(**_said(key), versions=versions)
