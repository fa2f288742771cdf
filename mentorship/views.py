"""Home, the conduct statement, and two addresses that say whether all is well."""

from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentorship.home import home_of


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What Belay is, to a stranger; the next thing to do, to a person."""
    if not request.user.is_authenticated:
        return render(request, "welcome.html")
    return render(request, "home.html", {"home": home_of(request.user)})


@login_not_required
@require_safe
def conduct(request: HttpRequest) -> HttpResponse:
    return render(request, "conduct.html")


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The process answers and the database does too; 503 while it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        said = "The database does not answer. Try again in a moment.\n"
        return HttpResponse(said, status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")
