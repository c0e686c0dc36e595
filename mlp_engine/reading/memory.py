"""Remembers what was worked out lately."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """The values of the last ``size`` keys that were asked for."""

    def __init__(self, size: int, work_out: Callable[[Key], Value]) -> None:
        self._size = size
        self._work_out = work_out
        self._values: OrderedDict[Key, Value] = OrderedDict()

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Memory({len(self)} of {self._size})"

    def __call__(self, key: Key) -> Value:
        """The value of ``key``: worked out once, then remembered while it is among the last asked for."""
        if key in self._values:
            self._values.move_to_end(key)
            return self._values[key]
        value = self._values[key] = self._work_out(key)
        if len(self._values) > self._size:
            self._values.popitem(last=False)
        return value
