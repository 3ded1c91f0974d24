"""Designs compared and an envelope allocated, from files; for internal roles, nothing is kept."""

from typing import Annotated

from ninja import File, Router
from ninja.files import UploadedFile

from majung.operations.policy import Act
from majung.operations.risk.allocation_document import allocation_document
from majung.operations.risk.allocations import AllocationReading
from majung.operations.risk.design_document import design_document
from majung.operations.risk.design_requests import allocate_files, compare_design_files
from majung.operations.risk.designs import DesignReading
from majung.web.api.callers import AuthenticatedRequest, caller
from majung.web.api.problems import BodyUnreadableError
from majung.web.api.shapes import Document
from majung.web.api.writing import Sent, read

router = Router()
Tree = Annotated[UploadedFile, File(description="YAML, up to 1 MB.")]
Perhaps = Annotated[UploadedFile | None, File(description="CSV or XLSX, up to 20 MB.")]


@router.post("/design-comparisons", response=Document, tags=["risk"])
def compare_designs_of_files(request: AuthenticatedRequest, firms: Sent, designs: Tree) -> Document:
    """Compare the designs of a file on the firms of a list: whom each reaches and what it costs."""
    who = caller(request, Act.READ_INTERNAL_PRICE)
    found = compare_design_files(who.actor, read(firms), read(designs))
    if not isinstance(found, DesignReading):
        raise BodyUnreadableError(found)
    return design_document(found)


@router.post("/allocations", response=Document, tags=["risk"])
def allocate_envelope_of_files(
    request: AuthenticatedRequest, envelope: Tree, contracts: Perhaps = None
) -> Document:
    """Allocate the envelope of a file; the price of each limit is what one won more of it draws."""
    who = caller(request, Act.READ_INTERNAL_PRICE)
    listed = None if contracts is None else read(contracts)
    found = allocate_files(who.actor, read(envelope), listed)
    if not isinstance(found, AllocationReading):
        raise BodyUnreadableError(found)
    return allocation_document(found)
