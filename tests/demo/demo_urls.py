"""The addresses of a site in demo mode, whatever the settings of this run."""

from django.conf import settings
from django.urls import include, path

from mentorship.urls import urlpatterns as _ordinary

urlpatterns = [*_ordinary]
if not settings.BELAY_DEMO:
    urlpatterns += [path("demo/", include("mentorship.demo.urls"))]
