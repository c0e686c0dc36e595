"""The dialogs of the program, as methods of the window."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QMainWindow, QMenu, QMessageBox
from shiboken6 import isValid

if TYPE_CHECKING:
    from mlp_desktop.views.window.fault_dialog import FaultDialog
    from mlp_desktop.views.window.lesson_dialog import LessonTexts

PROGRAM = "Digit pad"


class DialogWindow(QMainWindow):
    """The base of the main window, with a method for every dialog, which tests replace by an answer."""

    help_requested = Signal()

    _faults: "FaultDialog | None" = None

    def show_error(self, sentence: str) -> None:
        """Show what went wrong, and wait until the dialog is closed."""
        box = self._box(QMessageBox.Icon.Warning, sentence)
        box.setObjectName("errorDialog")
        self._show(box)

    def show_fault(self, sentence: str, details: str) -> None:
        """Show a fault of the program in a window that does not wait, or count it there if one is shown already.

        Args:
            sentence: what went wrong; empty for a fault that was shown before.
            details: for whoever mends it.
        """
        if self._faults is None:
            # Imported only now, because the window opens without it.
            from mlp_desktop.views.window.fault_dialog import FaultDialog

            self._faults = FaultDialog(PROGRAM, self)
        self._faults.add(sentence, details)

    def ask(self, question: str, yes: str, no: str) -> bool:
        """Ask a question with two answers; closing the dialog means ``no``."""
        box = self._box(QMessageBox.Icon.Question, question)
        agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        refuse = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(refuse)
        box.setEscapeButton(refuse)
        return self._show(box) is agree

    def ask_which(self, question: str, answers: Sequence[str]) -> str:
        """Ask a question with several answers, the first of which is proposed; empty if the dialog was closed."""
        box = self._box(QMessageBox.Icon.Question, question)
        box.setObjectName("useDialog")
        buttons = [box.addButton(answer, QMessageBox.ButtonRole.ActionRole) for answer in answers]
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(buttons[0])
        chosen = self._show(box)
        return next((answer for answer, button in zip(answers, buttons, strict=True) if button is chosen), "")

    def choose_one(self, question: str, choices: list[str], proposed: str) -> str:
        """Ask for one of ``choices``, with ``proposed`` selected; empty if the dialog was closed."""
        # Imported only now, as the dialogs below, because the window opens without it.
        from PySide6.QtWidgets import QInputDialog

        dialog = QInputDialog(self)
        dialog.setObjectName("choiceDialog")
        dialog.setWindowTitle(PROGRAM)
        dialog.setLabelText(question)
        dialog.setComboBoxItems(choices)
        dialog.setTextValue(proposed)
        for label in dialog.findChildren(QLabel):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        for box in dialog.findChildren(QComboBox):
            box.setObjectName("choice")
            box.setAccessibleName(question)
        chosen = dialog.textValue() if dialog.exec() else ""
        dialog.deleteLater()
        return chosen

    def ask_save_changes(self) -> Literal["save", "discard", "cancel"]:
        """Ask what to do with a network that is not saved; closing the dialog means ``cancel``."""
        box = self._box(QMessageBox.Icon.Question, "The network in use has not been saved. Save it?")
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        pressed = self._show(box)
        if pressed is None:
            return "cancel"
        answer = box.standardButton(pressed)
        if answer == buttons.Save:
            return "save"
        return "discard" if answer == buttons.Discard else "cancel"

    def choose_open_file(self, title: str, folder: str, file_filter: str) -> str:
        """Ask for a file to read. Returns its path, or an empty string if the dialog was cancelled.

        The dialog offers all files too, whatever the filter, since files are known by their content.
        """
        from PySide6.QtWidgets import QFileDialog

        return QFileDialog.getOpenFileName(self, title, folder, f"{file_filter};;All files (*)")[0]

    def choose_save_file(self, title: str, folder: str, file_filter: str) -> str:
        """Ask for a file to write; ``folder`` may end in a proposed name. Returns as :meth:`choose_open_file`."""
        from PySide6.QtWidgets import QFileDialog

        return QFileDialog.getSaveFileName(self, title, folder, file_filter)[0]

    def choose_save_kind(self, title: str, folder: str, file_filter: str) -> tuple[str, str]:
        """Ask as :meth:`choose_save_file`. Returns the path, and the part of the filter that was chosen."""
        from PySide6.QtWidgets import QFileDialog

        return QFileDialog.getSaveFileName(self, title, folder, file_filter)

    def choose_folder(self, title: str, folder: str) -> str:
        """Ask for a folder. Returns its path, or an empty string if the dialog was cancelled."""
        from PySide6.QtWidgets import QFileDialog

        return QFileDialog.getExistingDirectory(self, title, folder)

    def show_shortcuts(self) -> None:
        """Show the keyboard shortcuts."""
        # Imported only now, because the window opens without it.
        from mlp_desktop.views.window.shortcuts_dialog import ShortcutsDialog

        menus = [action.menu() for action in self.menuBar().actions()]
        groups = {menu.title(): menu.actions() for menu in menus if isinstance(menu, QMenu)}
        dialog = ShortcutsDialog(groups, self)
        dialog.help_requested.connect(self.help_requested)
        dialog.exec()
        dialog.deleteLater()

    def show_log(self, place: str, text: str) -> None:
        """Show the log of the program; ``place`` says where its file is."""
        # Imported only now, because the window opens without it.
        from mlp_desktop.views.window.log_dialog import LogDialog

        dialog = LogDialog(place, text, self)
        dialog.exec()
        dialog.deleteLater()

    def write_lesson(
        self, texts: "LessonTexts", controls: Sequence[tuple[str, str]], save: "Callable[[LessonTexts], str | None]"
    ) -> None:
        """Have the texts of a lesson edited until they are saved or the dialog is closed.

        Args:
            texts: what they are at first.
            controls: key and label of each control that a lesson can show.
            save: saves texts; returns an empty text, or what is wrong with them, or ``None`` if they are not saved yet.
        """
        # Imported only now, because the window opens without it.
        from mlp_desktop.views.window.lesson_dialog import LessonDialog

        dialog = LessonDialog(texts, controls, save, self)
        dialog.exec()
        dialog.deleteLater()

    def show_about(self, sentences: str, details: str) -> None:
        """Show what the program is, and details that can be copied."""
        # Imported only now, because the window opens without it.
        from mlp_desktop.views.window.about_dialog import AboutDialog

        dialog = AboutDialog(f"About {PROGRAM}", sentences, details, self.windowIcon(), self)
        dialog.exec()
        dialog.deleteLater()

    def _box(self, icon: QMessageBox.Icon, text: str) -> QMessageBox:
        box = QMessageBox(icon, PROGRAM, text, parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        return box

    @staticmethod
    def _show(box: QMessageBox) -> QAbstractButton | None:
        """Show the box until it is closed, and delete it.

        Returns the button that closed it; ``None`` if the window went while the box was open, as at the end of a
        session.
        """
        for button in box.buttons():
            button.setIcon(QIcon())  # the system's icons do not match ours
        box.exec()
        if not isValid(box):
            return None
        box.deleteLater()
        return box.clickedButton()
