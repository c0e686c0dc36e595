"""Files and folders for the monkey's file dialogs: sound ones of every kind, damaged ones, and ones with odd names."""

import json
import os
import zipfile
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage

from mlp_engine.datasets.practice import practice_strokes
from mlp_engine.files.resources import bundled_weights
from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.file import save_weights
from mlp_engine.weights.model_card import ModelCard

SAMPLES = 120


def make_sources(folder: Path, rng: np.random.Generator) -> list[str]:
    """Create files and folders to be opened, below ``folder``; returns their paths, one of which does not exist."""
    folder.mkdir()
    sound = [*_weights(folder, rng), *_strokes(folder, rng), *_pictures(folder, rng), *_data(folder, rng)]
    return [str(path) for path in (*sound, *_damaged(folder, sound, rng), *_odd(folder, sound))]


def make_targets(folder: Path) -> list[str]:
    """Names to save under, below ``folder``: fine ones, and ones that cannot be written."""
    folder.mkdir()
    (folder / "a folder").mkdir()
    (folder / "file").write_bytes(b"x")
    names = [
        "new", "new.safetensors", "new.png", "new.svg", "new.jsonl", "new.csv", "new.html", "new.npz", "new.json",
        "new.onnx", "new.py", "n" * 255, "n" * 300, "line\nbreak.png", "=1+1.csv", "<b>x</b>.png", "\u202egnp.png",
        "a folder", "file/below", "no/such/folder/x.png", "ünï çödé.safetensors",
    ]  # fmt: skip
    return [str(folder / name) for name in names]


def _weights(folder: Path, rng: np.random.Generator) -> list[Path]:
    paths = []
    for name, config in (
        ("small.safetensors", NetworkConfig(hidden=(12,))),
        ("deep.safetensors", NetworkConfig(hidden=(8, 8, 8), activations=("relu",))),
        ("other size.safetensors", NetworkConfig(inputs=100, hidden=(5,))),
        ("two classes.safetensors", NetworkConfig(hidden=(5,), outputs=2)),
        ("not finite.safetensors", NetworkConfig(hidden=(5,))),
    ):
        parameters = rng.normal(0, 0.1, config.parameter_count).astype(np.float32)
        if name == "not finite.safetensors":
            parameters[::7] = 3e38
        save_weights(folder / name, Network(config, parameters), ModelCard(epochs=1))
        paths.append(folder / name)
    bundled = folder / "bundled.safetensors"
    bundled.write_bytes(bundled_weights().read_bytes())
    return [*paths, bundled]


def _strokes(folder: Path, rng: np.random.Generator) -> list[Path]:
    records = [
        {"digit": label, "strokes": [np.asarray(stroke).tolist() for stroke in practice_strokes(label, rng)]}
        for label in range(10)
    ]
    lines = folder / "strokes.jsonl"
    lines.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    far = folder / "far away.jsonl"
    far.write_text(json.dumps({"digit": 3, "strokes": [[[1e300, -1e300], [0, 0]], [[5, 5]]]}) + "\n", encoding="utf-8")
    return [lines, far]


def _pictures(folder: Path, rng: np.random.Generator) -> list[Path]:
    paths = []
    for name, width, height in (("photo.png", 640, 480), ("dot.png", 1, 1), ("line.png", 4000, 3), ("wide.bmp", 90, 9)):
        image = QImage(width, height, QImage.Format.Format_Grayscale8)
        image.fill(250)
        for _ in range(40):
            image.setPixel(int(rng.integers(width)), int(rng.integers(height)), 0xFF000000)
        image.save(str(folder / name))
        paths.append(folder / name)
    huge = QImage(30_000, 9_000, QImage.Format.Format_Mono)
    huge.fill(1)
    huge.save(str(folder / "huge.png"))
    return [*paths, folder / "huge.png"]


def _data(folder: Path, rng: np.random.Generator) -> list[Path]:
    images = rng.integers(0, 60, (SAMPLES, 28, 28), np.uint8)
    labels = np.arange(SAMPLES) % 10
    images[np.arange(SAMPLES), labels * 2 + 4] = 255
    arrays, table, digits = folder / "arrays.npz", folder / "table.csv", folder / "digits"
    np.savez(arrays, X=images, y=labels)
    np.savez(folder / "unlabelled.npz", X=images)
    np.savez(folder / "small images.npz", X=images[:, ::2, ::2], y=labels)
    np.savez(folder / "pickled.npz", X=np.array([{}, None], object), y=labels)
    rows = np.column_stack([labels, images.reshape(SAMPLES, 784)])
    table.write_text("\n".join(",".join(map(str, row)) for row in rows.tolist()), encoding="ascii")
    for label in range(10):
        (digits / str(label)).mkdir(parents=True)
        for number in range(3):
            rows = np.ascontiguousarray(images[label + 10 * number])
            image = QImage(rows.tobytes(), 28, 28, 28, QImage.Format.Format_Grayscale8)
            image.save(str(digits / str(label) / f"{number}.png"))
    with zipfile.ZipFile(folder / "digits.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(digits.rglob("*.png")):
            archive.write(path, path.relative_to(digits))
        archive.writestr("../../outside.png", b"x")
    (folder / "network2.json").write_text(
        json.dumps(
            {
                "sizes": [784, 3, 10],
                "weights": [np.zeros((3, 784)).tolist(), np.zeros((10, 3)).tolist()],
                "biases": [np.zeros((3, 1)).tolist(), np.zeros((10, 1)).tolist()],
                "cost": "CrossEntropyCost",
            }
        ),
        encoding="ascii",
    )
    names = ("unlabelled.npz", "small images.npz", "pickled.npz", "digits.zip", "network2.json")
    return [arrays, table, digits, *(folder / name for name in names)]


def _damaged(folder: Path, sound: list[Path], rng: np.random.Generator) -> list[Path]:
    """Each sound file cut short, and with some of its bytes changed."""
    paths = []
    for path in sound:
        if path.is_dir():
            continue
        content = bytearray(path.read_bytes())
        cut = folder / f"cut {path.name}"
        cut.write_bytes(content[: int(rng.integers(len(content)))])
        for place in rng.integers(0, min(len(content), 4000), 5):
            content[int(place)] = int(rng.integers(256))
        changed = folder / f"changed {path.name}"
        changed.write_bytes(content)
        paths += [cut, changed]
    return paths


def _odd(folder: Path, sound: list[Path]) -> list[Path]:
    content = sound[0].read_bytes()
    names = ("=1+1.safetensors", "<img src=x><b>x", "line\nbreak", "\u202edegnahc", "n" * 255, "&amp;&x.png", "-rf")
    for name in names:
        # Qt tells names as text, whatever encoding Python has for them; so the bytes are made, and the text is told.
        (folder / os.fsdecode(name.encode())).write_bytes(content)
    (folder / "empty").write_bytes(b"")
    (folder / "random").write_bytes(os.urandom(5000))
    (folder / "no files").mkdir()
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "endless").symlink_to("/dev/zero")
    (folder / "up").symlink_to(folder, target_is_directory=True)
    os.mkfifo(folder / "pipe")
    others = ("empty", "random", "no files", "loop", "endless", "up", "pipe", "missing")
    return [folder / name for name in (*names, *others)]
