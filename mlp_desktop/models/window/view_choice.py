"""What a person has chosen in the View menu."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Literal

Scheme = Literal["system", "light", "dark"]

TEXT_SIZES = (80, 90, 100, 110, 125, 150, 175, 200, 225, 250)
"""The sizes of text that are offered, in per cent of the system's."""
NORMAL_TEXT = 100


@dataclass(frozen=True)
class ViewChoice:
    """Colours, size of text, and whether pad and answer fill the screen.

    Attributes:
        scheme: light or dark windows, or as the system has them.
        high_contrast: whether the contrast is high even if the system does not ask for it.
        text_size: in per cent of the system's text.
        presents: whether the window is in presentation mode.
    """

    scheme: Scheme = "system"
    high_contrast: bool = False
    text_size: int = NORMAL_TEXT
    presents: bool = False

    def remembered(self) -> dict[str, object]:
        """The values by which :meth:`recalled` knows them again."""
        return asdict(self)

    def with_text_step(self, steps: int) -> "ViewChoice":
        """The choice with text larger by a number of :data:`TEXT_SIZES`, or smaller if it is negative."""
        at = TEXT_SIZES.index(self.text_size) + steps
        return replace(self, text_size=TEXT_SIZES[min(max(at, 0), len(TEXT_SIZES) - 1)])


def recalled(values: Mapping[str, object]) -> ViewChoice:
    """The choice with these values; one that does not fit, as from another version, is as at first."""
    first = ViewChoice()
    known: dict[object, Scheme] = {"light": "light", "dark": "dark"}
    scheme = known.get(values.get("scheme"), first.scheme)
    size = values.get("text_size")
    nearest = min(TEXT_SIZES, key=lambda each: abs(each - size)) if type(size) is int else first.text_size
    return ViewChoice(scheme, values.get("high_contrast") is True, nearest, values.get("presents") is True)
