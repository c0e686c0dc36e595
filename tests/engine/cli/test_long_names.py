"""Names that no file system takes are one sentence, and before any training; the longest possible ones work."""

import os
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="255 bytes a name")

TOO_LONG = "n" * 300
FEW = ("--data", "practice:60", "--epochs", "1", "--hidden", "5")


@pytest.mark.parametrize(
    "arguments",
    [
        ("train", *FEW, "--out", f"{TOO_LONG}.safetensors"),
        ("train", *FEW, "--checkpoint", TOO_LONG),
        ("train", *FEW, "--resume", TOO_LONG),
        ("train", "--recipe", TOO_LONG),
        ("train", "--data", TOO_LONG),
        ("predict", "--weights", TOO_LONG, "practice:3"),
        ("predict", TOO_LONG),
        ("predict", "practice:3", "--out", f"{TOO_LONG}.csv"),
        ("info", "--weights", TOO_LONG),
        ("evaluate", "--data", "practice:10", "--weights", TOO_LONG),
        ("evaluate", "--data", "practice:10", "--errors", f"{TOO_LONG}.html"),
        ("my-digits", "import", TOO_LONG),
        ("my-digits", "export", "--out", f"{TOO_LONG}.jsonl"),
        ("committee", *FEW, "--out", f"{TOO_LONG}.safetensors"),
        ("export", "--to", "npz", "--out", f"{TOO_LONG}.npz"),
    ],
    ids=lambda arguments: " ".join(arguments).replace(TOO_LONG, "…"),
)
def test_too_long_name_is_one_sentence(run, arguments, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)
    assert done.code == 2
    *steps, sentence = done.err.splitlines()
    assert sentence.startswith("mlp-engine: ")
    assert not any("Traceback" in step for step in steps)
    assert list(tmp_path.iterdir()) == []


def test_longest_names_are_trained_saved_and_resumed(run, tmp_path: Path) -> None:
    out, checkpoint = tmp_path / ("w" * 243 + ".safetensors"), tmp_path / ("c" * 255)
    done = run("train", *FEW, "--out", out, "--checkpoint", checkpoint)
    assert done.code == 0, done.err
    done = run("train", "--resume", checkpoint, "--data", "practice:60", "--epochs", "2", "--out", out)
    assert done.code == 0, done.err
    assert {path.name for path in tmp_path.iterdir()} == {out.name, checkpoint.name}
    assert run("info", "--weights", out).code == 0
