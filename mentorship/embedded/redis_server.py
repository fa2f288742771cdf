"""Redis as a child process: a doorbell for the worker that keeps nothing."""

from redis import Redis
from redis.exceptions import RedisError

from mentorship.embedded.binaries import Account, redis_command
from mentorship.embedded.children import PLAIN_ENVIRONMENT, Child
from mentorship.embedded.places import CHECKOUT, Places


def redis_server(places: Places, account: Account | None, lock_fd: int) -> Child:
    """Redis on a socket only its own account and root can open."""
    command = redis_command()
    ours = "mentorship.embedded.fake_redis" in command
    options = [str(places.redis_socket)] if ours else _options(places)
    return Child(
        name="Redis",
        command=[*command, *options],
        log=places.logs / "redis.log",
        environment={**PLAIN_ENVIRONMENT, "PYTHONPATH": str(CHECKOUT)},
        # Python may be where nobody cannot read it; it drops no rights that it needs.
        account=None if ours else account,
        inherits=[lock_fd],
        prepare=lambda: places.redis_socket.unlink(missing_ok=True),
        is_ready=lambda: _answers(places),
    )


def _options(places: Places) -> list[str]:
    settings = {
        "port": "0",
        "unixsocket": str(places.redis_socket),
        "unixsocketperm": "700",
        "dir": str(places.run),
        "save": "",
        "appendonly": "no",
        "maxmemory-policy": "noeviction",
    }
    return [word for name, value in settings.items() for word in (f"--{name}", value)]


def _answers(places: Places) -> bool:
    client = Redis(unix_socket_path=str(places.redis_socket), socket_timeout=2)
    try:
        return bool(client.ping())
    except RedisError:
        return False
    finally:
        client.close()
