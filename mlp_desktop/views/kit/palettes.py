"""The palettes of the window: light and dark, each plain and with high contrast.

Every text has a contrast of at least 4.5 : 1 with its paper, and 7 : 1 in high contrast. WCAG 2.2 asks for these in
its criteria 1.4.3 and 1.4.6; ``docs/accessibility.md`` has what was measured.
"""

from PySide6.QtGui import QColor, QPalette

_ROLES = QPalette.ColorRole
_LIGHT = {
    _ROLES.Window: "#f5f6f8",
    _ROLES.WindowText: "#1c2127",
    _ROLES.Base: "#ffffff",
    _ROLES.AlternateBase: "#eceef2",
    _ROLES.Text: "#1c2127",
    _ROLES.PlaceholderText: "#5f6873",
    _ROLES.Button: "#fbfcfd",
    _ROLES.ButtonText: "#1c2127",
    _ROLES.BrightText: "#ffffff",
    _ROLES.Light: "#ffffff",
    _ROLES.Midlight: "#e8ebef",
    _ROLES.Mid: "#cfd4da",
    _ROLES.Dark: "#a9b0b9",
    _ROLES.Shadow: "#6c747e",
    _ROLES.Highlight: "#0072b2",
    _ROLES.HighlightedText: "#ffffff",
    _ROLES.Accent: "#0072b2",
    _ROLES.Link: "#0072b2",
    _ROLES.LinkVisited: "#0072b2",
    _ROLES.ToolTipBase: "#ffffff",
    _ROLES.ToolTipText: "#1c2127",
}
_DARK = {
    _ROLES.Window: "#1e2126",
    _ROLES.WindowText: "#e6e9ed",
    _ROLES.Base: "#15171b",
    _ROLES.AlternateBase: "#282c32",
    _ROLES.Text: "#e6e9ed",
    _ROLES.PlaceholderText: "#9aa2ad",
    _ROLES.Button: "#2a2e35",
    _ROLES.ButtonText: "#e6e9ed",
    _ROLES.BrightText: "#ffffff",
    _ROLES.Light: "#3c424b",
    _ROLES.Midlight: "#343941",
    _ROLES.Mid: "#3c424b",
    _ROLES.Dark: "#14161a",
    _ROLES.Shadow: "#0a0b0d",
    _ROLES.Highlight: "#56b4e9",
    _ROLES.HighlightedText: "#0b1116",
    _ROLES.Accent: "#56b4e9",
    _ROLES.Link: "#56b4e9",
    _ROLES.LinkVisited: "#56b4e9",
    _ROLES.ToolTipBase: "#2a2e35",
    _ROLES.ToolTipText: "#e6e9ed",
}
_LIGHT_CONTRAST = _LIGHT | {
    _ROLES.Window: "#ffffff",
    _ROLES.WindowText: "#000000",
    _ROLES.AlternateBase: "#f2f2f2",
    _ROLES.Text: "#000000",
    _ROLES.PlaceholderText: "#333333",
    _ROLES.Button: "#ffffff",
    _ROLES.ButtonText: "#000000",
    _ROLES.Midlight: "#d9d9d9",
    _ROLES.Mid: "#595959",
    _ROLES.Dark: "#404040",
    _ROLES.Shadow: "#000000",
    _ROLES.Highlight: "#00457a",
    _ROLES.Accent: "#00457a",
    _ROLES.Link: "#00457a",
    _ROLES.LinkVisited: "#00457a",
    _ROLES.ToolTipText: "#000000",
}
_DARK_CONTRAST = _DARK | {
    _ROLES.Window: "#000000",
    _ROLES.WindowText: "#ffffff",
    _ROLES.Base: "#000000",
    _ROLES.AlternateBase: "#1a1a1a",
    _ROLES.Text: "#ffffff",
    _ROLES.PlaceholderText: "#d0d0d0",
    _ROLES.Button: "#000000",
    _ROLES.ButtonText: "#ffffff",
    _ROLES.Light: "#b0b0b0",
    _ROLES.Midlight: "#404040",
    _ROLES.Mid: "#a6a6a6",
    _ROLES.Dark: "#808080",
    _ROLES.Shadow: "#ffffff",
    _ROLES.Highlight: "#ffd60a",
    _ROLES.HighlightedText: "#000000",
    _ROLES.Accent: "#ffd60a",
    _ROLES.Link: "#ffd60a",
    _ROLES.LinkVisited: "#ffd60a",
    _ROLES.ToolTipBase: "#000000",
    _ROLES.ToolTipText: "#ffffff",
}
_FADING_ROLES = (_ROLES.WindowText, _ROLES.Text, _ROLES.ButtonText, _ROLES.PlaceholderText, _ROLES.Highlight)
_FADED = {False: 0.6, True: 0.42}
"""How far the text of what is disabled goes to its paper; with high contrast less far."""

_OUTLINE = 0.53

HIGH_CONTRAST = 18.0
"""From this contrast of text and window on, a palette has high contrast; that of black and white is 21."""


def palette_for(*, dark: bool, high_contrast: bool = False) -> QPalette:
    """The light or the dark palette, whichever of them is in use: for what is painted on paper of a picture."""
    plain, strong = (_DARK, _DARK_CONTRAST) if dark else (_LIGHT, _LIGHT_CONTRAST)
    colours = strong if high_contrast else plain
    palette = QPalette()
    for role, colour in colours.items():
        palette.setColor(role, QColor(colour))
    faded = blend(QColor(colours[_ROLES.WindowText]), QColor(colours[_ROLES.Window]), _FADED[high_contrast])
    for role in _FADING_ROLES:
        palette.setColor(QPalette.ColorGroup.Disabled, role, faded)
    palette.setColor(QPalette.ColorGroup.Disabled, _ROLES.Base, palette.color(_ROLES.Window))
    return palette


def outline(palette: QPalette, *, enabled: bool = True) -> QColor:
    """The colour of the outlines of controls: 3 : 1 on window and paper, and the text's colour in high contrast.

    What is disabled has a fainter one.
    """
    share = 1.0 if has_high_contrast(palette) else _OUTLINE
    if not enabled:
        share *= 0.5
    group = QPalette.ColorGroup.Active
    return blend(palette.color(group, _ROLES.Window), palette.color(group, _ROLES.WindowText), share)


def has_high_contrast(palette: QPalette) -> bool:
    """Whether text and window are as far apart as in a palette of high contrast, ours or the system's."""
    return contrast(palette.color(_ROLES.WindowText), palette.color(_ROLES.Window)) >= HIGH_CONTRAST


def is_dark_palette(palette: QPalette) -> bool:
    """Whether it has light text on dark paper."""
    return palette.color(_ROLES.Base).lightness() < palette.color(_ROLES.Text).lightness()


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two opaque colours, from 1 to 21, as WCAG 2 defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    """The relative luminance of WCAG 2, from 0 to 1."""
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def blend(colour: QColor, other: QColor, share: float) -> QColor:
    """``colour`` with ``share`` (0 to 1) of ``other`` mixed in."""
    return QColor(
        round(colour.red() + (other.red() - colour.red()) * share),
        round(colour.green() + (other.green() - colour.green()) * share),
        round(colour.blue() + (other.blue() - colour.blue()) * share),
    )
