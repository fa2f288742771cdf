"""The addresses of the site in demo mode, with errors that have no page around them.

Thousands of requests are answered with 403 or 404 here, and only that counts; what the
pages of errors look like is tried in test_headers.py, with the site's own.
"""

from django.http import HttpResponse

from tests.demo.demo_urls import urlpatterns as _of_the_demo

urlpatterns = [*_of_the_demo]


def handler403(request, exception):
    return HttpResponse(status=403)


def handler404(request, exception):
    return HttpResponse(status=404)
