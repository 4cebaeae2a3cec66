"""Addresses of the plan's own pages; the kinds' pages are generated."""

from django.urls import path

from jiedao.applications.plan.pages import challenges, importing, letters, wall

app_name = "plan"
urlpatterns = [
    path("plan/wall/", wall.page, name="wall"),
    path("plan/import/", importing.index, name="import"),
    path("plan/import/<int:document_id>/", importing.document, name="document"),
    path("plan/import/<int:document_id>/marked/", importing.marked, name="marked"),
    path("plan/import/<int:document_id>/<int:finding_id>/", importing.finding, name="finding"),
    path("plan/challenges/", challenges.page, name="challenges"),
    path("plan/challenges/<str:number>/", challenges.bid, name="bid"),
    path("plan/letters/<int:letter_id>/", letters.file, name="letter"),
]
