"""Keeps the rows of the vocabulary equal to its data file, after every migrate."""

from typing import Any

from accounts.models import Skill
from accounts.vocabulary.data import Concept, concepts

FIELDS = ["label", "group", "kind", "aliases", "phrases", "esco_uri"]


def sync_after_migrate(sender: Any, **kwargs: Any) -> None:
    """Write the concepts that are new or changed.

    A concept that left the file keeps its row, because people may hold it.
    """
    wanted = {concept.slug: _fields(concept) for concept in concepts()}
    rows = {row.pop("slug"): row for row in Skill.objects.values("slug", *FIELDS)}
    changed = [
        Skill(slug=slug, **fields)
        for slug, fields in wanted.items()
        if rows.get(slug) != fields
    ]
    if changed:
        Skill.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["slug"],
            update_fields=FIELDS,
        )


def _fields(concept: Concept) -> dict[str, Any]:
    return {
        "label": concept.label,
        "group": concept.group,
        "kind": concept.kind,
        "aliases": list(concept.aliases),
        "phrases": list(concept.phrases),
        "esco_uri": concept.esco_uri or "",
    }
