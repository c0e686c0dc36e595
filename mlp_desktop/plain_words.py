"""Articles and plurals in sentences on the screen."""

_VOWEL_SOUND = "8"  # of the digits, only "eight" begins with a vowel


def a_digit(digit: int | str) -> str:
    """The digit with its article: "a 7", "an 8"."""
    return f"{'an' if str(digit) == _VOWEL_SOUND else 'a'} {digit}"


def counted(count: int, noun: str) -> str:
    """The count with its noun, whose plural takes an s: "1 epoch", "1,200 samples"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
