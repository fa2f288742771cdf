"""Starting runs, working on their shards, publishing; and refreshing single lists."""

from matching.models import Refresh
from mentorship.goals.models import GoalQuerySet


def ask_refresh(goals: GoalQuerySet) -> None:
    """Note that the lists of these goals have to be made again."""
    Refresh.objects.bulk_create(
        [Refresh(goal=goal) for goal in goals.matchable()], ignore_conflicts=True
    )
