"""``majung programme``: programmes as files, checked, shown and compared; no database."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from cyclopts import App

from majung.cli.given import folder_of
from majung.cli.output import (
    Json,
    Words,
    language,
    refuse,
    refuse_problems,
    say,
    say_json,
    say_table,
    spoken,
    told,
)
from majung.errors import Language, Message, PolicyFinanceError, Problem, sentence
from majung.programmes import (
    CaseOutcome,
    Envelope,
    Product,
    Programme,
    load,
    run_cases,
    shelf,
)
from majung.programmes import diff as changes_between
from majung.programmes.shelf import SHIPPED

app = App(name="programme", help="Programmes as data.", help_format="plaintext")
app.command("majung.cli.admission:programme", name="admit", help="Admit FOLDER to the office.")

WORDS: Words = {
    "ko": {
        "key": "이름", "name": "명칭", "version": "판", "valid": "유효기간", "products": "상품",
        "cases": "사례", "holds": "사례 {count}건 모두 맞음", "product": "상품", "type": "종류",
        "providers": "취급기관", "open": "진행", "envelope": "한도", "limit": "금액",
        "scope": "단위", "basis": "산정 기준", "unpublished": "미공표", "legal": "법적 근거",
        "parties": "참여기관", "same": "달라진 것이 없음", "loan": "대출", "cover": "보험·보증",
        "fund": "펀드", "programme": "프로그램", "year": "연도", "institution": "기관",
        "firm": "기업", "group": "기업집단", "region": "지역", "recommended": "추천",
        "approved": "승인", "drawn": "실행", "insured": "부보", "outstanding": "잔액",
    },
    "en": {
        "key": "Key", "name": "Name", "version": "Version", "valid": "Valid",
        "products": "Products",
        "cases": "Cases", "holds": "{count:case holds/cases hold}",
        "product": "Product", "type": "Type",
        "providers": "Providers", "open": "open", "envelope": "Envelope", "limit": "Amount",
        "scope": "Per", "basis": "Basis", "unpublished": "not published", "legal": "Legal basis",
        "parties": "Parties", "same": "nothing changed",
    },
}  # fmt: skip
VERSION_SHOWN = 12


class ProgrammeNotOnShelfError(PolicyFinanceError):
    """A programme that is named is a folder or stands on the shelf."""

    kind = "programme-not-on-shelf"


@app.command
def check(programme: str, /, *, json: Json = False) -> int:
    """Read PROGRAMME (a folder, or a key of the shelf), report every problem, run its cases."""
    found = found_programme(programme)
    if not isinstance(found, Programme):
        return refuse_problems(found, as_json=json)
    outcomes = run_cases(found)
    broken = [outcome for outcome in outcomes if not outcome.holds]
    if json:
        say_json(_checked(found, outcomes))
    else:
        words = WORDS[language()]
        for outcome in broken:
            for difference in outcome.differences:
                refuse(sentence(difference, language()))
        if not broken:
            holds = told(words["holds"], count=len(outcomes))
            say(f"{found.key} {found.version[:VERSION_SHOWN]} · {holds}")
    return 1 if broken else 0


@app.command
def show(programme: str, /, *, json: Json = False) -> int:
    """Show what PROGRAMME says: parties, products, limits, legal basis."""
    found = found_programme(programme)
    if not isinstance(found, Programme):
        return refuse_problems(found, as_json=json)
    if json:
        say_json(programme_document(found))
    else:
        _print(found, language())
    return 0


@app.command
def diff(old: str, new: str, /, *, json: Json = False) -> int:
    """List what NEW says otherwise than OLD, in words."""
    before, after = found_programme(old), found_programme(new)
    if not isinstance(before, Programme):
        return refuse_problems(before, as_json=json)
    if not isinstance(after, Programme):
        return refuse_problems(after, as_json=json)
    changes = changes_between(before, after)
    if json:
        say_json({"changes": [_said(change) for change in changes]})
    else:
        for change in changes:
            say(sentence(change, language()))
        if not changes:
            say(WORDS[language()]["same"])
    return 0


@app.command(name="list")
def list_(*, json: Json = False) -> None:
    """List the programmes that ship."""
    known = tuple(shelf().values())
    if json:
        say_json([_headline(programme) for programme in known])
        return
    tongue = language()
    words = WORDS[tongue]
    say_table(
        [(words["key"], "left"), (words["name"], "left"), (words["version"], "left"),
         (words["valid"], "left"), (words["products"], "right"), (words["cases"], "right")],
        [
            (
                programme.key,
                programme.name.spoken(tongue),
                programme.version[:VERSION_SHOWN],
                _validity(programme, words["open"]),
                str(len(programme.products)),
                str(len(programme.cases)),
            )
            for programme in known
        ],
    )  # fmt: skip


def found_programme(named: str) -> Programme | tuple[Problem, ...]:
    """Return the programme of a folder or of the shelf, or the problems of its files.

    Raises:
        ProgrammeNotOnShelfError: the name is neither.
    """
    folder = Path(named)
    if folder.is_dir():
        return load(folder_of(folder))
    if named in SHIPPED:
        return shelf()[named]
    raise ProgrammeNotOnShelfError(programme=named, known=", ".join(SHIPPED))


def programme_document(programme: Programme) -> dict[str, object]:
    """Write a programme as plain values, for interfaces."""
    return {
        **_headline(programme),
        "summary": spoken(programme.summary),
        "country": programme.country,
        "currency": programme.currency,
        "calendar": programme.calendar,
        "legal_basis": [
            {"label": spoken(basis.label), "source": spoken(basis.citation), "status": basis.status}
            for basis in programme.legal_basis
        ],
        "parties": [
            {
                "key": party.key,
                "names": [
                    {"from": named.valid_from.isoformat(), **spoken(named.name)}
                    for named in party.names
                ],
                "roles": [role.value for role in party.roles],
            }
            for party in programme.parties
        ],
        "products_offered": [_product(product) for product in programme.products],
        "envelopes": [_envelope(envelope) for envelope in programme.envelopes],
    }


def _headline(programme: Programme) -> dict[str, object]:
    return {
        "key": programme.key,
        "version": programme.version,
        "name": spoken(programme.name),
        "valid_from": programme.valid_from.isoformat(),
        "valid_until": programme.valid_until.isoformat() if programme.valid_until else None,
        "products": [product.key for product in programme.products],
        "cases": len(programme.cases),
    }


def _product(product: Product) -> dict[str, object]:
    return {
        "key": product.key,
        "name": spoken(product.name),
        "summary": spoken(product.summary),
        "type": product.contract_type.value,
        "providers": list(product.providers),
        "uses": list(product.uses),
        "combines_with": list(product.combines_with),
        "conditions": [
            {"key": condition.key, "label": spoken(condition.label), "fact": condition.fact}
            for condition in product.conditions
        ],
        "source": spoken(product.citation),
        "status": product.status.value,
    }


def _envelope(envelope: Envelope) -> dict[str, object]:
    steps = envelope.limit.steps if envelope.limit else ()
    return {
        "key": envelope.key,
        "label": spoken(envelope.label),
        "products": list(envelope.products),
        "scope": envelope.scope.value,
        "member": envelope.member or None,
        "limit": [
            {
                "from": step.valid_from.isoformat(),
                "amount": step.value.as_json() if step.value else None,
                "status": step.status.value,
                "source": spoken(step.citation),
            }
            for step in steps
        ],
        "basis": envelope.basis.value,
        "is_revolving": envelope.is_revolving,
        "counts_renewals": envelope.counts_renewals,
        "inside": envelope.inside or None,
    }


def _checked(programme: Programme, outcomes: Sequence[CaseOutcome]) -> dict[str, object]:
    return {
        **_headline(programme),
        "outcomes": [
            {
                "case": spoken(outcome.case.name),
                "holds": outcome.holds,
                "differences": [_said(difference) for difference in outcome.differences],
            }
            for outcome in outcomes
        ],
    }


def _said(said: Message) -> dict[str, object]:
    return {"kind": said.kind, "ko": sentence(said, "ko"), "en": sentence(said, "en")}


def _validity(programme: Programme, still_open: str) -> str:
    return f"{programme.valid_from} – {programme.valid_until or still_open}"


def _print(programme: Programme, tongue: Language) -> None:
    words = WORDS[tongue]
    say(f"{programme.name.spoken(tongue)} ({programme.key})")
    say(programme.summary.spoken(tongue))
    say()
    say(f"{words['version']} {programme.version[:VERSION_SHOWN]}")
    say(f"{words['valid']} {_validity(programme, words['open'])}")
    for basis in programme.legal_basis:
        cited = basis.citation.spoken(tongue)
        say(f"{words['legal']}: {basis.label.spoken(tongue)} ({cited})")
    names = ", ".join(party.names[-1].name.spoken(tongue) for party in programme.parties)
    say(f"{words['parties']}: {names}")
    say()
    say_table(
        [(words["product"], "left"), (words["name"], "left"), (words["type"], "left"),
         (words["providers"], "left")],
        _product_rows(programme.products, tongue),
    )  # fmt: skip
    say()
    say_table(
        [(words["envelope"], "left"), (words["limit"], "right"), (words["scope"], "left"),
         (words["basis"], "left")],
        _envelope_rows(programme.envelopes, tongue),
    )  # fmt: skip


def _product_rows(products: Iterable[Product], tongue: Language) -> list[tuple[str, ...]]:
    return [
        (
            product.key,
            product.name.spoken(tongue),
            _word(product.contract_type.value, tongue),
            ", ".join(product.providers),
        )
        for product in products
    ]


def _envelope_rows(envelopes: Iterable[Envelope], tongue: Language) -> list[tuple[str, ...]]:
    return [
        (
            envelope.label.spoken(tongue),
            _limit(envelope, tongue),
            " ".join((_word(envelope.scope.value, tongue), envelope.member)).strip(),
            _word(envelope.basis.value, tongue),
        )
        for envelope in envelopes
    ]


def _limit(envelope: Envelope, tongue: Language) -> str:
    last = envelope.limit.steps[-1].value if envelope.limit else None
    return last.spoken(tongue) if last else WORDS[tongue]["unpublished"]


def _word(code: str, tongue: Language) -> str:
    return WORDS[tongue].get(code, code)
