"""The files under ``share``: menu entry, description, file type, icons, man pages, completions and licence."""

import argparse
import gzip
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import shtab  # pyright: ignore[reportMissingImports]
from argparse_manpage.manpage import Manpage  # pyright: ignore[reportMissingImports]

from mlp_desktop.launch import build_parser as desktop_parser
from mlp_desktop.program import APP_ID
from mlp_engine.cli import build_parser as engine_parser
from mlp_engine.files.resources import resource_path
from mlp_engine.version import HOME, __version__

HERE = Path(__file__).resolve().parent
ICON_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
FILES = ("FILE", "PATH", "FOLDER", "DATA", "WEIGHTS", "PICTURE")
"""Parts of the names of arguments that a shell completes with files."""


def write_shared_files(folder: Path) -> None:
    """Write all files below ``folder``, and check those that the freedesktop tools can check."""
    entry = _copy(f"{APP_ID}.desktop", folder / "applications")
    description = _copy(f"{APP_ID}.metainfo.xml", folder / "metainfo")
    _copy(f"{APP_ID}.mime.xml", folder / "mime" / "packages")
    _write_icons(folder / "icons" / "hicolor")
    parsers = {"mlp-desktop": desktop_parser(), "mlp-engine": engine_parser()}
    for name, parser in parsers.items():
        write_manual(parser, folder / "man" / "man1" / f"{name}.1.gz")
        _let_shells_complete_files(parser)
        for shell, path in (
            ("bash", folder / "bash-completion" / "completions" / name),
            ("zsh", folder / "zsh" / "vendor-completions" / f"_{name}"),
        ):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(shtab.complete(parser, shell=shell), encoding="utf-8")
    subprocess.run(["desktop-file-validate", entry], check=True)
    subprocess.run(["appstreamcli", "validate", "--no-net", description], check=True)


def _copy(name: str, folder: Path) -> Path:
    text = (HERE / name).read_text(encoding="utf-8")
    text = text.replace("@VERSION@", __version__).replace("@DATE@", f"{datetime.now(UTC):%Y-%m-%d}")
    if HOME:
        text = text.replace("  <content_rating", f'  <url type="homepage">{escape(HOME)}</url>\n  <content_rating')
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name.replace(".mime.xml", ".xml")
    path.write_text(text, encoding="utf-8")
    return path


def _write_icons(folder: Path) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication, QIcon

    application = QGuiApplication.instance() or QGuiApplication([])
    source = resource_path("icons", "app.svg")
    scalable = folder / "scalable" / "apps" / f"{APP_ID}.svg"
    scalable.parent.mkdir(parents=True, exist_ok=True)
    scalable.write_bytes(source.read_bytes())
    icon = QIcon(str(source))
    for size in ICON_SIZES:
        path = folder / f"{size}x{size}" / "apps" / f"{APP_ID}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not icon.pixmap(size, size).save(str(path)):
            raise OSError(f"{path} cannot be written.")
    del application


def write_manual(parser: argparse.ArgumentParser, path: Path) -> None:
    """Write the manual page of a program to ``path``, packed."""
    # The library asks for these; the section's date would differ from build to build, so it is the version's.
    data = {
        "prog": parser.prog,
        "project_name": "mlp-desktop",
        "version": __version__,
        "manual_title": "Digit pad",
        "manual_section": 1,
        "authors": ["mlp-desktop maintainers"],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(str(Manpage(parser, _data=data)).encode(), mtime=0))


def _let_shells_complete_files(parser: argparse.ArgumentParser) -> None:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                _let_shells_complete_files(command)
        elif any(part in str(action.metavar or action.dest).upper() for part in FILES):
            action.complete = shtab.FILE  # pyright: ignore[reportAttributeAccessIssue]
