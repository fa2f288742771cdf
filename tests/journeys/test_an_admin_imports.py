"""An admin brings people in from a file, and sees first what would happen."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from accounts.models import User
from mentorship.goals.models import Goal
from mentorship.intake import views
from mentorship.notices.models import Mail
from mentorship.programs.models import Enrolment
from tests.journeys.ways import either_way, figure, main

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(300),
]

SAMPLE: Path = views.SAMPLE


def heading(page):
    return page.get_by_role("heading", level=1)


def upload(page, file):
    page.get_by_label("CSV file").set_input_files(file)
    page.get_by_role("button", name="Look at the file").click()


@pytest.fixture
def intake(visit, ada, program):
    page = visit(ada)
    page.goto(f"/programs/{program.slug}/overview/")
    page.get_by_role("link", name="Import people from a file").click()
    return page


@either_way
def test_the_example_is_looked_at_and_imported(intake, look, program):
    look(intake, "import")
    with intake.expect_download() as started:
        intake.get_by_role("link", name="Download an example").click()
    assert started.value.path().read_bytes() == SAMPLE.read_bytes()
    people = User.objects.count()

    upload(intake, SAMPLE)
    expect(heading(intake)).to_have_text("All 20 rows are ready to be imported")
    expect(main(intake)).to_contain_text("Nothing is written yet.")
    look(intake, "dry run")
    told = {name: figure(intake, name) for name in FIGURES}
    assert User.objects.count() == people

    intake.get_by_role("button", name="Import all 20 rows").click()
    expect(heading(intake)).to_have_text("20 rows were imported")
    look(intake, "imported")
    joined = Enrolment.objects.filter(program=program)
    assert told == {
        "New people": User.objects.count() - people,
        "New mentees": joined.filter(role="mentee").count(),
        "New mentors": joined.filter(role="mentor").count(),
        "Goals": Goal.objects.count(),
    }
    assert {name: figure(intake, name) for name in FIGURES} == told
    assert not Mail.objects.exists()

    intake.get_by_role("link", name="See the people").click()
    expect(intake.get_by_role("row").filter(has_text="Marta Okafor")).to_be_visible()
    look(intake, "people of a program")


FIGURES = ["New people", "New mentees", "New mentors", "Goals"]


@either_way
def test_a_file_with_a_wrong_row_is_refused_whole(intake, look, tmp_path):
    lines = SAMPLE.read_text().splitlines()
    lines[2] = lines[2].replace("jonas.lindqvist@example.org", "jonas at home")
    wrong = tmp_path / "people.csv"
    wrong.write_text("\n".join(lines))
    people = User.objects.count()

    upload(intake, wrong)

    expect(heading(intake)).to_have_text("One of 20 rows needs another look")
    first = intake.get_by_role("table").get_by_role("row").nth(1)
    expect(first).to_contain_text("Jonas Lindqvist")
    expect(first).to_contain_text("email:")
    expect(intake.get_by_role("button", name="Import")).to_have_count(0)
    look(intake, "dry run with a wrong row")
    assert User.objects.count() == people


@either_way
def test_what_is_no_table_is_refused_in_place(intake, look, tmp_path):
    picture = tmp_path / "people.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")

    upload(intake, picture)

    expect(intake).to_have_title(re.compile("^Error:"))
    summary = intake.get_by_role("group", name="One answer needs another look")
    expect(summary.get_by_role("link")).to_contain_text("CSV file:")
    look(intake, "import refused")
