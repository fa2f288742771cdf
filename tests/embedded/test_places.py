"""Where the services live is known before anything runs."""

import os
from pathlib import Path

import pytest

from mentorship.embedded import places
from mentorship.embedded.places import LONGEST_SOCKET_PATH, Places


def test_two_checkouts_share_no_folder():
    one, other = Places(Path("/srv/one/.belay")), Places(Path("/srv/other/.belay"))

    assert one.run != other.run
    assert one.postgres_data != other.postgres_data


def test_sockets_fit_however_deep_the_temporary_folder_is(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / ("deep" * 20)))

    socket = Places(Path("/srv/one/.belay")).run / ".s.PGSQL.5432"

    assert len(os.fsencode(socket)) <= LONGEST_SOCKET_PATH


def test_the_environment_moves_the_data_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("BELAY_DATA_DIR", str(tmp_path))

    assert places.data_folder() == tmp_path.resolve()


def test_a_deployment_without_a_secret_key_is_told_how_to_make_one(
    monkeypatch, tmp_path
):
    monkeypatch.setenv("BELAY_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/belay")
    monkeypatch.delenv("BELAY_DEMO", raising=False)

    with pytest.raises(RuntimeError, match="environment variable SECRET_KEY"):
        places.secret_key()


def test_the_kept_secret_key_is_used_again(monkeypatch, tmp_path):
    monkeypatch.setenv("BELAY_DATA_DIR", str(tmp_path))
    (tmp_path / "secret_key").write_text("of the first start\n")

    assert places.secret_key() == "of the first start"


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root changes the account.")
def test_data_that_nobody_could_not_reach_goes_elsewhere(tmp_path):
    tmp_path.chmod(0o700)

    assert Places(tmp_path / ".belay").postgres_data.parts[:4] == (
        "/",
        "var",
        "lib",
        "belay",
    )
