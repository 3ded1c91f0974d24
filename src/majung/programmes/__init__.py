"""Programmes and agreements as data: who may have what, at which price, within which limit.

A programme is a folder of files that officers can read; loading it gives one value, or every
problem of the files at once.
"""

from majung.programmes.books import reaches
from majung.programmes.casework import CaseOutcome, run_case, run_cases
from majung.programmes.changes import diff, said_by
from majung.programmes.entitlements import Entitlement, as_terms, entitled
from majung.programmes.figures import Figure, Stated
from majung.programmes.loading import load, shared_vocabulary
from majung.programmes.parties import Agreement, Party, PartyRole, Undertaking
from majung.programmes.products import (
    BookRole,
    ContractType,
    CoverProduct,
    FundProduct,
    LoanProduct,
    Product,
)
from majung.programmes.programme import (
    Case,
    Envelope,
    EnvelopeScope,
    Exclusion,
    Programme,
    RecommendationRule,
    SupplyBasis,
)
from majung.programmes.shelf import shelf, shipped_files

__all__ = [
    "Agreement",
    "BookRole",
    "Case",
    "CaseOutcome",
    "ContractType",
    "CoverProduct",
    "Entitlement",
    "Envelope",
    "EnvelopeScope",
    "Exclusion",
    "Figure",
    "FundProduct",
    "LoanProduct",
    "Party",
    "PartyRole",
    "Product",
    "Programme",
    "RecommendationRule",
    "Stated",
    "SupplyBasis",
    "Undertaking",
    "as_terms",
    "diff",
    "entitled",
    "load",
    "reaches",
    "run_case",
    "run_cases",
    "said_by",
    "shared_vocabulary",
    "shelf",
    "shipped_files",
]
