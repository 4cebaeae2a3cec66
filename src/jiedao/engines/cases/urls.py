"""Addresses of the engine's pages. A case's page takes its own number or one of its requests'."""

from django.urls import path, register_converter

from jiedao.engines.cases.pages import (
    approvals,
    board,
    desk,
    entry,
    export,
    files,
    lists,
    moves,
    of_kind,
    people,
    precedents,
    rates,
    record,
    sheet,
    suggestions,
    text_checks,
)


class Number:
    """C2611220001, C2611220001-2, R2611220001."""

    regex = r"[CRcr]\d[0-9-]{3,22}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value


register_converter(Number, "number")
app_name = "cases"
urlpatterns = [
    path("cases/", lists.CaseList.as_view(), name="list"),
    path("cases/mine/", lists.MyQueue.as_view(), name="mine"),
    path("cases/unit/", lists.UnitQueue.as_view(), name="unit"),
    path("cases/supervised/", lists.Supervised.as_view(), name="supervised"),
    path("cases/led/", lists.Led.as_view(), name="led"),
    path("cases/approvals/", approvals.Waiting.as_view(), name="approvals"),
    path("cases/precedents/", precedents.Precedents.as_view(), name="precedents"),
    path("cases/desk/", desk.Desk.as_view(), name="desk"),
    path("cases/desk/<number:number>/", desk.desk_case, name="desk_case"),
    path("cases/board/", board.board, name="board"),
    path("cases/rates/", rates.rates, name="rates"),
    path("cases/export/", export.export, name="export"),
    path("cases/new/", entry.entry, name="entry"),
    path("cases/new/callers/", entry.callers, name="callers"),
    path("cases/new/<number:number>/", entry.entered, name="entered"),
    path("cases/kind/<slug:kind>/", of_kind.kind_list, name="kind"),
    path("cases/kind/<slug:kind>/board/", board.kind_board, name="kind_board"),
    path("cases/kind/<slug:kind>/new/", of_kind.new, name="kind_new"),
    path("cases/suggest/items/", suggestions.items, name="suggest_items"),
    path("cases/suggest/units/", suggestions.units, name="suggest_units"),
    path("cases/suggest/cases/", suggestions.cases, name="suggest_cases"),
    path("cases/files/<int:attachment_id>/", files.file, name="file"),
    path("cases/<number:number>/", record.record, name="record"),
    path("cases/<number:number>/sheet/", sheet.sheet, name="sheet"),
    path("cases/<number:number>/files/", files.add, name="add_files"),
    path("cases/<number:number>/route/", desk.route, name="route"),
    path("cases/<number:number>/read-over/", text_checks.read_over, name="read_over"),
    path("cases/<number:number>/text/", people.original, name="original"),
    path("cases/<number:number>/moves/<slug:key>/", moves.move, name="move"),
    path(
        "cases/<number:number>/requests/<number:request_number>/reveal/",
        people.reveal,
        name="reveal",
    ),
]
