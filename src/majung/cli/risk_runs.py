"""``majung risk runs``: runs over the office's contracts that a worker does, and their figures."""

from hashlib import sha256
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.office import ASKING, Asking, now, today
from majung.cli.output import Json, Words, language, refuse_problems, say, say_json, say_table, told
from majung.cli.report_files import ReportPlace, format_of, require_format
from majung.cli.risk_assumed import USUAL, Assumed
from majung.cli.risk_elsewhere import refuse_elsewhere, said_of
from majung.cli.risk_followed import Layers, pools_in
from majung.cli.risk_held import HELD, Held
from majung.cli.shown_losses import print_losses, print_stresses
from majung.errors import sentence
from majung.operations.acting import Actor
from majung.operations.jobs.managing import job_document
from majung.operations.reading_names import names
from majung.operations.risk.layer_list import Pools
from majung.operations.risk.reading_runs import RiskRun, risk_run, risk_runs
from majung.operations.risk.run_documents import run_document, run_headline
from majung.operations.risk.run_files import run_file
from majung.operations.risk.runs import RunWanted, ask_for_risk_run, words_of_programmes
from majung.operations.risk.stresses import stress_named
from majung.store.jobs.queue import JobState
from majung.store.servicing.contracts import Series

app = App(name="runs", help="Runs that a worker does.", help_format="plaintext")

WORDS: Words = {
    "ko": {
        "heads": "산출|기준일|시나리오|상태|예상손실", "none": "요청한 산출 없음",
        "asked": "요청됨: {key} · 작업자(majung jobs work)가 계산하고, majung risk runs show {key} "
        "명령이 결과를 보여 줌",
        "far": "{key} · {on} · {state} {done:,}/{total:,}", "file": "파일: {file}",
        "waiting": "대기", "running": "실행 중", "done": "완료", "failed": "실패",
        "cancelled": "취소",
    },
    "en": {
        "heads": "run|on|scenarios|state|expected loss", "none": "no runs were asked for",
        "asked": "asked for: {key} · a worker (majung jobs work) does it, and majung risk runs "
        "show {key} shows what it found",
        "far": "{key} · {on} · {state} {done:,}/{total:,}", "file": "file: {file}",
        "waiting": "waiting", "running": "running", "done": "done", "failed": "failed",
        "cancelled": "cancelled",
    },
}  # fmt: skip
Key = Annotated[str, Parameter(help="Key of the run.")]


@app.command
def ask(
    *,
    held: Held = HELD,
    assumed: Assumed = USUAL,
    layers: Layers = None,
    named: Annotated[
        tuple[str, ...], Parameter(name="--stress", help="A stress that ships, or several.")
    ] = (),
    once: Annotated[
        str, Parameter(help="A word of one's own: asked for again with it, it is the same run.")
    ] = "",
    json: Json = False,
) -> int:
    """Ask for a run over the office's contracts; a worker does it.

    Raises:
        OptionElsewhereError: a snapshot or a file is named, which a worker does not have.
    """
    refuse_elsewhere(said_of(held, ("lake", "out")), "worker")
    actor, at = Asking(held.as_, held.at).enter(), now()
    on = held.day or today()
    pools = pools_in(layers, words_of_programmes(names(on=on, at=at)))
    if not isinstance(pools, Pools):
        return refuse_problems(pools, as_json=json)
    wanted = RunWanted(
        on=on,
        settings=assumed.settings(),
        programme=held.programme,
        series=Series.EXAMPLE if held.example else Series.REAL,
        currency=held.currency,
        stresses=tuple(stress_named(each) for each in named),
        pools=pools.pools,
    )
    job = ask_for_risk_run(actor, _key(actor, once or at.isoformat()), wanted, at=at)
    if json:
        say_json(job_document(job))
    else:
        say(told(WORDS[language()]["asked"], key=job.key))
    return 0


@app.command(name="list")
def list_(*, door: Asking = ASKING) -> None:
    """List the latest runs that one's institution asked for."""
    found = risk_runs(door.enter(), at=now())
    words = WORDS[language()]
    if door.json:
        say_json([run_headline(each) for each in found])
    elif found:
        heads = words["heads"].split("|")
        say_table(
            [(head, "right" if place in (2, 4) else "left") for place, head in enumerate(heads)],
            [
                (
                    each.key,
                    each.wanted.on.isoformat(),
                    f"{each.wanted.settings.scenarios:,}",
                    words[each.job.state.value],
                    ""
                    if each.result is None
                    else f"{each.result.found.losses.expected.value:,.0f}",
                )
                for each in found
            ],
        )
    else:
        say(words["none"])


@app.command
def show(key: Key, /, *, door: Asking = ASKING, report: ReportPlace = None) -> int:
    """Show how far a run is and, when it is done, what it found."""
    require_format(report)
    actor, at = door.enter(), now()
    run = risk_run(actor, key, at=at)
    if report is not None:
        ending = format_of(report).value
        report.write_bytes(run_file(actor, key, ending, at=at, language=language()).content)
    if door.json:
        say_json(run_document(run))
    else:
        _print(run)
        if report is not None:
            say(told(WORDS[language()]["file"], file=str(report)))
    return 1 if run.job.state is JobState.FAILED else 0


def _print(run: RiskRun) -> None:
    words, job = WORDS[language()], run.job
    say(
        words["far"].format(
            key=run.key,
            on=run.wanted.on,
            state=words[job.state.value],
            done=job.done,
            total=job.total,
        )
    )
    if job.problem is not None:
        say(sentence(job.problem, language()))
    if run.result is not None:
        found = run.result.found
        called = {
            name: label.spoken(language())
            for name, label in names(on=run.wanted.on, at=now()).programmes.items()
        }
        print_losses(found.losses, called)
        if found.stressed:
            print_stresses(found.losses, found.stressed)


def _key(actor: Actor, once: str) -> str:
    """Name a run by who asks with which word, so that asking again names the same."""
    of = "\n".join((actor.institution, actor.person, once))
    return f"R-{sha256(of.encode()).hexdigest()[:16]}"
