"""The engine among scikit-learn's estimators."""

import pickle
import warnings

import numpy as np
import pytest

pytest.importorskip("sklearn")

from sklearn.base import clone
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler
from sklearn.utils.estimator_checks import check_estimator

from mlp_engine.datasets.practice import practice_set
from mlp_engine.interchange.sklearn import MLPClassifier
from mlp_engine.sources.arrangement import Arrangement

pytestmark = pytest.mark.filterwarnings("ignore:The training did not converge")
X, Y = load_digits(return_X_y=True)
INKS = X / 16


def small(**parameters) -> MLPClassifier:
    return MLPClassifier(**{"hidden_layer_sizes": (20,), "max_iter": 15, "random_state": 0, **parameters})


def test_every_check_of_scikit_learn_passes() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about checks that need packages that are not installed
        outcomes = check_estimator(MLPClassifier(), on_fail=None)
    assert [(o["check_name"], o["exception"]) for o in outcomes if o["status"] not in ("passed", "skipped")] == []
    assert sum(o["status"] == "passed" for o in outcomes) >= 50


def test_it_reads_digits() -> None:
    seen, unseen, labels, wanted = train_test_split(INKS, Y, random_state=0)
    classifier = MLPClassifier(hidden_layer_sizes=(50,), max_iter=60, random_state=0).fit(seen, labels)
    assert classifier.score(unseen, wanted) > 0.95
    assert [weights.shape for weights in classifier.coefs_] == [(64, 50), (50, 10)]
    assert [biases.shape for biases in classifier.intercepts_] == [(50,), (10,)]
    assert classifier.n_iter_ == len(classifier.loss_curve_) <= 60
    assert (classifier.n_layers_, classifier.n_outputs_, classifier.out_activation_) == (3, 10, "softmax")
    np.testing.assert_allclose(np.exp(classifier.predict_log_proba(unseen)), classifier.predict_proba(unseen))


def test_it_works_in_a_pipeline_a_grid_and_a_cross_validation() -> None:
    pipeline = make_pipeline(MinMaxScaler(), small(learning_rate_init=0.02))
    assert cross_val_score(pipeline, X[:400], Y[:400], cv=3).mean() > 0.6
    search = GridSearchCV(pipeline, {"mlpclassifier__alpha": [0.0, 1e4]}, cv=2).fit(X[:400], Y[:400])
    assert search.best_params_["mlpclassifier__alpha"] == 0.0


ARRANGEMENTS = {
    "transposed": Arrangement(transposed=True),
    "inverted": Arrangement(inverted=True),
    "flipped": Arrangement(flipped=True),
    "transposed and inverted": Arrangement(transposed=True, inverted=True),
}


@pytest.mark.parametrize("scale", [1, 255], ids=["ink", "shares"])
@pytest.mark.parametrize(("words", "arrangement"), ARRANGEMENTS.items())
def test_digits_that_are_arranged_otherwise_are_warned_of_with_the_lines_that_mend_them(
    words: str, arrangement: Arrangement, scale: int
) -> None:
    digits = practice_set(60, 3)
    images, upright = arrangement.of(digits.inputs) / scale, np.asarray(digits.inputs, float) / scale
    with pytest.warns(UserWarning, match=f"X seems to hold digits that must be {words}: the bundled network") as told:
        small(max_iter=1).fit(images, digits.labels)
    sentence = next(str(entry.message) for entry in told if "X seems" in str(entry.message))
    mended = {"X": images}
    exec(sentence.rsplit("mend them with ", 1)[1].removesuffix("."), mended)
    np.testing.assert_allclose(mended["X"], upright)
    with pytest.warns(UserWarning, match="X seems to hold digits"):
        small().partial_fit(images, digits.labels, classes=np.arange(10))


def test_nothing_is_said_of_upright_digits_of_ink_of_0_and_1_and_of_what_are_no_digits() -> None:
    digits = practice_set(60, 3)
    shares = np.asarray(digits.inputs, float) / 255
    noise = np.random.default_rng(0).random(shares.shape)
    letters = np.array(list("abcdefghij"))[digits.labels]
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        warnings.simplefilter("ignore", ConvergenceWarning)
        for images, labels in (
            (shares, digits.labels), ((shares > 0.5).astype(float), digits.labels), (noise, digits.labels),
            ((1 - shares - 0.13) / 0.31, digits.labels), (1 - shares, letters),
        ):  # fmt: skip
            small(max_iter=1).fit(images, labels)


def test_labels_may_be_words() -> None:
    words = np.array(["nought", "one"])[(Y == 1).astype(int)]
    classifier = small().fit(INKS, words)
    assert set(classifier.predict(INKS)) <= {"nought", "one"}
    assert classifier.predict_proba(INKS).shape == (len(X), 2)


def test_the_same_seed_gives_the_same_weights_and_a_pickle_keeps_them() -> None:
    one, other = small().fit(INKS, Y), clone(small()).fit(INKS, Y)  # pyright: ignore[reportAttributeAccessIssue]
    assert np.array_equal(one.network_.parameters, other.network_.parameters)
    again = pickle.loads(pickle.dumps(one))
    assert np.array_equal(again.predict_proba(INKS), one.predict_proba(INKS))


def test_float32_stays_float32() -> None:
    assert small().fit(INKS.astype(np.float32), Y).predict_proba(INKS[:5].astype(np.float32)).dtype == np.float32
    assert small().fit(INKS, Y).coefs_[0].dtype == np.float64


def test_strong_l2_and_l1_shrink_the_weights_each_in_its_way() -> None:
    free, l2, l1 = (small(**s).fit(INKS, Y).coefs_[0] for s in ({"alpha": 0}, {"alpha": 300.0}, {"l1": 20.0}))
    assert np.abs(l2).sum() < 0.7 * np.abs(free).sum()
    assert (np.abs(l1) < 1e-3).mean() > 2 * (np.abs(free) < 1e-3).mean()


def test_early_stopping_keeps_the_best_network() -> None:
    classifier = small(early_stopping=True, max_iter=300, n_iter_no_change=3).fit(INKS, Y)
    assert classifier.n_iter_ < 300
    assert classifier.best_validation_score_ == max(classifier.validation_scores_)  # pyright: ignore[reportArgumentType]


def test_training_ends_when_the_loss_no_longer_falls() -> None:
    classifier = small(max_iter=100, tol=10.0, n_iter_no_change=4).fit(INKS, Y)
    assert classifier.n_iter_ == 5


def test_warm_start_goes_on() -> None:
    classifier = small(warm_start=True, max_iter=3).fit(INKS, Y)
    first = classifier.loss_
    assert classifier.fit(INKS, Y).loss_curve_[0] < first
    with pytest.raises(ValueError, match="With warm_start the classes must stay"):
        classifier.fit(INKS, Y % 5)


@pytest.mark.parametrize("solver", ["sgd", "momentum", "adam"])
def test_calls_of_partial_fit_are_epochs_of_one_training(solver) -> None:
    """In one minibatch the order of the samples plays no part, so that only a forgetful optimizer could differ."""
    settings = {"solver": solver, "batch_size": len(X), "learning_rate_init": 0.01, "tol": -np.inf}
    whole = small(**settings, max_iter=5).fit(INKS, Y)
    steps = small(**settings)
    for _ in range(5):
        steps.partial_fit(INKS, Y, classes=range(10))
    np.testing.assert_allclose(steps.network_.parameters, whole.network_.parameters, atol=1e-10)
    assert steps.n_iter_ == 5


def test_partial_fit_must_know_all_classes_from_the_start() -> None:
    with pytest.raises(ValueError, match="classes must be passed on the first call"):
        small().partial_fit(INKS, Y)
    classifier = small().partial_fit(INKS[:50], Y[:50], classes=range(10))
    with pytest.raises(ValueError, match="among the classes"):
        classifier.partial_fit(INKS[:3], [1, 2, 77])
    with pytest.raises(ValueError, match="classes must stay those of the first call"):
        classifier.partial_fit(INKS[:3], Y[:3], classes=range(11))


@pytest.mark.parametrize(
    ("parameter", "sentence"),
    [
        ({"activation": "identity"}, "activation must be one of"),
        ({"solver": "lbfgs"}, "Optimizer must be .* Got 'lbfgs'"),
        ({"batch_size": 0}, "Minibatch size must be a whole number of at least 1"),
        ({"hidden_layer_sizes": (10, -1)}, "Neurons of hidden layer 2 must be"),
        ({"alpha": -1.0}, "L2 strength must be"),
        ({"learning_rate": "adaptive"}, "Schedule must be"),
    ],
)
def test_a_parameter_out_of_its_range_is_one_sentence(parameter, sentence) -> None:
    with pytest.raises(ValueError, match=sentence):
        small(**parameter).fit(INKS, Y)


def test_sparse_input_is_refused_clearly() -> None:
    sparse = pytest.importorskip("scipy.sparse")
    with pytest.raises(TypeError, match=r"[Ss]parse"):
        small().fit(sparse.csr_matrix(INKS), Y)


def test_a_training_cut_short_warns_and_one_that_converged_does_not() -> None:
    with pytest.warns(ConvergenceWarning, match="did not converge within max_iter=3 epochs"):
        small(max_iter=3).fit(INKS, Y)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        small(max_iter=100, tol=10.0, n_iter_no_change=2).fit(INKS, Y)


def test_a_training_that_diverges_warns_and_keeps_finite_weights() -> None:
    classifier = small(solver="sgd", learning_rate_init=1e9)
    with pytest.warns(ConvergenceWarning, match="no longer a finite number"):
        classifier.fit(INKS, Y)
    assert np.isfinite(classifier.predict_proba(INKS)).all()
    assert classifier.n_iter_ == len(classifier.loss_curve_) < 15


@pytest.mark.parametrize("solver", ["sgd", "momentum", "adam"])
def test_a_weight_of_two_counts_as_the_sample_twice_and_of_zero_as_none(solver) -> None:
    """In one minibatch the order of the samples plays no part."""
    settings = {"solver": solver, "learning_rate_init": 0.01, "max_iter": 5, "tol": -np.inf, "alpha": 3.0}
    copies = np.random.default_rng(1).integers(0, 4, len(X))
    weighted = small(**settings, batch_size=len(X)).fit(INKS, Y, sample_weight=copies)
    repeated = small(**settings, batch_size=int(copies.sum())).fit(np.repeat(INKS, copies, 0), np.repeat(Y, copies))
    np.testing.assert_allclose(weighted.network_.parameters, repeated.network_.parameters, atol=1e-9)
    np.testing.assert_allclose(weighted.loss_curve_, repeated.loss_curve_, rtol=1e-9)
    plain = small(**settings, batch_size=len(X)).fit(INKS, Y)
    assert not np.allclose(weighted.network_.parameters, plain.network_.parameters, rtol=0, atol=1e-5)


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [([1.0, 2.0], "one weight for each sample"), (-np.ones(len(X)), "from 0"), (np.zeros(len(X)), "not all be zero")],
    ids=["too few", "negative", "all zero"],
)
def test_odd_weights_are_one_sentence(weights, sentence) -> None:
    with pytest.raises(ValueError, match=sentence):
        small().fit(INKS, Y, sample_weight=weights)


def test_partial_fit_refuses_early_stopping() -> None:
    with pytest.raises(ValueError, match="partial_fit must be called without early_stopping"):
        small(early_stopping=True).partial_fit(INKS, Y, classes=range(10))


def test_parameters_are_read_and_set_by_name() -> None:
    classifier = small(alpha=0.5)
    assert classifier.get_params()["alpha"] == 0.5
    assert classifier.set_params(alpha=2.0, l1=1.0).get_params() | {"alpha": 2.0, "l1": 1.0} == classifier.get_params()
