"""A multilayer perceptron for handwritten digits, written by hand in numpy.

The library in five lines::

    from mlp_engine import NetworkConfig, TrainingConfig, load_source, train_new_network
    data = load_source("mnist")
    result = train_new_network(data, NetworkConfig(hidden=(100,)), TrainingConfig(l2=5.0, epochs=10))
    test = load_source("mnist-test")
    print((result.network.predict(test.inputs).argmax(axis=1) == test.labels).mean())
"""
