"""Trainings with a planted fault."""

from dataclasses import replace

from diagnosis_cases.case import (
    ENTROPY,
    NONE,
    QUADRATIC,
    RELU,
    RELU2,
    SHRUNK,
    SIGMOID,
    SIGMOID_UNIT,
    TANH,
    WIDE,
    Case,
    Cases,
    deep,
)


def faulty() -> tuple[Case, ...]:
    """The configurations that thresholds were fitted on."""
    c = Cases()
    # Overfitting.
    over = "overfitting"
    c.add(over, "sigmoid, 500", WIDE, samples=500, epochs=40)
    c.add(over, "relu, 300", replace(RELU, hidden=(100,)), samples=300, epochs=30, learning_rate=0.1)
    c.add(over, "tanh, 200", TANH, samples=200, epochs=40, learning_rate=0.1)
    c.add(over, "cross-entropy, 300", replace(ENTROPY, hidden=(100,)), samples=300, epochs=40)
    c.add(over, "adam, 500", RELU2, samples=500, epochs=30, optimizer="adam", learning_rate=0.002)
    c.add(over, "momentum, 400", RELU, samples=400, epochs=30, optimizer="momentum", learning_rate=0.02)
    c.add(over, "weak L2, 500", WIDE, samples=500, epochs=40, l2=0.05)
    c.add(over, "weak L1, 400", RELU, samples=400, epochs=30, l1=0.01, learning_rate=0.1)
    c.add(over, "quadratic, 300", QUADRATIC, samples=300, epochs=40, learning_rate=2.0)
    c.add(
        over,
        "affine, 100",
        replace(RELU, hidden=(200,)),
        samples=100,
        augmentation="affine",
        epochs=60,
        learning_rate=0.1,
    )
    # Wrong labels.
    wrong = "label noise"
    c.add(wrong, "noise 0.2", WIDE, samples=1_000, noise=0.2, epochs=30)
    c.add(wrong, "noise 0.4", WIDE, samples=1_000, noise=0.4, epochs=30)
    c.add(
        wrong, "noise 0.3, relu", replace(RELU, hidden=(100,)), samples=2_000, noise=0.3, epochs=24, learning_rate=0.05
    )
    c.add(wrong, "noise 0.3, cross-entropy", ENTROPY, samples=2_000, noise=0.3, epochs=24, learning_rate=0.2)
    c.add(wrong, "noise 0.2, affine", WIDE, samples=2_000, noise=0.2, epochs=20, augmentation="affine")
    c.add(wrong, "noise 0.4, adam", RELU, samples=2_000, noise=0.4, epochs=24, optimizer="adam", learning_rate=0.002)
    # Learning rate.
    high = "rate too high"
    c.add(high, "sigmoid 100", SIGMOID, learning_rate=100.0)
    c.add(high, "tanh 5", TANH, learning_rate=5.0)
    c.add(f"{high}|dead units", "relu 1", RELU, learning_rate=1.0)
    c.add(f"{high}|dead units", "adam 0.3", RELU, optimizer="adam", learning_rate=0.3)
    c.add(high, "momentum 1", TANH, optimizer="momentum", learning_rate=1.0)
    c.add(high, "cross-entropy 30", ENTROPY, learning_rate=30.0)
    c.add(high, "no hidden layer 20", NONE, learning_rate=20.0)
    c.add(high, "adam 0.1, sigmoid", SIGMOID, optimizer="adam", learning_rate=1.0)
    low = "rate too low"
    c.add(low, "sigmoid 0.001", SIGMOID, learning_rate=0.001)
    c.add(low, "tanh 0.0002", TANH, learning_rate=0.0002)
    c.add(low, "relu 0.0001", RELU, learning_rate=0.0001)
    c.add(low, "adam 1e-6", RELU, optimizer="adam", learning_rate=1e-6)
    c.add(low, "momentum 1e-4", SIGMOID, optimizer="momentum", learning_rate=1e-4)
    c.add(low, "cross-entropy 0.0005", ENTROPY, learning_rate=0.0005)
    c.add(low, "quadratic 0.005", QUADRATIC, learning_rate=0.005)
    c.add(low, "no hidden layer 1e-4", NONE, learning_rate=1e-4)
    # Signals.
    gone = "vanishing gradient"
    c.add(gone, "6 sigmoid layers", deep(6, "sigmoid"), learning_rate=0.1)
    c.add(gone, "20 relu layers, 1/sqrt(inputs)", deep(20, "relu"), learning_rate=0.1)
    c.add(gone, "14 relu layers, 1/sqrt(inputs)", deep(14, "relu"), learning_rate=0.05)
    c.add(gone, "4 sigmoid layers, cross-entropy", deep(4, "sigmoid", output="sigmoid", loss="cross-entropy"))
    c.add(gone, "8 sigmoid layers, adam", deep(8, "sigmoid"), optimizer="adam", learning_rate=0.001)
    c.add(f"{gone}|dead units", "30 relu layers, adam", deep(30, "relu"), optimizer="adam", learning_rate=0.001)
    burst = "exploding gradient|diverged"
    c.add(burst, "6 relu layers, deviation 1", deep(6, "relu", "unit-gaussian"), learning_rate=0.1)
    c.add(burst, "20 relu layers, deviation 1", deep(20, "relu", "unit-gaussian"), learning_rate=0.1)
    c.add(burst, "4 relu layers, deviation 1", deep(4, "relu", "unit-gaussian", 50), learning_rate=0.05)
    c.add(
        burst,
        "5 relu layers, deviation 1, adam",
        deep(5, "relu", "unit-gaussian"),
        optimizer="adam",
        learning_rate=0.001,
    )
    full = "saturated units"
    c.add(full, "sigmoid, deviation 1", SIGMOID_UNIT, learning_rate=0.05)
    c.add(full, "tanh, deviation 1", replace(TANH, initializer="unit-gaussian"), learning_rate=0.02)
    c.add(full, "3 tanh layers, deviation 1", deep(3, "tanh", "unit-gaussian", 50), learning_rate=0.02)
    c.add(
        full,
        "cross-entropy, deviation 1",
        replace(ENTROPY, hidden=(100,), initializer="unit-gaussian"),
        learning_rate=0.02,
    )
    ends = "saturated outputs"
    c.add(ends, "quadratic, deviation 1", replace(QUADRATIC, initializer="unit-gaussian"), learning_rate=0.1)
    c.add(
        ends,
        "quadratic, deviation 1, wide",
        replace(QUADRATIC, hidden=(100,), initializer="unit-gaussian"),
        learning_rate=0.1,
    )
    c.add(
        ends,
        "quadratic, no hidden layer",
        replace(QUADRATIC, hidden=(), initializer="unit-gaussian"),
        learning_rate=0.3,
    )
    c.add(ends, "quadratic, rate 20", replace(QUADRATIC, hidden=(100,)), learning_rate=20.0)
    dead = "dead units|rate too high"
    c.add(dead, "relu, momentum 0.1", RELU, optimizer="momentum", learning_rate=0.1)
    c.add(dead, "relu, adam 0.05", RELU2, optimizer="adam", learning_rate=0.05)
    c.add(dead, "relu 0.9", replace(RELU, hidden=(100,)), learning_rate=0.9)
    c.add(dead, "2 relu layers 0.7", RELU2, learning_rate=0.7)
    # Too little.
    under = "penalty too strong"
    c.add(under, "L2 100", SIGMOID, l2=100.0)
    c.add(under, "L1 20", SIGMOID, l1=20.0)
    c.add(under, "L2 300, relu", RELU, l2=300.0, learning_rate=0.05)
    c.add(under, "L1 30, tanh", TANH, l1=30.0, learning_rate=0.1)
    small = "too small"
    c.add(small, "1 neuron", replace(SIGMOID, hidden=(1,)), samples=2_000, epochs=30)
    c.add(small, "2 neurons, tanh", replace(TANH, hidden=(2,)), samples=2_000, epochs=30, learning_rate=0.05)
    c.add(small, "2 neurons, relu", replace(RELU, hidden=(2,)), samples=2_000, epochs=30, learning_rate=0.02)
    c.add(small, "1 neuron, cross-entropy", replace(ENTROPY, hidden=(1,)), samples=2_000, epochs=30)
    # Out of range.
    c.add("diverged", "rate 1e9, L2 0.0001", SIGMOID, learning_rate=1e9, l2=1e-4)
    c.add("diverged", "L2 1e4", SIGMOID, l2=1e4)
    c.add("rate too high|dead units|diverged", "relu, rate 1000", RELU2, learning_rate=1_000.0)
    c.add("diverged", "L2 3e4, tanh", TANH, l2=3e4, learning_rate=0.1)
    unlike = "validation unlike"
    c.add(unlike, "validation moved by 5", SIGMOID, samples=3_000, shifted=5, epochs=12)
    c.add(unlike, "validation moved by 6, relu", RELU, samples=2_000, shifted=6, epochs=12, learning_rate=0.05)
    # Nobody can know.
    c.add("no validation", "no validation", WIDE, samples=500, validation=0, epochs=20)
    c.add("few validation samples", "4 validation samples", WIDE, samples=500, validation=4, epochs=20)
    c.add("no validation", "no validation, relu", RELU, samples=300, validation=0, epochs=20, learning_rate=0.1)
    c.add(
        "few validation samples",
        "10 validation samples",
        RELU,
        samples=300,
        validation=10,
        epochs=20,
        learning_rate=0.1,
    )
    # Neither distortions nor more samples are left.
    wide_relu = replace(RELU, hidden=(100,))
    shrunk, shrunk_relu = replace(WIDE, inputs=SHRUNK), replace(wide_relu, inputs=SHRUNK)
    c.add(over, "14×14 pixels, 500", shrunk, samples=500, epochs=40, all_used=True)
    c.add(over, "14×14 pixels, relu, 300", shrunk_relu, samples=300, epochs=30, learning_rate=0.1, all_used=True)
    c.add(over, "affine, 300, all used", WIDE, samples=300, augmentation="affine", epochs=60, all_used=True)
    c.add(wrong, "14×14 pixels, noise 0.3", shrunk, samples=1_000, noise=0.3, epochs=30, all_used=True)
    return tuple(c.all)
