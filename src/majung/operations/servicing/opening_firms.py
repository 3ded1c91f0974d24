"""The firm a row of opening balances names: the one that is registered, or one to register."""

from collections.abc import Mapping
from dataclasses import dataclass

from majung.applications.firm import (
    KOREAN_SIZE,
    Firm,
    FirmIdentity,
    ProprietorKey,
    Site,
    SizeClass,
)
from majung.applications.regions import Region, parse_region
from majung.contracts.reported.cells import StatementCells
from majung.values.identifiers import (
    BusinessNumber,
    parse_business_number,
    parse_corporate_number,
)

SIZES: Mapping[str, SizeClass] = {
    **{name: size for size, name in KOREAN_SIZE.items()},
    **{size.value: size for size in SizeClass},
}


@dataclass(frozen=True, slots=True)
class NamedFirm:
    """The firm of a row.

    Attributes:
        fresh: what to register, where nobody has; None for a known firm.
    """

    identity: FirmIdentity
    region: Region
    fresh: Firm | None


def firm_of(
    cells: StatementCells, sites: Mapping[BusinessNumber, FirmIdentity]
) -> NamedFirm | None:
    """Read the firm of a row; None, with every problem noted, where it cannot be told.

    Args:
        sites: firms by business number, as registered; a firm with another site gets it added.
    """
    site = cells.read("business-number", parse_business_number)
    corporate = cells.read("corporate-number", parse_corporate_number)
    region = cells.read("region", parse_region)
    for key in ("business-number", "region", "firm"):
        if not cells.text(key):
            cells.object(key, "servicer-cell-missing")
    if site is None or region is None or cells.is_faulty("corporate-number"):
        return None
    owner = sites.get(site)
    identity: FirmIdentity = corporate or owner or ProprietorKey(site.digits)
    if owner is not None and owner != identity:
        cells.object("business-number", "site-of-other-firm", site=site, owner=owner)
        return None
    if owner is not None:
        return NamedFirm(identity, region, None)
    size = SIZES.get(cells.text("size").replace(" ", "").casefold())
    if size is None:
        names = tuple(KOREAN_SIZE.values())
        cells.object("size", "opening-word-unknown", text=cells.text("size"), known=names)
        return None
    fresh = Firm(identity, cells.text("firm"), size, (Site(site, region),))
    return NamedFirm(identity, region, fresh)
