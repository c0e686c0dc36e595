"""Weights files that nobody honest would make, each with a name: one thing wrong with each of them.

Every file is a sound one of a small network with a single change, so that nothing else can be the reason for its
being refused.
"""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np

from mlp_engine.perceptron.config import NetworkConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.weights.model_card import ModelCard
from mlp_engine.weights.reader import FORMAT_VERSION, tensors_of

CONFIG = NetworkConfig(inputs=6, hidden=(4, 3), outputs=2, activations=("relu", "tanh"))
DETECTOR = NetworkConfig(inputs=784, hidden=(), outputs=2)
DEEP = 100_000
Header = dict[str, Any]


def sound_parts() -> tuple[Header, bytearray]:
    """Header and data of a sound file, laid out as safetensors wants it."""
    tensors = tensors_of(Network.initialise(CONFIG, np.random.default_rng(0)))
    detector = tensors_of(Network.initialise(DETECTOR, np.random.default_rng(1)))
    tensors |= {f"reject.{name}": tensor for name, tensor in detector.items()}
    header: Header = {
        "__metadata__": {
            "format": "mlp-engine",
            "format_version": str(FORMAT_VERSION),
            "architecture": json.dumps(asdict(CONFIG)),
            "card": json.dumps(asdict(ModelCard(data="six numbers"))),
            "reject": json.dumps({"method": "detector", "architecture": asdict(DETECTOR), "threshold": 0.5}),
        }
    }
    data = bytearray()
    for name, tensor in tensors.items():
        begin = len(data)
        data += tensor.tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [begin, len(data)]}
    return header, data


def file_of(header: Header | bytes, data: bytes | bytearray, length: int | None = None) -> bytes:
    """The bytes of a file; ``length`` is what it says of its header, if not the truth."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return (len(text) if length is None else length).to_bytes(8, "little") + text + bytes(data)


def _changed(change: Callable[[Header, bytearray], None]) -> bytes:
    header, data = sound_parts()
    change(header, data)
    return file_of(header, data)


def _entry(name: str, **changes: Any) -> bytes:
    return _changed(lambda header, data: header[name].update(changes))


def _metadata(**changes: Any) -> bytes:
    def change(header: Header, data: bytearray) -> None:
        for key, value in changes.items():
            if value is None:
                del header["__metadata__"][key]
            else:
                header["__metadata__"][key] = value

    return _changed(change)


def _architecture(**changes: Any) -> bytes:
    return _metadata(architecture=json.dumps(asdict(CONFIG) | changes))


def _card(**changes: Any) -> bytes:
    return _metadata(card=json.dumps(asdict(ModelCard()) | changes))


def _reject(**changes: Any) -> bytes:
    return _metadata(
        reject=json.dumps({"method": "detector", "architecture": asdict(DETECTOR), "threshold": 0.5} | changes)
    )


def _twice(name: str) -> bytes:
    """The entry ``name`` stands in the header a second time, with another value."""
    header, data = sound_parts()
    other = json.dumps({name: header["biases.0"] if name != "__metadata__" else {"format": "other"}})
    return file_of(json.dumps(header).encode()[:-1] + b", " + other.encode()[1:], data)


def _moved(name: str, begin: int, end: int) -> bytes:
    return _entry(name, data_offsets=[begin, end])


def _overlapping(header: Header, data: bytearray) -> None:
    header["biases.1"]["data_offsets"] = header["biases.0"]["data_offsets"][:]
    header["biases.1"]["shape"] = [4]


def _hole(header: Header, data: bytearray) -> None:
    for name, entry in header.items():
        if name != "__metadata__" and entry["data_offsets"][0] > 0:
            entry["data_offsets"] = [place + 4 for place in entry["data_offsets"]]
    data += bytes(4)


def _number(value: float) -> bytes:
    def change(header: Header, data: bytearray) -> None:
        begin, _ = header["weights.1"]["data_offsets"]
        data[begin : begin + 4] = np.float32(value).tobytes()

    return _changed(change)


def _too_large(header: Header, data: bytearray) -> None:
    for name in ("weights.0", "weights.2"):
        begin, end = header[name]["data_offsets"]
        data[begin:end] = np.full((end - begin) // 4, 3e38, np.float32).tobytes()


def _renamed(header: Header, data: bytearray) -> None:
    header["weights.7"] = header.pop("weights.0")


def _without(header: Header, data: bytearray) -> None:
    last = next(reversed(header))
    begin, _ = header.pop(last)["data_offsets"]
    del data[begin:]


def _one_more(header: Header, data: bytearray) -> None:
    header["extra"] = {"dtype": "F32", "shape": [1], "data_offsets": [len(data), len(data) + 4]}
    data += bytes(4)


def _ten_thousand_more(header: Header, data: bytearray) -> None:
    for number in range(10_000):
        header[f"t{number}"] = {"dtype": "F32", "shape": [0], "data_offsets": [len(data), len(data)]}


def _unchained(header: Header, data: bytearray) -> None:
    header["weights.1"]["shape"] = [3, 4]


def _cast(dtype: str) -> bytes:
    return _entry("biases.0", dtype=dtype)


HEADER, DATA = sound_parts()
SOUND = file_of(HEADER, bytes(DATA))

HOSTILE: dict[str, bytes] = {
    # The frame of the file
    "empty": b"",
    "seven bytes": bytes(7),
    "only a length": (2).to_bytes(8, "little"),
    "header of length 0": file_of(b"", DATA),
    "header longer than the file": file_of(HEADER, DATA, length=10**6),
    "header of 2^63 bytes": file_of(HEADER, DATA, length=2**63),
    "header of 2^64 - 1 bytes": file_of(HEADER, DATA, length=2**64 - 1),
    "header one byte short": file_of(HEADER, DATA, length=len(json.dumps(HEADER)) - 1),
    "header one byte long": file_of(HEADER, DATA, length=len(json.dumps(HEADER)) + 1),
    "header of spaces": file_of(b" " * 900_000, DATA),
    "header over the limit": file_of(json.dumps(HEADER).encode() + b" " * (1 << 20), DATA),
    "no header but a pickle": b"\x80\x04cos\nsystem\n(S'true'\ntR.",
    "no header but a zip": b"PK\x03\x04" + bytes(100),
    "no header but words": b"These are not the weights you are looking for.",
    # The header's text
    "header that is no JSON": file_of(b"{'format': 1}", DATA),
    "header that is null": file_of(b"null", DATA),
    "header that is a list": file_of(b"[]", DATA),
    "header that is a number": file_of(b"12345678", DATA),
    "header of many brackets": file_of(b"[" * DEEP, DATA),
    "header of many braces": file_of(b'{"a":' * DEEP, DATA),
    "header of broken UTF-8": file_of(b'{"\xff\xfe": 1}', DATA),
    "header with a byte order mark": file_of(b"\xef\xbb\xbf" + json.dumps(HEADER).encode(), DATA),
    "header with a trailing comma": file_of(json.dumps(HEADER).encode()[:-1] + b",}", DATA),
    "a tensor twice": _twice("weights.0"),
    "metadata twice": _twice("__metadata__"),
    # Where tensors lie
    "tensors that overlap": _changed(_overlapping),
    "a hole between tensors": _changed(_hole),
    "bytes after the last tensor": SOUND + b"more",
    "data cut short": SOUND[:-1],
    "no data": file_of(HEADER, b""),
    "a tensor that ends before it begins": _moved("biases.0", 96, 80),
    "a tensor before the file": _moved("weights.0", -96, 0),
    "a tensor behind the file": _moved("weights.0", 10**9, 10**9 + 96),
    "a tensor at 2^64": _moved("weights.0", 2**64, 2**64 + 96),
    "places that are fractions": _entry("weights.0", data_offsets=[0.5, 96.5]),
    "places that are words": _entry("weights.0", data_offsets=["0", "96"]),
    "three places": _entry("weights.0", data_offsets=[0, 50, 96]),
    "no places": _changed(lambda header, data: header["weights.0"].pop("data_offsets")),
    # What tensors are
    "a tensor of an unknown type": _cast("F128"),
    "a tensor of truth values": _cast("BOOL"),
    "a tensor of whole numbers": _cast("I32"),
    "a tensor of bfloat16": _cast("BF16"),
    "a tensor of complex numbers": _cast("C64"),
    "a type that is a number": _entry("weights.0", dtype=32),
    "a shape too large for its bytes": _entry("weights.0", shape=[6, 40]),
    "a shape of 2^62 numbers": _entry("weights.0", shape=[2**31, 2**31]),
    "a shape that overflows to the right size": _entry("weights.0", shape=[2**62, 24]),
    "a negative shape": _entry("weights.0", shape=[-6, -4]),
    "a shape of words": _entry("weights.0", shape=["6", "4"]),
    "a flat matrix": _entry("weights.0", shape=[24]),
    "a matrix with a third side": _entry("weights.0", shape=[6, 4, 1]),
    "a matrix on its side": _entry("weights.0", shape=[4, 6]),
    "layers that do not fit": _changed(_unchained),
    "a layer under another name": _changed(_renamed),
    "a tensor missing": _changed(_without),
    "a tensor too many": _changed(_one_more),
    "ten thousand tensors too many": _changed(_ten_thousand_more),
    "a weight that is NaN": _number(float("nan")),
    "a weight that is infinite": _number(float("inf")),
    "a weight that is minus infinity": _number(float("-inf")),
    "weights too large for an answer": _changed(_too_large),
    # What the file says of itself
    "no metadata": _changed(lambda header, data: header.pop("__metadata__")),
    "metadata that is a list": _changed(lambda header, data: header.update(__metadata__=["format"])),
    "metadata that holds a number": _metadata(format_version=3),
    "made by another program": _metadata(format="other-engine"),
    "no format": _metadata(format=None),
    "a future version": _metadata(format_version=str(FORMAT_VERSION + 1)),
    "a version of words": _metadata(format_version="three"),
    "a version of many digits": _metadata(format_version="9" * 5000),
    "no version": _metadata(format_version=None),
    "no architecture": _metadata(architecture=None),
    "an architecture that is no JSON": _metadata(architecture="784-100-10"),
    "an architecture of many brackets": _metadata(architecture="[" * DEEP),
    "an architecture twice": _metadata(architecture=json.dumps(asdict(CONFIG))[:-1] + ', "inputs": 6}'),
    "an architecture without its inputs": _metadata(architecture='{"hidden": [4, 3]}'),
    "an architecture with an unknown entry": _architecture(colour="red"),
    "a layer of no neurons": _architecture(hidden=[4, 0]),
    "a layer of minus one neuron": _architecture(hidden=[4, -1]),
    "a layer of a billion neurons": _architecture(hidden=[10**9, 3]),
    "a layer of 10^400 neurons": _metadata(
        architecture=json.dumps(asdict(CONFIG)).replace('"hidden": [4', '"hidden": [1' + "0" * 400)
    ),
    "a layer of true neurons": _architecture(hidden=[True, 3]),
    "a layer of half a neuron": _architecture(hidden=[4.5, 3]),
    "a hundred million parameters in a small file": _architecture(hidden=[9000, 9000]),
    "ten thousand layers": _architecture(hidden=[3] * 10_000),
    "an activation unheard of": _architecture(activations=["relu", "__import__"]),
    "activations of another number": _architecture(activations=["relu"] * 3),
    "an activation that is a list": _architecture(activations=[["relu"], "tanh"]),
    "an output unheard of": _architecture(output="argmax"),
    "a loss for another output": _architecture(loss="quadratic"),
    "another floating type": _architecture(dtype="float64"),
    "a type that is an object": _architecture(dtype="object"),
    "no card": _metadata(card=None),
    "a card that is no JSON": _metadata(card="trained by me"),
    "a card with an unknown entry": _card(author="me"),
    "a card whose epochs are words": _card(epochs="many"),
    "a card whose scores are words": _card(scores={"test_accuracy": "good"}),
    "a card whose scores are NaN": _card(scores={"test_accuracy": float("nan")}),
    "a card whose scores are infinite": _metadata(
        card=json.dumps(asdict(ModelCard())).replace('"scores": {}', '"scores": {"a": 1e999}')
    ),
    "a card whose data is a list": _card(data=["MNIST"]),
    "a reject score that is no JSON": _metadata(reject="0.5"),
    "a reject score by another method": _reject(method="energy"),
    "a reject score without a threshold": _metadata(reject=json.dumps({"method": "detector"})),
    "a threshold above 1": _reject(threshold=1.5),
    "a threshold of 0": _reject(threshold=0),
    "a threshold that is NaN": _reject(threshold=float("nan")),
    "a threshold of words": _reject(threshold="high"),
    "a detector of another shape": _reject(architecture=asdict(NetworkConfig(inputs=784, hidden=(3,), outputs=2))),
    "a detector that is huge": _reject(architecture=asdict(NetworkConfig(inputs=784, hidden=(9000,), outputs=2))),
    "tensors of a detector that is not named": _metadata(reject=None),
}
