"""Rules about the layers: signals that vanish, and units that are dead or saturated."""

from collections.abc import Callable

from mlp_engine.diagnosis.finding import Cure, Evidence, Finding, Value, cure, share
from mlp_engine.diagnosis.rate_rules import deep_rate, slower
from mlp_engine.diagnosis.watched_run import WatchedRun
from mlp_engine.training.history import LayerRecord

_DEEP = 3  # hidden layers: with fewer, no initial weights make the gradient vanish
_VANISHED = 0.01  # length of a gradient, for a loss of chance of 1
_MANY_DEAD = 0.5  # share of a layer's units; networks that learn well had up to 0.39
_MANY_SATURATED = 0.8


def vanishing_gradient(run: WatchedRun) -> Finding | None:
    """The loss stays at that of chance, and hardly any gradient reaches a hidden layer."""
    hidden = run.layers[:-1]
    if len(run.network.hidden) < _DEEP or run.diverged or run.epochs < 1:
        return None
    if not 0.93 * run.chance < run.fixed_loss[-1] < 1.1 * run.chance:
        return None
    if run.network.initializer in ("he", "local") and set(run.network.activations) == {"relu"}:
        return None  # signals keep their size: another rule finds the cause
    layer, norm = _least(hidden)
    if layer is None or norm > _VANISHED * run.chance:
        return None
    return Finding(
        "vanishing gradient",
        f"The training loss stays at {run.fixed_loss[-1]:.2g}, as for guessing: {_why_vanished(run)}, so that layer "
        f"{layer} has a gradient of {norm:.1g}.",
        "sure",
        (Evidence(f"gradient of layer {layer}", norm), *_output_gradient(run)),
        run.span,
        layer,
        (without_vanishing(run),),
    )


def _least(hidden: tuple[LayerRecord, ...]) -> tuple[int | None, float]:
    norms = [layer.gradient_norm for layer in hidden]
    return (norms.index(min(norms)) + 1, min(norms)) if norms else (None, 0.0)


def _output_gradient(run: WatchedRun) -> tuple[Evidence, ...]:
    return (Evidence("gradient of the output", run.layers[-1].gradient_norm),)


def _why_vanished(run: WatchedRun) -> str:
    depth = len(run.network.hidden)
    if "sigmoid" in run.network.activations:
        sigmoids = run.network.activations.count("sigmoid")
        layers = "the sigmoid layer" if sigmoids == 1 else f"each of {sigmoids} sigmoid layers"
        return f"{layers} passes on at most a quarter of the gradient"
    if "relu" in run.network.activations:
        return f"each of {depth} ReLU layers halves the signal's square, as its weights begin too small"
    return f"each of {depth} layers passes on less than it gets"


def without_vanishing(run: WatchedRun) -> Cure:
    """Weights, and where it must be activations, with which signals keep their size."""
    settings: dict[str, Value] = {"initializer": "he"}
    if run.learning_rate > deep_rate(run):
        settings["learning_rate"] = deep_rate(run)
    if set(run.network.activations) == {"relu"}:
        return cure("Use He initial weights", **settings)
    return cure("Use ReLU, He's weights", activations=("relu",), **settings)


def _shallower(run: WatchedRun) -> Cure:
    """Of 30 layers, five learned much better than all of them did at any rate, even with He's weights."""
    return cure("Take 5 layers, He", hidden=run.network.hidden[:5], initializer="he")


def dead_units(run: WatchedRun) -> Finding | None:
    """Many units of a ReLU layer are 0 for every sample."""
    layer, dead = _worst(run, lambda record: record.dead)
    if layer is None or dead < _MANY_DEAD or dead * run.network.hidden[layer - 1] < 3:
        return None
    too_deep = run.network.initializer == "gaussian" and len(run.network.hidden) >= 5
    return Finding(
        "dead units",
        f"{dead:.0%} of the ReLU units of layer {layer} are dead: they are 0 for every sample, so no gradient reaches "
        "them and they never learn again.",
        "sure",
        (share(f"dead units of layer {layer}", dead), Evidence("training loss", float(run.fixed_loss[-1]))),
        run.span,
        layer,
        (_shallower(run),) if too_deep else (slower(run), _leaky(run)),
    )


def _leaky(run: WatchedRun) -> Cure:
    """Units that keep a small slope where ReLU has none, and so can't die; alone they did not help at every rate."""
    names = tuple("leaky-relu" if name == "relu" else name for name in run.network.activations)
    return cure("Leaky ReLU, lower rate", activations=names, **slower(run).settings)


def saturated_units(run: WatchedRun) -> Finding | None:
    """Nearly all units of a layer are saturated since the beginning, and the network has hardly learned yet."""
    layer, saturated = _worst(run, lambda record: record.saturated)
    if layer is None or saturated < _MANY_SATURATED or run.network.initializer != "unit-gaussian":
        return None  # networks that learn well saturate their units too, but later
    learned = run.validation_loss[-1] < 0.5 * run.chance if run.is_validated else True
    if run.fixed_loss[-1] < 0.2 * run.chance and learned:
        return None
    name = run.network.activations[layer - 1]
    return Finding(
        "saturated units",
        f"{saturated:.0%} of the {name} units of layer {layer} are saturated: initial weights of deviation 1 put them "
        "at an end of their range, where the slope is flat and learning slow.",
        "sure",
        (share(f"saturated units of layer {layer}", saturated), Evidence("training loss", float(run.fixed_loss[-1]))),
        run.span,
        layer,
        (cure("Smaller initial weights", initializer="gaussian"),),
    )


def saturated_outputs(run: WatchedRun) -> Finding | None:
    """With the quadratic loss, outputs are near 0 or 1 and wrong, where their slope is flat."""
    doubted = run.doubted
    if run.network.loss != "quadratic" or doubted is None or doubted < 0.5 or run.epochs < 1:
        return None
    if run.fixed_loss[-1] < 0.6 * run.chance:
        return None
    settings: dict[str, Value] = {"loss": "cross-entropy"}
    if run.learning_rate > 3 * run.usual_learning_rate:
        settings["learning_rate"] = run.usual_learning_rate
    if run.network.initializer == "unit-gaussian":
        settings["initializer"] = "gaussian"
    return Finding(
        "saturated outputs",
        f"For {doubted:.0%} of the samples the output of their own digit is near 0: there the quadratic loss has "
        "hardly any gradient. Cross-entropy cancels the flat slope.",
        "sure",
        (share("samples whose output is near 0", doubted), *_output_gradient(run)),
        run.span,
        len(run.network.layers) - 1,
        (cure("Use cross-entropy", **settings),),
    )


def _worst(run: WatchedRun, value: Callable[[LayerRecord], float | None]) -> tuple[int | None, float]:
    """The number of the layer with the largest value, and the value; the first of equal ones."""
    values = [(value(record), -number) for number, record in enumerate(run.layers, 1)]
    known = [(found, number) for found, number in values if found is not None]
    if not known:
        return None, 0.0
    worst, number = max(known)
    return -number, worst
