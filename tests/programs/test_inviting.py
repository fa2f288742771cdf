"""Inviting people by mail: who is asked, what the link does, and that it works once."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from mentorship.notices.models import Mail
from mentorship.programs import actions
from mentorship.programs.models import Enrolment, Invitation, Joining
from mentorship.transitions import NotPossible
from tests import builders
from tests.races.together import DONE, clients


@pytest.fixture
def cellar(ada):
    """A program that only invites."""
    made = builders.program("Cellar", slug="cellar", joining="invited")
    made.admins.add(ada)
    return made


@pytest.fixture
def zoe(db):
    return User.objects.create_user("zoe@example.org")


@pytest.fixture
def invitation(cellar, ada):
    actions.invite(cellar, ada, ["zoe@example.org"], ["mentee"])
    return Invitation.objects.get()


def link():
    """The address in the newest mail, without the site."""
    return re.search(r"//[^/]+(/\S+)", Mail.objects.first().text)[1]


def send(client, program, addresses, **more):
    address = reverse("programs:invite", args=[program.slug])
    return client.post(address, {"addresses": addresses} | more)


def test_pasted_addresses_get_one_mail_each(client, ada, cellar):
    client.force_login(ada)

    send(client, cellar, "Zoe Q <Zoe@Example.org>; al@example.org\nzoe@example.org")

    assert sorted(Mail.objects.values_list("recipient", flat=True)) == [
        "al@example.org",
        "zoe@example.org",
    ]
    assert "Ada Lind invites you to Cellar" in Mail.objects.first().text


def test_only_a_hash_of_the_link_is_kept(invitation):
    token = link().rstrip("/").rpartition("/")[2]

    assert len(token) == 43  # 32 random bytes
    assert token not in str(vars(invitation))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("zoe", "“zoe” has no @."),
        ("zoe q@example.org", "“zoe q@example.org” has a space in it."),
        ("zoe@a.org al@a.org", "has a space in it."),
        ("zoe@@example.org", "“zoe@@example.org” has more than one @."),
        ("@example.org", "“@example.org” has nothing before the @."),
        ("zoe@example", "has no place such as example.org after the @."),
        ("zoe@exa_mple..org", "does not read like an address."),
        ("z" * 300 + "@example.org", "is longer than an address can be."),
        (", ;\n", "Give at least one address."),
        (
            "\n".join(f"z{n}@example.org" for n in range(201)),
            "Send at most 200 at once",
        ),
        ("\n".join(f"z{n}" for n in range(30)), "10 more look like these."),
    ],
)
def test_what_is_wrong_with_an_address_is_said_and_nothing_is_sent(
    client, ada, cellar, typed, sentence
):
    client.force_login(ada)

    page = send(
        client, cellar, f"fine@example.org\n{typed}" if "@" in typed[:9] else typed
    )

    text = page.content.decode()
    assert "<title>Error:" in text
    assert sentence in text
    assert typed.split("\n")[-1][:20] in text.replace("&quot;", '"')
    assert not Mail.objects.exists()


def test_known_and_unknown_addresses_look_the_same_to_the_admin(client, ada, cellar):
    builders.person("Known")
    known = User.objects.get(profile__name="Known").email
    client.force_login(ada)

    pages = [
        send(client, cellar, address, follow=True).content.decode()
        for address in (known, "unknown@example.org")
    ]
    texts = [re.sub(r'value="\w+"', "", page) for page in pages]
    rows = client.get(reverse("programs:invite", args=["cellar"])).content.decode()

    assert texts[0] == texts[1]
    assert rows.count("Open until") == 2


def test_looking_at_the_link_does_nothing(client, zoe, invitation):
    client.force_login(zoe)

    page = client.get(link()).content.decode()

    assert "Accept the invitation" in page
    assert not Joining.objects.exists()
    assert Invitation.objects.open().count() == 1


def test_the_button_begins_the_way_in_with_the_roles_of_the_invitation(
    client, zoe, invitation
):
    client.force_login(zoe)

    response = client.post(link(), follow=True)

    invitation.refresh_from_db()
    assert response.request["PATH_INFO"] == "/programs/cellar/join/name/"
    assert Joining.objects.get().roles == ["mentee"]
    assert invitation.used_by == zoe


def test_a_link_that_was_used_says_so_kindly_and_shows_the_way(client, zoe, invitation):
    client.force_login(zoe)
    client.post(link())

    page = client.post(link(), follow=True).content.decode()

    assert "You used this invitation already, so you can simply go on." in page
    assert "Go on to Cellar" in page


def test_a_stranger_is_asked_to_sign_in_and_comes_back(client, invitation):
    address = link()

    page, pressed = client.get(address).content.decode(), client.post(address)

    assert f"/accounts/signup/?next={address}" in page
    assert "zoe@example.org" not in page
    assert pressed.url == f"/accounts/login/?next={address}"


def test_nobody_else_can_use_it(client, invitation):
    client.force_login(builders.person("Eve"))

    page = client.post(link(), follow=True).content.decode()

    assert "This invitation went to another address" in page
    assert "zoe@example.org" not in page
    assert client.get("/programs/cellar/join/").status_code == 404
    assert Invitation.objects.open().count() == 1


def test_an_old_invitation_opens_nothing(client, zoe, invitation):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    client.force_login(zoe)

    page = client.post(link(), follow=True).content.decode()

    assert "This invitation is too old by now." in page
    assert client.get("/programs/cellar/").status_code == 404


def test_a_wrong_token_does_not_exist(client, zoe, invitation):
    client.force_login(zoe)

    assert client.get("/programs/cellar/invitation/guess/").status_code == 404
    assert client.get(link().replace("cellar", "ropes")).status_code == 404


def test_an_invited_person_reads_the_welcome_page_and_finds_it_listed(
    client, zoe, invitation
):
    client.force_login(zoe)

    assert client.get("/programs/cellar/").status_code == 200
    assert "Cellar" in client.get(reverse("programs:list")).content.decode()


def test_joining_without_the_link_uses_the_invitation_too(zoe, cellar, invitation):
    actions.join(cellar, zoe, ["mentee"])

    invitation.refresh_from_db()
    assert invitation.used_by == zoe


def test_an_invitation_stands_for_the_code(client, zoe, ada):
    attic = builders.program("Attic", slug="attic", joining="code", join_code="Up")
    actions.invite(attic, ada, ["zoe@example.org"], [])
    client.force_login(zoe)

    form = client.get("/programs/attic/join/roles/").context["form"]

    assert list(form.fields) == ["roles"]


def test_sending_again_ends_the_old_link(client, ada, zoe, invitation):
    old = link()
    client.force_login(ada)

    client.post(reverse("programs:invite_again", args=["cellar", invitation.pk]))

    assert link() != old
    assert [client.get(address).status_code for address in (old, link())] == [404, 200]


def test_a_withdrawn_invitation_leads_nowhere(client, ada, invitation):
    client.force_login(ada)

    client.post(reverse("programs:withdraw_invitation", args=["cellar", invitation.pk]))

    assert client.get(link()).status_code == 404


@pytest.mark.parametrize("act", [actions.invite_again, actions.withdraw_invitation])
def test_what_was_used_can_no_longer_be_changed(ada, zoe, invitation, act):
    actions.take_up(invitation, zoe)

    with pytest.raises(NotPossible, match="used meanwhile"):
        act(invitation, ada)


def test_who_was_invited_before_is_named_and_gets_no_second_mail(
    client, ada, cellar, invitation
):
    client.force_login(ada)

    page = send(client, cellar, "zoe@example.org", follow=True)
    page = client.get(reverse("programs:invite", args=["cellar"])).content.decode()

    assert "Invited before and not answered yet: zoe@example.org." in page
    assert Mail.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_invitations_as_for_one(
    client, ada, cellar, count, django_assert_num_queries
):
    actions.invite(cellar, ada, [f"z{n}@example.org" for n in range(count)], ["mentor"])
    client.force_login(ada)

    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(reverse("programs:invite", args=["cellar"]))

    assert page.content.decode().count("Open until") == count


LIST_QUERIES = 6


@pytest.mark.django_db(transaction=True)
def test_the_same_invitation_used_eight_times_at_once_joins_once(cellar, ada, zoe):
    actions.invite(cellar, ada, ["zoe@example.org"], ["mentee"])
    invitation = Invitation.objects.get()

    def use_and_join():
        actions.take_up(invitation, zoe)
        actions.join(cellar, zoe, ["mentee"])

    with clients(8) as many:
        outcomes = many.race([use_and_join] * 8)

    assert outcomes.count(DONE) == 1
    assert set(outcomes) - {DONE} == {
        "You used this invitation already, so you can simply go on."
    }
    assert (Joining.objects.count(), Enrolment.objects.count()) == (1, 1)


def take_up_by_looking(invitation, person):
    """What ``take_up`` would be if it looked first and wrote afterwards."""
    if Invitation.objects.get(pk=invitation.pk).used_at:
        raise NotPossible("used")
    now = timezone.now()
    Invitation.objects.filter(pk=invitation.pk).update(used_at=now, used_by=person)


@pytest.mark.django_db(transaction=True)
def test_the_control_that_looks_first_lets_several_use_it(cellar, ada, zoe):
    actions.invite(cellar, ada, ["zoe@example.org"], ["mentee"])
    invitation = Invitation.objects.get()
    used = 0
    with clients(8) as many:
        for _ in range(5):
            Invitation.objects.update(used_at=None, used_by=None)
            acts = [lambda: take_up_by_looking(invitation, zoe)] * 8
            used = max(used, many.race(acts).count(DONE))

    assert used > 1
