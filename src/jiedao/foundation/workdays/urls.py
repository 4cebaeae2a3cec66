"""Addresses of the calendar's page."""

from django.urls import URLPattern, URLResolver, path

from jiedao.foundation.workdays.pages import calendar

app_name = "workdays"
urlpatterns: list[URLPattern | URLResolver] = [
    path("calendar/", calendar.year, name="year"),
    path("calendar/notice/", calendar.enter_notice, name="notice"),
    path("calendar/hours/", calendar.change_hours, name="hours"),
    path("calendar/remove/", calendar.remove, name="remove"),
]
