"""Redis written in Python, for machines without a bundled one; on a socket, no TCP.

Run as ``python -m mentorship.embedded.fake_redis SOCKET``.
"""

import os
import socket
import sys
from itertools import count

from fakeredis import TcpFakeServer  # type: ignore[import-not-found,unused-ignore]


class SocketServer(TcpFakeServer):  # type: ignore[misc,unused-ignore]
    """fakeredis tells its clients apart by address; on a Unix socket all have none."""

    address_family = socket.AF_UNIX
    _numbers = count(1)

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        request, _ = super().get_request()
        return request, ("client", next(self._numbers))


def main() -> None:
    os.umask(0o077)
    with SocketServer(sys.argv[1]) as server:
        server.daemon_threads = True
        server.serve_forever()


if __name__ == "__main__":
    main()
