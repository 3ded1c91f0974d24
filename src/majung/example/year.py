"""A year of the example world from end to end: play it, freeze the pack, verify, let people in."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from majung.applications.firm import identity_key
from majung.errors import PolicyFinanceError
from majung.example import people
from majung.example.moments import evening
from majung.example.packs import freeze_council_pack, start_printing
from majung.example.plan import Ending, Plan
from majung.example.play import Day, Play, play_of
from majung.example.side_stage import side_stage
from majung.example.summary import Summary, summary_of
from majung.example.theatre import (
    Standing,
    YearBesideRealRowsError,
    spoken_to,
    stage,
    standing,
)
from majung.example.world import World, world_of
from majung.operations.acting import CLOCKWORK
from majung.operations.council.freeze_pack import FrozenPack
from majung.operations.risk.runs import RunWanted, ask_for_risk_run
from majung.operations.risk.stresses import shipped_stresses
from majung.operations.servicing.audit import verify_audit
from majung.operations.supply.plans import plan_file
from majung.operations.supply.reading import Wanted, published_pace
from majung.operations.tidying import rarely_tidied
from majung.store.keyring import Keyring
from majung.store.servicing.contracts import Series
from majung.store.upkeep.audit import AuditFinding
from majung.supply.targets import Pace

#: The programme that only the example world has.
EXAMPLE_PROGRAMME = "example-ai-manufacturing"
YEARS = (2024,)
#: Key of the run that follows the year's contracts through scenarios.
RISK_RUN = "example-risk-2024"
#: The published pace that the pack shows.
PUBLISHED = Wanted(plan="five-sectors-2024", as_of=date(2024, 5, 31))


class YearNotWrittenError(PolicyFinanceError):
    """A world is played that was written."""

    kind = "year-not-written"


@dataclass(frozen=True, slots=True)
class Told:
    """What a year came to.

    Attributes:
        days: business days closed.
        pace: the published pace that the pack shows.
        audit: of everything that was recorded.
    """

    world: World
    plan: Plan
    days: int
    summary: Summary
    pack: FrozenPack
    pace: Pace
    audit: AuditFinding

    def endings(self) -> dict[Ending, int]:
        """Count the applications by how they ended."""
        return {ending: sum(case.ending is ending for case in self.plan.cases) for ending in Ending}


def is_played(year: int) -> bool:
    """Say whether the office holds the year already.

    Raises:
        YearNotWrittenError: no world was written for the year.
        YearBesideRealRowsError: the office holds real rows.
    """
    if year not in YEARS:
        raise YearNotWrittenError(year=year, known=YEARS)
    found = standing(EXAMPLE_PROGRAMME)
    if found is Standing.REAL:
        raise YearBesideRealRowsError
    return found is Standing.PLAYED


def play_year(
    year: int, *, keyring: Keyring, progress: Callable[[Day], None] | None = None
) -> Told:
    """Play a year in a database of its own, which then becomes the office's.

    Raises:
        YearNeedsEmbeddedError, YearBeingPlayedError: it cannot be played here or now.
    """
    world = world_of(year)
    with ThreadPoolExecutor(max_workers=1) as aside, side_stage() as side, stage():
        # What the end needs and nothing before it changes is made while there is little to do.
        kept = aside.submit(people.kept_passwords, everybody(), secret=keyring.session_key)
        with side.open(world, spoken_to()) as beside, rarely_tidied():
            play = play_of(world, signing_seed=keyring.signing_seed, side=beside)
            beside.hand_over(start_printing, world.first_on)
            play.run(progress)
            return _ended(play, keyring, kept)


def everybody() -> tuple[people.Person, ...]:
    """Return the people of the example world who sign in."""
    bank, insurer = "example-bank-a", "example-guarantor"
    return (
        *people.OFFICIALS,
        people.SECRETARIAT,
        people.officer(bank),
        people.approver(bank),
        people.officer(insurer),
        people.approver(insurer),
        people.firm_person(""),
    )


def kept_packs(pack: FrozenPack, folder: Path) -> tuple[Path, ...]:
    """Write the files of a frozen pack into a folder; return where they lie."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for document in pack.documents:
        path = folder / document.name
        path.write_bytes(document.content)
        paths.append(path)
    return tuple(paths)


def _ended(play: Play, keyring: Keyring, kept: Future[Mapping[str, str]]) -> Told:
    world, last_on = play.world, play.world.last_on
    at = evening(last_on)
    people.welcome((people.SECRETARIAT,), from_on=last_on, at=at)
    pack = play.side.hand_over(freeze_council_pack, last_on)
    # Done by the worker beside the office, so that the page of what it may cost has a run to show.
    stresses = tuple(shipped_stresses().values())
    wanted = RunWanted(on=last_on, series=Series.EXAMPLE, stresses=stresses)
    ask_for_risk_run(people.SECRETARIAT.actor, RISK_RUN, wanted, at=at)
    shown = people.firm_person(identity_key(play.plan.cases[0].firm.identity))
    people.welcome((shown,), from_on=world.first_on, at=at)
    people.open_sign_ins(everybody(), secret=keyring.session_key, kept=kept.result(), at=at)
    signing_key = Ed25519PrivateKey.from_private_bytes(keyring.signing_seed)
    public_key = signing_key.public_key().public_bytes_raw()
    summary = summary_of(world.first_on, last_on, at=at)
    # It took the plans in, which the pace is read from, and is part of what is verified.
    frozen = pack.result()
    return Told(
        world=world,
        plan=play.plan,
        days=len(play.calendar.business_days(world.first_on, last_on)),
        summary=summary,
        pack=frozen,
        pace=published_pace(plan_file(CLOCKWORK, PUBLISHED.plan, at=at), PUBLISHED),
        audit=verify_audit(CLOCKWORK, public_key=public_key, at=at),
    )
