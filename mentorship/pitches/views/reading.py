"""Lists of requests, and one request for whoever wrote it or was asked."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest
from mentorship.pitches import actions, citing, composing, pace
from mentorship.pitches.models import Advice, AdviceQuerySet, Pitch
from mentorship.pitches.seen import as_a_mentor_sees, stage_of
from mentorship.relationships.models import Relationship

PER_PAGE = 20
GONE_FOR_MENTOR = (Pitch.State.WITHDRAWN, Pitch.State.DRAFT)


@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """What I asked, and what became of it: what waits or is a draft before the rest."""
    written = Pitch.objects.written_by(request.user).open_first()
    page = _page(request, written, "mentor")
    usual = pace.usual_days(pitch.mentor_id for pitch in page.object_list)
    rows = [
        (pitch, pace.in_words(pitch.mentor.person.first_name_or_name, days))
        for pitch in page.object_list
        for days in [usual.get(pitch.mentor_id)]
    ]
    context = {
        "page_obj": page,
        "rows": rows,
        "asked": _advice(Advice.objects.asked_by(request.user)),
    }
    return render(request, "pitches/mine.html", context)


@require_safe
def inbox(request: SignedInRequest) -> HttpResponse:
    """What people ask of me: the waiting ones first, the longest waiting on top."""
    received = Pitch.objects.received_by(request.user).waiting_first()
    page = _page(request, received, "mentee")
    context = {
        "page_obj": page,
        "pitches": page.object_list,
        "asked": _advice(Advice.objects.asked_of(request.user)),
    }
    return render(request, "pitches/inbox.html", context)


def _advice(rows: AdviceQuerySet) -> list[Advice]:
    """Short questions beside the letters: those that wait, then the newest."""
    return list(rows.with_people().waiting_first()[:PER_PAGE])


def _page(request: HttpRequest, rows: Any, other: str) -> Any:
    rows = rows.select_related("goal", f"{other}__person__profile")
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One request, for whoever wrote it and whoever was asked."""
    everybody = Pitch.objects.visible_to(request.user).select_related(
        "goal", "mentee__person__profile", "mentor__person__profile"
    )
    pitch = get_object_or_404(everybody, pk=pk)
    if pitch.mentee.person_id == request.user.pk:
        return _for_mentee(request, pitch)
    if pitch.state in GONE_FOR_MENTOR:
        return render(request, "pitches/taken_back.html", {"pitch": pitch}, status=410)
    return render(request, "pitches/for_mentor.html", composing.as_read(pitch))


def _for_mentee(request: SignedInRequest, pitch: Pitch) -> HttpResponse:
    if pitch.state == Pitch.State.DRAFT:
        return redirect("pitches:edit", pk=pitch.pk)
    return render(request, "pitches/for_mentee.html", composing.as_written(pitch))


@require_safe
def seen(request: SignedInRequest) -> HttpResponse:
    """What a mentor sees of me: before I ask, with a request, while it goes on."""
    stage = stage_of(request.GET.get("stage", ""))
    return render(request, "pitches/seen.html", as_a_mentor_sees(request.user, stage))


@require_POST
def opened(request: SignedInRequest, pk: int) -> HttpResponse:
    """The mentor opened the letter; the page says so by itself where scripts run."""
    received = Pitch.objects.received_by(request.user)
    actions.mark_read(get_object_or_404(received, pk=pk), by=request.user)
    if "HX-Request" in request.headers:
        return HttpResponse("")
    return redirect("pitches:detail", pk=pk)


@require_safe
def letter(request: SignedInRequest, relationship_pk: int) -> HttpResponse:
    """The letter that began a relationship, as a piece of the relationship's page.

    What began with the program's suggestion has none, and says so.
    """
    both = Relationship.objects.visible_to(request.user)
    begun = get_object_or_404(both, pk=relationship_pk)
    pitch = Pitch.objects.filter(mentee_yes=begun.mentee_yes_id).first()
    if "HX-Request" not in request.headers:
        if pitch:
            return redirect("pitches:detail", pk=pitch.pk)
        messages.info(
            request, _("There is no letter: you were suggested to each other.")
        )
        return redirect("relationships:detail", pk=begun.pk)
    if not pitch:
        return render(request, "pitches/_no_letter.html")
    page = {"pitch": pitch, "cites": citing.cited(pitch.citations.all())}
    return render(request, "pitches/_letter.html", page)
