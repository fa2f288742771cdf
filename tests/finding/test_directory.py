"""The directory: who is in it, how it is searched, and in which order it stands."""

from urllib.parse import urlencode

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse

from accounts.models import Network, NetworkMembership
from mentorship.finding.people import people_for
from mentorship.finding.search import Me, Search
from mentorship.programs.models import NeverPair
from mentorship.safety.actions import block
from tests import builders

URL = "/find/"
PAGE_QUERIES = 9


def names(person, query=""):
    return sorted(one.person.name for one in found(person, query))


def found(person, query=""):
    return Search(Me.of(person), QueryDict(query)).people()


# --- Who may be found --------------------------------------------------------------------


def test_mentors_who_are_open_and_colleagues_who_said_so(mina, omar, ivan, lea, eve):
    assert names(mina.person) == ["Ivan Petrov", "Lea Brandt", "Omar Haddad"]


def test_nobody_who_pauses_left_or_never_said_yes(mina, omar, ivan, program):
    type(omar).objects.filter(pk=omar.pk).update(paused=True)
    type(ivan).objects.filter(pk=ivan.pk).update(left_at="2026-01-01T00:00Z")
    builders.mentor(program, builders.person("Uma Rao"), accepting=False)

    assert names(mina.person) == []


def test_a_mentor_who_pauses_may_still_be_found_for_advice(mina, program):
    builders.mentor(program, builders.person("Uma Rao", findable=True), paused=True)

    assert names(mina.person) == ["Uma Rao"]


def test_whoever_has_both_roles_stands_there_once(mina, program):
    uma = builders.person("Uma Rao", findable=True)
    builders.mentee(program, uma)
    mentor = builders.mentor(program, uma)

    assert list(people_for(mina.person)) == [mentor]


def test_not_oneself_and_nobody_of_another_program(mina, other_program, omar):
    builders.mentor(mina.program, mina.person)
    builders.mentor(other_program, builders.person("Uma Rao"))

    assert names(mina.person) == ["Omar Haddad"]


def test_a_block_and_a_never_pair_hide_both_ways(mina, omar, ivan, ada, program):
    block(omar.person, mina.person)
    NeverPair.objects.create(program=program, mentee=mina.person, mentor=ivan.person)

    assert names(mina.person) == []


def test_no_quota_hides_whoever_is_full(mina, omar):
    type(omar).objects.filter(pk=omar.pk).update(
        conversation_places=0, ongoing_places=0
    )

    assert names(mina.person) == ["Omar Haddad"]


# --- Search ------------------------------------------------------------------------------


def test_by_a_part_of_the_name(mina, omar, ivan):
    assert names(mina.person, "q=hadd") == ["Omar Haddad"]


@pytest.mark.parametrize(
    "typed",
    [
        "jose",
        "muñoz",
        "munoz jose",
        "MUNOZ-Sørby",
        "Jsoé Muñoz",
        "Josee Muños",
        "obrien",
        "O’Brian",
        "sorbi",
    ],
)
def test_by_a_name_without_accents_in_any_order_and_nearly_right(
    mina, omar, program, typed
):
    builders.mentor(program, builders.person("José Muñoz-Sørby O'Brien"))

    assert names(mina.person, urlencode({"q": typed})) == ["José Muñoz-Sørby O'Brien"]


@pytest.mark.parametrize("typed", ["jo haddad", "om hadad x", "hiddet", "eno"])
def test_another_name_is_not_nearly_the_same(mina, omar, typed):
    assert names(mina.person, urlencode({"q": typed})) == []


def test_nobody_is_found_by_a_nearly_right_name_who_may_not_be_found(
    mina, omar, ivan, eve
):
    block(omar.person, mina.person)

    assert names(mina.person, "q=hadad") == []
    assert names(mina.person, "q=novaak") == []  # Eve never said that she may be found


def test_a_nearly_right_name_comes_after_what_somebody_knows(mina, program):
    nearly = builders.mentor(program, builders.person("Finese Young"))
    knows = builders.mentor(program, builders.person("Yan Rao"))
    builders.knows(knows.person, "finesse")

    assert list(found(mina.person, "q=finesse")) == [knows, nearly]


def test_by_a_skill_with_a_typing_error(mina, omar, ivan):
    builders.knows(ivan.person, "public-speaking")

    assert names(mina.person, "q=publik+speakin") == ["Ivan Petrov"]


def test_by_a_word_of_the_topics_or_of_a_story(mina, omar, ivan):
    builders.story(ivan.person, "My first job was on a ferry.")

    assert names(mina.person, "q=first+job") == ["Ivan Petrov", "Omar Haddad"]


def test_by_own_words_for_a_skill(mina, omar, ivan):
    ivan.person.skills.create(words="tying bowlines")

    assert names(mina.person, "q=bowlines") == ["Ivan Petrov"]


def test_a_name_comes_before_a_skill_and_a_skill_before_a_word(mina, program, omar):
    said = builders.mentor(
        program, builders.person("Zoe Zimmer"), topics="Finesse in small things"
    )
    knows = builders.mentor(program, builders.person("Yan Young"))
    builders.knows(knows.person, "finesse")
    named = builders.mentor(program, builders.person("Finesse Adams"))

    assert list(found(mina.person, "q=finesse")) == [named, knows, said]


@pytest.mark.parametrize("typed", ["%", "_", "\\", "'", "%00", "%ED%A0%80", "x" * 999])
def test_odd_words_are_only_words(as_mina, omar, typed):
    for name in ("q", "field", "place", "skill", "network", "page", "level"):
        assert as_mina.get(f"{URL}?{name}={typed}").status_code == 200


# --- Filters -----------------------------------------------------------------------------


@pytest.fixture
def varied(mina, omar, ivan, lea):
    """Omar is Mina's colleague two steps ahead, Ivan and Lea are elsewhere."""
    profile = mina.person.profile
    profile.organisation = "Harbour"
    profile.save()
    builders.track(mina.person, level=2)
    for one, more in [
        (omar, {"organisation": "HARBOUR", "site": "Porto", "languages": ["pt"]}),
        (ivan, {"organisation": "Elsewhere", "site": "Graz", "languages": ["de"]}),
    ]:
        type(one.person.profile).objects.filter(person=one.person).update(**more)
    builders.track(omar.person, "Nursing", level=4)
    builders.track(ivan.person, "Software", level=1)
    type(omar).objects.filter(pk=omar.pk).update(ongoing_taken=1, supports=["coaching"])
    builders.knows(ivan.person, "finesse")
    return mina.person


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("language=de", ["Ivan Petrov"]),
        ("language=nonsense", ["Ivan Petrov", "Lea Brandt", "Omar Haddad"]),
        ("field=nurs", ["Omar Haddad"]),
        ("side=inside", ["Omar Haddad"]),
        ("side=outside", ["Ivan Petrov"]),
        ("place=porto", ["Omar Haddad"]),
        ("level=near", ["Omar Haddad"]),
        ("level=before", ["Ivan Petrov"]),
        ("level=same", []),
        ("room=ongoing", ["Ivan Petrov"]),
        ("room=conversation", ["Ivan Petrov", "Omar Haddad"]),
        ("support=coaching", ["Ivan Petrov", "Omar Haddad"]),
        ("support=sponsoring", ["Ivan Petrov"]),
        ("skill=finesse", ["Ivan Petrov"]),
        ("skill=finesse&language=pt", []),
        ("skill=no-such-skill", ["Ivan Petrov", "Lea Brandt", "Omar Haddad"]),
    ],
)
def test_a_filter_keeps_who_fits(varied, query, expected):
    assert names(varied, query) == expected


def test_without_an_own_level_or_organisation_there_is_nothing_to_compare(mina, omar):
    search = Search(Me.of(mina.person), QueryDict("level=near&side=inside"))

    assert (len(search.people()), search.chips()) == (1, [])


def test_only_who_shows_a_network_that_i_belong_to(mina, omar, ivan, lea):
    alumni, guild = (Network.objects.create(name=name) for name in ("Alumni", "Guild"))
    for person, network, shown in [
        (mina.person, alumni, False),
        (omar.person, alumni, True),
        (ivan.person, alumni, False),
        (lea.person, guild, True),
    ]:
        NetworkMembership.objects.create(person=person, network=network, shown=shown)

    assert names(mina.person, f"network={alumni.pk}") == ["Omar Haddad"]
    assert len(names(mina.person, f"network={guild.pk}")) == 3  # not mine: no filter


def test_filters_stay_on_the_second_page_and_can_be_taken_out(as_mina, many):
    many(30)

    page = as_mina.get(f"{URL}?q=finesse&room=ongoing").content.decode()

    assert "?q=finesse&amp;room=ongoing&amp;page=2" in page
    assert "?room=ongoing" in page
    assert "?q=finesse" in page


# --- Order -------------------------------------------------------------------------------


def test_the_order_stays_and_differs_between_people(mina, eve, many):
    many(12)
    mine, again, hers = (
        [one.pk for one in found(who)] for who in (mina.person, mina.person, eve.person)
    )

    assert mine == again
    assert sorted(mine) == sorted(hers)
    assert mine != hers


def test_every_page_holds_others(mina, many):
    many(30)
    pages = Paginator(found(mina.person), 24)

    seen = [one.pk for page in pages for one in page]

    assert len(seen) == len(set(seen)) == 30


# --- The page ----------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3, 24])
def test_any_number_of_rows_costs_the_same(
    as_mina, many, number, django_assert_num_queries
):
    many(number)

    with django_assert_num_queries(PAGE_QUERIES):
        as_mina.get(f"{URL}?q=finesse")


def test_a_colleague_who_is_no_mentor_is_told_apart(as_mina, lea):
    page = as_mina.get(URL).content.decode()

    assert "Not a mentor, may be asked for advice" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [("", "Nobody here yet"), ("?q=knots", "Nobody fits all of this")],
)
def test_an_empty_directory_says_what_to_do(as_mina, query, sentence):
    assert sentence in as_mina.get(URL + query).content.decode()


def test_a_newcomer_is_led_to_the_programs(client, ada):
    client.force_login(ada)

    page = client.get(URL).content.decode()

    assert "People are found in a program" in page
    assert reverse("programs:list") in page
