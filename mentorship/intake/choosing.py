"""Finds the mapping that a person or a command names."""

from pathlib import Path

from django.utils.translation import gettext as _

from mentorship.intake import recipes
from mentorship.intake.models import Mapping
from mentorship.intake.reading import Table
from mentorship.intake.recipes import BadMapping, Recipe
from mentorship.programs.models import Program


def by_name(program: Program, name: str) -> Recipe:
    """A mapping that the program saved, else one that comes with Belay."""
    saved = Mapping.objects.filter(program=program, name=name).first()
    if saved is not None:
        return recipes.from_json(saved.recipe)
    shipped = recipes.examples().get(name)
    if shipped is None:
        raise BadMapping(
            _("There is no mapping “%(name)s”. There are: %(names)s.")
            % {"name": name[:80], "names": ", ".join(names(program)) or _("none")}
        )
    return shipped


def names(program: Program) -> list[str]:
    saved = Mapping.objects.filter(program=program).values_list("name", flat=True)
    return list(dict.fromkeys([*saved, *recipes.examples()]))


def by_name_or_file(program: Program, wanted: str) -> Recipe:
    path = Path(wanted)
    if path.suffix == ".json" or path.is_file():
        return recipes.from_file(path)
    return by_name(program, wanted)


def guessed(table: Table) -> Recipe:
    return recipes.guess(table.header)[0]
