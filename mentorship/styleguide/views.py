"""The style guide: in the demo and while debugging only."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mentorship.styleguide import samples
from mentorship.undo import say_with_undo


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component. Whatever is sent shows the undo bar and changes nothing."""
    if not (settings.BELAY_DEMO or settings.DEBUG):
        raise Http404
    if request.method == "POST":
        here = reverse("styleguide")
        said = "Nothing was kept: this page only shows."
        say_with_undo(request, said, url=here, label="Undo: show it again")
        return redirect("styleguide")
    return render(request, "styleguide/index.html", samples.everything())
