"""The menu: which pages stand in it for which roles."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from majung.operations.acting import Actor, Role

_DECIDERS = frozenset({Role.PROVIDER_OFFICER, Role.PROVIDER_APPROVER})
_RECOMMENDERS = frozenset({Role.RECOMMENDER, Role.RECOMMENDATION_APPROVER})
_WATCHERS = frozenset({Role.SECRETARIAT, Role.AUDITOR})
_EVERYBODY = frozenset(Role)
_OFFICIALS = _EVERYBODY - {Role.FIRM}


@dataclass(frozen=True, slots=True)
class Entry:
    """A menu entry: its key, which is the name of its address too, and who has it."""

    key: str
    roles: frozenset[Role]


ENTRIES = (
    Entry("dashboard", _OFFICIALS),
    Entry("programmes", _EVERYBODY),
    Entry("programme-files", frozenset({Role.ADMINISTRATOR})),
    Entry("applications", _DECIDERS | {Role.FIRM, Role.AUDITOR}),
    Entry("comparisons", _DECIDERS | {Role.FIRM}),
    Entry("rounds", _RECOMMENDERS | _DECIDERS),
    Entry("firms", _RECOMMENDERS | _DECIDERS | _WATCHERS | {Role.FUND_MANAGER}),
    Entry("projects", _RECOMMENDERS | _DECIDERS | _WATCHERS | {Role.FIRM, Role.FUND_MANAGER}),
    Entry("apply", frozenset({Role.FIRM})),
    Entry("contracts", _DECIDERS | _WATCHERS | {Role.FIRM, Role.FUND_MANAGER}),
    Entry("cover-work", _DECIDERS),
    Entry("form-fund", frozenset({Role.FUND_MANAGER, Role.PROVIDER_APPROVER})),
    Entry("books", _DECIDERS | _WATCHERS | {Role.FUND_MANAGER}),
    Entry("closes", _DECIDERS | _WATCHERS | {Role.FUND_MANAGER, Role.ADMINISTRATOR}),
    Entry("servicer-files", _WATCHERS | _DECIDERS | {Role.FUND_MANAGER}),
    Entry(
        "opening-balances",
        frozenset({Role.PROVIDER_OFFICER, Role.FUND_MANAGER, Role.ADMINISTRATOR}),
    ),
    Entry("index-rates", _DECIDERS | _WATCHERS | {Role.ADMINISTRATOR}),
    Entry("imports", frozenset({Role.PROVIDER_OFFICER, Role.ADMINISTRATOR})),
    Entry("plans", _WATCHERS | _DECIDERS),
    Entry("reports", _WATCHERS | _DECIDERS),
    Entry("supply-table", _WATCHERS | _DECIDERS),
    Entry("exposures", _WATCHERS | _DECIDERS),
    Entry("risk-runs", _WATCHERS | _DECIDERS),
    Entry("fiscal-cost", _WATCHERS | _DECIDERS),
    Entry("designs", _WATCHERS | _DECIDERS),
    Entry("allocations", _WATCHERS | _DECIDERS),
    Entry("packs", _WATCHERS | _DECIDERS),
    Entry("register", _WATCHERS | _DECIDERS),
    Entry("people", frozenset({Role.ADMINISTRATOR})),
    Entry("audit", frozenset({Role.AUDITOR, Role.ADMINISTRATOR})),
)


def entries_for(actor: Actor) -> Iterator[tuple[Entry, str]]:
    """Return the entries for whoever acts, each with its address."""
    for entry in ENTRIES:
        if entry.roles & actor.roles:
            yield entry, reverse(entry.key)


#: Subjects under which entries stand, in their order; what is in none stands by itself.
GROUPS = (
    (
        "supply",
        (
            "dashboard",
            "supply-table",
            "plans",
            "reports",
            "exposures",
            "risk-runs",
            "fiscal-cost",
            "designs",
            "allocations",
        ),
    ),
    ("programmes", ("programmes", "programme-files")),
    ("intake", ("applications", "apply", "comparisons", "rounds", "firms", "projects")),
    (
        "contracts",
        (
            "contracts",
            "cover-work",
            "form-fund",
            "books",
            "closes",
            "servicer-files",
            "opening-balances",
            "index-rates",
            "imports",
        ),
    ),
    ("council", ("packs", "register")),
    ("administration", ("people", "audit")),
)


@dataclass(frozen=True, slots=True)
class Group:
    """A subject of the menu with the entries somebody has of it, each with its address."""

    key: str
    entries: tuple[tuple[str, str], ...]

    @property
    def address(self) -> str:
        """Where the subject leads: to its first entry."""
        return self.entries[0][1]

    def holds(self, section: str) -> bool:
        """Say whether a page belongs to the subject."""
        return any(key == section for key, _ in self.entries)


def groups_for(actor: Actor) -> tuple[Group, ...]:
    """Return the subjects open to whoever acts, none of them empty."""
    open_to = {entry.key: to for entry, to in entries_for(actor)}
    grouped = {key for _, keys in GROUPS for key in keys}
    alone = tuple((key, (key,)) for key in open_to if key not in grouped)
    found = (
        Group(name, tuple((key, open_to[key]) for key in keys if key in open_to))
        for name, keys in (*GROUPS, *alone)
    )
    return tuple(group for group in found if group.entries)
