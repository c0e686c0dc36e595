"""A Dask cluster on this machine whose scheduler and workers are processes of their own, as one on several would be."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

SECONDS_TO_START = 60.0


@contextmanager
def local_cluster(workers: int) -> Generator[str]:
    """The address of a Dask scheduler with so many workers of one thread each."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        contact = Path(folder) / "scheduler.json"
        shared = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(contact))
        root = str(Path(__file__).parents[1])
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])}

        def start(*options: str) -> None:
            command = (sys.executable, "-m", "dask", *options)
            quiet = subprocess.DEVNULL
            process = stack.enter_context(
                subprocess.Popen(command, cwd=folder, env=environment, stdout=quiet, stderr=quiet)
            )
            stack.callback(process.terminate)

        start("scheduler", *shared, "--port", "0", "--no-show")
        start("worker", *shared, "--nthreads", "1", "--nworkers", str(workers), "--local-directory", folder)
        deadline = time.monotonic() + SECONDS_TO_START
        while not contact.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        address = json.loads(contact.read_text(encoding="utf-8"))["address"]
        from distributed import Client

        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=SECONDS_TO_START)
        yield address
