"""Every bad file that people are likely to hold, dropped on the real window and opened in it: one sentence each."""

import struct
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from mlp_desktop.app import Desktop

from .acting import text, wait_for_picture

SEVEN = [[(40, 50), (70, 48), (110, 47), (150, 46), (140, 80), (125, 120), (110, 165), (98, 200)]]


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def one_drawn(mode: str = "L") -> Image.Image:
    page = Image.new("L", (200, 260), 255)
    ImageDraw.Draw(page).line([(104, 30), (100, 120), (96, 230)], fill=0, width=22)
    return page.convert("RGB").convert(mode) if mode == "CMYK" else page.convert(mode)


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG with next to nothing behind the size in its header."""
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0"))]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in [*chunks, (b"IEND", b"")]
    )
    return b"\x89PNG\r\n\x1a\n" + body


def animated_gif() -> bytes:
    return encoded(one_drawn("P"), "GIF", save_all=True, append_images=[Image.new("P", (200, 260), 3)])


def noise(kind: str) -> bytes:
    return encoded(Image.effect_noise((60, 80), 99), kind)


def all_of_it(width: int, height: int) -> bytes:
    """A blank PNG of that size."""
    return encoded(Image.new("L", (width, height), 255), "PNG")


BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "0 bytes": (
        "digit.png",
        lambda: b"",
        "digit.png must be a PNG, JPEG, BMP, GIF, WebP or TIFF picture. Got an empty file.",
    ),
    "no image": (
        "notes.png",
        lambda: b"buy milk\n" * 99,
        "notes.png must be a PNG, JPEG, BMP, GIF, WebP or TIFF picture. Got a file of another kind.",
    ),
    "100 megapixels": (
        "large.png",
        lambda: png_that_claims(10_000, 10_000),
        "large.png must have at most 64 megapixels. Got 10000×10000.",
    ),
    "3,600 megapixels": (
        "bomb.png",
        lambda: png_that_claims(60_000, 60_000),
        "bomb.png must have at most 64 megapixels. Got far more.",
    ),
    "half a PNG": ("half.png", lambda: noise("PNG")[:2000], "half.png must be a whole and readable picture. Got "),
    "half a JPEG": ("half.jpg", lambda: noise("JPEG")[:900], "half.jpg must be a whole and readable picture. Got "),
    "half a BMP": ("half.bmp", lambda: noise("BMP")[:2000], "half.bmp must be a whole and readable picture. Got "),
    "only a PNG's first bytes": ("stub.png", lambda: noise("PNG")[:8], "stub.png must be a "),
    "strokes without end": (
        "mine.jsonl",
        lambda: b'{"strokes": [[[0, 0], [1',
        ", line 1: a line must be one JSON object. Got: ",
    ),
    "strokes far away": (
        "mine.jsonl",
        lambda: b'{"strokes": [[[0, 1e7]]]}',
        ", line 1: a point must be two numbers from -1e+06 to 1e+06. Got [0, 10000000.0].",
    ),
    "strokes deeply nested": (
        "mine.jsonl",
        lambda: b"[" * 100_000,
        ", line 1: lists must be nested as in a stroke. Got deeper.",
    ),
    "no strokes": ("mine.jsonl", lambda: b"\n\n", "mine.jsonl must hold at least one drawing. Got none."),
    "zeros called gzip": ("mine.jsonl.gz", lambda: b"\x1f\x8b" + bytes(90), "must be a whole and undamaged gzip file"),
}

GOOD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "CMYK JPEG": ("one.jpg", lambda: encoded(one_drawn("CMYK"), "JPEG", quality=90)),
    "JPEG called PNG": ("one.png", lambda: encoded(one_drawn(), "JPEG")),
    "BMP": ("one.bmp", lambda: encoded(one_drawn(), "BMP")),
    "animated GIF": ("dance.gif", animated_gif),
    "palette": ("one.png", lambda: encoded(one_drawn("P"), "PNG")),
    "16 bits": ("one.png", lambda: encoded(Image.fromarray(np.asarray(one_drawn()).astype(np.uint16) * 257), "PNG")),
}

Way = Callable[[Desktop, Path], None]


def answer(desktop: Desktop) -> str:
    return text(desktop, "predictedDigit")


@pytest.fixture(params=["dropped", "opened"])
def put(request: pytest.FixtureRequest, drop: Callable[[Desktop, Path], None], monkeypatch: pytest.MonkeyPatch) -> Way:
    """Bring a file into the window: dropped on it, or chosen in its dialog."""

    def choose(desktop: Desktop, path: Path) -> None:
        monkeypatch.setattr(desktop.window, "choose_open_file", lambda *_: str(path))
        desktop.window.open_picture_action.trigger()

    return drop if request.param == "dropped" else choose


@pytest.fixture
def with_seven(desktop: Desktop, draw: Callable[[Desktop, Sequence[object]], None]) -> Desktop:
    draw(desktop, SEVEN)
    return desktop


def test_each_bad_file_is_refused_with_its_sentence_and_changes_nothing(
    qtbot, with_seven: Desktop, put: Way, told: list[str], tmp_path: Path
) -> None:
    before = with_seven.drawing.sheet
    for case, (name, content, sentence) in BAD.items():
        path = tmp_path / name
        path.write_bytes(content())
        put(with_seven, path)
        wait_for_picture(qtbot, with_seven)
        assert len(told) == 1, case
        assert told[0].removeprefix(str(path)).startswith(sentence) or sentence in told[0], (case, told[0])
        assert told.pop().count("\n") == 0, case
        assert with_seven.drawing.sheet is before, case
        assert not with_seven.window.draw_tab.picture.isVisible(), case


def test_blank_pictures_say_so_under_the_picture(
    qtbot, with_seven: Desktop, put: Way, told: list[str], tmp_path: Path
) -> None:
    for number, size in enumerate(((300, 300), (1, 10_000))):
        path = tmp_path / f"blank-{number}.png"
        path.write_bytes(all_of_it(*size))
        put(with_seven, path)
        assert wait_for_picture(qtbot, with_seven).startswith("This picture is blank.")
        assert with_seven.drawing.sheet.opened is not None
        assert answer(with_seven) == ""
    assert told == []


def test_unusual_but_sound_pictures_are_read(
    qtbot, desktop: Desktop, put: Way, told: list[str], tmp_path: Path
) -> None:
    for case, (name, content) in GOOD.items():
        path = tmp_path / name
        path.write_bytes(content())
        desktop.drawing.clear()
        put(desktop, path)
        wait_for_picture(qtbot, desktop)
        assert (answer(desktop), told) == ("1", []), case
        assert desktop.drawing.sheet.opened is not None, case


def test_a_picture_one_pixel_wide_is_opened_without_harm(
    qtbot, desktop: Desktop, put: Way, told: list[str], tmp_path: Path
) -> None:
    sliver = np.full((10_000, 1), 255, np.uint8)
    sliver[4_000:6_000] = 0
    for number, ink in enumerate((sliver, sliver.T)):
        path = tmp_path / f"sliver-{number}.png"
        path.write_bytes(encoded(Image.fromarray(ink), "PNG"))
        put(desktop, path)
        wait_for_picture(qtbot, desktop)
        desktop.window.grab()
        assert told == []
        assert desktop.drawing.sheet.opened is not None


def test_a_missing_file_is_refused_when_dropped(
    with_seven: Desktop, drop: Way, told: list[str], tmp_path: Path
) -> None:
    drop(with_seven, tmp_path / "gone.png")
    drop(with_seven, tmp_path / "gone.jsonl")
    assert told[0].endswith("gone.png must be a file that can be read. There is no such file.")
    assert told[1].endswith("gone.jsonl must be a file that can be read. There is no such file.")
    assert len(with_seven.drawing.sheet.strokes) == 1
