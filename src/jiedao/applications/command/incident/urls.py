"""Addresses of the incident rooms."""

from django.urls import path

from jiedao.applications.command.incident import files, pages
from jiedao.applications.command.incident import mapping as maps
from jiedao.applications.command.incident.listing import Rooms

urlpatterns = [
    path("incident/", Rooms.as_view(), name="rooms"),
    path("incident/raise/<str:number>/", pages.raise_case, name="raise"),
    path(
        "incident/raise/<slug:alarm_kind>/<str:alarm_number>/",
        pages.raise_record,
        name="raise_record",
    ),
    path("incident/<str:room>/", pages.room, name="room"),
    path("incident/<str:room>/level/", pages.level, name="level"),
    path("incident/<str:room>/close/", pages.close, name="close"),
    path("incident/<str:room>/role/", pages.role, name="role"),
    path("incident/<str:room>/order/", pages.order, name="order"),
    path("incident/<str:room>/orders/<int:order_id>/receive/", pages.receive, name="receive"),
    path("incident/<str:room>/orders/<int:order_id>/done/", pages.finish, name="finish"),
    path("incident/<str:room>/orders/<int:order_id>/withdraw/", pages.withdraw, name="withdraw"),
    path("incident/<str:room>/situation/", pages.note, name="situation"),
    path("incident/<str:room>/marks/", maps.features, name="marks"),
    path("incident/<str:room>/marks/draw/", maps.draw, name="draw"),
    path("incident/<str:room>/marks/<int:mark_id>/erase/", maps.erase, name="erase"),
    path("incident/<str:room>/report/", files.report, name="report"),
    path("incident/<str:room>/report/download/", files.download, name="report_docx"),
    path("incident/<str:room>/files/<int:file_id>/", files.file, name="file"),
]
