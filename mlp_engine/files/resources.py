"""The files that ship with the program, found from a source tree and from an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def resource_path(*parts: str) -> Path:
    """Path of a shipped file or folder, such as ``resource_path("weights", "digits.safetensors")``.

    In a source tree (and an editable installation) ``resources/`` is beside the packages; in a wheel it is inside
    this package.
    """
    installed = _PACKAGE / "_resources"
    root = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)


def bundled_weights() -> Path:
    """Path of the network that ships with the program."""
    return resource_path("weights", "digits.safetensors")


SMALL_NETWORKS = ("relu", "sigmoid")
"""The small networks to look inside: 784-16-16-10, and 784-30-10."""


def small_weights(name: str) -> Path:
    """Path of a small network to look inside, one of :data:`SMALL_NETWORKS`."""
    return resource_path("weights", "small", f"{name}.safetensors")
