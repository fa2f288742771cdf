"""The match report of a run: its figures, the people behind them, and CSV files."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest
from matching import reports
from matching.models import Run
from matching.views.runs import run_or_404
from mentorship.intake.cells import as_csv

ROWS_ON_PAGE = 8
PEOPLE_ON_PAGE = 50


@require_safe
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    run = run_or_404(request, pk)
    figures: dict[str, Any] = run.figures
    context = {
        "run": run,
        "headline": reports.headline(run),
        "figures": figures,
        "tables": reports.tables(run),
        "rows_on_page": ROWS_ON_PAGE,
        "stages": reports.stage_costs(run),
    }
    return render(request, "matching/report.html", context)


def _table_or_404(run: Run, key: str) -> reports.Table:
    table = reports.tables(run).get(key)
    if table is None:
        raise Http404
    return table


@require_safe
def table(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """One table whole."""
    run = run_or_404(request, pk)
    shown = _table_or_404(run, key)
    page = Paginator(shown.rows, PEOPLE_ON_PAGE).get_page(request.GET.get("page"))
    context = {"run": run, "table": shown, "page_obj": page}
    return render(request, "matching/table.html", context)


@require_safe
def table_csv(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """One table as a CSV file whose cells no spreadsheet takes for a formula."""
    run = run_or_404(request, pk)
    shown = _table_or_404(run, key)
    text = as_csv([shown.columns, *(row.cells for row in shown.rows)])
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"run-{run.pk}-{shown.key}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def behind(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """The people behind one row of a table."""
    run = run_or_404(request, pk)
    found = reports.behind(run, key, request.GET.get("row", ""))
    if found is None:
        raise Http404
    number = request.GET.get("page")
    pages = {
        name: Paginator(rows, PEOPLE_ON_PAGE).get_page(number)
        for name, rows in [("goals", found.goals), ("mentors", found.mentors)]
        if rows is not None
    }
    longest = max(pages.values(), key=lambda page: page.paginator.num_pages)
    context = {"run": run, "title": found.title, "page_obj": longest, **pages}
    return render(request, "matching/behind.html", context)
