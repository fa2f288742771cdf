"""From a file to people: what is made, what stays, and all or nothing."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from accounts.models import PersonSkill, Profile, Story, Track, User
from mentorship.goals.models import Goal
from mentorship.intake import actions, choosing, reading, recipes
from mentorship.intake.models import Mapping, Upload
from mentorship.intake.views import SAMPLE
from mentorship.notices.models import Mail
from mentorship.programs.models import Enrolment, LevelLadder
from tests.intake.conftest import DATA
from tests.races.together import DONE, clients

PEER = Path(__file__).parents[3] / "shared" / "data" / "peer_cohort"
ONE = "email,name,role\nana@example.org,Ana Ferro,mentee\n"


def everything_in_the_database():
    """Every row of every table as text."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def test_our_own_sample_goes_through(upload, confirm, program, mailoutbox):
    page = upload(SAMPLE.read_bytes())
    assert "All 20 rows are ready to be imported" in page.content.decode()
    assert User.objects.count() == 1

    page = confirm()

    assert "20 rows were imported" in page.content.decode()
    assert Enrolment.objects.mentees().filter(program=program).count() == 10
    assert Enrolment.objects.mentors().filter(program=program).count() == 12
    assert Goal.objects.matchable().count() == 10
    assert (Mail.objects.count(), mailoutbox) == (0, [])


def test_a_person_of_the_sample_is_kept_whole(upload, confirm):
    upload(SAMPLE.read_bytes())
    confirm()

    priya = User.objects.get(email="priya.raman@example.org")
    assert priya.profile.languages == ["en", "ta", "hi"]
    assert priya.profile.manager.name == "Tomás Herrera"
    assert priya.tracks.get().level == 4
    assert [skill.label for skill in priya.skills.all()] == [
        "Data engineering",
        "Python",
        "Changing careers",
    ]
    assert (priya.style.direct, priya.style.structure) == (1, -2)
    assert priya.style.picture is None
    assert {hours.weekday: hours.slots for hours in priya.free_hours.all()} == {
        2: (1 << 32) - (1 << 28),
        4: (1 << 30) - (1 << 28),
    }
    mentor = priya.enrolments.get(role="mentor")
    assert (mentor.accepting, mentor.conversation_places) == (True, 2)
    assert mentor.topic_lines()[0] == "From science into data work"
    goal = priya.enrolments.get(role="mentee").goals.get()
    assert (goal.purpose, goal.state) == ("challenge", "active")
    assert {item.kind: item.visibility for item in goal.assessment.all()} == {
        "growth": "asked",
        "strength": "asked",
        "challenge": "me",
    }


def test_what_is_empty_is_unknown(upload, confirm):
    upload(ONE)
    confirm()

    ana = User.objects.get(email="ana@example.org")
    assert (ana.profile.time_zone, ana.profile.languages) == ("", [])
    assert not hasattr(ana, "style")
    for rows in (ana.tracks, ana.skills, ana.stories, ana.free_hours):
        assert rows.count() == 0
    assert Goal.objects.count() == 0


def test_new_people_sign_in_by_code(upload, confirm, client, mailoutbox):
    upload(ONE)
    confirm()
    client.logout()

    client.post(reverse("account_request_login_code"), {"email": "ana@example.org"})

    assert not User.objects.get(email="ana@example.org").has_usable_password()
    assert [mail.to for mail in mailoutbox] == [["ana@example.org"]]


def test_a_second_import_says_that_it_was_done(upload, confirm):
    upload(ONE)
    confirm()

    page = confirm()

    assert "This file was imported before." in page.content.decode()
    assert User.objects.filter(email="ana@example.org").count() == 1


def test_after_the_import_the_file_is_gone(upload, confirm):
    upload(ONE)
    confirm()

    assert Upload.objects.get().table == {}


def test_the_same_file_again_changes_nothing(upload, confirm):
    tables = [User, Profile, Track, PersonSkill, Story, Enrolment, Goal]

    def rows():
        return [list(table.objects.order_by("pk").values()) for table in tables]

    upload(SAMPLE.read_bytes())
    confirm()
    before = rows()

    page = upload(SAMPLE.read_bytes())
    figures = page.context["figures"]
    assert (figures["people"], figures["known"]) == (0, 20)
    confirm()

    assert rows() == before


def test_one_wrong_row_stops_all(upload, confirm):
    page = upload(ONE + "nonsense,Ben,mentor\n")
    assert "One of 2 rows needs another look" in page.content.decode()

    page = confirm()

    assert "Nothing was imported" in page.content.decode()
    assert User.objects.count() == 1
    assert Upload.objects.get().imported_at is None


@pytest.mark.parametrize(
    ("heading", "cell", "says"),
    [
        ("time zone", "Lisboa", "not a time zone"),
        ("languages", "Klingon", "not a language"),
        ("years", "many", "not a whole number from 0 to 70"),
        ("years", "-1", "not a whole number"),
        ("level", "Grand wizard", "not a level here"),
        ("free hours", "evenings", "not a day and hours"),
        ("direct or gentle", "9", "not one of: very direct"),
        ("headline", "x" * 161, "at most 160 fit"),
        ("manager email", "ana@example.org", "Nobody is their own manager"),
        ("title", "Nurse", "Say the field of work too"),
        ("guidance", "How?", "Say the goal"),
        ("format", "sometimes", "not one of"),
        ("skills", ";".join(map(str, range(31))), "31 entries"),
    ],
)
def test_a_problem_is_a_sentence_with_the_way_out(upload, heading, cell, says):
    page = upload(f'email,name,role,{heading}\nana@example.org,Ana,mentee,"{cell}"\n')

    [problem] = page.context["plan"].problems
    assert says in problem.sentence
    assert problem.row == 2


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (
            "a@example.org,Ana,mentee\na@example.org,Ana,both",
            "Row 2 has the same person",
        ),
        ("a@example.org,Ana,mentee\nA@Example.org,Ben,mentor", "Row 2 calls the same"),
        ("ána@example.org,Ana,mentee", "letters that e-mail addresses here cannot"),
        ("\u212a@example.org,Ana,mentee", "letters that e-mail addresses here cannot"),
        (",Ana,mentee", "everybody needs it"),
        ("a@example.org,,mentee", "everybody needs it"),
        ("a@example.org,Ana,", "It is not said who this is"),
        ("a@example.org,Ana,boss", "not one of: mentee, mentor, both"),
        ("a@example.org,Ana,mentee,more", "more cells than the heading"),
    ],
)
def test_rows_are_checked_against_each_other(upload, rows, says):
    page = upload(f"email,name,role\n{rows}\n")

    assert says in page.context["plan"].problems[0].sentence


def test_one_person_may_have_a_row_for_each_role(upload, confirm):
    upload("email,name,role\na@example.org,Ana,mentee\na@example.org,Ana,mentor\n")
    confirm()

    ana = User.objects.get(email="a@example.org")
    assert sorted(ana.enrolments.values_list("role", flat=True)) == ["mentee", "mentor"]


# --- People who are here already --------------------------------------------------------


def test_somebody_here_only_gains_what_is_empty(upload, confirm, omar):
    Profile.objects.filter(person=omar.person).update(headline="Mine", site="")
    omar.person.set_password("a long password of his own")
    omar.person.save()
    password = omar.person.password
    upload(
        "email,name,role,headline,site,accepting,ongoing places,topics,time zone\n"
        f"{omar.person.email.upper()},Somebody Else,mentor,Theirs,Porto,no,9,x,Asia/Tokyo\n"
    )

    confirm()

    omar.refresh_from_db()
    person = User.objects.get(pk=omar.person_id)
    assert (person.profile.name, person.profile.headline) == ("Omar Haddad", "Mine")
    assert (person.profile.site, person.profile.time_zone) == ("Porto", "Europe/Lisbon")
    assert (omar.accepting, omar.ongoing_places) == (True, 1)
    assert omar.topics == "Speaking up\nFirst job"
    assert (person.email, person.password) == (omar.person.email, password)


def test_somebody_here_gains_a_role(upload, confirm, mina):
    upload(f"email,name,role\n{mina.person.email},Mina Costa,mentor\n")
    confirm()

    roles = Enrolment.objects.filter(person=mina.person).values_list("role", flat=True)
    assert sorted(roles) == ["mentee", "mentor"]


def test_a_goal_of_their_own_stays_the_only_one(upload, confirm, goal):
    upload(
        "email,name,role,goal\n"
        f"{goal.mentee.person.email},Mina Costa,mentee,Another goal\n"
    )
    confirm()

    assert Goal.objects.get() == goal


def test_somebody_who_left_is_not_brought_back(upload, confirm, mina):
    Enrolment.objects.filter(pk=mina.pk).update(left_at="2026-01-01T00:00Z")

    page = upload(f"email,name,role\n{mina.person.email},Mina Costa,mentee\n")
    assert "only they can come back" in page.content.decode()
    confirm()

    assert Enrolment.objects.get(pk=mina.pk).left_at is not None


def test_a_closed_account_is_refused(upload, mina):
    User.objects.filter(pk=mina.person_id).update(is_active=False)

    page = upload(f"email,name,role\n{mina.person.email},Mina Costa,mentee\n")

    assert "This account was closed." in page.context["plan"].problems[0].sentence


def test_a_second_confirmed_address_is_the_same_person(upload, confirm, mina):
    mina.person.emailaddress_set.create(email="other@example.org", verified=True)

    page = upload("email,name,role\nother@example.org,Mina Costa,mentor\n")
    assert page.context["figures"]["people"] == 0
    confirm()

    assert not User.objects.filter(email="other@example.org").exists()
    assert Enrolment.objects.filter(person=mina.person, role="mentor").exists()


def test_an_address_claimed_and_not_confirmed_gives_nothing_away(upload, confirm, mina):
    mina.person.emailaddress_set.create(email="other@example.org", verified=False)

    upload("email,name,role\nother@example.org,Olga,mentor\n")
    confirm()

    assert User.objects.get(email="other@example.org") != mina.person


def test_whoever_signs_up_between_dry_run_and_import_is_not_taken_over(upload, confirm):
    upload(ONE)
    ana = User.objects.create_user("ana@example.org", "a password of her own")

    confirm()

    assert User.objects.get(email="ana@example.org") == ana
    assert ana.check_password("a password of her own")
    assert ana.enrolments.get().role == "mentee"


# --- Somebody else's file ---------------------------------------------------------------


def test_a_list_with_grades_goes_through_the_mapping(upload, confirm, program):
    for who in ("mentee", "mentor"):
        content = (DATA / f"grades_{who}s.csv").read_bytes()
        page = upload(content, mapping="civil_service_grades", everybody=who)
        assert page.context["plan"].problems == []
        confirm()

    ana = User.objects.get(email="ana.ferro@example.org")
    assert ana.name == "Ana Ferro"
    assert sorted(ana.enrolments.values_list("role", flat=True)) == ["mentee", "mentor"]
    track = ana.tracks.get()
    assert (track.field, track.title, track.level) == ("Operations", "Caseworker", 1)
    goal = Goal.objects.get(mentee__person=ana)
    assert goal.title == "Grow as a professional in operations from AO"
    assert goal.purpose == "growth"
    assert [item.text for item in goal.assessment.all()] == ["Operations management"]
    dan = Enrolment.objects.get(person__email="dan.ito@example.org")
    assert (dan.role, dan.accepting) == ("mentor", True)
    assert (dan.conversation_places, dan.ongoing_places) == (1, 1)
    assert Goal.objects.matchable().count() == 4
    assert LevelLadder.objects.get(program=program, name="SCS3").step == 7


@pytest.mark.parametrize("mapping", ["", "civil_service_grades"])
def test_who_somebody_is_never_reaches_the_database(upload, confirm, mapping):
    for who in ("mentee", "mentor"):
        content = (DATA / f"grades_{who}s.csv").read_bytes()
        upload(content, mapping=mapping, everybody=who)
        assert "CANARY" not in everything_in_the_database()
        confirm()

    assert "CANARY" not in everything_in_the_database()
    assert "Ferro" in everything_in_the_database()


@pytest.mark.skipif(
    not PEER.exists(), reason=f"CI-only: the peer cohort is not at {PEER}"
)
def test_the_peer_cohort_goes_through(program, capsys):
    for who in ("mentee", "mentor"):
        call_command(
            "import_people",
            program.slug,
            str(PEER / f"{who}s.csv"),
            mapping="civil_service_grades",
            role=who,
        )

    people = Enrolment.objects.filter(program=program)
    assert people.mentees().count() == people.mentors().count() + 16 == 758
    assert Goal.objects.matchable().count() == 758
    assert people.with_room("ongoing").count() == 742
    assert "characteristics" not in everything_in_the_database()


# --- Mappings ---------------------------------------------------------------------------


def test_every_mapping_that_comes_with_belay_can_be_read():
    assert list(recipes.examples()) == ["civil_service_grades"]
    for recipe in recipes.examples().values():
        assert recipes.from_json(recipe.as_json()) == recipe


def test_headings_are_guessed():
    recipe, sure = recipes.guess(["E-Mail", "First Name", "last_name", "Job Titel"])

    assert not sure
    assert recipe.of(
        {"e mail": "a@x", "first name": "Ana", "last name": "Ferro", "job titel": "N"}
    ) == {"email": "a@x", "name": "Ana Ferro", "title": "N"}


def test_a_template_with_a_missing_part_is_unknown():
    source = recipes.Source("template", "From {grade} in {field}")

    assert source.of({"grade": "AO", "field": ""}) == ""


def test_cells_cannot_write_templates():
    source = recipes.Source("template", "{a} and {b}")

    assert source.of({"a": "{b}", "b": "x"}) == "{b} and x"


@pytest.mark.parametrize(
    "kept",
    [
        [],
        {"columns": []},
        {"columns": {"password": {"fixed": "x"}}},
        {"columns": {"name": "email"}},
        {"columns": {"name": {"column": "a", "fixed": "b"}}},
        {"columns": {"name": {"column": 3}}},
        {"columns": {"name": {"column": "a", "values": ["b"]}}},
        {"columns": {"story": {"column": "Biography"}}},
        {"columns": {"story": {"template": "I am {gender}"}}},
        {"columns": {"story": {"column": "x"}}, "never": ["X"]},
        {"ladder": [["A", 8]]},
        {"ladder": "A"},
        {"everybody": "admin"},
    ],
)
def test_a_mapping_that_is_none_is_refused(kept):
    with pytest.raises(recipes.BadMapping, match=r"\.$"):
        recipes.from_json(kept)


def test_columns_are_chosen_and_kept_for_the_next_file(upload, as_ada, program):
    content = "who,post,what\nana@example.org,Nurse,Mentee\n"
    page = upload(content)
    assert page.resolver_match.view_name == "intake:columns"
    newest = Upload.objects.get()

    page = as_ada.post(
        reverse("intake:columns", args=[newest.pk]),
        {
            "everybody": "",
            "keep_as": "Ward list",
            "email_from": "c0",
            "name_from": "template",
            "name_text": "Somebody at {post}",
            "role_from": "c2",
            "role_values": "Mentee = both",
            "field_from": "fixed",
            "field_text": "Nursing",
        },
        follow=True,
    )

    assert page.context["plan"].possible
    assert page.context["plan"].rows[0].name == "Somebody at Nurse"
    assert page.context["plan"].rows[0].roles == ["mentee", "mentor"]
    kept = choosing.by_name(program, "Ward list")
    assert kept.sources["field"] == recipes.Source("fixed", "Nursing")
    page = upload(content, mapping="Ward list")
    assert page.resolver_match.view_name == "intake:review"
    assert Mapping.objects.get().program == program


def test_columns_that_are_needed_must_be_chosen(upload, as_ada):
    upload("who\nana@example.org\n")

    page = as_ada.post(
        reverse("intake:columns", args=[Upload.objects.get().pk]),
        {"email_from": "c0", "name_from": "fixed"}
        | {"role_from": "c0", "role_values": "x"},
    )

    text = page.content.decode()
    assert page.status_code == 200
    assert "Write the value, or choose a column." in text
    assert "is no pair" in text


def test_a_file_without_a_column_of_the_mapping_says_so(upload):
    page = upload(ONE, mapping="civil_service_grades")

    assert "that this file does not have" in page.content.decode()


# --- Pages and the command --------------------------------------------------------------


def test_the_dry_run_asks_a_fixed_number_of_questions(
    upload, as_ada, mina, django_assert_num_queries
):
    pages = []
    for rows in (3, 60):
        upload(
            "email,name,role,skills,goal,manager email\n"
            f"{mina.person.email},Mina Costa,both,Python,Learn,\n"
            + "".join(
                f"p{i}@example.org,P {i},both,Python,Learn,p0@example.org\n"
                if i
                else "p0@example.org,P 0,both,Python,Learn,\n"
                for i in range(rows)
            )
        )
        pages.append(reverse("intake:review", args=[Upload.objects.first().pk]))
    for page in pages:
        with django_assert_num_queries(17):
            as_ada.get(page)


def test_problems_come_first_and_can_be_downloaded(upload, as_ada):
    rows = "".join(f"p{i}@example.org,P,mentee\n" for i in range(60))
    page = upload(f'email,name,role\n{rows}=1+1,"@x",mentor\n')

    assert page.context["shown"][0][0].number == 62
    newest = Upload.objects.get().pk
    sheet = as_ada.get(reverse("intake:problems", args=[newest])).content.decode()
    told = list(csv.reader(io.StringIO(sheet.removeprefix("\ufeff"))))
    assert told[0] == ["row", "column", "what is wrong"]
    assert [row[:2] for row in told[1:]] == [["62", "email"]]


@pytest.mark.parametrize("count", [1, 3])
def test_three_problems_cost_as_many_queries_as_one(
    upload, as_ada, count, django_assert_num_queries
):
    upload("email,name,role\n" + "no address,P,mentee\n" * count)
    newest = Upload.objects.get().pk

    for page in ("review", "problems"):
        with django_assert_num_queries(PROBLEM_QUERIES[page]):
            as_ada.get(reverse(f"intake:{page}", args=[newest]))


PROBLEM_QUERIES = {"review": 7, "problems": 6}


def test_a_forgotten_file_is_gone(upload, as_ada):
    upload(ONE)

    as_ada.post(reverse("intake:discard", args=[Upload.objects.get().pk]))

    assert Upload.objects.count() == 0


def test_files_that_nobody_imported_go_with_the_next_one(upload):
    upload(ONE)
    Upload.objects.update(uploaded_at="2020-01-01T00:00Z")

    upload(ONE)

    assert Upload.objects.count() == 1


def test_the_sample_can_be_downloaded(as_ada):
    answer = as_ada.get(reverse("intake:sample"))

    assert b"".join(answer.streaming_content) == SAMPLE.read_bytes()


@pytest.mark.parametrize("who", ["otto", "mina", "omar"])
def test_only_admins_of_the_program_may_import(
    upload, client, who, request, program, otto, other_program
):
    upload(ONE)
    person = request.getfixturevalue(who)
    client.force_login(getattr(person, "person", person))
    newest = Upload.objects.get().pk

    assert client.get(reverse("intake:upload", args=[program.slug])).status_code == 404
    for page in ("review", "columns", "problems"):
        assert client.get(reverse(f"intake:{page}", args=[newest])).status_code == 404
    for act in ("confirm", "discard", "columns"):
        assert client.post(reverse(f"intake:{act}", args=[newest])).status_code == 404
    assert not User.objects.filter(email="ana@example.org").exists()


def test_the_command_imports(program, capsys):
    call_command("import_people", program.slug, str(SAMPLE), "--dry-run")
    assert Enrolment.objects.count() == 0

    call_command("import_people", program.slug, str(SAMPLE))

    assert "20 rows, 20 new people" in capsys.readouterr().out
    assert Enrolment.objects.count() == 22


def test_the_command_says_what_is_wrong(program, tmp_path, capsys):
    file = tmp_path / "people.csv"
    file.write_text(ONE + "x,Ben,mentor\n", encoding="utf-8")

    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_people", program.slug, str(file))

    assert "Row 3, email: “x” is not an e-mail address." in capsys.readouterr().err
    assert Enrolment.objects.count() == 0


def test_a_plan_writes_nothing(program, ada):
    table = reading.read(SAMPLE.read_bytes())
    recipe = recipes.guess(table.header)[0]
    before = everything_in_the_database()

    actions.make_plan(program, table, recipe)

    assert everything_in_the_database() == before


@pytest.mark.django_db(transaction=True)
def test_pressing_import_in_four_tabs_imports_once(upload, ada):
    upload(SAMPLE.read_bytes())
    waiting, plans = Upload.objects.get(), []

    with clients(4) as tabs:
        outcomes = tabs.race([lambda: plans.append(actions.confirm(waiting, ada))] * 4)

    assert outcomes == [DONE] * 4
    assert sorted(plan is None for plan in plans) == [False, True, True, True]
    assert Enrolment.objects.count() == 22


@pytest.mark.django_db(transaction=True)
def test_the_same_people_in_two_programs_at_once_are_one_person_each(
    program, other_program
):
    """Whoever comes second finds the people there, or is told to try again."""
    table = reading.read(SAMPLE.read_bytes())
    recipe = recipes.guess(table.header)[0]

    with clients(2) as admins:
        outcomes = admins.race(
            [
                lambda p=one: actions.import_table(p, table, recipe)
                for one in (program, other_program)
            ]
        )

    imported = outcomes.count(DONE)
    refused = [words for words in outcomes if words != DONE]
    assert imported >= 1
    assert all(words.startswith("Nothing was imported") for words in refused)
    assert Enrolment.objects.count() == 22 * imported
    assert User.objects.filter(profile__name="Priya Raman").count() == 1
