"""Rounds, lists and recommendations; a list's rows are kept as they came, good and bad."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from majung.applications.firm import FirmIdentity, identity_key
from majung.applications.recommendation import Recommendation, Round, Withdrawal
from majung.errors import Problem
from majung.store import models
from majung.store.numbers import (
    acting_institution,
    add_rows,
    hold,
    kept_once,
    kept_or_made,
    number_of,
    number_or_none,
    numbers_found,
    numbers_of,
    row_of,
)
from majung.store.parties.firms import identity_of
from majung.store.questions import NarrowedQuestion, Question
from majung.store.refusals import RecordedDifferentlyError
from majung.store.written import read, written


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of a list as it came.

    Attributes:
        row: of the file, counted from 1.
        cells: by the key of the column.
        problems: what is wrong with it; a row without problems was taken.
        firm: whom it recommends; None where that could not be read.
    """

    row: int
    cells: Mapping[str, str]
    problems: tuple[Problem, ...]
    firm: FirmIdentity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptList:
    """A list that was handed in for a round.

    Attributes:
        digest: of its file.
        good: rows that could be taken; the bad ones went back.
    """

    digest: str
    name: str
    received_by: str
    recorded_at: datetime
    good: int
    bad: int


def open_round(round_: Round, *, addressees: Iterable[str], at: datetime) -> None:
    """Open a round of the recommending body; opening the same again does nothing.

    Args:
        addressees: keys of the institutions that may read what is recommended.

    Raises:
        NotRecordedError: the recommender or an addressee is not registered.
        RecordedDifferentlyError: the key names another round.
    """
    readers = numbers_of(models.Institution, "key", addressees)
    row = kept_once(
        models.RecommendationRound,
        key=round_.key,
        defaults={
            "institution_id": number_of(models.Institution, key=round_.recommender),
            "programme": round_.programme,
            "rule": round_.rule,
            "opened_on": round_.opens_on,
            "closes_on": round_.closes_on,
            "quota": round_.quota,
            "addressees": sorted(readers.values()),
            "content": written(round_),
            "recorded_at": at,
        },
    )
    if row.content != written(round_):
        raise RecordedDifferentlyError(key=round_.key)


def round_of(key: str) -> Round:
    """Return a round.

    Raises:
        NotRecordedError: no such round, or it is not addressed to whoever acts.
    """
    return read(Round, row_of(models.RecommendationRound, key=key).content)


def held_round(key: str) -> Round:
    """Return a round and hold it until the transaction ends: others who hold it wait.

    Raises:
        NotRecordedError: no such round, or it is not addressed to whoever acts.
    """
    hold("recommendation-round", number_of(models.RecommendationRound, key=key))
    return round_of(key)


def rounds() -> tuple[Round, ...]:
    """Return every round that whoever acts may read, by the day it opened."""
    rows = models.RecommendationRound.objects.order_by("opened_on", "key")
    return tuple(read(Round, row.content) for row in rows)


def keep_list(round_key: str, digest: str, rows: Iterable[ListRow], *, at: datetime) -> int:
    """Keep the rows of a list as they came; return how many were not known yet.

    Args:
        digest: of the received file; empty for rows that were typed in.

    Raises:
        NotRecordedError: the round or the file is not known.
    """
    round_row = row_of(models.RecommendationRound, key=round_key)
    file = number_or_none(models.ReceivedFile, digest=digest)
    listed = list(rows)
    keys = {identity_key(each.firm) for each in listed if each.firm is not None}
    firms = numbers_found(models.Firm, "key", keys)
    known = models.RecommendationRow.objects.filter(round=round_row, file_id=file)
    known_rows = set(known.values_list("row", flat=True))
    fresh = [each for each in listed if each.row not in known_rows]
    add_rows(
        models.RecommendationRow(
            round=round_row,
            file_id=file,
            row=each.row,
            cells=dict(each.cells),
            problems=written(each.problems),
            firm_id=firms.get(identity_key(each.firm)) if each.firm else None,
            recorded_at=at,
        )
        for each in fresh
    )
    return len(fresh)


_ROUNDS_NAMED = Question(lambda keys: models.RecommendationRound.objects.filter(key__among=keys))
_CONTENTS: Question[tuple[Any, ...]] = Question(
    lambda keys: models.Recommendation.objects.filter(key__among=keys).values_list("key", "content")
)


def list_rows(round_key: str, *, digest: str = "") -> tuple[ListRow, ...]:
    """Return the rows kept for a round, of one file or of all, in the order of the file."""
    rows = models.RecommendationRow.objects.select_related("firm").filter(round__key=round_key)
    if digest:
        rows = rows.filter(file__digest=digest)
    return tuple(
        ListRow(row.row, row.cells, _problems(row.problems), _identity(row))
        for row in rows.order_by("file", "row")
    )


def lists_of(round_key: str) -> tuple[KeptList, ...]:
    """Return the lists kept for a round, earliest first; only the recommending body reads them."""
    rows = (
        models.RecommendationRow.objects.filter(round__key=round_key, file__isnull=False)
        .values("file__digest", "file__name", "file__received_by", "file__recorded_at")
        .annotate(rows=Count("pk"), good=Count("pk", filter=Q(problems=[])))
        .order_by("file__recorded_at", "file__digest")
    )
    return tuple(
        KeptList(
            digest=row["file__digest"],
            name=row["file__name"],
            received_by=row["file__received_by"],
            recorded_at=row["file__recorded_at"],
            good=row["good"],
            bad=row["rows"] - row["good"],
        )
        for row in rows
    )


def recommend(recommendations: Iterable[Recommendation], *, at: datetime) -> int:
    """Record recommendations of the acting body; return how many were not known yet.

    Raises:
        NotRecordedError: a round, firm or project is not registered.
        RecordedDifferentlyError: a round recommends the same firm with other terms.
    """
    new = list(recommendations)
    rounds_by_key = {row.key: row for row in _ROUNDS_NAMED(keys=[each.round for each in new])}
    firms = numbers_of(models.Firm, "key", (identity_key(each.firm) for each in new))
    projects = numbers_of(models.Project, "number", (each.project for each in new if each.project))
    known = dict(_CONTENTS(keys=[each.key for each in new]))
    for each in new:
        if known.get(each.key, written(each)) != written(each):
            raise RecordedDifferentlyError(key=each.key)
    fresh = [each for each in new if each.key not in known]
    add_rows(
        models.Recommendation(
            key=each.key,
            round=_round_row(rounds_by_key, each.round),
            institution_id=_round_row(rounds_by_key, each.round).institution_id,
            addressees=_round_row(rounds_by_key, each.round).addressees,
            firm_id=firms[identity_key(each.firm)],
            project_id=projects.get(each.project),
            content=written(each),
            from_on=each.from_on,
            until_on=each.until_on,
            recorded_at=at,
        )
        for each in fresh
    )
    return len(fresh)


def recommendations(
    *, firm: FirmIdentity | None = None, round_key: str = ""
) -> tuple[Recommendation, ...]:
    """Return the recommendations that whoever acts may read, of a firm, a round, or all."""
    rows = _RECOMMENDED(firm__key=identity_key(firm) if firm else "", round__key=round_key)
    return tuple(read(Recommendation, row.content) for row in rows)


_RECOMMENDED = NarrowedQuestion(models.Recommendation.objects.order_by("from_on", "key"))


def recommended_and_withdrawn(
    *, firm: FirmIdentity | None = None, round_key: str = ""
) -> tuple[tuple[Recommendation, ...], tuple[Withdrawal, ...]]:
    """Return what `recommendations` does and which of them were taken back, in one question."""
    rows = _WITH_WITHDRAWAL(firm__key=identity_key(firm) if firm else "", round__key=round_key)
    return (
        tuple(read(Recommendation, content) for _, content, *_ in rows),
        tuple(
            Withdrawal(key, effective_on, reason, by)
            for key, _, effective_on, reason, by in rows
            if effective_on is not None
        ),
    )


_WITH_WITHDRAWAL: NarrowedQuestion[tuple[str, object, date | None, str, str]] = NarrowedQuestion(
    models.Recommendation.objects.order_by("from_on", "key").values_list(
        "key", "content", "withdrawal__effective_on", "withdrawal__reason", "withdrawal__by"
    )
)


def withdraw(withdrawal: Withdrawal, *, at: datetime) -> None:
    """Take a recommendation back; doing it again does nothing.

    Raises:
        NotRecordedError: no such recommendation, or not the acting body's.
    """
    row = row_of(
        models.Recommendation, key=withdrawal.recommendation, institution_id=acting_institution()
    )
    kept_or_made(
        models.RecommendationWithdrawal,
        recommendation=row,
        defaults={
            "effective_on": withdrawal.effective_on,
            "reason": withdrawal.reason,
            "by": withdrawal.by,
            "recorded_at": at,
        },
    )


def withdrawals(*, round_key: str = "") -> tuple[Withdrawal, ...]:
    """Return what was taken back, of a round or of all, earliest first."""
    return tuple(Withdrawal(*row) for row in _WITHDRAWN(recommendation__round__key=round_key))


_WITHDRAWN: NarrowedQuestion[tuple[str, date, str, str]] = NarrowedQuestion(
    models.RecommendationWithdrawal.objects.order_by(
        "effective_on", "recommendation__key"
    ).values_list("recommendation__key", "effective_on", "reason", "by")
)


def _round_row(
    rows: Mapping[str, models.RecommendationRound], key: str
) -> models.RecommendationRound:
    return rows[key] if key in rows else row_of(models.RecommendationRound, key=key)


def _problems(tree: list[object]) -> tuple[Problem, ...]:
    return tuple(read(Problem, problem) for problem in tree)


def _identity(row: models.RecommendationRow) -> FirmIdentity | None:
    return identity_of(row.firm.key) if row.firm else None
