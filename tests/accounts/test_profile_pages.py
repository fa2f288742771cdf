"""The small pages of the profile: each person sees and changes only their own."""

import pytest
from django.urls import reverse

from accounts import actions
from accounts.models import (
    Identity,
    Network,
    NetworkMembership,
    PathStep,
    PersonSkill,
    Profile,
    Story,
    Style,
    Track,
    User,
)
from accounts.signals import person_changed
from tests import builders

PAGES = ["me", "about", "tracks", "path", "skills", "stories", "hours", "style"]
PAGES += ["networks", "identity", "skill_search", "links", "preview"]


def rows(prefix="form", first=0, *new):
    """What a page of rows sends: a management form, then rows by number."""
    return {f"{prefix}-TOTAL_FORMS": len(new), f"{prefix}-INITIAL_FORMS": first} | {
        f"{prefix}-{n}-{name}": value
        for n, row in enumerate(new)
        for name, value in row.items()
    }


@pytest.fixture
def me(client, db):
    person = builders.person("Mina Costa")
    client.force_login(person)
    return person


@pytest.fixture
def told():
    """Who was told to have changed."""
    heard = []

    def hear(sender, person, **kwargs):
        heard.append(person)

    person_changed.connect(hear)
    yield heard
    person_changed.disconnect(hear)


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_is_asked_to_sign_in(client, db, name):
    response = client.get(reverse(f"accounts:{name}"))

    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_for_somebody_who_just_signed_up(client, db, name):
    client.force_login(User.objects.create_user("new@example.org"))

    assert client.get(reverse(f"accounts:{name}")).status_code == 200


def test_what_was_not_said_reads_not_known_yet(client, me):
    sections = client.get(reverse("accounts:me")).context["sections"]

    tasks = [task for section in sections for task in section["tasks"]]
    assert {str(task["label"]): (task["state"], task["note"]) for task in tasks} == {
        "Who I am": ("done", "Mina Costa, Europe/Lisbon"),
        "What I do": ("todo", ""),
        "My path": ("todo", ""),
        "What I am good at": ("todo", ""),
        "What I lived through": ("todo", ""),
        "Where my work can be seen": ("todo", ""),
        "When I am usually free": ("todo", ""),
        "How I like to talk": ("todo", ""),
        "Networks I belong to": ("todo", ""),
        "Who may find me": ("todo", ""),
        "How I describe my gender": ("todo", ""),
    }


def test_about_is_saved_and_told(client, me, told):
    client.post(
        reverse("accounts:about"),
        {"name": " Mina\x00 C. ", "time_zone": "Asia/Kolkata", "languages": ["de"]},
    )

    profile = Profile.objects.get(person=me)
    assert (profile.name, profile.time_zone) == ("Mina C.", "Asia/Kolkata")
    assert (profile.languages, told) == (["de"], [me])


@pytest.mark.parametrize(
    "odd",
    [
        {"name": ""},
        {"name": "\x00"},
        {"name": "x" * 500},
        {"name": "Mina", "time_zone": "Nowhere/Never"},
        {"name": "Mina", "time_zone": "../../etc/passwd"},
        {"name": "Mina", "languages": ["xx"]},
        {"name": "Mina", "manager_email": "nobody@example.org"},
        {"name": "Mina", "manager_email": "no address"},
    ],
)
def test_odd_answers_about_oneself_are_asked_again(client, me, odd):
    response = client.post(reverse("accounts:about"), odd)

    assert response.status_code == 200
    assert "<title>Error:" in response.content.decode()
    assert Profile.objects.get(person=me).name == "Mina Costa"


def test_a_manager_is_somebody_of_the_same_program(client, mina, omar):
    client.force_login(mina.person)

    client.post(
        reverse("accounts:about"),
        {"name": "Mina", "manager_email": omar.person.email.upper()},
    )

    assert Profile.objects.get(person=mina.person).manager == omar.person


@pytest.mark.parametrize("who", ["myself", "elsewhere"])
def test_a_manager_is_neither_oneself_nor_a_stranger(client, mina, other_program, who):
    client.force_login(mina.person)
    stranger = builders.mentor(other_program, builders.person("Zoe Elsewhere"))
    email = mina.person.email if who == "myself" else stranger.person.email

    client.post(reverse("accounts:about"), {"name": "Mina", "manager_email": email})

    assert Profile.objects.get(person=mina.person).manager is None


def test_a_switcher_is_new_in_one_line_of_work_and_senior_in_another(client, me):
    """R47: level belongs to the track."""
    client.post(
        reverse("accounts:tracks"),
        rows(
            "form",
            0,
            {"field": "Nursing", "level": "4", "years": "12"},
            {"field": "Data analysis", "level": "1", "is_main": "on"},
        ),
    )

    assert list(me.tracks.values_list("field", "level", "years", "is_main")) == [
        ("Data analysis", 1, None, True),
        ("Nursing", 4, 12, False),
    ]


def test_the_mark_of_the_main_track_can_move(client, me):
    old = builders.track(me, "Nursing")
    new = builders.track(me, "Data", is_main=False)

    client.post(
        reverse("accounts:tracks"),
        rows(
            "form",
            2,
            {"pk": old.pk, "field": "Nursing"},
            {"pk": new.pk, "field": "Data", "is_main": "on"},
        ),
    )

    assert dict(me.tracks.values_list("field", "is_main")) == {
        "Data": True,
        "Nursing": False,
    }


def test_two_main_tracks_are_asked_again(client, me):
    main = {"is_main": "on"}

    response = client.post(
        reverse("accounts:tracks"),
        rows("form", 0, {"field": "One"} | main, {"field": "Two"} | main),
    )

    assert "Tick only one" in response.content.decode()
    assert not me.tracks.exists()


def test_rows_of_somebody_else_cannot_be_changed_or_removed(client, me):
    other = builders.track(builders.person("Eve Novak"), "Hers")

    client.post(
        reverse("accounts:tracks"),
        rows("form", 1, {"pk": other.pk, "field": "Mine now"}),
    )
    client.post(
        reverse("accounts:tracks"),
        rows("form", 1, {"pk": other.pk, "field": "Hers", "DELETE": "on"}),
    )

    assert list(Track.objects.values_list("field", "person")) == [
        ("Hers", other.person_id)
    ]


def test_a_page_opened_earlier_does_not_delete_what_was_added_since(client, me):
    old = builders.track(me, "Nursing")
    builders.track(me, "Added in another tab", is_main=False)

    client.post(
        reverse("accounts:tracks"), rows("form", 1, {"pk": old.pk, "field": "Nursing"})
    )

    assert me.tracks.count() == 2


def test_several_rows_are_removed_at_once_without_javascript(client, me):
    tracks = [builders.track(me, name, is_main=False) for name in ("A", "B", "C")]

    client.post(
        reverse("accounts:tracks"),
        rows(
            "form",
            3,
            *[
                {"pk": t.pk, "field": t.field}
                | ({"DELETE": "on"} if t.field < "C" else {})
                for t in tracks
            ],
        ),
    )

    assert [track.field for track in me.tracks.all()] == ["C"]


@pytest.mark.parametrize(
    "odd",
    [
        {"field": "A", "level": "9"},
        {"field": "A", "years": "10" * 30},
        {"field": "A", "years": "-1"},
        {"field": "", "title": "No field"},
        {"field": "A", "pk": "9" * 30},
        {"field": "A", "pk": "\x00"},
    ],
)
def test_odd_tracks_are_asked_again(client, me, odd):
    response = client.post(reverse("accounts:tracks"), rows("form", 0, odd))

    assert response.status_code == 200
    assert response.context["row_errors"]
    assert not me.tracks.exists()


def test_a_page_of_rows_survives_a_broken_management_form(client, me):
    assert client.post(reverse("accounts:tracks"), {}).status_code == 200


def test_a_path_may_be_empty_or_end_today(client, me):
    client.post(
        reverse("accounts:path"), rows("form", 0, {"title": "Nurse", "began": "2009"})
    )

    assert [str(step) for step in PathStep.objects.all()] == ["Nurse, 2009 to today"]


def test_a_step_does_not_end_before_it_began(client, me):
    response = client.post(
        reverse("accounts:path"),
        rows("form", 0, {"title": "Nurse", "began": "2009", "ended": "2001"}),
    )

    assert "lies before" in response.content.decode()


def test_a_story_keeps_its_skills(client, me):
    client.post(
        reverse("accounts:stories"),
        rows("form", 0, {"text": "I rehearsed.", "skills": ["c:finesse"]}),
    )

    assert [
        (story.text, [skill.slug for skill in story.skills.all()])
        for story in Story.objects.filter(person=me)
    ] == [("I rehearsed.", ["finesse"])]


def test_a_story_may_begin_with_a_line_from_the_page(client, me):
    page = client.get(reverse("accounts:stories"), {"begin": "wrong"}).content.decode()
    odd = client.get(reverse("accounts:stories"), {"begin": "\x00'"})

    assert ">\nA time I got it wrong: </textarea>" in page
    assert odd.status_code == 200
    assert not Story.objects.exists()


def test_a_link_is_kept_and_shown_as_somebody_else_s_word(client, me):
    link = {"label": "My talk", "url": "https://example.org/talk"}
    client.post(reverse("accounts:links"), rows("form", 0, link))

    seen = client.get(reverse("accounts:preview")).content.decode()

    assert list(me.links.values_list("label", "url")) == [tuple(link.values())]
    assert 'href="https://example.org/talk" rel="noopener nofollow ugc"' in seen


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "javascript:alert(1)",
        "https://",
        "data:text/html,x",
        "ftp://example.org/a",
        "\x00",
        "",
    ],
)
def test_only_safe_addresses_are_kept(client, me, url):
    link = {"label": "My talk", "url": url}
    page = client.post(reverse("accounts:links"), rows("form", 0, link))

    assert "<title>Error:" in page.content.decode()
    assert "My talk" in page.content.decode()
    assert not me.links.exists()


def test_the_same_page_is_linked_once(client, me):
    link = {"label": "My talk", "url": "https://example.org/talk"}
    client.post(reverse("accounts:links"), rows("form", 0, link))

    twice = client.post(reverse("accounts:links"), rows("form", 0, link, link))
    again = client.post(reverse("accounts:links"), rows("form", 0, link))

    assert "Two of these lead to the same page." in twice.content.decode()
    assert again.status_code == 302
    assert me.links.count() == 1


def test_nobody_is_findable_before_they_say_so(client, me, told):
    before = Profile.objects.get(person=me).findable

    client.post(reverse("accounts:findable"), {"findable": "on"})

    assert (before, Profile.objects.get(person=me).findable) == (False, True)
    assert told == [me]


def test_others_never_see_what_is_hidden(client, me):
    hidden = Network.objects.create(name="Hidden circle", sensitive=True)
    NetworkMembership.objects.create(person=me, network=hidden, shown=False)
    Identity.objects.create(person=me, gender="my own words", purpose_shown="p")
    boss = builders.person("Boss Person")
    Profile.objects.filter(person=me).update(manager=boss)
    builders.story(me, "I rehearsed until the moment had passed.")

    page = client.get(reverse("accounts:preview")).content.decode()

    assert "I rehearsed until the moment had passed." in page
    assert [word in page for word in ("Hidden circle", "my own words", boss.email)] == [
        False,
        False,
        False,
    ]


def test_skills_are_added_by_box_and_by_words_each_once(client, me):
    builders.knows(me, "python")

    client.post(
        reverse("accounts:skills"),
        rows("form") | {"added": ["c:python", "c:finesse"], "added_words": "origami"},
    )

    assert [row.label for row in me.skills.all()] == ["Python", "Finesse", "origami"]


def test_how_a_skill_is_known_can_be_said(client, me):
    builders.knows(me, "python")
    known = PersonSkill.objects.get()

    client.post(
        reverse("accounts:skills"),
        rows("form", 1, {"pk": known.pk, "how": "Ten years.", "last_used": "2025"}),
    )

    known.refresh_from_db()
    assert (known.how, known.last_used) == ("Ten years.", 2025)


def test_not_sure_is_not_known(client, me):
    client.post(reverse("accounts:style"), {"direct": "-2", "writing": ""})

    style = Style.objects.get(person=me)
    assert (style.direct, style.writing, style.picture) == (-2, None, None)


def test_style_off_the_scale_is_asked_again(client, me):
    response = client.post(reverse("accounts:style"), {"direct": "7"})

    assert "<title>Error:" in response.content.decode()


def test_a_sensitive_network_starts_hidden(client, me):
    Network.objects.create(name="Alumni")
    Network.objects.create(name="Pride", sensitive=True)

    form = client.get(reverse("accounts:networks")).context["form"]

    assert [shown.initial for _, shown in form.pairs()] == [True, False]


def test_belonging_is_kept_as_it_was_said(client, me):
    alumni = Network.objects.create(name="Alumni")
    pride = Network.objects.create(name="Pride", sensitive=True)
    left = Network.objects.create(name="Rowing")
    NetworkMembership.objects.create(person=me, network=left, shown=True)

    client.post(
        reverse("accounts:networks"),
        {f"in_{alumni.pk}": "on", f"shown_{alumni.pk}": "on", f"in_{pride.pk}": "on"},
    )

    assert dict(me.networks.values_list("network__name", "shown")) == {
        "Alumni": True,
        "Pride": False,
    }


def added(client, **told):
    """The page after somebody added a network in their own words."""
    page = client.post(reverse("accounts:networks"), told, follow=True)
    return page.content.decode()


def test_a_network_of_ones_own_starts_hidden_and_stands_on_no_other_list(client, me):
    added(client, name="Knitting circle", private="on")

    mine = me.networks.get()
    assert (mine.network.name, mine.network.sensitive, mine.shown) == (
        "Knitting circle",
        True,
        False,
    )
    client.force_login(builders.person("Eve Novak"))
    assert "Knitting" not in client.get(reverse("accounts:networks")).content.decode()


def test_whoever_types_nearly_the_same_is_asked_whether_they_mean_it(client, me):
    alumni = Network.objects.create(name="Alumni of Porto")
    page = added(client, name="Porto alumny")
    assert "Is it one of these?" in page
    assert "Porto alumny" in page  # what was typed stays
    assert "Say whether it is one of these, or another." in page

    added(client, name="Porto alumny", which=str(alumni.pk), shown="on")
    added(client, name="Porto alumnae", which="none", **{f"in_{alumni.pk}": "on"})

    names = me.networks.values_list("network__name", flat=True)
    assert sorted(names) == ["Alumni of Porto", "Porto alumnae"]


@pytest.mark.parametrize(
    ("private", "shown", "proposed"),
    [(False, True, True), (False, False, False), (True, True, False)],
)
def test_what_is_private_or_hidden_is_proposed_to_nobody(
    client, me, private, shown, proposed
):
    eve = builders.person("Eve Novak")
    actions.join_network(eve, "Sober sailors", private=private, shown=shown)

    assert ("Sober sailors" in added(client, name="Sober sailers")) == proposed


def test_the_same_name_is_the_same_network_and_stays_private(client, me):
    eve = builders.person("Eve Novak")
    theirs = actions.join_network(eve, "Café Nord", private=True, shown=False)

    added(client, name="cafe nord", shown="on")

    mine = me.networks.get()
    assert (mine.network, mine.network.sensitive, mine.shown) == (theirs, True, True)


def test_more_networks_than_anybody_has_are_refused_and_stay_on_the_page(client, me):
    many = [Network.objects.create(name=f"Guild {n}") for n in range(41)]
    page = added(client, **{f"in_{network.pk}": "on" for network in many})

    assert "That is more than 40 networks." in page
    assert not me.networks.exists()


QUERIES = {"tracks": 4, "path": 4, "skills": 4, "stories": 5, "links": 4, "networks": 5}
QUERIES |= {"me": 12, "preview": 9}


@pytest.mark.parametrize("count", [1, 3])
def test_three_rows_cost_as_many_queries_as_one(
    me, client, count, django_assert_num_queries
):
    for number, slug in enumerate(["finesse", "presence", "public-speaking"][:count]):
        builders.track(me, f"Field {number}", is_main=number == 0)
        builders.knows(me, slug)
        builders.story(me, f"Story {number}")
        PathStep.objects.create(person=me, title=f"Step {number}", began=2001)
        me.links.create(url=f"https://example.org/{number}", label=f"Talk {number}")
        network = Network.objects.create(name=f"Network {number}")
        NetworkMembership.objects.create(person=me, network=network)

    for page, queries in QUERIES.items():
        with django_assert_num_queries(queries):
            client.get(reverse(f"accounts:{page}"))
