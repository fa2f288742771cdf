"""The small pages on which a person tells of themselves, and the skill search."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import actions, prompts, reports
from accounts.fields import one_line
from accounts.forms import (
    AboutForm,
    AddSkillsForm,
    FindableForm,
    HoursForm,
    IdentityForm,
    KnownSkillForms,
    LinkForms,
    StepForms,
    StoryForms,
    StyleForm,
    TrackForms,
)
from accounts.http import SignedInRequest, sent
from accounts.models import FreeHours, Identity, Style
from accounts.networks import NetworksForm
from accounts.rows import RowForms, Rows
from accounts.vocabulary.picking import Pick, from_keys
from accounts.vocabulary.search import LONGEST, find

require_form = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def me(request: SignedInRequest) -> HttpResponse:
    sections = reports.sections_of(request.user)
    return render(request, "accounts/me.html", {"sections": sections})


@require_safe
def preview(request: SignedInRequest) -> HttpResponse:
    """What others see of me, drawn from the same pieces and rows as for them."""
    return render(
        request, "accounts/preview.html", reports.seen_by_others(request.user)
    )


@require_form
def links(request: SignedInRequest) -> HttpResponse:
    rows = _rows(request, LinkForms, request.user.links.values("pk", "label", "url"))
    title = _("Where my work can be seen")
    return _page_of_rows(request, rows, "links", title, actions.save_links)


@require_form
def findable(request: SignedInRequest) -> HttpResponse:
    if not hasattr(request.user, "profile"):
        messages.info(request, _("Say first what people should call you."))
        return redirect("accounts:about")
    form = FindableForm(sent(request), instance=request.user.profile)
    if request.method == "POST" and form.is_valid():
        actions.save_findable(request.user, form.cleaned_data["findable"])
        return _saved(request)
    return render(request, "accounts/findable.html", {"form": form})


@require_form
def about(request: SignedInRequest) -> HttpResponse:
    form = AboutForm(request.user, sent(request))
    if request.method == "POST" and form.is_valid():
        actions.save_profile(request.user, form.values)
        return _saved(request)
    return render(request, "accounts/about.html", {"form": form})


@require_form
def tracks(request: SignedInRequest) -> HttpResponse:
    fields = ("pk", "field", "title", "level", "years", "is_main")
    rows = _rows(request, TrackForms, request.user.tracks.values(*fields))
    title = _("What I do")
    return _page_of_rows(request, rows, "tracks", title, actions.save_tracks)


@require_form
def path(request: SignedInRequest) -> HttpResponse:
    fields = ("pk", "title", "organisation", "began", "ended")
    rows = _rows(request, StepForms, request.user.path.values(*fields))
    return _page_of_rows(request, rows, "path", _("My path"), actions.save_path)


@require_form
def stories(request: SignedInRequest) -> HttpResponse:
    mine = request.user.stories.prefetch_related("skills")
    known = [
        {
            "pk": story.pk,
            "text": story.text,
            "happened": story.happened,
            "skills": [Pick(skill) for skill in story.skills.all()],
        }
        for story in mine
    ]
    rows = _rows(request, StoryForms, known)
    begun = prompts.beginning(request.GET.get("begin", ""))
    if begun and not rows.is_bound:
        rows.forms[-1].initial = {"text": begun}
    title = _("What I lived through")
    return _page_of_rows(
        request, rows, "stories", title, actions.save_stories, prompts=prompts.PROMPTS
    )


@require_form
def skills(request: SignedInRequest) -> HttpResponse:
    mine = list(request.user.skills.select_related("skill"))
    known = [{"pk": s.pk, "how": s.how, "last_used": s.last_used} for s in mine]
    rows = _rows(request, KnownSkillForms, known)
    form = AddSkillsForm(sent(request))
    if request.method == "POST" and _all_valid(rows, form):
        added = form.cleaned_data["added"]
        actions.save_skills(request.user, rows.rows(), added)
        return _saved(request, "accounts:skills" if added else "accounts:me")
    labels = {str(row.pk): row.label for row in mine}
    context = {
        "rows": rows,
        "named_rows": [(labels.get(str(r["pk"].value()), ""), r) for r in rows],
        "form": form,
        "row_errors": rows.told_errors()
        + [(form["added"], error) for error in form["added"].errors],
    }
    return render(request, "accounts/skills.html", context)


@require_form
def hours(request: SignedInRequest) -> HttpResponse:
    mine = FreeHours.objects.filter(person=request.user)
    masks = dict(mine.values_list("weekday", "slots"))
    form = HoursForm(sent(request), initial={"free": masks})
    if request.method == "POST" and form.is_valid():
        actions.save_hours(request.user, form.masks)
        return _saved(request)
    zone = reports.time_zone_of(request.user)
    return render(request, "accounts/hours.html", {"form": form, "zone": zone})


@require_form
def style(request: SignedInRequest) -> HttpResponse:
    mine = Style.objects.filter(person=request.user).first()
    form = StyleForm(sent(request), instance=mine)
    if request.method == "POST" and form.is_valid():
        actions.save_style(request.user, form.cleaned_data)
        return _saved(request)
    return render(request, "accounts/style.html", {"form": form})


@require_form
def networks(request: SignedInRequest) -> HttpResponse:
    form = NetworksForm(request.user, sent(request))
    if request.method == "POST" and form.is_valid():
        actions.save_networks(request.user, form.shown_ones())
        if form.own:
            actions.join_network(request.user, **form.own)
        more = "more" in request.POST
        return _saved(request, "accounts:networks" if more else "")
    return render(request, "accounts/networks.html", {"form": form})


@require_form
def identity(request: SignedInRequest) -> HttpResponse:
    mine = Identity.objects.filter(person=request.user).first()
    if request.method == "POST" and "withdraw" in request.POST:
        actions.withdraw_identity(request.user)
        messages.success(request, _("What you said is deleted."))
        return redirect("accounts:identity")
    form = IdentityForm(sent(request), initial={"gender": mine.gender if mine else ""})
    if request.method == "POST" and form.is_valid():
        actions.give_identity(request.user, form.cleaned_data["gender"])
        return _saved(request)
    return render(request, "accounts/identity.html", {"form": form, "mine": mine})


@require_safe
def skill_search(request: SignedInRequest) -> HttpResponse:
    """Skills for what is typed: boxes for a form's page, or a page of its own."""
    field = one_line(request.GET.get("field", ""))[:60]
    words = request.GET.get("q") or request.GET.get(f"{field}_words", "")
    last = words.rpartition(",")[2]
    found = [Pick(skill) for skill in find(last)]
    if request.htmx:
        picks = from_keys(request.GET.getlist(field))
        fresh = [pick for pick in found if pick not in picks]
        context = {"name": field, "picks": picks, "found": fresh, "searched": True}
        return render(request, "accounts/_skill_boxes.html", context)
    context = {"words": one_line(words)[:LONGEST], "found": found}
    return render(request, "accounts/skill_search.html", context)


def _all_valid(rows: RowForms, form: AddSkillsForm) -> bool:
    """Both are looked at, so that each tells its own errors."""
    rows_are, form_is = rows.is_valid(), form.is_valid()
    return rows_are and form_is


def _rows(
    request: SignedInRequest,
    forms_class: type[RowForms],
    known: Iterable[Mapping[str, Any]],
) -> RowForms:
    """The rows of a page: as they were sent, or as they are."""
    data = sent(request)
    return (
        forms_class(data)
        if data is not None
        else forms_class(initial=[dict(row) for row in known])
    )


def _page_of_rows(
    request: SignedInRequest,
    rows: RowForms,
    name: str,
    title: str,
    save: Callable[[Any, Rows], None],
    **more: Any,
) -> HttpResponse:
    if request.method == "POST" and rows.is_valid():
        save(request.user, rows.rows())
        return _saved(request, f"accounts:{name}" if "more" in request.POST else "")
    context = {"rows": rows, "row_errors": rows.told_errors(), "title": title}
    context |= more
    return render(request, f"accounts/{name}.html", context)


def _saved(request: SignedInRequest, view: str = "") -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(view or "accounts:me")
