"""Forms for coming into a program, for what one offers there, and for running one."""

from mentorship.programs.forms.inviting import InviteForm
from mentorship.programs.forms.offering import LookingForm, OfferForm
from mentorship.programs.forms.running import ApartForm, AskAgainForm, PeopleSearch

__all__ = [
    "ApartForm",
    "AskAgainForm",
    "InviteForm",
    "LookingForm",
    "OfferForm",
    "PeopleSearch",
]
