"""A scikit-learn classifier on top of the engine, with that library's names. It needs the extra ``sklearn``.

Inputs are not scaled: scale them first, as for scikit-learn's own ``MLPClassifier``. All inputs, also the ``uint8`` ink
of digit images, are converted to floats without scaling, as in every scikit-learn estimator. Nor are images rearranged;
a first ``fit`` warns of digits that are transposed, inverted or upside down. Data in a file are read, inspected and
rearranged by :func:`mlp_engine.load_source`: ``data = load_source("digits.csv")``, then
``MLPClassifier().fit(data.inputs / 255, data.labels)``.
"""

# pyright: basic
# (scikit-learn ships no types)

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any
from warnings import warn

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import check_classification_targets, unique_labels
from sklearn.utils.validation import check_is_fitted, validate_data

from mlp_engine.arrays import Floats
from mlp_engine.datasets.dataset import Dataset
from mlp_engine.errors import DataError, SettingError
from mlp_engine.perceptron.config import ActivationName, NetworkConfig, TrainingConfig
from mlp_engine.perceptron.network import Network
from mlp_engine.sources.plain_arrays import doubts
from mlp_engine.training.control import RunControl
from mlp_engine.training.history import EpochFinished, TrainingEvent
from mlp_engine.training.result import TrainingResult
from mlp_engine.training.run import TrainingRun

_ACTIVATIONS: dict[str, ActivationName] = {"logistic": "sigmoid", "sigmoid": "sigmoid", "tanh": "tanh", "relu": "relu"}
_MOST_SEEDS = 2**31


class MLPClassifier(ClassifierMixin, BaseEstimator):
    """A multilayer perceptron with softmax output and log-likelihood loss.

    Parameters have the names of scikit-learn's ``MLPClassifier`` where it has them.

    Args:
        hidden_layer_sizes: neurons of each hidden layer.
        activation: of the hidden layers: "logistic" (also "sigmoid"), "tanh" or "relu".
        solver: "sgd", "momentum" or "adam".
        alpha: L2 strength: ``alpha / (2n) · Σw²`` is added to the loss, n being the number of training samples.
        l1: L1 strength: ``l1 / n · Σ|w|`` is added to the loss.
        batch_size: samples of a minibatch; "auto" is 200, or all if there are fewer.
        learning_rate: "constant", "step" or "cosine".
        learning_rate_init: the full learning rate.
        max_iter: epochs at most.
        random_state: seed of weights, order and split.
        tol: training ends if the training loss does not fall by this much within ``n_iter_no_change`` epochs.
        warm_start: continue from the weights of the last ``fit``.
        momentum: share of the last step that "momentum" keeps.
        early_stopping: use ``validation_fraction`` of the samples for validation, end when the accuracy on them has
            not risen for ``n_iter_no_change`` epochs, and keep the best network.
        validation_fraction: share of the samples for validation.
        n_iter_no_change: number of epochs without improvement after which training ends.

    Attributes:
        classes_: the labels, sorted.
        coefs_: weights, one matrix for each layer, shape (fan_in, fan_out).
        intercepts_: biases, one vector for each layer.
        loss_: training loss of the last epoch.
        loss_curve_: training loss of each epoch.
        validation_scores_: validation accuracy of each epoch; ``None`` without validation.
        best_validation_score_: the best of them; ``None`` without validation.
        n_iter_: number of epochs.
        n_features_in_: number of inputs of the network.
        n_layers_: number of layers, including inputs and outputs.
        n_outputs_: number of outputs, one for each class.
        out_activation_: "softmax".
        network_: the network, for the rest of the engine.
    """

    def __init__(
        self,
        hidden_layer_sizes: Any = (100,),
        activation: str = "relu",
        *,
        solver: str = "adam",
        alpha: float = 0.0001,
        l1: float = 0.0,
        batch_size: int | str = "auto",
        learning_rate: str = "constant",
        learning_rate_init: float = 0.001,
        max_iter: int = 200,
        random_state: Any = None,
        tol: float = 1e-4,
        warm_start: bool = False,
        momentum: float = 0.9,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        n_iter_no_change: int = 10,
    ) -> None:
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.solver = solver
        self.alpha = alpha
        self.l1 = l1
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.learning_rate_init = learning_rate_init
        self.max_iter = max_iter
        self.random_state = random_state
        self.tol = tol
        self.warm_start = warm_start
        self.momentum = momentum
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.n_iter_no_change = n_iter_no_change

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> "MLPClassifier":  # noqa: N803
        """Train on ``X``, shape (n, features), with the labels ``y``, shape (n,).

        Args:
            X: samples, shape (n, features).
            y: their labels, shape (n,).
            sample_weight: how much each sample counts, shape (n,), from 0; ``None`` for 1 each. A weight of 2 counts
                as the sample twice.

        Raises:
            ValueError: if X and y cannot be learned from, or a parameter is out of range.

        Warns:
            UserWarning: if X holds digit images that are transposed, inverted or upside down.
            ConvergenceWarning: if the loss was still falling after ``max_iter`` epochs, or stopped being a finite
                number; then the network is the one of the last good epoch.
        """
        continues = self.warm_start and hasattr(self, "network_")
        inputs, labels = self._validated(X, y, reset=not continues)
        classes = unique_labels(labels)
        if continues and not np.array_equal(classes, self.classes_):
            raise ValueError(f"With warm_start the classes must stay {self.classes_}. Got {classes}.")
        if not continues:
            self._begin(inputs, classes)
            _tell_doubts(inputs, labels)
        self.loss_curve_: list[float] = []
        self.validation_scores_: list[float] | None = [] if self.early_stopping else None
        self._train(inputs, labels, sample_weight, epochs=self.max_iter)
        return self

    def partial_fit(
        self,
        X: Any,  # noqa: N803
        y: Any,
        classes: Any = None,
        sample_weight: Any = None,
    ) -> "MLPClassifier":
        """Train for one epoch on ``X`` and ``y``; the optimizer keeps its memory between calls.

        Args:
            X: samples, shape (n, features).
            y: their labels, shape (n,).
            classes: all labels of this and later calls; required in the first call.
            sample_weight: as for :meth:`fit`.

        Raises:
            ValueError: as :meth:`fit`, for a label that is not among the classes, or with ``early_stopping``: one
                epoch at a time has nothing to stop.
        """
        if self.early_stopping:
            raise ValueError("partial_fit must be called without early_stopping. Got early_stopping=True.")
        first = not hasattr(self, "network_")
        if first and classes is None:
            raise ValueError("classes must be passed on the first call to partial_fit.")
        inputs, labels = self._validated(X, y, reset=first)
        known = np.unique(np.asarray(classes)) if first else self.classes_
        if not first and classes is not None and not np.array_equal(np.unique(np.asarray(classes)), known):
            raise ValueError(f"classes must stay those of the first call, {known}. Got {classes}.")
        if not set(labels.tolist()) <= set(known.tolist()):
            raise ValueError(f"Labels of y must be among the classes {known}. Got {unique_labels(labels)}.")
        if first:
            self._begin(inputs, known)
            _tell_doubts(inputs, labels)
            self.loss_curve_ = []
            self.validation_scores_ = None
        self._train(inputs, labels, sample_weight, epochs=1, remembers=True)
        return self

    def predict(self, X: Any) -> NDArray[Any]:  # noqa: N803
        """The most probable class of each row of ``X``."""
        probabilities = self.predict_proba(X)
        return self.classes_[probabilities.argmax(axis=1)]

    def predict_proba(self, X: Any) -> Floats:  # noqa: N803
        """Probabilities of all classes, shape (n, classes), in the order of ``classes_``."""
        check_is_fitted(self, "network_")
        inputs: Any = validate_data(self, X, dtype=[np.float64, np.float32], reset=False)
        return self.network_.predict(inputs.astype(self.network_.config.dtype, copy=False))

    def predict_log_proba(self, X: Any) -> Floats:  # noqa: N803
        """Logarithms of :meth:`predict_proba`."""
        with np.errstate(divide="ignore"):
            return np.log(self.predict_proba(X))

    @property
    def coefs_(self) -> list[Floats]:
        """Weights, one matrix for each layer."""
        check_is_fitted(self, "network_")
        return list(self.network_.weights)

    @property
    def intercepts_(self) -> list[Floats]:
        """Biases, one vector for each layer."""
        check_is_fitted(self, "network_")
        return list(self.network_.biases)

    def _validated(self, X: Any, y: Any, *, reset: bool) -> tuple[Floats, NDArray[Any]]:  # noqa: N803
        checked: Any = validate_data(self, X, y, dtype=[np.float64, np.float32], reset=reset)
        inputs, labels = checked
        check_classification_targets(labels)
        return inputs, labels

    def _begin(self, inputs: Floats, classes: NDArray[Any]) -> None:
        """Create a network that knows nothing of the samples but their shape and their classes."""
        if len(classes) < 2:
            raise ValueError(f"There must be samples of at least 2 classes. Got one class, {classes[0]}.")
        activation = _ACTIVATIONS.get(self.activation)
        if activation is None:
            raise ValueError(f"activation must be one of {sorted(_ACTIVATIONS)}. Got {self.activation!r}.")
        self.classes_ = classes
        self._rng = np.random.default_rng(check_random_state(self.random_state).randint(_MOST_SEEDS))
        with _as_value_errors():
            config = NetworkConfig(
                inputs=inputs.shape[1],
                hidden=tuple(np.atleast_1d(self.hidden_layer_sizes).tolist()),
                outputs=len(classes),
                activations=(activation,),
                initializer="he" if activation == "relu" else "gaussian",
                dtype="float32" if inputs.dtype == np.float32 else "float64",
            )
        self.network_ = Network.initialise(config, self._rng)
        self.n_layers_ = len(config.layers)
        self.n_outputs_ = config.outputs
        self.out_activation_ = config.output
        self._memory: dict[str, Floats] = {}
        self._steps = 0

    def _train(
        self, inputs: Floats, labels: NDArray[Any], sample_weight: Any, epochs: int, *, remembers: bool = False
    ) -> None:
        with _as_value_errors():
            data = Dataset(
                inputs.astype(self.network_.config.dtype, copy=False),
                np.searchsorted(self.classes_, labels),
                "X",
                classes=len(self.classes_),
                weights=None if sample_weight is None else np.asarray(sample_weight, np.float64),
            )
            parts = data.split(self.validation_fraction, self._rng) if self.early_stopping else (data, None)
        training, validation = parts
        control = RunControl()
        watch = _LossWatch(control, self.tol, None if self.early_stopping or remembers else self.n_iter_no_change)
        run = TrainingRun(
            self.network_, training, validation, self._config(len(training), epochs), self._rng, watch, control, None
        )
        if self._memory:
            run.step.optimizer.recall(self._memory, self._steps)
        result = run.run()
        if remembers:
            self._memory = run.step.optimizer.memory()
            self._steps += run.minibatches
        self._keep(result)
        if result.outcome == "diverged":
            warn(result.message, ConvergenceWarning, stacklevel=3)
        elif result.outcome == "finished" and not remembers:
            warn(f"The training did not converge within max_iter={epochs} epochs.", ConvergenceWarning, stacklevel=3)

    def _config(self, samples: int, epochs: int) -> TrainingConfig:
        settings: dict[str, Any] = {
            "l1": self.l1,
            "l2": self.alpha,
            "optimizer": self.solver,
            "learning_rate": self.learning_rate_init,
            "schedule": self.learning_rate,
            "momentum": self.momentum,
            "batch_size": min(200, samples) if self.batch_size == "auto" else self.batch_size,
            "epochs": epochs,
            "patience": self.n_iter_no_change if self.early_stopping else None,
        }
        with _as_value_errors():
            return TrainingConfig(**settings)

    def _keep(self, result: TrainingResult) -> None:
        self.network_ = result.network
        epochs = result.history.epochs
        self.loss_curve_ += [record.training_loss for record in epochs]
        self.loss_ = self.loss_curve_[-1] if self.loss_curve_ else np.inf
        self.n_iter_ = len(self.loss_curve_)
        if self.validation_scores_ is not None:
            self.validation_scores_ += [record.validation_accuracy or 0.0 for record in epochs]
            self.best_validation_score_ = max(self.validation_scores_, default=None)
        else:
            self.best_validation_score_ = None


def _tell_doubts(inputs: Floats, labels: NDArray[Any]) -> None:
    """Warn of images that are arranged otherwise than as digits; a file that is opened is inspected by its reader."""
    for sentence in doubts(inputs, labels):
        warn(sentence, UserWarning, stacklevel=3)


@contextmanager
def _as_value_errors() -> Generator[None]:
    """Raise setting errors as ``ValueError``, which scikit-learn's users expect."""
    try:
        yield
    except (SettingError, DataError) as error:
        raise ValueError(str(error)) from error


class _LossWatch:
    """A receiver of progress that stops a training whose loss no longer falls."""

    def __init__(self, control: RunControl, least: float, patience: int | None) -> None:
        self._control = control
        self._least = least
        self._patience = patience
        self._best = np.inf
        self._waited = 0

    def __call__(self, event: TrainingEvent) -> None:
        if self._patience is None or not isinstance(event, EpochFinished):
            return
        loss = event.record.training_loss
        self._waited = self._waited + 1 if loss > self._best - self._least else 0
        self._best = min(self._best, loss)
        if self._waited >= self._patience:
            self._control.stop()
