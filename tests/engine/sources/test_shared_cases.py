"""The cases of files that this project is judged by, beside the shared data: each with its expected outcome."""

from pathlib import Path

import pytest

from mlp_engine.errors import DataError, MlpError
from mlp_engine.files.resources import bundled_weights
from mlp_engine.interchange import open_network
from mlp_engine.interchange.uses import uses_of
from mlp_engine.sources import load_samples, load_source
from mlp_engine.weights.file import load_weights


@pytest.fixture(scope="session")
def cases(shared_data: Path) -> Path:
    folder = shared_data.parent / "cases" / "files"
    if not folder.is_dir():
        pytest.skip(f"The cases must lie in {folder}. There is no such folder.")
    return folder


# Of a hundred samples the bundled network of 2026-11-29 read 93 right, of twenty 19; a newer one may differ by a few.
MOST_ERRORS = {100: 10, 80: 9, 20: 3}
READ = [
    "ok_label_first.csv", "label_last_header.csv", "label_last_noheader.csv", "semicolon.csv", "float_text.csv",
    "float01.csv", "inthead.csv", "binary01.csv", "binary01.npz", "bool.npz", "inverted.csv", "inverted.npz",
    "transposed_emnist.csv", "emnist_renamed", "emnist_renamed:test", "emnist_names", "emnist_names:test",
    "torchvision_root", "torchvision_root:test", "mnist_png", "mnist_png:test", "word_folders", "flat_names",
    "keras_names.npz", "keras_names.npz:test", "data_target.npz", "channel_last.npz", "onehot.npz", "float255.npz",
    "pair_X.npy", "pair_y.npy",
]  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_a_case_is_read_as_it_is_meant(name: str, cases: Path) -> None:
    data = load_source(str(cases / name))
    network = load_weights(bundled_weights()).network
    errors = int((network.predict(data.inputs).argmax(axis=1) != data.labels).sum())
    assert errors <= MOST_ERRORS[len(data)]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("inverted.csv", "Inverted: "),
        ("inverted.npz", "Inverted: "),
        ("transposed_emnist.csv", "Transposed: "),
        ("emnist_renamed", "Transposed: "),
        ("emnist_names", "Transposed: "),
        ("binary01.csv", "The largest value is 1"),
        ("binary01.npz", "The largest value is 1"),
    ],
)
def test_what_is_doubtful_is_told(name: str, sentence: str, cases: Path) -> None:
    assert any(sentence in remark for remark in load_source(str(cases / name)).remarks)


@pytest.mark.parametrize("name", ["ok_label_first.csv", "label_last_noheader.csv", "keras_names.npz", "mnist_png"])
def test_what_is_in_order_is_not_talked_about(name: str, cases: Path) -> None:
    assert load_source(str(cases / name)).remarks == ()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("no_label_kaggle_test.csv", "use `mlp-engine predict`"),
        ("nielsen_three_tuples.pkl.gz", "pickles are never read, because they can run code"),
        ("weights/state_dict.pt", "is a file of PyTorch: pickles are never read"),
        ("weights/lfs_pointer.safetensors", "is a Git LFS pointer"),
        ("weights/torch_sequential.safetensors", "is a file of weights, not of data"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_that_leads_on(name: str, sentence: str, cases: Path) -> None:
    with pytest.raises(DataError) as caught:
        load_source(str(cases / name))
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_set_without_labels_is_read(cases: Path) -> None:
    samples = load_samples(str(cases / "no_label_kaggle_test.csv"))
    assert (len(samples), samples.labels, samples.remarks) == (100, None, ())


@pytest.mark.parametrize(
    ("name", "activation", "assumed"),
    [
        ("torch_sequential.safetensors", "relu", "relu"),
        ("sklearn_lists.npz", "relu", "relu"),
        ("MyNetwork", "sigmoid", None),
        ("network2_no_cost.json", "sigmoid", None),
    ],
)
def test_the_weights_of_other_programs_open(name: str, activation: str, assumed: str | None, cases: Path) -> None:
    opened = open_network(cases / "weights" / name)
    assert (opened.network.config.layers, opened.network.config.activations) == ((784, 16, 10), (activation,))
    assert opened.assumed == assumed


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "state_dict.pt",
            "with a pickle inside, which is never opened because it can run code: in PyTorch, save it with",
        ),
        ("lfs_pointer.safetensors", "is a Git LFS pointer: fetch the file itself with git lfs pull."),
    ],
)
def test_weights_that_cannot_open_are_one_sentence_in_the_window_too(name: str, sentence: str, cases: Path) -> None:
    for opening in (open_network, uses_of):
        with pytest.raises(MlpError) as caught:
            opening(cases / "weights" / name)
        assert sentence in str(caught.value)


@pytest.mark.parametrize("name", [*[name for name in READ if ":" not in name], "no_label_kaggle_test.csv"])
def test_the_window_knows_data(name: str, cases: Path) -> None:
    assert uses_of(cases / name) == ("data",)


@pytest.mark.parametrize("folder", ["pictures", "weights"])
def test_the_window_knows_pictures_and_networks(folder: str, cases: Path) -> None:
    refused = ("state_dict.pt", "lfs_pointer.safetensors")
    uses = {uses_of(path) for path in (cases / folder).iterdir() if path.name not in refused}
    assert uses == {("drawing",) if folder == "pictures" else ("network",)}
