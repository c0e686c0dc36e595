from mlp_engine.reading.memory import Memory


def test_each_key_is_worked_out_once():
    asked: list[int] = []

    def double(key: int) -> int:
        asked.append(key)
        return 2 * key

    memory = Memory(10, double)
    assert [memory(3), memory(4), memory(3)] == [6, 8, 6]
    assert asked == [3, 4]


def test_what_was_not_asked_for_longest_is_forgotten():
    asked: list[int] = []
    memory: Memory[int, None] = Memory(2, asked.append)
    for key in (1, 2, 1, 3, 1, 2):
        memory(key)
    assert asked == [1, 2, 3, 2]
    assert len(memory) == 2
    assert repr(memory) == "Memory(2 of 2)"
