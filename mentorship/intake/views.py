"""Pages for a program's admins: choose a file, look at the dry run, import."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.fields import one_line
from accounts.http import SignedInRequest
from mentorship.intake import actions, choosing, recipes
from mentorship.intake.cells import as_csv
from mentorship.intake.fields import FIELDS
from mentorship.intake.forms import ColumnsForm, UploadForm
from mentorship.intake.models import Upload
from mentorship.intake.planning import Plan
from mentorship.intake.reading import Table
from mentorship.intake.recipes import BadMapping, Recipe
from mentorship.programs.models import Program
from mentorship.transitions import NotPossible

SAMPLE = Path(__file__).with_name("samples") / "people.csv"
ROWS_PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedInRequest, slug: str) -> HttpResponse:
    """Choose a file and how to read it."""
    program = _program(request, slug)
    form = UploadForm(
        request.POST or None, request.FILES or None, names=choosing.names(program)
    )
    if request.method == "POST" and form.is_valid():
        kept, sure = _keep(request, program, form)
        return redirect("intake:review" if sure else "intake:columns", kept.pk)
    context = {
        "program": program,
        "form": form,
        "former": Upload.objects.filter(program=program).defer("table")[:10],
        "examples": recipes.examples(),
        "fields": FIELDS,
    }
    return render(request, "intake/upload.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say which column of the file is which of ours."""
    kept = _upload(request, pk)
    if kept.imported_at is not None:
        return redirect("intake:review", kept.pk)
    table = Table.from_json(kept.table)
    recipe = recipes.from_json(kept.recipe)
    form = ColumnsForm(request.POST or None, table=table, recipe=recipe)
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose(
                kept, form.cleaned_data["recipe"], keep_as=form.cleaned_data["keep_as"]
            )
        except NotPossible as refusal:
            messages.error(request, str(refusal))
        return redirect("intake:review", kept.pk)
    context = {
        "upload": kept,
        "program": kept.program,
        "form": form,
        "table": table,
        "missing": [] if form.is_bound else recipe.missing(table.header),
    }
    return render(request, "intake/columns.html", context)


@require_safe
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """The dry run: what would happen, what is wrong, and nothing is written."""
    kept = _upload(request, pk)
    if kept.imported_at is not None:
        return render(
            request, "intake/imported.html", {"upload": kept, "program": kept.program}
        )
    plan = actions.plan_of(kept)
    recipe, table = recipes.from_json(kept.recipe), Table.from_json(kept.table)
    wrong = [row for row in plan.rows if row.problems]
    rows = wrong + [row for row in plan.rows if not row.problems]
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "upload": kept,
        "program": kept.program,
        "plan": plan,
        "figures": plan.figures(),
        "wrong": len(wrong),
        "page_obj": page,
        "shown": [(row, plan.happens.get(row.number, [])) for row in page],
        "not_read": _not_read(table, recipe),
        "private": table.private,
        "recipe": recipe,
        "asks_mentors": _accepts_for_all(recipe),
    }
    return render(request, "intake/review.html", context)


@require_safe
def problems(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is wrong, as a CSV file to work through."""
    kept = _upload(request, pk)
    plan = actions.plan_of(kept) if kept.imported_at is None else Plan([])
    heading = [_("row"), _("column"), _("what is wrong")]
    told = [["", "", sentence] for sentence in plan.missing]
    rows = [[p.row, p.column, p.sentence] for p in plan.problems]
    answer = HttpResponse(
        "\ufeff" + as_csv([heading, *told, *rows]),
        content_type="text/csv; charset=utf-8",
    )
    name = f"problems-{slugify(kept.name)[:60] or kept.pk}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Import all rows of the file, or none."""
    kept = _upload(request, pk)
    try:
        plan = actions.confirm(kept, request.user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        if plan is None:
            messages.warning(
                request, _("This file was imported before. Nothing changed.")
            )
        else:
            messages.success(request, _("Everybody in the file is imported."))
    return redirect("intake:review", kept.pk)


@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Forget a file that was not imported."""
    kept = _upload(request, pk)
    slug = kept.program.slug
    if Upload.objects.waiting().filter(pk=kept.pk).delete()[0]:
        messages.success(request, _("The file is forgotten. Nothing was imported."))
    else:
        messages.error(request, _("This file is imported already."))
    return redirect("intake:upload", slug)


@require_safe
def sample(request: SignedInRequest) -> FileResponse:
    """Our own format, with people who do not exist."""
    return FileResponse(SAMPLE.open("rb"), as_attachment=True, content_type="text/csv")


def _program(request: SignedInRequest, slug: str) -> Program:
    return get_object_or_404(Program.objects.run_by(request.user), slug=slug)


def _upload(request: SignedInRequest, pk: int) -> Upload:
    mine = Upload.objects.visible_to(request.user).select_related("program")
    return get_object_or_404(mine, pk=pk)


def _keep(
    request: SignedInRequest, program: Program, form: UploadForm
) -> tuple[Upload, bool]:
    """Keep the file with a recipe, and whether the dry run can come next."""
    table, name = form.cleaned_data["file"], form.cleaned_data["mapping"]
    sure = True
    if name:
        try:
            recipe = choosing.by_name(program, name)
        except BadMapping as error:
            messages.error(request, str(error))
            name = ""
    if not name:
        recipe, sure = recipes.guess(table.header)
    recipe = replace(
        recipe, everybody=form.cleaned_data["everybody"] or recipe.everybody
    )
    file_name = one_line(request.FILES["file"].name or "")  # type: ignore[union-attr]
    kept = actions.keep_upload(program, request.user, file_name, table, recipe)
    return kept, sure and not recipe.missing(table.header)


def _not_read(table: Table, recipe: Recipe) -> list[str]:
    read = recipe.columns()
    return [name for name in table.header if name not in read]


def _accepts_for_all(recipe: Recipe) -> bool:
    """Whether the mapping, and not each row, says that mentors may be asked."""
    source: Any = recipe.sources.get("accepting")
    return source is not None and source.kind == "fixed"
