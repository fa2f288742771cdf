"""A program's admin starts a run, watches it, and reads a report that is true."""

import csv
import os
import re
import shutil
from types import SimpleNamespace

import psycopg
import pytest
from django.db import connection
from playwright.sync_api import expect

from matching.models import LiveRun, Outcome, Run, Suggestion
from mentorship.celery import app
from mentorship.goals.models import Goal
from tests import builders
from tests.faults.site import Site
from tests.journeys.ways import either_way, focus_is_on, main
from tests.matching.working import run_now, work_off

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(300),
]

TABLES = [
    "Rules that left goals without anybody",
    "How many people each goal can choose from",
    "How often each mentor is among the first five",
    "How well the first suggestions fit",
    "Skills that goals want, scarcest first",
    "The weakest first suggestions",
    "What people come for",
    "How people want to meet",
    "Levels of mentees and mentors",
    "Time zones of mentees and mentors",
    "How much is not known of possible pairs",
    "What people have not said yet",
]


@pytest.fixture
def alone(program):
    """A mentee whom nobody suits, because she shares no language with anybody."""
    kaisa = builders.person("Kaisa Mäki", languages=["fi"])
    return builders.goal(builders.mentee(program, kaisa), "Lead my first team")


@pytest.fixture
def everybody(mentors, asking, alone):
    """Seven mentors, one goal that all of them suit, one that nobody does."""


def heading(page):
    return page.get_by_role("heading", level=1)


def table(page, caption):
    return page.get_by_role("table", name=caption, exact=True)


def rows_of(page, caption):
    """The cells of a table, without its heading."""
    told = table(page, caption).get_by_role("row").all_inner_texts()[1:]
    return [[cell.strip() for cell in row.split("\t")] for row in told]


# --- Watching a run ------------------------------------------------------------------------


def database_of_this_test():
    before, _, _name = os.environ["DATABASE_URL"].rpartition("/")
    return f"{before}/{connection.settings_dict['NAME']}"


@pytest.fixture
def site():
    """Real worker processes for the database and the Redis of this test."""
    app.control.purge()  # what earlier tests rang for
    services = SimpleNamespace(
        environment={
            "DATABASE_URL": database_of_this_test(),
            "REDIS_URL": os.environ["REDIS_URL"],
        }
    )
    site = Site(services)
    yield site
    site.kill_workers()
    shutil.rmtree(site.folder)


@pytest.fixture
def gate():
    """Holds a table as long as wanted, so that a run stands still where it needs it."""
    held = []

    def shut(table, mode):
        held.append(psycopg.connect(database_of_this_test()))
        held[-1].execute(f"LOCK TABLE {table} IN {mode} MODE")
        return held[-1]

    yield shut
    for one in held:
        one.close()


def test_a_run_outlives_its_worker_and_says_so(
    visit, look, settings, ada, program, everybody, site, gate
):
    """A real worker, killed while it reads; another one goes on where it fell."""
    settings.BELAY_RING_SECONDS = 1
    calm = list_of(run_now(program))
    reading = gate("matching_textvector", "ACCESS EXCLUSIVE")
    page = visit(ada)
    page.goto("/")
    look(page, "home of an admin")
    page.get_by_role("link", name=program.name).first.click()
    look(page, "program overview")
    page.get_by_role("link", name="Matching: runs and reports").click()
    look(page, "runs")
    page.get_by_role("button", name="Start a run").click()

    expect(heading(page)).to_have_text("Waiting for a worker")
    expect(main(page)).to_contain_text("You can leave this page")
    site.start_worker()
    expect(heading(page)).to_have_text("Matching is going on", timeout=60_000)
    look(page, "run going on")
    seen = [percent(page)]

    site.kill_workers()
    site.start_worker()
    expect(main(page).get_by_role("status")).to_have_text(
        "A worker went away in the middle. Its part is being tried again; "
        "nothing is lost.",
        timeout=60_000,
    )
    look(page, "run retrying")

    page.get_by_role("link", name="All runs").click()
    publishing = gate("matching_outcome", "SHARE")
    reading.close()
    page.get_by_role("link", name="Watch it").click()
    while seen[-1] < 90:
        page.wait_for_timeout(200)
        seen.append(percent(page))
    expect(page.get_by_role("progressbar")).to_have_accessible_name(
        "Choosing and publishing"
    )
    assert seen == sorted(seen)
    assert seen[0] < 10
    assert LiveRun.objects.get().run_id < Run.objects.latest("pk").pk
    publishing.close()

    expect(heading(page)).to_have_text("The run is finished", timeout=60_000)
    expect(main(page).get_by_role("status")).to_have_text(
        "2 goals were compared with 7 mentors. The suggestions are published."
    )
    look(page, "run finished")
    page.get_by_role("link", name="Read the match report").click()
    expect(heading(page)).to_have_text("1 goal still has nobody")
    assert list_of(LiveRun.objects.get().run) == calm


def percent(page):
    """What the bar shows, also in the moment when its piece of the page is swapped."""
    return int(page.get_by_role("progressbar").get_attribute("value"))


def list_of(run):
    rows = Suggestion.objects.filter(run=run)
    return sorted(rows.values_list("goal", "mentor", "position", "score"))


@either_way
def test_a_run_is_cancelled_and_tried_again(
    visit, look, ada, program, everybody, scripts
):
    page = visit(ada)
    page.goto(f"/programs/{program.slug}/runs/")
    expect(heading(page)).to_have_text("Nobody has been suggested yet")
    look(page, "runs, none yet")
    page.get_by_role("button", name="Start a run").click()
    expect(main(page)).to_contain_text("You can leave this page")
    cancel = page.get_by_role("button", name="Cancel the run")
    if scripts:
        cancel.focus()
        for _ in range(2):
            page.wait_for_event("requestfinished")
        assert focus_is_on(page, cancel)

    cancel.click()
    expect(heading(page)).to_have_text("The run was cancelled")
    expect(main(page)).to_contain_text("What was published before is still there.")
    look(page, "run cancelled")
    page.get_by_role("button", name="Try again").click()
    expect(cancel).to_be_visible()
    work_off(Run.objects.get())
    if not scripts:
        page.get_by_role("link", name="Look again").click()

    expect(heading(page)).to_have_text("The run is finished")
    assert Run.objects.get().state == "finished"


# --- Reading the report --------------------------------------------------------------------


@pytest.fixture
def report(visit, ada, program, everybody):
    """The report of a finished run, as its admin reads it."""
    run = run_now(program)
    page = visit(ada)
    page.goto(f"/runs/{run.pk}/report/")
    return page


def test_the_report_says_what_the_rows_say(report, asking, alone):
    expect(heading(report)).to_have_text("1 goal still has nobody")
    candidates = dict(Outcome.objects.values_list("goal", "candidates"))
    assert candidates == {asking.pk: 7, alone.pk: 0}
    assert rows_of(report, "How many people each goal can choose from") == [
        ["Three or more", "1"],
        ["One or two", "0"],
        ["Nobody", "1"],
    ]
    assert rows_of(report, "Rules that left goals without anybody") == [
        ["The two share no language.", "1", "1"],
        ["What they offer is too far from the goal.", "0", "1"],
    ]

    rows = Suggestion.objects.order_by("position").select_related("mentor__person")
    first, *others = rows
    shown = {row.mentor.person.name: int(row.position < 5) for row in rows}
    assert {
        name: int(times)
        for name, times, _places, _each in rows_of(
            report, "How often each mentor is among the first five"
        )
    } == shown
    assert rows_of(report, "The weakest first suggestions") == [
        [
            "Mina Costa",
            asking.title,
            first.mentor.person.name,
            ", ".join(
                f"{o.mentor.person.name} ({o.score / 100:.0f})" for o in others[:3]
            ),
            f"{first.score / 100:.0f}",
        ]
    ]


def test_the_report_has_every_table_and_no_barrier(report, look, program):
    assert report.get_by_role("table").count() == len(TABLES)
    for caption in TABLES:
        expect(table(report, caption)).to_be_visible()
    look(report, "report")

    goals = Goal.objects.filter(mentee__program=program)
    assert rows_of(report, "What people come for") == [
        ["Learn a skill", str(goals.filter(purpose="skill").count()), "7", "21"]
    ]
    assert rows_of(report, "Skills that goals want, scarcest first") == [
        ["Presence", "1", "1", "3"]
    ]
    zones = {
        row[0]: row[1:] for row in rows_of(report, "Time zones of mentees and mentors")
    }
    assert zones["Europe/Lisbon"] == ["2", "1", "3"]
    assert zones["Africa/Lagos"] == ["0", "2", "6"]
    assert sum(int(goals) for goals, _mentors, _places in zones.values()) == 2
    levels = {
        row[0]: row[1:] for row in rows_of(report, "Levels of mentees and mentors")
    }
    assert levels["not known"] == ["1", "1", "3"]
    said = {row[0]: row[1:] for row in rows_of(report, "What people have not said yet")}
    assert said["free hours"] == ["1", "2", "0", "7", "11 %"]

    report.set_viewport_size({"width": 360, "height": 800})
    rules = table(report, "Rules that left goals without anybody")
    alone = rules.get_by_role("row").filter(has_text="The two share no language.")
    expect(alone.get_by_role("cell").first).to_have_text("Alone 1", use_inner_text=True)
    expect(table(report, "What people come for")).to_be_hidden()  # folded in the hand


@either_way
def test_a_number_leads_to_the_people_behind_it(report, look):
    main(report).get_by_role("link", name=re.compile("1.*With nobody")).click()

    expect(heading(report)).to_have_text("Goals with nobody")
    expect(report.get_by_role("heading", name="1 goal", exact=True)).to_be_visible()
    expect(main(report).get_by_role("listitem")).to_have_text(
        ["Kaisa Mäki“Lead my first team” · Learn a skill"]
    )
    look(report, "people behind a number")
    report.get_by_role("link", name="Match report").click()
    table(report, "How often each mentor is among the first five").get_by_role(
        "link", name="Hanna Reuter"
    ).click()
    expect(heading(report)).to_have_text("Goals that are shown Hanna Reuter")
    expect(main(report)).to_contain_text("Say what I think in meetings")


@either_way
def test_a_table_is_read_whole_and_taken_along(report, look):
    whole = re.compile("All 20 rows.*How well the first suggestions fit")
    report.get_by_role("link", name=whole).click()
    expect(heading(report)).to_have_text("How well the first suggestions fit")
    look(report, "table of the report")
    on_page = rows_of(report, "How well the first suggestions fit")
    best = Suggestion.objects.get(position=0).score
    low = best // 500 * 5
    assert [row for row in on_page if row[1] != "0"] == [[f"{low} to {low + 5}", "1"]]

    with report.expect_download() as started:
        report.get_by_role("link", name="CSV").click()
    text = started.value.path().read_text("utf-8-sig")
    heads, *lines = csv.reader(text.splitlines())
    assert heads == ["Score of the first suggestion, of 100", "Goals"]
    assert lines == on_page
