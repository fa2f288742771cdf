"""Signing in as somebody of the story, and reading every mail on one page."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from mentorship.demo import CAST
from mentorship.notices.models import Mail

MAILS_PER_PAGE = 20
BACKEND = "accounts.backends.Passwords"


@login_not_required
@require_POST
def sign_in(request: HttpRequest, who: str) -> HttpResponse:
    """Become one of the cast. Signing in gives the session a new key."""
    if who not in CAST:
        raise Http404
    person = User.objects.filter(email=CAST[who], is_active=True).first()
    if person is None:
        messages.error(
            request,
            _(
                "Nobody of the demo is here. Run “manage.py seed_demo” on an empty site."
            ),
        )
    else:
        login(request, person, backend=BACKEND)
    return redirect("home")


@login_not_required
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Every mail, newest first: signed out too, because codes to sign in are here."""
    mails = Paginator(Mail.objects.order_by("-pk"), MAILS_PER_PAGE)
    page = mails.get_page(request.GET.get("page"))
    return render(request, "demo/outbox.html", {"page_obj": page})
