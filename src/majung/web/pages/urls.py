"""The addresses of the pages."""

from django.urls import URLPattern, URLResolver, path

from majung.web.pages import (
    appeals,
    applications,
    applying,
    audits,
    books,
    comparing,
    contracts,
    dashboards,
    deciding,
    packs,
    programmes,
)

APPLICATION = "applications/<str:number>"
CONTRACT = "contracts/<str:key>"
PACK = "packs/<str:key>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", dashboards.dashboard_page, name="dashboard"),
    path("programmes/", programmes.programmes_page, name="programmes"),
    path("programmes/<str:key>", programmes.programme_page, name="programme"),
    path("apply", applying.apply_page, name="apply"),
    path("applications/", applications.applications_page, name="applications"),
    path(APPLICATION, applications.application_page, name="application"),
    path(f"{APPLICATION}/comparison", comparing.comparison_page, name="comparison"),
    path(f"{APPLICATION}/state", applying.state_page, name="state"),
    path(f"{APPLICATION}/assess", deciding.assess_act, name="assess"),
    path(f"{APPLICATION}/propose", deciding.propose_page, name="propose"),
    path(f"{APPLICATION}/proposals/<str:key>/approve", deciding.approve_act, name="approve"),
    path(f"{APPLICATION}/proposals/<str:key>/back", deciding.send_back_act, name="send-back"),
    path(f"{APPLICATION}/offers/<str:key>/accept", deciding.accept_act, name="accept"),
    path(f"{APPLICATION}/offers/<str:key>/decline", deciding.decline_act, name="decline"),
    path(f"{APPLICATION}/offers/<str:key>/sign", deciding.sign_act, name="sign"),
    path(f"{APPLICATION}/decisions/<str:key>/appeal", appeals.appeal_page, name="appeal"),
    path(f"{APPLICATION}/appeals/<str:key>/answer", appeals.answer_page, name="answer-appeal"),
    path("contracts/", contracts.contracts_page, name="contracts"),
    path(CONTRACT, contracts.contract_page, name="contract"),
    path(f"{CONTRACT}/postings", contracts.postings_page, name="postings"),
    path(f"{CONTRACT}/facts", contracts.record_act, name="record"),
    path(f"{CONTRACT}/conditions/<str:condition>", contracts.fulfil_act, name="fulfil"),
    path("books/", books.books_page, name="books"),
    path("books/<str:book>", books.book_page, name="book"),
    path("books/<str:book>/<path:account>", books.account_page, name="account"),
    path("packs/", packs.packs_page, name="packs"),
    path(PACK, packs.pack_page, name="pack"),
    path(f"{PACK}/freeze", packs.freeze_act, name="freeze"),
    path(f"{PACK}/preview", packs.preview_page, name="pack-preview"),
    path(f"{PACK}/files/<str:name>", packs.document_page, name="pack-document"),
    path("audit", audits.audit_page, name="audit"),
]
