"""How well ddddocr and RapidOCR read a folder of labelled pictures, to be compared with ours.

    pip install -e '.[ocr]'
    python benchmarks/picture_peers.py --pictures FOLDER --answers FILE

FOLDER holds pictures and ``labels.csv`` (file, digits, kind). FILE gets JSON lines: file, kind, wanted, and the answer
of each. ``docs/scripts/measure_pictures.py --peers FILE`` puts them beside our own in ``docs/pictures.md``.

Both are asked as kindly as their interfaces allow: ddddocr is told that there are digits only; RapidOCR first looks for
text and, if it finds none, takes the whole picture for a line. Characters that are not digits are dropped from answers.
"""

import argparse
import csv
import json
import sys
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

DIGITS = "0123456789"


def ddddocr() -> Callable[[Image.Image], str]:
    """The reader of ddddocr, which is made for captchas."""
    ocr = import_module("ddddocr").DdddOcr(show_ad=False)
    ocr.set_ranges(DIGITS)

    def read(picture: Image.Image) -> str:
        png = BytesIO()
        picture.save(png, "PNG")
        answer = ocr.classification(png.getvalue())
        return answer if isinstance(answer, str) else str(answer["text"])

    return read


def rapidocr() -> Callable[[Image.Image], str]:
    """The reader of RapidOCR, PaddleOCR's networks under onnxruntime."""
    engine = import_module("rapidocr_onnxruntime").RapidOCR()

    def read(picture: Image.Image) -> str:
        levels = np.asarray(picture)[..., ::-1]
        found, _ = engine(levels)
        if found:
            return "".join(text for _, text, _ in found)
        found, _ = engine(levels, use_det=False, use_cls=False)
        return "".join(line[0] for line in found or [])

    return read


def main() -> int:
    """Read all pictures and write the answers; returns the exit code."""
    parser = argparse.ArgumentParser(description="Reads labelled pictures with ddddocr and RapidOCR.")
    parser.add_argument("--pictures", type=Path, required=True, help="folder of pictures with labels.csv")
    parser.add_argument("--answers", type=Path, required=True, help="file for the answers, JSON lines")
    asked = parser.parse_args()
    readers = {"ddddocr": ddddocr(), "rapidocr": rapidocr()}
    with (asked.pictures / "labels.csv").open(encoding="utf-8") as labels, asked.answers.open("w") as answers:
        for row in csv.DictReader(labels):
            with Image.open(asked.pictures / row["file"]) as picture:
                opened = picture.convert("RGB")
            record = {"file": row["file"], "kind": row["kind"], "wanted": row["digits"].replace("/", "")}
            for name, read in readers.items():
                record[name] = "".join(character for character in read(opened) if character in DIGITS)
            answers.write(json.dumps(record) + "\n")
            answers.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
