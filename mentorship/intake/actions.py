"""Importing people: all rows of a file in one transaction, or none."""

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.adapter import vouch_for_addresses
from accounts.models import (
    FreeHours,
    PersonSkill,
    Profile,
    Story,
    Style,
    Track,
    User,
)
from accounts.signals import person_changed
from mentorship.goals.models import AssessmentItem, Goal, WantedSkill
from mentorship.intake.models import Mapping, Upload
from mentorship.intake.planning import Plan, make_plan
from mentorship.intake.reading import Table
from mentorship.intake.recipes import Recipe, from_json
from mentorship.programs.models import Enrolment, LevelLadder, Program
from mentorship.safety.actions import record
from mentorship.transitions import NotPossible, transition

BATCH = 1000
# Whoever is pointed at stands before whoever points.
ORDER: tuple[type[Model], ...] = (
    LevelLadder,
    User,
    Profile,
    Track,
    PersonSkill,
    Story,
    FreeHours,
    Style,
    Enrolment,
    Goal,
    WantedSkill,
    AssessmentItem,
)
CHANGED: dict[type[Model], list[str]] = {
    Profile: [
        "pronouns",
        "headline",
        "time_zone",
        "languages",
        "organisation",
        "site",
        "manager",
        "updated_at",
    ],
    Enrolment: ["hopes", "topics", "not_taken"],
}


@transaction.atomic
def keep_upload(
    program: Program, person: User, name: str, table: Table, recipe: Recipe
) -> Upload:
    """Keep a file until somebody says "import"; old ones that nobody imported go."""
    Upload.objects.filter(program=program).forgotten().delete()
    return Upload.objects.create(
        program=program,
        uploaded_by=person,
        name=name[:200],
        table=table.without_private(recipe.never).as_json(),
        recipe=recipe.as_json(),
    )


def plan_of(upload: Upload) -> Plan:
    """The dry run of a kept file."""
    return make_plan(
        upload.program, Table.from_json(upload.table), from_json(upload.recipe)
    )


@transaction.atomic
def choose(upload: Upload, recipe: Recipe, *, keep_as: str = "") -> None:
    """Use other columns for a waiting file, and keep the choice under a name."""
    waiting = Upload.objects.waiting().filter(pk=upload.pk)
    if not waiting.update(recipe=recipe.as_json()):
        raise NotPossible(_("This file is imported already."))
    if keep_as:
        Mapping.objects.update_or_create(
            program_id=upload.program_id,
            name=keep_as,
            defaults={"recipe": recipe.as_json() | {"everybody": ""}},
        )


@transition
def confirm(upload: Upload, actor: User) -> Plan | None:
    """Import a kept file; None if that was done before. Its people become rows of
    their own, and the file's copy of them is deleted."""
    mine = Upload.objects.select_for_update().get(pk=upload.pk)
    if mine.imported_at is not None:
        return None
    table, recipe = Table.from_json(mine.table), from_json(mine.recipe)
    plan = _import(mine.program_id, table, recipe)
    Upload.objects.filter(pk=mine.pk).update(
        imported_at=timezone.now(), table={}, result=plan.figures()
    )
    record(actor, "imported people", mine)
    return plan


@transition
def import_table(program: Program, table: Table, recipe: Recipe) -> Plan:
    """Import a file that nobody kept: for the command line."""
    plan = _import(program.pk, table.without_private(recipe.never), recipe)
    record(None, "imported people", program)
    return plan


def _import(program_id: int, table: Table, recipe: Recipe) -> Plan:
    """Plan again and write, while no other import of the program can."""
    program = Program.objects.select_for_update(no_key=True).get(pk=program_id)
    plan = make_plan(program, table, recipe)
    if not plan.possible:
        raise NotPossible(
            _("Nothing was imported: one or more rows need another look first.")
        )
    try:
        with transaction.atomic():
            _write(plan)
    except IntegrityError as error:
        raise NotPossible(
            _(
                "Nothing was imported: somebody changed one of these people just now. "
                "Please try again."
            )
        ) from error
    return plan


def _write(plan: Plan) -> None:
    for user in plan.of(User):
        user.set_unusable_password()  # they sign in by a code sent to their address
    for model in ORDER:
        rows = plan.of(model)
        model._default_manager.bulk_create(rows, batch_size=BATCH)
        if model is User:
            vouch_for_addresses(rows)
    for profile in plan.changed.get(Profile, {}).values():
        profile.updated_at = timezone.now()  # bulk_update leaves that to us
    for model, columns in CHANGED.items():
        rows = list(plan.changed.get(model, {}).values())
        model._default_manager.bulk_update(rows, columns, batch_size=BATCH)
    for person in plan.people_changed.values():
        person_changed.send(sender=User, person=person)
