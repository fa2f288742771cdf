"""Exemplars of a skill with their evidence, and the index of skills."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import PathStep
from mentorship.finding.exemplars import exemplars_of, with_evidence
from mentorship.programs.models import PublishedAnswer
from tests import builders

PAGE_QUERIES = 10


@pytest.fixture
def finesse(db):
    return builders.skill("finesse")


def told(skill, person):
    """Each exemplar's name, the kinds and texts of evidence, and the newest year."""
    page = list(exemplars_of(skill, person))
    return [
        (
            one.found.person.name,
            [(item.kind, item.text, item.year) for item in one.evidence],
            one.newest,
        )
        for one in with_evidence(skill, page)
    ]


def test_each_kind_of_evidence_is_told_with_its_year(mina, omar, finesse):
    person = omar.person
    person.skills.create(skill=finesse, how="Ten years on deck", last_used=2021)
    tale = builders.story(person, "I said less, and it was heard.")
    tale.happened = 2023
    tale.save()
    tale.skills.add(finesse)
    PublishedAnswer.objects.create(mentor=omar, question="Finesse?", text="Wait.")
    PathStep.objects.create(
        person=person, title="Taught finesse", began=2010, ended=2012
    )

    assert told(finesse, mina.person) == [
        (
            "Omar Haddad",
            [
                ("how", "Ten years on deck", 2021),
                ("story", "I said less, and it was heard.", 2023),
                ("answer", "Finesse?", timezone.now().year),
                ("path", "Taught finesse", 2012),
            ],
            timezone.now().year,
        )
    ]


def test_a_story_that_names_the_skill_is_enough(mina, omar, ivan, finesse):
    builders.story(omar.person, "All it took was finesse.")
    builders.story(ivan.person, "Another story.")

    assert told(finesse, mina.person) == [
        ("Omar Haddad", [("story", "All it took was finesse.", None)], None)
    ]


def test_the_most_recent_stands_first_and_the_undated_last(mina, program, finesse):
    for name, year in [("Uma Rao", 2011), ("Yan Li", None), ("Zoe Ek", 2024)]:
        one = builders.mentor(program, builders.person(name))
        one.person.skills.create(skill=finesse, last_used=year)

    order = [(name, newest) for name, _, newest in told(finesse, mina.person)]

    assert order == [("Zoe Ek", 2024), ("Uma Rao", 2011), ("Yan Li", None)]


def test_only_who_may_be_found(mina, eve, omar, lea, finesse):
    for one in (eve, lea):
        builders.knows(one.person, "finesse")

    assert [name for name, _, _ in told(finesse, mina.person)] == ["Lea Brandt"]


def test_the_page_leads_to_asking_about_this_skill(as_mina, omar):
    builders.knows(omar.person, "finesse")

    page = as_mina.get("/find/skills/finesse/").content.decode()
    url = reverse("finding:person", args=[omar.pk]) + "?skill=finesse"

    assert "Listed it, and has not said how yet." in page
    assert url in page
    assert "You want to ask about Finesse." in as_mina.get(url).content.decode()


def test_a_skill_that_nobody_told_of(as_mina):
    page = as_mina.get("/find/skills/finesse/").content.decode()

    assert "Nobody here has told of Finesse yet" in page
    assert as_mina.get("/find/skills/no-such-skill/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_more_people_cost_no_more(as_mina, many, number, django_assert_num_queries):
    many(number)

    with django_assert_num_queries(PAGE_QUERIES):
        as_mina.get("/find/skills/finesse/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_index_names_skills_and_counts_nobody(
    as_mina, many, number, django_assert_num_queries
):
    many(number)

    with django_assert_num_queries(4):
        page = as_mina.get("/find/skills/").content.decode()

    assert page.count("/find/skills/finesse/") == 1
    assert "/find/skills/public-speaking/" not in page


def test_an_index_of_nobody(as_mina):
    assert (
        "Nobody has named a skill yet" in as_mina.get("/find/skills/").content.decode()
    )
