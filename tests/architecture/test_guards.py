"""No exception leaves a method that Qt calls: each class with such methods is guarded."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import FunctionType

import pytest

import mlp_desktop
from mlp_desktop.guard import FALLBACKS, guarded

# Methods that Qt's classes have too, but that nobody calls except this program.
OURS = {"setText", "setVisible"}
# Workers catch everything themselves, for an exception must become an outcome.
CAUGHT_INSIDE = {"run"}


def our_classes() -> Iterator[type]:
    for module in pkgutil.walk_packages(mlp_desktop.__path__, "mlp_desktop."):
        if not module.name.endswith("__main__"):
            for kind in vars(importlib.import_module(module.name)).values():
                if inspect.isclass(kind) and kind.__module__ == module.name:
                    yield kind


def overrides(kind: type) -> Iterator[tuple[str, FunctionType]]:
    """The methods of a class with which it replaces one of Qt's or of pyqtgraph's."""
    above = [base for base in kind.__mro__ if base.__module__.startswith(("PySide6", "pyqtgraph"))]
    for name, method in vars(kind).items():
        if isinstance(method, FunctionType) and not name.startswith("_") and any(hasattr(base, name) for base in above):
            yield name, method


@pytest.mark.filterwarnings("ignore")
def test_every_method_that_qt_calls_is_guarded() -> None:
    found = [(kind, name, method) for kind in our_classes() for name, method in overrides(kind)]
    assert len(found) > 100
    open_ones = [
        f"{kind.__module__}.{kind.__name__}.{name}"
        for kind, name, method in found
        if name not in OURS | CAUGHT_INSIDE and not hasattr(method, "__wrapped__")
    ]
    assert open_ones == []


def test_every_fallback_is_needed() -> None:
    names = {name for kind in our_classes() for name, _ in overrides(kind)}
    assert set(FALLBACKS) <= names


def test_what_qt_does_not_call_is_left_alone() -> None:
    @guarded
    class Form:
        def data(self) -> None:
            raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        Form().data()
