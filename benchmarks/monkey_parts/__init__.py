"""The parts of the monkey: the files it offers, what it does, what it watches."""
