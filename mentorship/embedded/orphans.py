"""The worker's own processes end when the worker has been killed."""

import os
import threading
import time
from typing import Any

LOOK_EVERY = 1.0  # seconds


def end_with_parent(**signal: Any) -> None:
    """Watch, in a process that the worker forked, whether the worker still lives.

    Beat inside a worker never notices that the worker was killed, and a pool process
    finishes what it computes. Either would keep the lock of the data folder, and with
    it the next start. Ending like this is as safe as kill -9: the truth is in Postgres.
    """
    parent = os.getppid()
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os._exit(1)
