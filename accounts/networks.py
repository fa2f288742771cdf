"""Saying which networks one belongs to: those on the list, and one in own words."""

from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import OneLine, one_line
from accounts.models import Network, User
from accounts.names import letters_wrong, plain

MOST_PROPOSED = 5
MOST_MINE = 40
_LEAST_LETTERS = 4
NONE_OF_THESE = "none"
_LONGEST = Network._meta.get_field("name").max_length


def like(name: str) -> list[Network]:
    """Networks that somebody may mean by a name, the nearest first. The one with this
    very name, capitals and accents aside, stands alone, even where it is private."""
    typed = plain(name)
    if not typed:
        return []
    known = list(Network.objects.all())
    same = [network for network in known if plain(network.name) == typed]
    if same:
        return same[:1]
    proposed = Network.objects.may_be_proposed()
    near = [
        (wrong, network.name, network)
        for network in proposed
        if (wrong := _wrong(typed, plain(network.name))) is not None
    ]
    return [network for *_order, network in sorted(near, key=lambda n: n[:2])][
        :MOST_PROPOSED
    ]


def _wrong(typed: str, name: str) -> int | None:
    """One name may hold the other: "Sailing club" and "The sailing club of Porto"."""
    either = [letters_wrong(typed.split(), name)]
    if len(name) >= _LEAST_LETTERS:
        either.append(letters_wrong(name.split(), typed))
    return min((wrong for wrong in either if wrong is not None), default=None)


class NetworksForm(forms.Form):
    """Which networks I belong to, and whether others may see it; and another one."""

    name = OneLine(
        label=_("What is it called?"),
        required=False,
        max_length=_LONGEST,
        help_text=_("As its members say it, in full."),
    )
    which = forms.ChoiceField(
        label=_("Is it one of these?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is one of these, or another.")},
    )
    private = forms.BooleanField(
        label=_("Belonging to it tells something private"),
        required=False,
        help_text=_(
            "Such as health, faith, origin, or whom somebody loves. Then its name is "
            "proposed to nobody."
        ),
    )
    shown = forms.BooleanField(
        label=_("Others may see that I belong to it"), required=False
    )

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = {m.network_id: m.shown for m in person.networks.all()}
        self.networks = list(Network.objects.known_to(person))
        for network in self.networks:
            self.fields[f"in_{network.pk}"] = forms.BooleanField(
                label=network.name, required=False, initial=network.pk in mine
            )
            self.fields[f"shown_{network.pk}"] = forms.BooleanField(
                label=_("Others may see that I belong to it"),
                required=False,
                initial=mine.get(network.pk, not network.sensitive),
                help_text=_("May tell something private, so it starts hidden.")
                if network.sensitive
                else "",
            )
        if self.to_choose:
            self.fields["which"].choices = [  # type: ignore[attr-defined]
                *((str(one.pk), one.name) for one in self.to_choose),
                (NONE_OF_THESE, _("None of these: add mine")),
            ]
        else:
            del self.fields["which"]

    @cached_property
    def found(self) -> list[Network]:
        """Which there are of the typed name, or nearly of it."""
        typed = one_line(str(self.data.get("name", "")))[:_LONGEST]
        return like(typed) if self.is_bound else []

    @property
    def to_choose(self) -> list[Network]:
        """Those of nearly that name; nothing if one has that very name."""
        typed = plain(one_line(str(self.data.get("name", ""))))
        return [] if any(plain(n.name) == typed for n in self.found) else self.found

    def clean(self) -> None:
        if len(self.shown_ones()) + bool(self.cleaned_data.get("name")) > MOST_MINE:
            raise forms.ValidationError(
                _("That is more than %(most)s networks. Keep those that matter most.")
                % {"most": MOST_MINE}
            )

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"in_{n.pk}"], self[f"shown_{n.pk}"]) for n in self.networks]

    def shown_ones(self) -> dict[int, bool]:
        """Networks that the person belongs to: may others see it?"""
        told = self.cleaned_data
        return {
            n.pk: told[f"shown_{n.pk}"] for n in self.networks if told[f"in_{n.pk}"]
        }

    @property
    def own(self) -> dict[str, Any]:
        """The network added in own words, as the action takes it; empty without one."""
        told = self.cleaned_data
        if not told.get("name"):
            return {}
        chosen = {str(one.pk): one.name for one in self.found}
        same = next(iter(chosen.values()), "") if not self.to_choose else ""
        return {
            "name": chosen.get(told.get("which", "")) or same or told["name"],
            "private": told["private"],
            "shown": told["shown"],
        }
