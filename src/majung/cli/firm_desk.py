"""``majung firm``: who firms are, their groups, who followed whom, and what is on record."""

from datetime import date
from typing import Annotated, Literal

from cyclopts import Parameter

from majung.applications.firm import (
    Firm,
    Industry,
    Membership,
    Site,
    SizeClass,
    identity_key,
)
from majung.applications.regions import Region
from majung.applications.succession import Succession, SuccessionKind
from majung.cli.office import ASKING, DOING, Asking, Doing, day, now
from majung.cli.output import Words, language, say, say_json, say_table, told
from majung.errors import PolicyFinanceError
from majung.errors.days import spoken_day
from majung.operations.claims.firm_record import Accident, FirmRecord, Refusal, firm_record
from majung.operations.intake.reading_firms import FirmFile, firm_file, firms_found, group_list
from majung.operations.intake.register import register_firm, register_group
from majung.operations.intake.succeed import record_succession
from majung.operations.reading_names import Names
from majung.operations.reading_names import names as names_of_everything
from majung.values.identifiers import parse_business_number, parse_corporate_number

WORDS: Words = {
    "ko": {
        "firm": "기업", "number": "법인등록번호", "size": "규모", "sites": "사업장",
        "registered": "{name} ({number}) 등록", "group": "기업집단", "from": "시작일",
        "until": "종료일", "joined": "{group}: {count}개 기업 기록",
        "succeeded": "{first} → {second}: {day}부터 승계", "none": "거절이나 사고 기록 없음",
        "day": "일자", "institution": "기관", "product": "상품", "what": "내용", "amount": "금액",
        "projects": "과제", "default": "기한이익 상실", "default-notice": "사고 통지",
        "claim": "보험금 청구", "claim-payment": "보험금 지급", "write-off": "상각",
    },
    "en": {
        "firm": "Firm", "number": "Corporate number", "size": "Size", "sites": "Sites",
        "registered": "{name} ({number}) registered", "group": "Group", "from": "From",
        "until": "Until", "joined": "{group}: {count:firm/firms} recorded",
        "succeeded": "{first} → {second}: followed from {day}",
        "none": "no refusal and no accident on record", "day": "Day",
        "institution": "Institution", "product": "Product", "what": "What", "amount": "Amount",
        "projects": "Projects", "default": "default", "default-notice": "default notice",
        "claim": "claim", "claim-payment": "claim payment", "write-off": "write-off",
    },
}  # fmt: skip
Revision = Literal[9, 10, 11]
Until = Annotated[date | None, Parameter(name="--until", help="Last day; none if not said.")]


class SiteNotReadableError(PolicyFinanceError):
    """A site is written with its business number and region."""

    kind = "site-not-readable"


def find(words: str, /, *, door: Doing = DOING) -> None:
    """Find firms by a part of their name or of one of their numbers."""
    found = firms_found(door.enter(), words, on=door.day)
    if door.json:
        say_json([_firm(each) for each in found])
        return
    said, tongue = WORDS[language()], language()
    say_table(
        [(said["firm"], "left"), (said["number"], "left"), (said["size"], "left")],
        [(each.name, each.identity.spoken(tongue), each.size.spoken(tongue)) for each in found],
    )


def show(number: str, /, *, door: Doing = DOING) -> None:
    """Show the firm of NUMBER with its sites, groups, projects and successions."""
    file = firm_file(door.enter(), parse_corporate_number(number), on=door.day)
    if door.json:
        say_json(_file(file))
    else:
        _print(file)


def register(
    number: str,
    name: str,
    /,
    *,
    size: SizeClass,
    site: Annotated[
        tuple[str, ...], Parameter(help="BUSINESS-NUMBER=REGION or with :NAME behind; repeat.")
    ] = (),
    industry: Annotated[tuple[str, ...], Parameter(help="KSIC code; repeat.")] = (),
    revision: Annotated[Revision, Parameter(help="KSIC revision of the codes.")] = 10,
    established_on: date | None = None,
    door: Doing = DOING,
) -> None:
    """Register the firm of corporate NUMBER, or what changed about it from a day on."""
    who, today = door.enter(), door.day
    firm = Firm(
        identity=parse_corporate_number(number),
        name=name,
        size=size,
        sites=tuple(_site(each) for each in site),
        industries=tuple(Industry(code, revision) for code in industry),
        established_on=established_on,
    )
    register_firm(who, firm, from_on=today, at=now())
    file = firm_file(who, firm.identity, on=today)
    if door.json:
        say_json(_file(file))
    else:
        said = WORDS[language()]["registered"]
        say(said.format(name=file.firm.name, number=firm.identity.spoken(language())))


def groups(*, door: Asking = ASKING) -> None:
    """List groups with their members."""
    found = group_list(door.enter())
    if door.json:
        say_json([_membership(each) for each in found])
        return
    words, tongue = WORDS[language()], language()
    say_table(
        [(words["group"], "left"), (words["firm"], "left"), (words["from"], "left"),
         (words["until"], "left")],
        [
            (each.group, each.member.spoken(tongue), str(each.from_on), str(each.until_on or ""))
            for each in found
        ],
    )  # fmt: skip


def join_group(
    group: str,
    *numbers: str,
    from_on: Annotated[date | None, Parameter(name="--from", help="First day; today.")] = None,
    until_on: Until = None,
    door: Asking = ASKING,
) -> None:
    """Record that the firms of NUMBERS belong to GROUP: all of them, or none."""
    who, first = door.enter(), day(from_on)
    members = [Membership(group, parse_corporate_number(each), first, until_on) for each in numbers]
    register_group(who, members, at=now())
    if door.json:
        say_json([_membership(each) for each in group_list(who) if each.group == group])
    else:
        say(told(WORDS[language()]["joined"], group=group, count=len(members)))


def succeed(
    predecessor: str,
    successor: str,
    /,
    *,
    kind: SuccessionKind,
    evidence: Annotated[str, Parameter(help="The document that shows it.")],
    site: Annotated[tuple[str, ...], Parameter(help="Of a sale, the business numbers sold.")] = (),
    effective_on: Annotated[date | None, Parameter(help="First day of the successor.")] = None,
    door: Asking = ASKING,
) -> None:
    """Record that the firm SUCCESSOR followed PREDECESSOR, both by corporate number."""
    told = record_succession(
        door.enter(),
        kind,
        predecessor=parse_corporate_number(predecessor),
        successor=parse_corporate_number(successor),
        effective_on=day(effective_on),
        evidence=evidence,
        sites=[parse_business_number(each) for each in site],
        at=now(),
    )
    if door.json:
        say_json(_succession(told))
        return
    first, second = (each.spoken(language()) for each in (told.predecessor, told.successor))
    said = WORDS[language()]["succeeded"]
    say(said.format(first=first, second=second, day=told.effective_on))


def record(
    number: str,
    /,
    *,
    legal_basis: Annotated[str, Parameter(help="Article or consent that permits it; logged.")],
    door: Doing = DOING,
) -> None:
    """Look up what other institutions refused the firm of NUMBER, and what went wrong there."""
    firm = parse_corporate_number(number)
    found = firm_record(door.enter(), firm, legal_basis=legal_basis, on=door.day, at=now())
    if door.json:
        say_json([*map(_refused, found.refusals), *map(_happened, found.accidents)])
        return
    words = WORDS[language()]
    if found.is_clean:
        say(words["none"])
        return
    say_table(
        [(words["day"], "left"), (words["institution"], "left"), (words["product"], "left"),
         (words["what"], "left"), (words["amount"], "right")],
        _rows_of_record(found, names_of_everything(on=door.day, at=now())),
    )  # fmt: skip


def _refused(each: Refusal) -> dict[str, str]:
    return {
        "day": each.decided_on.isoformat(),
        "institution": each.institution,
        "product": each.product,
        "what": each.kind.value,
        "amount": "",
    }


def _happened(each: Accident) -> dict[str, str]:
    return {
        "day": each.effective_on.isoformat(),
        "institution": each.institution,
        "product": each.product,
        "what": each.kind.value,
        "amount": each.amount.written() if each.amount.minor else "",
    }


def _rows_of_record(found: FirmRecord, called: Names) -> list[tuple[str, ...]]:
    """Write what is on record in the words officials use for it."""
    words, tongue = WORDS[language()], language()

    def place(each: Refusal | Accident) -> tuple[str, str]:
        body, product = called.institution(each.institution), called.product(each.product)
        return body.spoken(tongue), product.spoken(tongue)

    refused = [
        (spoken_day(each.decided_on, tongue), *place(each), each.kind.spoken(tongue), "")
        for each in found.refusals
    ]
    happened = [
        (
            spoken_day(each.effective_on, tongue),
            *place(each),
            words[each.kind.value],
            each.amount.spoken(tongue) if each.amount.minor else "",
        )
        for each in found.accidents
    ]
    return [*refused, *happened]


def _site(written: str) -> Site:
    number, is_placed, rest = written.partition("=")
    region, _, name = rest.partition(":")
    if not is_placed or region not in set(Region):
        raise SiteNotReadableError(text=written, regions=", ".join(Region))
    return Site(parse_business_number(number), Region(region), name)


def _print(file: FirmFile) -> None:
    words, tongue, firm = WORDS[language()], language(), file.firm
    say(f"{firm.name} · {firm.identity.spoken(tongue)} · {firm.size.spoken(tongue)}")
    for each in firm.sites:
        site = f"{each.number.spoken(tongue)} {each.region.spoken(tongue)} {each.name}".rstrip()
        say(f"{words['sites']}: {site}")
    for member in file.memberships:
        until = f" ~ {member.until_on}" if member.until_on else ""
        say(f"{words['group']}: {member.group} {member.from_on}{until}")
    for succession in file.successions:
        first, second = succession.predecessor, succession.successor
        said = words["succeeded"].format(
            first=first.spoken(tongue), second=second.spoken(tongue), day=succession.effective_on
        )
        say(said)
    for project in file.projects:
        say(f"{words['projects']}: {project.number} {project.name}")


def _firm(firm: Firm) -> dict[str, object]:
    return {
        "firm": identity_key(firm.identity),
        "name": firm.name,
        "size": firm.size.value,
        "sites": [
            {"number": str(each.number), "region": each.region.value, "name": each.name or None}
            for each in firm.sites
        ],
        "industries": [{"code": each.code, "revision": each.revision} for each in firm.industries],
    }


def _file(file: FirmFile) -> dict[str, object]:
    return {
        **_firm(file.firm),
        "groups": [_membership(each) for each in file.memberships],
        "projects": [each.number for each in file.projects],
        "successions": [_succession(each) for each in file.successions],
    }


def _membership(each: Membership) -> dict[str, object]:
    return {
        "group": each.group,
        "firm": identity_key(each.member),
        "from": each.from_on.isoformat(),
        "until": each.until_on.isoformat() if each.until_on else None,
    }


def _succession(each: Succession) -> dict[str, object]:
    return {
        "kind": each.kind.value,
        "predecessor": identity_key(each.predecessor),
        "successor": identity_key(each.successor),
        "effective_on": each.effective_on.isoformat(),
        "sites": sorted(str(site) for site in each.sites),
        "evidence": each.evidence,
    }
