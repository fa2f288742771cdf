"""One person's page: their words, what we share, saving, and a note for myself."""

import pytest
from django.urls import reverse

from accounts.models import Link, Network, NetworkMembership, PathStep
from mentorship.finding.models import Lead
from mentorship.finding.shared import in_common
from mentorship.programs.models import PublishedAnswer
from mentorship.safety.actions import block
from tests import builders

CANARY = "canary-he-hums-in-meetings"
PAGE_QUERIES = 16


def url(name, enrolment):
    return reverse(f"finding:{name}", args=[enrolment.pk])


def page_of(client, enrolment, query=""):
    return client.get(url("person", enrolment) + query).content.decode()


def test_the_page_tells_what_they_told(as_mina, omar):
    person = omar.person
    builders.story(person, "I was the youngest on the ship.")
    person.skills.create(words="knots", how="Tied them for ten years", last_used=2024)
    PathStep.objects.create(person=person, title="Deckhand", began=2001, ended=2004)
    Link.objects.create(person=person, url="https://example.org/talk", label="A talk")
    PublishedAnswer.objects.create(
        mentor=omar, question="How did you begin?", text="By asking."
    )

    page = page_of(as_mina, omar)

    for told in [
        "I was the youngest on the ship.",
        "Tied them for ten years",
        "Last used in 2024.",
        "Deckhand, 2001 to 2004",
        'href="https://example.org/talk"',
        "How did you begin?",
        "By asking.",
        "Speaking up",
    ]:
        assert told in page


def test_a_request_begins_with_one_of_my_goals(as_mina, omar, goal):
    page = page_of(as_mina, omar)

    assert reverse("pitches:write", args=[goal.pk, omar.pk]) in page
    assert reverse("matching:mentor", args=[goal.pk, omar.pk]) in page


def test_without_a_place_of_the_kind_nobody_is_led_to_write(as_mina, omar, goal):
    type(omar).objects.filter(pk=omar.pk).update(conversation_places=0)

    page = page_of(as_mina, omar)

    assert reverse("pitches:write", args=[goal.pk, omar.pk]) not in page
    assert "No free place of this kind at the moment." in page


def test_a_colleague_is_not_asked_to_mentor(as_mina, lea, goal):
    page = page_of(as_mina, lea)

    assert "Not a mentor, may be asked for advice" in page
    assert "/requests/write/" not in page


def test_whoever_may_not_be_found_has_no_page(as_mina, omar, eve, mina):
    block(omar.person, mina.person)

    for enrolment in (omar, eve, mina):
        for name, ask in [
            ("person", as_mina.get),
            ("save", as_mina.post),
            ("unsave", as_mina.post),
            ("note", as_mina.post),
        ]:
            assert ask(url(name, enrolment)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_more_that_is_told_costs_no_more(
    as_mina, mina, omar, number, django_assert_num_queries
):
    for n in range(number):
        builders.goal(mina)
        builders.story(omar.person, "A story")
        omar.person.skills.create(words=f"skill {n}")
        PublishedAnswer.objects.create(mentor=omar, question=f"{n}?", text="Yes.")

    with django_assert_num_queries(PAGE_QUERIES):
        page_of(as_mina, omar)


@pytest.mark.parametrize("typed", ["%00", "%ED%A0%80", "x" * 999, "no-such-skill"])
def test_an_odd_skill_in_the_address_is_none(as_mina, omar, typed):
    assert "You want to ask about" not in page_of(as_mina, omar, f"?skill={typed}")
    answer = as_mina.post(url("save", omar) + f"?next=/find/%3Fq={typed}")
    assert answer.url.startswith("/find/?q=")


# --- What we share -----------------------------------------------------------------------


def test_what_two_people_share_is_said_in_words(mina, omar):
    for one, shown in [(mina.person, False), (omar.person, True)]:
        profile = one.profile
        profile.organisation, profile.languages = "Harbour", ["en", "de"]
        profile.save()
        builders.track(one, "Nursing")
        builders.knows(one, "finesse")
        PathStep.objects.create(
            person=one, title="Study", organisation="Graz University", began=2001
        )
        network, _made = Network.objects.get_or_create(name="Alumni")
        NetworkMembership.objects.create(person=one, network=network, shown=shown)

    assert in_common(mina.person, omar.person) == [
        "You both work at Harbour.",
        "You share English, German.",
        "You both know work in Nursing.",
        "You both were at Graz University on your way.",
        "You both belong to Alumni.",
        "You both know Finesse.",
    ]


def test_a_network_that_they_hide_is_not_told(mina, omar):
    network = Network.objects.create(name="Alumni", sensitive=True)
    for one in (mina.person, omar.person):
        NetworkMembership.objects.create(person=one, network=network, shown=False)

    assert in_common(mina.person, omar.person) == []


# --- Saving ------------------------------------------------------------------------------


def test_saving_can_be_undone_by_name(as_mina, mina, omar):
    page = as_mina.post(url("save", omar), follow=True).content.decode()

    assert "Omar Haddad is saved. Nobody is told." in page
    assert "Undo: do not save Omar Haddad" in page
    lead = Lead.objects.get()
    assert (lead.author, lead.about, lead.route) == (
        mina.person,
        omar.person,
        "program",
    )

    as_mina.post(url("unsave", omar))

    assert not Lead.objects.saved().exists()


def test_saving_twice_is_saving_once_and_keeps_the_route(as_mina, omar):
    as_mina.post(url("save", omar), {"route": "suggested"})
    as_mina.post(url("unsave", omar))
    as_mina.post(url("save", omar), {"route": "nonsense"})

    assert Lead.objects.saved().get().route == "suggested"


@pytest.mark.parametrize(
    ("then", "to"),
    [
        ("/find/?q=om", "/find/?q=om"),
        ("//elsewhere.example/", None),
        ("https://elsewhere.example/", None),
        ("javascript:alert(1)", None),
        ("?q=x", None),
        ("", None),
    ],
)
def test_saving_leads_back_to_our_own_pages_only(as_mina, omar, then, to):
    answer = as_mina.post(url("save", omar), {"next": then})

    assert answer.url == (to or url("person", omar))


# --- A note ------------------------------------------------------------------------------


@pytest.fixture
def noted(as_mina, omar):
    as_mina.post(url("note", omar), {"note": CANARY})
    return Lead.objects.get()


def test_a_note_is_kept_and_alone_is_no_lead(as_mina, omar, noted):
    assert (noted.note, noted.saved) == (CANARY, False)
    assert CANARY in page_of(as_mina, omar)
    assert CANARY not in as_mina.get(reverse("finding:leads")).content.decode()


def test_a_note_survives_saving_and_unsaving(as_mina, omar, noted):
    as_mina.post(url("save", omar))
    as_mina.post(url("unsave", omar))

    assert CANARY in page_of(as_mina, omar)


def test_a_note_that_is_too_long_stays_as_typed(as_mina, omar):
    page = as_mina.post(url("note", omar), {"note": "x" * 2001}).content.decode()

    assert "x" * 2001 in page
    assert not Lead.objects.exists()


def test_nobody_else_reads_a_note(client, noted, program, omar, eve, ada, otto):
    """Not whom it is about, not the program, and no operator in Django's admin."""
    root = type(ada).objects.create_superuser("root@example.org", None)
    program.admins.add(root)
    pages = ["/", "/find/", "/find/leads/", "/find/ways/", "/find/goals/", "/me/"]
    pages += [url("person", omar), reverse("finding:lead", args=[noted.pk])]
    pages += [
        reverse(name, args=[program.slug])
        for name in ("programs:overview", "programs:people", "pitches:routes")
    ]
    pages += ["/admin/", "/admin/finding/", "/admin/finding/lead/"]
    for who in (omar.person, eve.person, ada, otto, root):
        client.force_login(who)
        for page in pages:
            assert CANARY not in client.get(page, follow=True).content.decode()
