"""What the packages for users hold agrees with the program, and with itself."""

import argparse
import gzip
import os
import re
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from configparser import ConfigParser
from pathlib import Path

import pytest

from mlp_desktop.launch import build_parser as desktop_parser
from mlp_desktop.program import APP_ID
from mlp_desktop.views.window.dialog_window import PROGRAM
from mlp_engine.cli import build_parser as engine_parser
from mlp_engine.files.resources import bundled_weights, resource_path
from mlp_engine.lessons import lesson_text, read_lesson
from mlp_engine.version import HOME, NEWEST_RELEASE

ROOT = Path(__file__).parents[2]
LINUX = ROOT / "packaging" / "linux"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NETWORK = "application/vnd.mlp-engine.network"
LESSON = "application/vnd.mlp-engine.lesson"


@pytest.fixture
def entry() -> dict[str, str]:
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str  # keys of a desktop entry are capitalised
    parser.read(LINUX / f"{APP_ID}.desktop", encoding="utf-8")
    return dict(parser["Desktop Entry"])


def test_the_menu_entry_starts_the_window_under_its_name_and_icon(entry: dict[str, str]) -> None:
    program, argument = entry["Exec"].split()
    assert program in PROJECT["gui-scripts"], "and so opens no console on Windows"
    assert argument == "%f"
    assert (entry["Name"], entry["Icon"]) == (PROGRAM, APP_ID)
    assert entry["MimeType"].rstrip(";").split(";") == [NETWORK, LESSON]


def test_the_description_is_of_this_program(entry: dict[str, str]) -> None:
    description = ET.parse(LINUX / f"{APP_ID}.metainfo.xml").getroot()
    assert description.findtext("id") == APP_ID
    assert description.findtext("launchable") == f"{APP_ID}.desktop"
    assert description.findtext("name") == PROGRAM
    assert description.findtext("summary") == entry["Comment"]
    assert description.findtext("project_license") == PROJECT["license"]
    programs = {program.text for program in description.iter("binary")}
    assert programs == {*PROJECT["scripts"], *PROJECT["gui-scripts"]}


def test_a_network_is_known_by_its_first_bytes(tmp_path: Path) -> None:
    """As shared-mime-info looks for it: the outer string at its offset, the inner one within a range of offsets."""
    text = (LINUX / f"{APP_ID}.mime.xml").read_text(encoding="utf-8")
    kind = ET.fromstring(text)[0]
    assert kind.get("type") == NETWORK
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    outer = kind.find(f"{space}magic/{space}match")
    assert outer is not None
    (inner,) = outer

    def matches(data: bytes) -> bool:
        start, (first, last) = int(outer.get("offset", "")), map(int, inner.get("offset", "").split(":"))
        begin, key = outer.get("value", "").encode(), inner.get("value", "").encode()
        return data[start:].startswith(begin) and first <= data.find(key) <= last

    assert matches(bundled_weights().read_bytes())
    assert not matches((8).to_bytes(8, "little") + b'{"__metadata__":{"format":"pt"}}')


def test_a_lesson_is_known_by_its_name_or_its_content() -> None:
    text = (LINUX / f"{APP_ID}.mime.xml").read_text(encoding="utf-8")
    kind = ET.fromstring(text)[1]
    assert kind.get("type") == LESSON
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    magic = kind.find(f"{space}magic")
    assert magic is not None
    assert [glob.get("pattern") for glob in kind.findall(f"{space}glob")] == ["*.lesson.toml"]
    outer = magic[0]
    begin, within = outer.get("value", ""), outer[0].get("value", "").replace("\\n", "\n")

    def matches(lesson: str) -> bool:
        return lesson.startswith(begin) and within in lesson[:65536]

    shipped = sorted(resource_path("lessons").glob("*.toml"))
    assert shipped
    assert [path.name for path in shipped if not matches(path.read_text(encoding="utf-8"))] == []
    assert matches(lesson_text(read_lesson(shipped[0])))
    assert not matches((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_release_workflow_names_what_is_there_and_pins_what_it_uses() -> None:
    workflow = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    used = re.findall(r"uses: (\S+)", workflow)
    assert used
    assert [action for action in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action)] == []
    named = set(re.findall(r"\b(?:packaging|resources)/[\w./-]+", workflow))
    assert {
        "packaging/build_linux.py",
        "packaging/frozen/mlp-desktop.spec",
        "packaging/windows/mlp-desktop.iss",
    } <= named
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert workflow.count("timeout-minutes:") == workflow.count("runs-on:")
    assert workflow.count("contents: write") == 1
    drafting = workflow.partition("contents: write")[2].partition("\n  upload:")[0]
    assert re.findall("checkout|setup-python|pip|npm", drafting) == [], "what may write runs nothing of the tag"
    for part in ("windows.zip", "hdiutil", "sha256sum", "cyclonedx-py", "twine upload", '[ "$TAG" = "v$version" ]'):
        assert part in workflow, part


def test_the_projects_address_stands_in_one_place_and_everything_agrees_with_it() -> None:
    """Until there is one, nothing names an address: neither the metadata nor the packages nor the citation."""
    urls = PROJECT.get("urls", {})
    assert urls.get("Homepage", "") == HOME
    description = (LINUX / f"{APP_ID}.metainfo.xml").read_text(encoding="utf-8")
    assert "<url" not in description, "it is filled in when the packages are built"
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert ("repository-code:" in citation) == bool(HOME)
    assert bool(NEWEST_RELEASE) <= bool(HOME), "a notice of a version leads to the project's page"


def test_manual_pages_and_completions_name_every_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are made of the parsers when the packages are built, so no new option is missing."""
    pytest.importorskip("shtab")
    pytest.importorskip("argparse_manpage")
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    from linux.shared_files import write_manual

    for name, parser in (("mlp-desktop", desktop_parser()), ("mlp-engine", engine_parser())):
        write_manual(parser, tmp_path / f"{name}.1.gz")
        manual = gzip.decompress((tmp_path / f"{name}.1.gz").read_bytes()).decode().replace("\\-", "-")
        assert [option for option in options(parser) if option not in manual] == []


@pytest.mark.skipif(shutil.which("mksquashfs") is None, reason="an AppImage needs squashfs-tools")
def test_an_appimage_is_its_runtime_followed_by_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    from linux.app_image import MAGIC, write_image

    folder, runtime, image = tmp_path / "AppDir", tmp_path / "runtime", tmp_path / "pad.AppImage"
    folder.mkdir()
    (folder / "AppRun").write_text("#!/bin/sh\necho here\n", encoding="utf-8")
    runtime.write_bytes(b"\x7fELF" + bytes(8))
    with pytest.raises(ValueError, match="type 2"):
        write_image(folder, runtime, image)
    head = b"\x7fELF\x02\x01\x01\x00" + MAGIC + bytes(4085)
    runtime.write_bytes(head)
    write_image(folder, runtime, image)
    assert image.read_bytes().startswith(head)
    assert os.access(image, os.X_OK)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["AppDir", "pad.AppImage", "runtime"]
    unpack = ["unsquashfs", "-o", str(len(head)), "-d", str(tmp_path / "unpacked"), str(image)]
    subprocess.run(unpack, check=True, capture_output=True)
    assert (tmp_path / "unpacked" / "AppRun").read_text(encoding="utf-8") == "#!/bin/sh\necho here\n"


@pytest.mark.skipif(sys.platform == "win32", reason="AppImages are of Linux")
def test_the_folder_of_the_appimage_starts_either_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    from linux.app_image import ICON_SIZE, write_app_folder
    from linux.installed_tree import PROGRAMS

    assert set(PROGRAMS) == {*PROJECT["scripts"], *PROJECT["gui-scripts"]}
    frozen, shared, folder = tmp_path / "frozen", tmp_path / "share", tmp_path / "AppDir"
    icon = shared / "icons" / "hicolor" / f"{ICON_SIZE}x{ICON_SIZE}" / "apps" / f"{APP_ID}.png"
    for path in (frozen / "x", shared / "applications" / f"{APP_ID}.desktop", icon):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    for name in PROGRAMS:
        (frozen / name).write_text(f'#!/bin/sh\necho {name} "$@"\n', encoding="utf-8")
        (frozen / name).chmod(0o755)
    write_app_folder(frozen, shared, folder)
    assert {path.name for path in folder.iterdir()} == {
        "AppRun",
        "usr",
        ".DirIcon",
        f"{APP_ID}.desktop",
        f"{APP_ID}.png",
    }
    assert (folder / ".DirIcon").read_text(encoding="utf-8") == "x"
    for called, started in (
        (None, "mlp-desktop"),
        ("/home/a b/Digit pad.AppImage", "mlp-desktop"),
        ("mlp-engine", "mlp-engine"),
    ):
        environ = {"PATH": os.environ["PATH"]} | ({} if called is None else {"ARGV0": called})
        command = [folder / "AppRun", "--version", "a b"]
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
        assert done.stdout == f"{started} --version a b\n"
        assert (folder / "usr" / "bin" / started).resolve() == folder / "usr" / "lib" / "mlp-desktop" / started


def options(parser: argparse.ArgumentParser) -> set[str]:
    """All long options of a parser and of its commands."""
    found: set[str] = set()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            found |= set[str]().union(*map(options, action.choices.values()))
        elif action.help != argparse.SUPPRESS:
            found |= {option for option in action.option_strings if option.startswith("--")}
    found.discard("--help")  # the manual shows -h alone
    return found


def test_the_frozen_program_has_its_resources_where_it_looks_for_them() -> None:
    recipe = (ROOT / "packaging" / "frozen" / "mlp-desktop.spec").read_text(encoding="utf-8")
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    installed = wheel["wheel"]["force-include"]["resources"]
    assert f'datas=[(str(RESOURCES), "{installed}")]' in recipe
    assert f'bundle_identifier="{APP_ID}"' in recipe


def test_the_flatpak_is_of_the_same_program() -> None:
    manifest = (ROOT / "packaging" / "flatpak" / f"{APP_ID}.yml").read_text(encoding="utf-8")
    assert f"id: {APP_ID}\n" in manifest
    assert "command: mlp-desktop\n" in manifest
