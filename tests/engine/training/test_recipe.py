from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_engine.errors import SettingError
from mlp_engine.perceptron.config import NetworkConfig, TrainingConfig
from mlp_engine.training.recipe import MAX_BYTES, Recipe, read_recipe


def written(folder: Path, text: str) -> Path:
    path = folder / "recipe.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(SettingError) as caught:
        read_recipe(written(folder, text))
    message = str(caught.value)
    assert "recipe.toml" in message
    return message


def test_holds_data_architecture_and_settings(tmp_path: Path) -> None:
    recipe = read_recipe(
        written(
            tmp_path,
            """
            data = ["mnist", "practice:500:1"]
            [network]
            hidden = [40, 20]
            activation = "relu"
            initializer = "he"
            [training]
            optimizer = "momentum"
            learning_rate = 0.05
            schedule = "cosine"
            epochs = 7
            validation = 0.1
            seed = 3
            """,
        )
    )
    assert recipe == Recipe(
        "mnist+practice:500:1",
        NetworkConfig(hidden=(40, 20), activations=("relu",), initializer="he"),
        TrainingConfig(optimizer="momentum", learning_rate=0.05, schedule="cosine", epochs=7, validation=0.1, seed=3),
    )


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    assert read_recipe(written(tmp_path, 'data = "mnist"')) == Recipe("mnist", NetworkConfig(), TrainingConfig())


def test_each_optimizer_has_its_own_rate_where_none_is_named(tmp_path: Path) -> None:
    recipe = read_recipe(written(tmp_path, 'data = "mnist"\n[training]\noptimizer = "adam"'))
    assert recipe.training.learning_rate == 0.001


def test_hidden_layers_may_have_activations_of_their_own(tmp_path: Path) -> None:
    recipe = read_recipe(
        written(tmp_path, 'data = "mnist"\n[network]\nhidden = [4, 3]\nactivations = ["relu", "tanh"]')
    )
    assert recipe.network.activations == ("relu", "tanh")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "data must name a source, or be a list of several. Got None."),
        ("data = []", "data must name a source"),
        ('data = ["mnist", 3]', "data must name a source"),
        ('data = ""', "data must name a source"),
        ('data = "mnist"\n[after]\nx = 1', "must have data, [network] and [training] alone. Got 'after'."),
        ('data = "mnist"\nnetwork = 3', "[network] must be a section. Got 3."),
        ('data = "mnist"\n[training]\nepochs = 0', "[training]: Epochs must be a whole number of at least 1. Got 0."),
        ('data = "mnist"\n[training]\nepochs = "5"', "[training]: Epochs must be a whole number"),
        ('data = "mnist"\n[training]\nepoch = 5', "[training]: Settings must be ones that this version knows."),
        (
            'data = "mnist"\n[training]\noptimizer = ["adam"]',
            "[training]: Optimizer must be sgd, momentum, nesterov, adam or adamw.",
        ),
        ('data = "mnist"\n[network]\nhidden = 100', "[network]: 'hidden' must be a list. Got '100'."),
        ('data = "mnist"\n[network]\noutputs = 3', "[network]: The number of outputs must be left to the data. Got 3."),
        (
            f'data = "mnist"\n[network]\ninputs = "{"x" * 5000}"',
            f"[network]: The number of inputs must be left to the data. Got '{'x' * 58}….",
        ),
        ('data = "mnist"\ntraining = "a\\nb"', "[training] must be a section. Got a\\nb."),
        (
            f'data = "mnist"\n[training]\ncalibrate = "{"x" * 5000}"',
            f"[training]: Calibration must be true or false. Got '{'x' * 58}….",
        ),
        (
            'data = "mnist"\n[network]\nactivation = "relu"\nactivations = ["relu"]',
            "[network]: Only one of activation and activations must be there.",
        ),
        ("data = ", "A recipe must be a TOML file."),
        ("data = " + "[" * 5000, "A recipe must be a TOML file."),
    ],
)
def test_refuses_naming_the_file_and_the_entry(text: str, told: str, tmp_path: Path) -> None:
    assert told in refusal(tmp_path, text)


def test_refuses_what_is_too_long_or_no_text(tmp_path: Path) -> None:
    assert f"at most {MAX_BYTES} bytes" in refusal(tmp_path, "#" * (MAX_BYTES + 1))
    path = tmp_path / "recipe.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingError, match="must be a TOML file"):
        read_recipe(path)


def test_refuses_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"A recipe must be a file that can be read\. Got .*nowhere\.toml"):
        read_recipe(tmp_path / "nowhere.toml")
    with pytest.raises(SettingError, match="must be a file that can be read"):
        read_recipe(tmp_path)


@given(text=st.text(max_size=200))
def test_any_text_is_a_recipe_or_refused(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("recipes") / "recipe.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        recipe = read_recipe(path)
    except SettingError as error:
        told = str(error)
    else:
        told = f"{path} names {recipe.data}"
    assert str(path) in told


@pytest.mark.parametrize(("written_as", "shares"), [("0.5", (0.5,)), ("[0.5, 0]", (0.5, 0.0)), ("0", ())])
def test_dropout_is_one_share_or_a_list(tmp_path: Path, written_as: str, shares: tuple[float, ...]) -> None:
    text = (
        "data = 'mnist'\n[network]\ninitial_scale = 2\nactivation = 'leaky-relu'\n[training]\noptimizer = 'nesterov'\n"
    )
    recipe = read_recipe(written(tmp_path, f"{text}dropout = {written_as}\n"))
    assert recipe.training == TrainingConfig(optimizer="nesterov", learning_rate=0.01, dropout=shares)
    assert recipe.network == NetworkConfig(activations=("leaky-relu",), initial_scale=2)
