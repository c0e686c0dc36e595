"""A worker pool of an existing Dask cluster: the same sweep on other machines."""

import socket
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import SettingError
from mlp_engine.files.paths import is_file
from mlp_engine.sweeps.worker import stop_pool
from mlp_engine.sweeps.worker_pool import WorkerPool, new_pool_name
from mlp_engine.validation import shortened
from mlp_engine.version import __version__

SECONDS_TO_CONNECT = 10
_NO_PACKAGE = "A scheduler needs the package distributed: install mlp-desktop[dask]."
_OTHER_SCHEMES = ("ucx", "ucxx", "ws", "wss")


@dataclass(frozen=True)
class ClusterKeys:
    """The files with which a scheduler at a ``tls://`` address and this program prove to each other who they are.

    Attributes:
        authority: certificate of the authority that signed both, in PEM form.
        certificate: this program's certificate.
        key: the private key of that.

    Raises:
        SettingError: if one of them is no file.
    """

    authority: Path
    certificate: Path
    key: Path

    def __post_init__(self) -> None:
        for path in (self.authority, self.certificate, self.key):
            if not is_file(path):
                raise SettingError(
                    f"Certificates and keys for a scheduler must be files. Got {shortened(str(path))!r}."
                )


@contextmanager
def cluster_pool(data: Dataset, address: str, keys: ClusterKeys | None = None) -> Generator[WorkerPool]:
    """A pool of all workers of the Dask scheduler at ``address``, such as ``tcp://10.0.0.1:8786``.

    The data is sent once to each worker. A worker needs the same version of this program, and should have one thread
    (``dask worker ADDRESS --nthreads 1 --nworkers N``), since matrix products of one process wait for each other.

    Whoever controls the scheduler, its workers or the network between can run code in this process as its user: Dask
    sends Python objects. So the address must be one that its owner answers for, and a network that others share needs
    ``tls://`` with ``keys``; without ``keys`` Dask takes those of its own configuration, if it has any.

    Raises:
        SettingError: if the package distributed is not installed, no scheduler answers, it has no workers, or a worker
            lacks this version of the program.
    """
    if find_spec("distributed") is None:
        raise SettingError(_NO_PACKAGE)
    try:
        _check_listener(address)  # before 46 MB of packages are imported
        distributed: Any = import_module("distributed")
        security = _security(distributed, keys)
        import asyncio  # here, as only a cluster needs it, and it takes long

        asyncio.run(_check_scheduler(distributed, address, security))
        client = distributed.Client(address, timeout=SECONDS_TO_CONNECT, security=security, set_as_default=False)
    except ImportError as error:  # a part of it is missing
        raise SettingError(_NO_PACKAGE) from error
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise SettingError(
            f"The scheduler must be one that answers, such as tcp://10.0.0.1:8786. Got {shortened(repr(address))}."
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


def _security(distributed: Any, keys: ClusterKeys | None) -> Any:
    if keys is None:
        return distributed.Security()
    return distributed.Security(
        tls_ca_file=str(keys.authority),
        tls_client_cert=str(keys.certificate),
        tls_client_key=str(keys.key),
        require_encryption=True,
    )


def _check_listener(address: str) -> None:
    """Check that something listens at the address of a scheduler, if it is one of TCP or TLS.

    Raises:
        OSError: if nothing does.
        ValueError: if it is no address.
    """
    scheme, _, rest = address.rpartition("://")
    if scheme in _OTHER_SCHEMES:
        return
    if scheme not in ("", "tcp", "tls"):
        raise ValueError(f"{scheme} is no way to a scheduler")
    place = urlsplit(f"//{rest}")
    if not place.hostname or not place.port:
        raise ValueError("an address has a host and a port")
    socket.create_connection((place.hostname, place.port), SECONDS_TO_CONNECT).close()


async def _check_scheduler(distributed: Any, address: str, security: Any) -> None:
    """Check that the scheduler answers, since a client that fails to connect would leave its thread running."""
    connection = await distributed.comm.connect(
        address, timeout=SECONDS_TO_CONNECT, **security.get_connection_args("client")
    )
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
