"""Healthy trainings: the network learns, and reads new samples nearly as well."""

from diagnosis_cases.case import ENTROPY, NONE, QUADRATIC, RELU, RELU2, SIGMOID, TANH, WIDE, Case, Cases, deep


def healthy() -> tuple[Case, ...]:
    """The configurations that thresholds were fitted on."""
    c = Cases()
    ok = ""
    c.add(ok, "sigmoid, 3 epochs", SIGMOID, samples=4_000, epochs=4)
    c.add(ok, "cross-entropy, 4 epochs", ENTROPY, samples=4_000, epochs=4, learning_rate=0.3)
    c.add(ok, "sigmoid, L2 5", SIGMOID, samples=4_000, l2=15.0, epochs=15)
    c.add(ok, "wide sigmoid, L2 10", WIDE, samples=4_000, l2=20.0, epochs=15)
    c.add(ok, "sigmoid, elastic", SIGMOID, samples=2_000, augmentation="elastic", epochs=15)
    c.add(ok, "relu, affine", RELU, samples=2_000, augmentation="affine", epochs=15, learning_rate=0.05)
    c.add(ok, "relu 2 layers, elastic", RELU2, samples=4_000, augmentation="elastic", epochs=12, learning_rate=0.05)
    c.add(ok, "tanh, affine", TANH, samples=3_000, augmentation="affine", epochs=15, learning_rate=0.05)
    c.add(ok, "no hidden layer", NONE, samples=3_000, epochs=8, learning_rate=0.1)
    c.add(ok, "no hidden layer, L2", NONE, samples=4_000, epochs=10, learning_rate=0.1, l2=4.0)
    c.add(
        ok,
        "adam, affine",
        RELU,
        samples=3_000,
        augmentation="affine",
        epochs=12,
        optimizer="adam",
        learning_rate=0.002,
        batch_size=20,
    )
    c.add(
        ok,
        "adam, elastic",
        WIDE,
        samples=3_000,
        augmentation="elastic",
        epochs=12,
        optimizer="adam",
        learning_rate=0.003,
        batch_size=20,
    )
    c.add(ok, "momentum, L2", TANH, samples=4_000, l2=20.0, epochs=10, optimizer="momentum", learning_rate=0.01)
    c.add(
        ok,
        "momentum, affine",
        RELU,
        samples=3_000,
        augmentation="affine",
        epochs=10,
        optimizer="momentum",
        learning_rate=0.01,
    )
    c.add(ok, "quadratic, L2", QUADRATIC, samples=4_000, l2=2.0, epochs=10, learning_rate=1.0)
    c.add(ok, "quadratic, 8 epochs", QUADRATIC, samples=4_000, epochs=8, learning_rate=1.0)
    c.add(ok, "large minibatches", RELU, samples=4_000, batch_size=100, epochs=15, learning_rate=0.1)
    c.add(ok, "one sample a step", SIGMOID, samples=2_000, batch_size=1, epochs=3, learning_rate=0.1)
    c.add(ok, "cosine, affine", SIGMOID, samples=3_000, augmentation="affine", schedule="cosine", epochs=15)
    c.add(
        ok,
        "step, elastic",
        RELU,
        samples=3_000,
        augmentation="elastic",
        schedule="step",
        step_every=5,
        epochs=15,
        learning_rate=0.1,
    )
    c.add(ok, "L1", SIGMOID, samples=4_000, l1=1.0, epochs=12)
    c.add(ok, "L1 and L2, relu", RELU, samples=4_000, l1=0.5, l2=10.0, epochs=10, learning_rate=0.05)
    c.add(
        ok,
        "three layers, He",
        deep(3, "relu", "he"),
        samples=4_000,
        augmentation="affine",
        epochs=12,
        learning_rate=0.05,
    )
    c.add(ok, "five tanh layers", deep(5, "tanh"), samples=4_000, augmentation="affine", epochs=10, learning_rate=0.02)
    c.add(ok, "few steps, slow start", SIGMOID, samples=3_000, batch_size=100, epochs=15, learning_rate=1.0)
    c.add(ok, "pen augmentation", WIDE, samples=2_000, augmentation="pen", epochs=12, l2=4.0)
    c.add(
        ok,
        "two sigmoid layers",
        deep(2, "sigmoid"),
        samples=4_000,
        augmentation="affine",
        epochs=12,
        learning_rate=1.0,
    )
    c.add(ok, "ten relu layers, He", deep(10, "relu", "he"), samples=4_000, epochs=8, learning_rate=0.01, l2=10.0)
    return tuple(c.all)
