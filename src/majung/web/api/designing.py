"""Designs compared and an envelope allocated, from files; for internal roles.

What is short is answered at once and kept nowhere; what takes long, or is to be kept, is asked for
and looked at under its key.
"""

from typing import Annotated, Any

from ninja import File, Query, Router, Status
from ninja.files import UploadedFile

from majung.operations.jobs.kinds import JobKind
from majung.operations.jobs.managing import job_document
from majung.operations.policy import Act
from majung.operations.risk.allocation_document import allocation_document
from majung.operations.risk.allocation_reading import AllocationReading
from majung.operations.risk.design_document import design_document
from majung.operations.risk.design_reading import DesignReading
from majung.operations.risk.reading_studies import studies, study, study_document
from majung.operations.risk.studies import allocate_now_or_later, compare_now_or_later
from majung.store.jobs.queue import Job
from majung.web.api.callers import AuthenticatedRequest, caller
from majung.web.api.problems import BodyUnreadableError
from majung.web.api.shapes import Document, InPath
from majung.web.api.writing import TAKEN, Sent, read

router = Router(tags=["risk"])
Tree = Annotated[UploadedFile, File(description="YAML, up to 1 MB.")]
Perhaps = Annotated[UploadedFile | None, File(description="CSV or XLSX, up to 20 MB.")]
Later = Annotated[
    bool, Query(description="Done by a worker and kept, however short; what is long always is.")
]
ANSWERS = {200: Document, TAKEN: Document}


@router.post("/design-comparisons", response=ANSWERS)
def compare_designs_of_files(
    request: AuthenticatedRequest, firms: Sent, designs: Tree, *, later: Later = False
) -> Any:
    """Compare the designs of a file on the firms of a list: whom each reaches and what it costs.

    The same files asked for again are one study: no key is needed.
    """
    who = caller(request, Act.READ_INTERNAL_PRICE)
    found = compare_now_or_later(who.actor, read(firms), read(designs), later=later, at=who.at)
    if isinstance(found, DesignReading):
        return Status(200, design_document(found))
    return _taken(found)


@router.post("/allocations", response=ANSWERS)
def allocate_envelope_of_files(
    request: AuthenticatedRequest,
    envelope: Tree,
    contracts: Perhaps = None,
    *,
    later: Later = False,
) -> Any:
    """Allocate the envelope of a file; the price of each limit is what one won more of it draws.

    The same files asked for again are one study: no key is needed.
    """
    who = caller(request, Act.READ_INTERNAL_PRICE)
    listed = None if contracts is None else read(contracts)
    found = allocate_now_or_later(who.actor, read(envelope), listed, later=later, at=who.at)
    if isinstance(found, AllocationReading):
        return Status(200, allocation_document(found))
    return _taken(found)


@router.get("/design-comparisons", response=list[Document])
def list_comparisons(request: AuthenticatedRequest) -> list[Document]:
    """List the comparisons that one's institution keeps, the latest first, and how far they are."""
    return _listed(request, JobKind.DESIGNS)


@router.get("/design-comparisons/{key}", response=Document)
def show_comparison(request: AuthenticatedRequest, key: InPath) -> Document:
    """Show how far a comparison is; when it is done, what it found."""
    return _shown(request, JobKind.DESIGNS, key)


@router.get("/allocations", response=list[Document])
def list_allocations(request: AuthenticatedRequest) -> list[Document]:
    """List the allocations that one's institution keeps, the latest first, and how far they are."""
    return _listed(request, JobKind.ALLOCATION)


@router.get("/allocations/{key}", response=Document)
def show_allocation(request: AuthenticatedRequest, key: InPath) -> Document:
    """Show how far an allocation is; when it is done, what it found."""
    return _shown(request, JobKind.ALLOCATION, key)


def _taken(found: Any) -> Any:
    if not isinstance(found, Job):
        raise BodyUnreadableError(found)
    return Status(TAKEN, job_document(found))


def _listed(request: AuthenticatedRequest, kind: JobKind) -> list[Document]:
    who = caller(request, Act.READ_INTERNAL_PRICE)
    return [study_document(each) for each in studies(who.actor, kind, at=who.at)]


def _shown(request: AuthenticatedRequest, kind: JobKind, key: str) -> Document:
    who = caller(request, Act.READ_INTERNAL_PRICE)
    return study_document(study(who.actor, kind, key, at=who.at))
