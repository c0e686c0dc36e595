"""A Dask cluster that speaks TLS, and what is said of trust where its address is typed."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from mlp_engine.cli import main
from mlp_engine.errors import SettingError
from mlp_engine.sweeps import ClusterKeys, cluster_pool

ROOT = Path(__file__).resolve().parents[3]
TRUST = "can run code on this machine"


@pytest.mark.parametrize("command", ["sweep", "committee"])
def test_the_help_says_what_a_scheduler_may_do(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    words = " ".join(capsys.readouterr().out.split())
    assert f"whoever controls it {TRUST}" in words
    assert "--tls-ca FILE" in words


def test_a_part_of_the_keys_is_refused(capsys: pytest.CaptureFixture[str], digits_folder: Path) -> None:
    sweep = [
        "sweep",
        "--over",
        "l2=0",
        "--data",
        str(digits_folder),
        "--scheduler",
        "tls://127.0.0.1:1",
        "--tls-ca",
        "ca.pem",
    ]
    assert main(sweep) == 2
    assert "must be given together" in capsys.readouterr().err


def test_keys_that_are_no_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="must be files"):
        ClusterKeys(tmp_path / "ca.pem", tmp_path / "cert.pem", tmp_path / "key.pem")


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> ClusterKeys:
    """A certificate that is its own authority."""
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    folder = tmp_path_factory.mktemp("keys")
    certificate, key = folder / "cert.pem", folder / "key.pem"
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return ClusterKeys(certificate, certificate, key)


@pytest.fixture(scope="module")
def scheduler(keys: ClusterKeys, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster of one worker that refuses whoever shows no certificate."""
    folder = tmp_path_factory.mktemp("cluster")
    contact = folder / "scheduler.json"
    tls = ("--tls-ca-file", str(keys.authority), "--tls-cert", str(keys.certificate), "--tls-key", str(keys.key))
    common = ("--protocol", "tls", "--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(contact), *tls)
    with ExitStack() as stack:
        for arguments in (("scheduler", "--port", "0", "--no-show"), ("worker", "--nthreads", "1", "--nworkers", "1")):
            process = stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "dask", arguments[0], *common, *arguments[1:]],
                    env=os.environ | {"PYTHONPATH": str(ROOT)},
                    cwd=folder,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            )
            stack.callback(process.terminate)
        deadline = time.monotonic() + 60
        while not contact.exists():
            assert time.monotonic() < deadline, "the scheduler did not start"
            time.sleep(0.05)
        yield json.loads(contact.read_text())["address"]


def test_a_cluster_that_asks_for_certificates_is_used_with_them_and_not_without(
    scheduler: str, keys: ClusterKeys, clouds
) -> None:
    assert scheduler.startswith("tls://")
    with pytest.raises(SettingError, match="must be one that answers"), cluster_pool(clouds, scheduler):
        pass
    deadline = time.monotonic() + 60
    while True:
        try:
            with cluster_pool(clouds, scheduler, keys) as pool:
                assert pool.size == 1
                return
        except SettingError as error:
            if "at least one worker" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.2)
