"""What the packages for users hold agrees with the program, and with itself."""

import tomllib
import xml.etree.ElementTree as ET
from configparser import ConfigParser
from pathlib import Path

import pytest

from mlp_desktop.app import APP_ID
from mlp_desktop.views.window.dialog_window import PROGRAM
from mlp_engine.files.resources import bundled_weights

ROOT = Path(__file__).parents[2]
LINUX = ROOT / "packaging" / "linux"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NETWORK = "application/vnd.mlp-engine.network"


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
    assert entry["MimeType"].rstrip(";").split(";") == [NETWORK]


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
