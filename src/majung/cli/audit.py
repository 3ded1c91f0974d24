"""``majung audit``: every chain, signed day, balance, limit and frozen pack, computed anew."""

from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from majung.cli.given import content_of
from majung.cli.office import ASKING, Asking, day, now
from majung.cli.output import Words, language, say, say_json, told
from majung.cli.settled import settings
from majung.errors import Language
from majung.ledger.roots import public_key_of, public_key_pem, read_public_key
from majung.operations.servicing.audit import sign_root, verify_audit
from majung.store.upkeep.audit import AuditFinding

app = App(name="audit", help="The chain: verify, sign.", help_format="plaintext")

WORDS: Words = {
    "ko": {
        "chains": "사슬 {count}개, 블록 {blocks}개", "days": "서명된 날 {count}일",
        "whole": "모두 온전함", "broken": "{book}: {block}번째 블록이 내용과 다름",
        "unsealed": "{book}: 사슬에 없는 전표 {count}건", "head": "{book}: 장부의 끝 표시가 다름",
        "day": "{day}: 서명·해시가 맞지 않음",
        "balance": "{book} {account}: 잔액 {kept} ≠ 전표 합 {posted}",
        "limit": "한도 {limit}: 기록과 다름", "pack": "{pack}: 확정된 안건자료가 바뀜",
        "signed": "{day} 서명함 {digest}",
    },
    "en": {
        "chains": "{count:chain/chains}, {blocks:block/blocks}",
        "days": "{count:signed day/signed days}",
        "whole": "all whole", "broken": "{book}: block {block} does not fit its content",
        "unsealed": "{book}: {count:entry is/entries are} in no block",
        "head": "{book}: the noted end differs",
        "day": "{day}: signature or hashes do not fit",
        "balance": "{book} {account}: balance {kept} is not the sum of postings {posted}",
        "limit": "limit {limit}: differs from what was reserved and used",
        "pack": "{pack}: a frozen pack changed", "signed": "{day} signed {digest}",
    },
}  # fmt: skip


@app.command
def verify(
    *,
    public_key: Annotated[
        Path | None, Parameter(help="The office's public key as it was published, PEM.")
    ] = None,
    door: Asking = ASKING,
) -> int:
    """Verify everything recorded; exit status 1 if a single byte was changed.

    Without a published key the office's own is used: that proves only that nobody without the
    office's secrets changed anything.
    """
    trusted = read_public_key(content_of(public_key)) if public_key else _own_key()
    found = verify_audit(door.enter(), public_key=trusted, at=now())
    wrong = _wrong(found, language())
    if door.json:
        say_json(
            {
                "is_whole": found.is_whole,
                "chains": len(found.chains),
                "blocks": sum(chain.blocks for chain in found.chains),
                "signed_days": len(found.days),
                "wrong": wrong,
            }
        )
    else:
        _print(found, wrong, language())
    return 0 if found.is_whole else 1


@app.command
def sign(*, on: date | None = None, door: Asking = ASKING) -> None:
    """Sign the heads of all books of a day; a day that is signed stays as it is."""
    root = sign_root(door.enter(), on=day(on), seed=settings.KEYRING.signing_seed, at=now())
    if door.json:
        say_json(
            {
                "rooted_on": root.rooted_on.isoformat(),
                "books": len(root.heads),
                "digest": root.digest.hex(),
            }
        )
        return
    said = WORDS[language()]["signed"]
    say(told(said, day=root.rooted_on, digest=root.digest.hex()))


@app.command
def key() -> None:
    """Print the office's public key (PEM), to be published and kept elsewhere."""
    say(public_key_pem(_own_key()).decode().rstrip())


def _own_key() -> bytes:
    return public_key_of(settings.KEYRING.signing_seed)


def _print(found: AuditFinding, wrong: list[str], tongue: Language) -> None:
    words = WORDS[tongue]
    blocks = sum(chain.blocks for chain in found.chains)
    say(told(words["chains"], count=len(found.chains), blocks=blocks))
    say(told(words["days"], count=len(found.days)))
    for line in wrong:
        say(f"✗ {line}")
    if not wrong:
        say(f"✓ {words['whole']}")


def _wrong(found: AuditFinding, tongue: Language) -> list[str]:
    words = WORDS[tongue]
    lines: list[str] = []
    for chain in found.chains:
        if chain.broken is not None:
            lines.append(words["broken"].format(book=chain.book, block=chain.broken.sequence))
        if chain.unsealed:
            lines.append(told(words["unsealed"], book=chain.book, count=chain.unsealed))
        if not chain.head_fits:
            lines.append(words["head"].format(book=chain.book))
    lines += [told(words["day"], day=day.rooted_on) for day in found.days if not day.is_whole]
    lines += [
        words["balance"].format(
            book=each.book,
            account=each.account,
            kept=each.kept.written(),
            posted=each.posted.written(),
        )
        for each in found.balances
    ]
    lines += [words["limit"].format(limit=each.limit) for each in found.limits]
    lines += [words["pack"].format(pack=pack) for pack in found.changed_packs]
    return lines
