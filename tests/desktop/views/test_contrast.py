"""Text and controls stand out in every palette: measured on widgets as they are painted."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QSpinBox, QWidget

from contrast_probes import CONTROL, TEXT, measure, words_in
from every_dialog import every_dialog
from mlp_desktop.views.kit import theme
from mlp_desktop.views.kit.look import SystemLook, chosen_palette
from mlp_desktop.views.kit.palettes import contrast, has_high_contrast, palette_for
from mlp_desktop.views.window.main_window import MainWindow

PALETTES = [(scheme, strong) for scheme in (Qt.ColorScheme.Light, Qt.ColorScheme.Dark) for strong in (False, True)]


@pytest.mark.parametrize(("scheme", "strong"), PALETTES)
def test_text_has_4_5_and_controls_and_states_have_3(qapp: QApplication, scheme: Qt.ColorScheme, strong: bool) -> None:
    theme.apply_theme(qapp)
    theme.set_scheme(qapp, scheme, high_contrast=strong)
    found = list(measure(qapp))
    assert {least for _, _, least in found} == {TEXT, CONTROL} == {4.5, 3.0}
    assert len(found) >= 45
    assert [(what, round(ratio, 2)) for what, ratio, least in found if ratio < least] == []


def test_the_words_of_every_dialog_stand_out(qapp: QApplication, window: MainWindow) -> None:
    """As they are painted on it, in all palettes."""
    theme.apply_theme(qapp)
    faint: list[str] = []
    found: dict[str, list[tuple[QWidget, float]]] = {}
    dialogs = every_dialog(window)
    for scheme, strong in PALETTES:
        theme.set_scheme(qapp, scheme, high_contrast=strong)
        for name, dialog in dialogs.items():
            found[name] = list(words_in(dialog))
        for name, measured in found.items():
            assert measured, name
            faint += [
                f"{name}: {type(widget).__name__} {widget.objectName()} {ratio:.2f}, {scheme}, {strong}"
                for widget, ratio in measured
                if ratio < TEXT
            ]
    for dialog in dialogs.values():
        dialog.close()
    assert sum(map(len, found.values())) > 80
    assert faint == []


@pytest.mark.parametrize("dark", [False, True])
def test_text_of_high_contrast_has_7(dark: bool) -> None:
    palette = palette_for(dark=dark, high_contrast=True)
    role = palette.ColorRole
    for words, ground in (
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.PlaceholderText, role.Window),
        (role.PlaceholderText, role.AlternateBase),
        (role.HighlightedText, role.Highlight),
        (role.ButtonText, role.Button),
    ):
        assert contrast(palette.color(words), palette.color(ground)) >= 7, words


@pytest.mark.parametrize("strong", [False, True])
@pytest.mark.parametrize("dark", [False, True])
def test_the_system_is_followed_until_a_person_chooses(dark: bool, strong: bool) -> None:
    system = SystemLook(dark, strong, palette_for(dark=dark))
    followed = chosen_palette("system", False, system)
    assert followed == palette_for(dark=dark, high_contrast=strong)
    assert chosen_palette("light", False, system) == palette_for(dark=False, high_contrast=strong)
    assert chosen_palette("dark", True, system) == palette_for(dark=True, high_contrast=True)


def test_a_palette_of_high_contrast_of_the_systems_own_is_left_alone() -> None:
    own = palette_for(dark=True, high_contrast=True)
    own.setColor(own.ColorRole.ButtonText, Qt.GlobalColor.yellow)
    system = SystemLook(True, True, own)
    assert has_high_contrast(own)
    assert chosen_palette("system", False, system) is None
    assert chosen_palette("dark", False, system) == palette_for(dark=True, high_contrast=True)


def test_what_is_clicked_is_no_smaller_than_24_pixels(qapp: QApplication, window: MainWindow) -> None:
    theme.apply_theme(qapp)
    small = []
    for place in range(window.tabs.count()):
        window.tabs.setCurrentIndex(place)
        qapp.processEvents()
        small += [
            f"{type(each).__name__} {each.objectName()} {each.width()}×{each.height()}"
            for kind in (QAbstractButton, QComboBox, QLineEdit, QSpinBox)
            for each in window.tabs.currentWidget().findChildren(kind)
            if each.isVisible() and not is_part(each) and min(each.width(), each.height()) < 24
        ]
    bar = window.tabs.tabBar()
    assert min(bar.tabRect(place).height() for place in range(bar.count())) >= 24
    assert small == []


def is_part(widget: QWidget) -> bool:
    """Whether it belongs to another control, or is named by Qt itself, as the corner button of a table."""
    return widget.objectName().startswith("qt_") or not widget.objectName()
