"""A program admin's pages of proposals: ask for them, look them through, publish."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.http import SignedInRequest, sent
from matching import actions, reports
from matching.forms import ProposalsForm
from matching.models import Proposal, ProposalSet
from matching.views.runs import program_or_404
from mentorship.transitions import NotPossible

SHOWN = 30
PAIRS_ON_PAGE = 25


def set_or_404(request: SignedInRequest, pk: int) -> ProposalSet:
    visible = ProposalSet.objects.visible_to(request.user)
    near = visible.select_related("program", "made_by__profile")
    return get_object_or_404(near, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_sets(request: SignedInRequest, slug: str) -> HttpResponse:
    program = program_or_404(request, slug)
    form = ProposalsForm(sent(request))
    if request.method == "POST" and form.is_valid():
        asked, started = actions.ask_for_proposals(
            program, by=request.user, **form.cleaned_data
        )
        if not started:
            messages.info(request, _("There is a draft already. Here it is."))
        return redirect("matching:proposal_set", asked.pk)
    sets = ProposalSet.objects.filter(program=program)
    context = {
        "program": program,
        "form": form,
        "open": sets.open().first(),
        "sets": sets.select_related("made_by__profile")[:SHOWN],
    }
    return render(request, "matching/proposal_sets.html", context)


@require_safe
def proposal_set(request: SignedInRequest, pk: int) -> HttpResponse:
    """A set while it is made, to be looked through, or as it was published."""
    shown = set_or_404(request, pk)
    if request.htmx and shown.state == ProposalSet.State.DRAFT:
        return render(request, "matching/_drafted.html", {"set": shown})
    if shown.state == ProposalSet.State.DRAFT:
        return _review(request, shown)
    if shown.state == ProposalSet.State.PUBLISHED:
        return _published(request, shown)
    part = "matching/_drafting.html" if request.htmx else "matching/drafting.html"
    return render(request, part, {"set": shown})


def _published(request: SignedInRequest, shown: ProposalSet) -> HttpResponse:
    pairs = shown.proposals.filter(state__in=Proposal.PUT)
    page = Paginator(reports.near(pairs), PAIRS_ON_PAGE)
    context = {
        "set": shown,
        "page_obj": page.get_page(request.GET.get("page")),
        "begun": reports.begun(shown),
    }
    return render(request, "matching/proposals_published.html", context)


def _review(request: SignedInRequest, shown: ProposalSet) -> HttpResponse:
    page = Paginator(reports.near(shown.proposals.all()), PAIRS_ON_PAGE)
    page_obj = page.get_page(request.GET.get("page"))
    context = {
        "set": shown,
        "aims": reports.compared(shown),
        "counts": reports.draft_counts(shown),
        "page_obj": page_obj,
        "rows": [reports.DraftRow.of(proposal) for proposal in page_obj],
    }
    return render(request, "matching/review.html", context)


_MARKS: dict[str, dict[str, Any]] = {
    "pin": {"pinned": True, "state": Proposal.State.DRAFT},
    "unpin": {"pinned": False},
    "drop": {"pinned": False, "state": Proposal.State.DROPPED},
    "keep": {"state": Proposal.State.DRAFT},
}


@require_POST
def mark_proposal(request: SignedInRequest, pk: int, pair_pk: int) -> HttpResponse:
    """Keep a pair, leave it out, or take either back."""
    shown = set_or_404(request, pk)
    pair = get_object_or_404(shown.proposals, pk=pair_pk)
    changes = _MARKS.get(request.POST.get("what", ""))
    if changes is None or not actions.mark(pair, **changes):
        messages.info(request, _("Nothing changed: this draft is over."))
    page = request.POST.get("page", "")
    on = f"?page={page}" if page.isascii() and page.isdigit() else ""
    where = redirect("matching:proposal_set", shown.pk)
    where["Location"] += f"{on}#pair-{pair.pk}"
    return where


@require_POST
def propose_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another draft in place of this one, by the same aim or another."""
    shown = set_or_404(request, pk)
    aim = request.POST.get("aim", "") or shown.aim
    if aim not in ProposalSet.Aim.values:
        raise Http404
    try:
        shown = actions.ask_again(shown, by=request.user, aim=aim)
    except NotPossible as refusal:
        messages.info(request, str(refusal))
    return redirect("matching:proposal_set", shown.pk)


@require_POST
def discard_proposals(request: SignedInRequest, pk: int) -> HttpResponse:
    gone = set_or_404(request, pk)
    if actions.discard(gone):
        messages.success(request, _("Thrown away. Nobody was told anything."))
    else:
        messages.info(request, _("These were published or thrown away already."))
    return redirect("matching:proposal_sets", gone.program.slug)


@require_POST
def retry_proposals(request: SignedInRequest, pk: int) -> HttpResponse:
    again = set_or_404(request, pk)
    if not actions.try_again(again):
        messages.info(request, _("Nothing failed here, or there is another draft."))
    return redirect("matching:proposal_set", again.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def publish_proposals(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once, with the number of mails, and then put the pairs to their people."""
    shown = set_or_404(request, pk)
    if request.method == "POST":
        try:
            _say(request, actions.publish(shown, by=request.user))
        except NotPossible as refusal:
            messages.info(request, str(refusal))
        return redirect("matching:proposal_set", shown.pk)
    if shown.state != ProposalSet.State.DRAFT:
        return redirect("matching:proposal_set", shown.pk)
    context = {
        "set": shown,
        "people": len(actions.people_of(shown)),
        "counts": reports.draft_counts(shown),
    }
    return render(request, "matching/publish.html", context)


def _say(request: SignedInRequest, put: actions.Put) -> None:
    said = ngettext(
        "Published. %(n)d person gets a mail.",
        "Published. %(n)d people get a mail, one each.",
        put.people,
    ) % {"n": put.people}
    if put.left_out:
        said += " " + ngettext(
            "%(n)d pair was left out, because something changed since the draft.",
            "%(n)d pairs were left out, because something changed since the draft.",
            put.left_out,
        ) % {"n": put.left_out}
    messages.success(request, said)
