"""One question per page: their order, and where somebody stands among them."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.functional import Promise

Page = TypeVar("Page", bound=Callable[..., object])


@dataclass(frozen=True)
class Question(Generic[Page]):
    """A page that asks one thing: ``key`` is its lasting name, in addresses and drafts;
    ``form`` makes what it asks with; ``why`` says what the answer is good for."""

    key: str
    title: str | Promise
    form: Page
    why: str | Promise = ""


class Questions(Generic[Page]):
    """Questions in the order in which they are asked."""

    def __init__(self, *asked: Question[Page]) -> None:
        self._asked = asked
        self._place = {question.key: place for place, question in enumerate(asked)}

    def __iter__(self) -> Iterator[Question[Page]]:
        return iter(self._asked)

    def __len__(self) -> int:
        return len(self._asked)

    def __contains__(self, key: object) -> bool:
        return key in self._place

    def __getitem__(self, key: str) -> Question[Page]:
        """The question of a key; KeyError if none has it."""
        return self._asked[self._place[key]]

    def number(self, key: str) -> int:
        """Its place as people count: the 3 of "3 of 7"."""
        return self._place[key] + 1

    def before(self, key: str) -> Question[Page] | None:
        place = self._place[key]
        return self._asked[place - 1] if place else None

    def after(self, key: str) -> Question[Page] | None:
        return next(iter(self._asked[self._place[key] + 1 :]), None)

    def first_open(self, answered: Collection[str]) -> Question[Page] | None:
        """Where to go on: the first that was not answered, if any is left."""
        return next((one for one in self._asked if one.key not in answered), None)
