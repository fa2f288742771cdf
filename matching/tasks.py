"""Work for the Celery worker. A task takes an id, calls one action, may run twice."""

from celery import shared_task

from matching import actions


@shared_task(name="matching.work")
def work(shard_id: int) -> None:
    actions.work_on(shard_id)


@shared_task(name="matching.refresh")
def refresh(goal_id: int) -> None:
    actions.refresh_goal(goal_id)


@shared_task(name="matching.touched")
def touched(program_id: int) -> None:
    actions.ask_touched(program_id)


@shared_task(name="matching.draft")
def draft(set_id: int) -> None:
    actions.draft(set_id)


@shared_task(name="matching.study")
def study(study_id: int) -> None:
    actions.study(study_id)


@shared_task(name="matching.sweep")
def sweep() -> None:
    """Ring again for whatever is due. Harmless when doubled."""
    actions.ring_due_shards()
    actions.ring_due_refreshes()
    actions.ring_due_changes()
    actions.ring_due_work()
    actions.end_overdue()


@shared_task(name="matching.drop_old_rows")
def drop_old_rows() -> None:
    """In the background, because deleting many rows takes a while."""
    actions.drop_old_rows()
