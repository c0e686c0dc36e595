"""A crew of the workers of a Dask cluster that exists: the same sweep on other machines."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import SettingError
from mlp_engine.sweeps.crew import Crew, new_crew_name
from mlp_engine.sweeps.worker import stop_crew
from mlp_engine.version import __version__

SECONDS_TO_CONNECT = 10


@contextmanager
def cluster_crew(data: Dataset, address: str) -> Generator[Crew]:
    """A crew of all workers of the Dask scheduler at ``address``, such as ``tcp://10.0.0.1:8786``.

    The data travels once to each worker. A worker needs this program, of the same version, and should have one thread
    (``dask worker ADDRESS --nthreads 1 --nworkers N``): matrix products of one process wait for each other.

    Raises:
        SettingError: if the package distributed is missing here, no scheduler answers, it has no workers, or these
            have another version of this program or none.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise SettingError("A scheduler needs the package distributed: install mlp-desktop[dask].") from error
    try:
        asyncio.run(_knock(distributed, address))
        client = distributed.Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise SettingError(
            f"The scheduler must be one that answers, such as tcp://10.0.0.1:8786. Got {address!r}."
        ) from error
    try:
        _check_workers(client, address)
        name = new_crew_name()
        held = client.scatter(data, broadcast=True, hash=False)

        def stop() -> None:
            with suppress(OSError):  # A scheduler that is gone has lost its trials anyway.
                client.run(stop_crew, name)

        yield Crew(name, client.get_executor(pure=False), held, sum(client.nthreads().values()), stop)
    finally:
        client.close()


def worker_version() -> str:
    """The version of this program in the process that is asked."""
    return __version__


async def _knock(distributed: Any, address: str) -> None:
    """See whether anybody answers: a client that finds nobody would leave its thread behind."""
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
