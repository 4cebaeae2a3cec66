"""Addresses of the parties' pages."""

from django.urls import URLPattern, URLResolver, path

from jiedao.foundation.parties.pages import organisations, people

app_name = "parties"
_ONE = "organisations/<int:organisation_id>"
urlpatterns: list[URLPattern | URLResolver] = [
    path("organisations/", organisations.OrganisationList.as_view(), name="organisations"),
    path("organisations/add/", organisations.add_organisation, name="add_organisation"),
    path(f"{_ONE}/", organisations.organisation, name="organisation"),
    path(f"{_ONE}/change/", organisations.change_organisation, name="change_organisation"),
    path(f"{_ONE}/end/", organisations.end_organisation, name="end_organisation"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/reveal/", people.reveal, name="reveal"),
    path("people/<int:person_id>/change/", people.change_person, name="change_person"),
    path("people/<int:person_id>/erase/", people.erase, name="erase"),
]
