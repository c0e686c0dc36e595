"""Trainings with a mild fault: so mild that the network learns, only not as well as it could."""

from dataclasses import replace

from diagnosis_cases.case import ENTROPY, QUADRATIC, RELU, RELU2, SIGMOID, TANH, WIDE, Case, Cases, deep


def mild() -> tuple[Case, ...]:
    """The configurations; of each a half or less of what makes the fault a plain one in ``faulty.py``."""
    c = Cases()
    over = "overfitting"
    c.add(over, "2,500 samples", WIDE, samples=2_500)
    c.add(over, "relu, 4,000 samples", replace(RELU, hidden=(100,)), samples=4_000, learning_rate=0.1)
    wrong = "label noise"
    c.add(wrong, "noise 0.05", WIDE, noise=0.05, epochs=30)
    c.add(wrong, "noise 0.1, relu", replace(RELU, hidden=(100,)), samples=2_000, noise=0.1, learning_rate=0.05)
    high = "rate too high"
    c.add(f"{high}|dead units", "relu 0.4", RELU, learning_rate=0.4)
    c.add(f"{high}|dead units", "2 relu layers, adam 0.02", RELU2, optimizer="adam", learning_rate=0.02)
    c.add(high, "sigmoid 15", SIGMOID, learning_rate=15.0)
    c.add(high, "tanh 1", TANH, learning_rate=1.0)
    low = "rate too low|not yet"
    c.add(low, "sigmoid 0.02", SIGMOID, learning_rate=0.02)
    c.add(low, "relu 0.001", RELU, learning_rate=0.001)
    c.add(low, "adam 3e-5", RELU, optimizer="adam", learning_rate=3e-5)
    gone = "vanishing gradient|rate too low|underfitting"
    c.add(gone, "3 sigmoid layers", deep(3, "sigmoid"), learning_rate=0.1)
    c.add(gone, "8 relu layers, 1/sqrt(inputs)", deep(8, "relu"), learning_rate=0.05)
    c.add("saturated outputs|rate too low", "quadratic 0.1", QUADRATIC, learning_rate=0.1)
    c.add(
        "saturated units",
        "cross-entropy, deviation 1",
        replace(ENTROPY, initializer="unit-gaussian"),
        learning_rate=0.1,
    )
    under = "penalty too strong"
    c.add(under, "L2 30", SIGMOID, l2=30.0)
    c.add(under, "L1 5", SIGMOID, l1=5.0)
    small = "too small"
    c.add(small, "4 neurons", replace(SIGMOID, hidden=(4,)), samples=2_000, epochs=30)
    c.add(small, "5 neurons, relu", replace(RELU, hidden=(5,)), samples=2_000, epochs=30, learning_rate=0.02)
    c.add("validation unlike", "validation moved by 2", SIGMOID, samples=3_000, shifted=2, epochs=12)
    return tuple(c.all)
