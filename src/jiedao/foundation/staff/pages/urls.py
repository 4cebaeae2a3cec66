"""Addresses of the staff pages."""

from django.urls import URLPattern, URLResolver, path

from jiedao.foundation.staff.pages import account, notices
from jiedao.foundation.staff.signing import views as signing

app_name = "staff"
urlpatterns: list[URLPattern | URLResolver] = [
    path("password/<str:secret>/", signing.password_link, name="password_link"),
    path("account/", account.own, name="account"),
    path("account/covers/<int:cover_id>/end/", account.end_cover, name="end_own_cover"),
    path("notices/", notices.NoticeList.as_view(), name="notices"),
    path("notices/<int:notice_id>/", notices.notice, name="notice"),
    path("notices/read/", notices.read_all, name="read_all"),
]
