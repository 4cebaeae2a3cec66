"""Every address, with those of the files beneath each kind's."""

from django.urls import include, path

from jiedao.config.urls import handler403, handler404, handler500
from jiedao.config.urls import urlpatterns as all_of_them
from jiedao.foundation.records.files import pages

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("r/<slug:kind>/", include((pages.urlpatterns, "records"))),
    *all_of_them,
]
