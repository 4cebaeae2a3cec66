"""Addresses of duty and of call-outs."""

from django.urls import path

from jiedao.applications.command.duty import calling, pages

urlpatterns = [
    path("duty/", pages.page, name="duty"),
    path("duty/report/<int:shift_id>/", pages.report, name="duty_report"),
    path("duty/callouts/", calling.index, name="callouts"),
    path("duty/callouts/new/", calling.new, name="new_callout"),
    path("duty/callouts/<int:callout_id>/", calling.callout, name="callout"),
    path("duty/callouts/<int:callout_id>/answer/", calling.answer, name="answer_callout"),
    path("duty/callouts/<int:callout_id>/urge/", calling.urge, name="urge_callout"),
    path("duty/callouts/<int:callout_id>/close/", calling.close, name="close_callout"),
]
