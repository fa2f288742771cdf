"""The match report: what a run found, for its program's admins alone."""

import csv
import io

import pytest
from django.urls import reverse

from matching import actions, reports
from matching.engine.filters import NUMBER, RULES
from matching.models import Suggestion
from mentorship.goals.models import WantedSkill
from mentorship.programs.models import Enrolment
from tests import builders
from tests.matching.working import run_now

QUERIES = {"report": 7, "table": 6, "behind": 9}


def report_of(client, run, person):
    client.force_login(person)
    return client.get(reverse("matching:report", args=[run.pk]))


def table_of(run, key):
    return {row.cells[0]: row.cells[1:] for row in reports.tables(run)[key].rows}


def test_the_heading_says_the_finding(client, finished, ada):
    page = report_of(client, finished, ada).content.decode()

    assert "Every goal has at least three people to choose from" in page


def test_goals_with_nobody_are_counted_and_named(client, program, mentors, eve, ada):
    lonely = builders.goal(eve, "Learn Finnish")
    eve.person.profile.languages = ["fi"]
    eve.person.profile.save(update_fields=["languages"])
    run = run_now(program)

    assert "1 goal still has nobody" in report_of(client, run, ada).content.decode()
    assert table_of(run, "why-nobody")["The two share no language."] == [1, 1]
    behind = client.get(
        reverse("matching:behind", args=[run.pk, "coverage"]), {"row": "nobody"}
    )
    assert list(behind.context["goals"]) == [lonely]


def test_exposure_counts_the_first_five(finished, mentors):
    shown = table_of(finished, "exposure")

    assert shown["Hanna Reuter"] == [1, 3, "0.3"]
    assert sum(row[0] for row in shown.values()) == 3


def test_coverage_adds_up_to_all_goals(finished):
    coverage = table_of(finished, "coverage")

    assert sum(row[0] for row in coverage.values()) == finished.goals


def test_what_is_not_known_is_counted(finished):
    known = table_of(finished, "known")

    assert known["way of talking"] == [1, 1, 3, 3, "100 %"]
    assert known["languages"] == [0, 1, 0, 3, "0 %"]


def test_scarce_skills_come_first(program, mentors, mina):
    builders.goal(mina, "Finesse", skills=["finesse"])
    builders.knows(mentors[0].person, "finesse", "executive-presence")
    builders.goal(mina, "Presence", skills=["executive-presence"])
    builders.goal(mina, "Crypto", skills=["saying-no"])
    run = run_now(program)

    rows = reports.tables(run)["skill"].rows

    assert rows[0].cells[1:] == [1, 0, 0]
    assert [row.cells[1:] for row in rows[1:]] == [[1, 1, 3], [1, 1, 3]]


@pytest.fixture
def refused(program, mentors, minas_goal):
    """A run of three mentors who refuse to teach a skill, which is what is wanted; one
    of them pauses, and one takes no requests."""
    everybody = Enrolment.objects.filter(program=program, role="mentor")
    everybody.update(purposes_not_taken=["skill"])
    everybody.filter(pk=mentors[1].pk).update(paused=True)
    everybody.filter(pk=mentors[2].pk).update(accepting=False)
    builders.knows(mentors[0].person, "finesse")
    builders.knows(mentors[1].person, "finesse")
    WantedSkill.objects.create(goal=minas_goal, skill=builders.skill("finesse"))
    return run_now(program)


def test_who_refuses_a_purpose_pauses_or_is_closed_offers_nothing(
    client, refused, mentors, ada
):
    boundary = RULES[NUMBER["boundary"]].sentence
    asked, offered = reports.as_json(refused)["figures"]["supply"], [1, 1, 3]

    assert table_of(refused, "why-nobody")[boundary] == [1, 1]
    assert table_of(refused, "purpose") == {"Learn a skill": [1, 0, 0]}
    assert table_of(refused, "skill") == {"Finesse": offered}
    assert table_of(refused, "level") == {
        "Practising": [1, 0, 0],
        "Senior or specialist": [0, 1, 3],
    }
    assert table_of(refused, "zone") == {"Europe/Lisbon": offered}
    assert table_of(refused, "format") == {
        "One conversation": [1, 1, 2],
        "Ongoing mentoring": [0, 1, 1],
    }
    assert table_of(refused, "known")["languages"] == [0, 1, 0, 1, "0 %"]
    assert asked["purpose"] == [["skill", 1, 0, 0]]
    assert "How people want to meet" in report_of(client, refused, ada).content.decode()
    assert set(reports.behind(refused, "purpose", "skill").mentors) == set()
    assert set(reports.behind(refused, "skill", "Finesse").mentors) == {mentors[0]}


def test_a_skill_that_a_mentor_would_rather_not_talk_about_is_not_offered(
    program, mentors, minas_goal
):
    WantedSkill.objects.create(goal=minas_goal, skill=builders.skill("finesse"))
    for mentor in mentors[:2]:
        builders.knows(mentor.person, "finesse")
    mentors[0].skills_not_taken.add(builders.skill("finesse"))
    run = run_now(program)

    assert table_of(run, "skill") == {"Finesse": [1, 1, 3]}
    assert set(reports.behind(run, "skill", "Finesse").mentors) == {mentors[1]}


def test_every_number_leads_to_the_people_behind_it(client, finished, ada):
    client.force_login(ada)

    for table in reports.tables(finished).values():
        for row in table.rows:
            if row.behind:
                url = reverse("matching:behind", args=[finished.pk, table.key])
                answer = client.get(url, {"row": row.behind})
                assert answer.status_code == 200, (table.key, row.behind)


def test_the_csv_has_the_same_numbers_and_no_formula(client, program, ada):
    person = builders.person("=1+1 Mallory")
    builders.mentor(program, person, topics="Meetings")
    run = run_now(program)
    client.force_login(ada)

    answer = client.get(reverse("matching:table_csv", args=[run.pk, "exposure"]))

    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert rows == [
        ["Mentor", "Times shown", "Free places", "Per place"],
        ["'=1+1 Mallory", "0", "3", "0.0"],
    ]


@pytest.mark.parametrize("who", ["mina", "omar", "otto"])
def test_nobody_else_reads_a_report(client, finished, who, request):
    other = request.getfixturevalue(who)
    person = getattr(other, "person", other)
    client.force_login(person)

    for name, args in [
        ("run", []),
        ("report", []),
        ("table", ["coverage"]),
        ("table_csv", ["coverage"]),
        ("behind", ["coverage"]),
    ]:
        url = reverse(f"matching:{name}", args=[finished.pk, *args])
        assert client.get(url, {"row": "nobody"}).status_code == 404


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("coverage", "everybody"),
        ("coverage", ""),
        ("coverage", "\x00"),
        ("nothing", "nobody"),
        ("worst", "goal-99999999999999999999999"),
        ("worst", "goal-²"),
        ("exposure", "mentor-abc"),
        ("quality", "bin-999999999999"),
        ("why-nobody", "block"),
        ("why-nobody", "no_such_rule"),
        ("purpose", "fun"),
        ("known", "secrets"),
    ],
)
def test_odd_rows_are_not_there(client, finished, ada, table, row):
    client.force_login(ada)
    url = reverse("matching:behind", args=[finished.pk, table])

    assert client.get(url, {"row": row}).status_code == 404


def test_a_run_without_figures_says_so(client, program, ada):
    run, _ = actions.start_run(program)

    assert "This run has no report" in report_of(client, run, ada).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_report_asks_as_often_for_one_mentor_as_for_three(
    client, program, mentors, minas_goal, ada, rows, django_assert_num_queries
):
    for mentor in mentors[rows:]:
        mentor.delete()
    run = run_now(program)
    assert Suggestion.objects.filter(run=run).count() == rows
    client.force_login(ada)

    for page, queries in QUERIES.items():
        args = [run.pk] if page == "report" else [run.pk, "exposure"]
        row = {"row": mentors[0].pk} if page == "behind" else {}
        with django_assert_num_queries(queries):
            answer = client.get(reverse(f"matching:{page}", args=args), row)
        assert answer.status_code == 200


def test_the_run_keeps_what_sharing_out_cost(finished):
    assert finished.figures["shared_out"] == {
        "featured": 1,
        "beyond": 0,
        "goals": 1,
        "got_their_best": 1.0,
        "mean": 0.0,
        "worst": 0.0,
    }
