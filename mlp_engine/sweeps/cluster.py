"""A worker pool of an existing Dask cluster: the same sweep on other machines."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import SettingError
from mlp_engine.sweeps.worker import stop_pool
from mlp_engine.sweeps.worker_pool import WorkerPool, new_pool_name
from mlp_engine.version import __version__

SECONDS_TO_CONNECT = 10


@contextmanager
def cluster_pool(data: Dataset, address: str) -> Generator[WorkerPool]:
    """A pool of all workers of the Dask scheduler at ``address``, such as ``tcp://10.0.0.1:8786``.

    The data is sent once to each worker. A worker needs the same version of this program, and should have one thread
    (``dask worker ADDRESS --nthreads 1 --nworkers N``), since matrix products of one process wait for each other.

    Raises:
        SettingError: if the package distributed is not installed, no scheduler answers, it has no workers, or a worker
            lacks this version of the program.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise SettingError("A scheduler needs the package distributed: install mlp-desktop[dask].") from error
    try:
        asyncio.run(_check_scheduler(distributed, address))
        client = distributed.Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise SettingError(
            f"The scheduler must be one that answers, such as tcp://10.0.0.1:8786. Got {address!r}."
        ) from error
    try:
        _check_workers(client, address)
        name = new_pool_name()
        held = client.scatter(data, broadcast=True, hash=False)

        def stop() -> None:
            with suppress(OSError):  # If the scheduler is gone, so are its trials.
                client.run(stop_pool, name)

        yield WorkerPool(name, client.get_executor(pure=False), held, sum(client.nthreads().values()), stop)
    finally:
        client.close()


def worker_version() -> str:
    """The version of this program in the process that calls this."""
    return __version__


async def _check_scheduler(distributed: Any, address: str) -> None:
    """Check that the scheduler answers, since a client that fails to connect would leave its thread running."""
    connection = await distributed.comm.connect(address, timeout=SECONDS_TO_CONNECT)
    await connection.close()


def _check_workers(client: Any, address: str) -> None:
    try:
        versions = set(client.run(worker_version).values())
    except ImportError as error:
        raise SettingError(f"Workers of {address} must have this program installed. Got {error}.") from error
    if not versions:
        raise SettingError(f"The scheduler at {address} must have at least one worker. Got none.")
    if versions != {__version__}:
        other = min(versions - {__version__})
        raise SettingError(f"Workers of {address} must have version {__version__} of this program. Got {other}.")
