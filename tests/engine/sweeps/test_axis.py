"""What can be swept over, and the texts that say so."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_engine.errors import SettingError
from mlp_engine.sweeps import Axis, Span, comma_warning, parse_axis


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("l2=0", (0.0,)),
        ("l2=0,1e-4..1e-1:log:4", (0.0, 0.0001, 0.001, 0.01, 0.1)),
        ("learning_rate=0.1..0.5:5", (0.1, 0.2, 0.3, 0.4, 0.5)),
        ("learning-rate = 1, 2", (1.0, 2.0)),
        ("l1=0,0,0..1:2", (0.0, 1.0)),
        ("l2=0,5;1,5", (0.5, 1.5)),
        ("l2=0; 0,1..0,5:5", (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)),
        ("optimizer=sgd;adam", ("sgd", "adam")),
        ("hidden=30;100-50", ((30,), (100, 50))),
        ("hidden=30,100-50,0", ((30,), (100, 50), ())),
        ("hidden=10..1000:log:3", ((10,), (100,), (1000,))),
        ("batch_size=1..4:7", (1, 2, 3, 4)),
        ("optimizer=sgd,adam", ("sgd", "adam")),
        ("activation=relu", ("relu",)),
        ("loss=log-likelihood,quadratic", ("log-likelihood", "quadratic")),
        ("initializer=gaussian,unit-gaussian", ("gaussian", "unit-gaussian")),
        ("samples=50,100", (50, 100)),
        ("samples=10..1000:log:3", (10, 100, 1000)),
        ("label_noise=0..0.4:3", (0.0, 0.2, 0.4)),
    ],
)
def test_a_text_names_the_values_of_a_grid(text, values) -> None:
    assert parse_axis(text).values() == values


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "What to sweep over must be NAME=VALUE"),
        ("l2", "What to sweep over must be NAME=VALUE"),
        ("l2=", "What to sweep over must be NAME=VALUE"),
        ("=1", "Setting to sweep over must be hidden, activation"),
        ("l3=1", "Setting to sweep over must be hidden, activation"),
        ("seed=1", "Setting to sweep over must be hidden, activation"),
        ("l2=1,,2", "joined by single commas or semicolons"),
        ("l2=1,", "joined by single commas or semicolons"),
        ("l2=many", "A value of l2 must be a number. Got 'many'."),
        ("l2=nan", "A value of l2 must be a number. Got nan."),
        ("l2=inf", "A value of l2 must be a number. Got inf."),
        ("batch_size=2.5", "A value of batch_size must be a whole number. Got '2.5'."),
        ("hidden=30-", "Neurons of a hidden layer must be a whole number of at least 1. Got ''."),
        ("hidden=30-0", "Neurons of a hidden layer must be a whole number of at least 1. Got 0."),
        ("hidden=-30", "Neurons of a hidden layer must be a whole number of at least 1. Got ''."),
        ("optimizer=newton", "A value of optimizer must be sgd, momentum, nesterov, adam or adamw. Got 'newton'."),
        ("optimizer=a..b:2", "Low end of a range of optimizer must be a number. Got 'a'."),
        ("optimizer=1..2:2", "Values of optimizer must be names. Got a range."),
        ("l2=1..2", "must be LOW..HIGH:COUNT or LOW..HIGH:log:COUNT. Got '1..2'."),
        ("l2=1..2:log", "must be LOW..HIGH:COUNT or LOW..HIGH:log:COUNT. Got '1..2:log'."),
        ("l2=1..2:ln:5", "must be LOW..HIGH:COUNT or LOW..HIGH:log:COUNT. Got '1..2:ln:5'."),
        ("l2=1..2:5:log", "must be LOW..HIGH:COUNT or LOW..HIGH:log:COUNT. Got '1..2:5:log'."),
        ("l2=1..2:1", "Number of values in a range of l2 must be a whole number from 2 to 10000. Got 1."),
        ("l2=1..2:99999", "Number of values in a range of l2 must be a whole number from 2 to 10000. Got 99999."),
        ("l2=2..1:3", "High end of a range must be a number above 2. Got 1.0."),
        ("l2=..1:3", "Low end of a range of l2 must be a number. Got ''."),
        ("l2=0..:3", "High end of a range of l2 must be a number. Got ''."),
        ("l2=-1e308..1e308:3", "Width of a range must be a number. Got inf."),
        ("l2=0..1:log:3", "Low end of a range must be a number above 0. Got 0.0."),
        ("l2=1..2..3:4", "High end of a range of l2 must be a number. Got '2..3'."),
    ],
)
def test_a_malformed_text_is_refused_in_one_sentence(text, sentence) -> None:
    with pytest.raises(SettingError) as caught:
        parse_axis(text)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("text", "is_doubtful"),
    [
        ("l2=0,5", True),
        ("l2=0,1", True),  # 0 and 1 are as likely as 0.1, the most usual strength of all
        ("dropout=0,5", True),
        ("learning-rate= 0,25 ", True),
        ("l2=0, 5", False),
        ("l2=0.5", False),
        ("l2=1,0", False),
        ("l2=0,5;1", False),
        ("batch_size=10,32", False),
        ("hidden=30,100", False),
        ("l2=0,1,2", False),
        ("label_noise=0,1", True),
        ("nothing=0,5", False),
    ],
)
def test_a_comma_that_may_be_a_decimal_comma_is_doubted(text, is_doubtful) -> None:
    assert bool(comma_warning(text)) == is_doubtful


def test_the_doubt_says_how_it_is_read_and_what_to_write() -> None:
    assert comma_warning("l2=0,5") == (
        "0,5 is read as two values, 0 and 5. Write 0.5 for one; with ; between values a comma is a decimal comma."
    )


@given(st.text(max_size=30) | st.from_regex(r"(l2|hidden|batch_size|optimizer)=[-.,:0-9a-z]{1,20}", fullmatch=True))
def test_any_text_is_an_axis_or_a_setting_error(text) -> None:
    try:
        axis = parse_axis(text)
    except SettingError:
        return
    assert axis.values()


def test_random_values_lie_in_their_range_and_take_each_piece_at_its_weight() -> None:
    axis = Axis("l2", (0.0, Span(1e-4, 1e-1, 3, log=True)))
    drawn = np.array([axis.draw(np.random.default_rng(seed)) for seed in range(400)])
    in_range = drawn[drawn > 0]
    assert 0.65 < len(in_range) / len(drawn) < 0.85, "a range of three values is three times as likely as a single one"
    assert in_range.min() >= 1e-4
    assert in_range.max() <= 1e-1
    assert 0.4 < (in_range < 10**-2.5).mean() < 0.6, "half of a log-uniform range lies below its geometric middle"
