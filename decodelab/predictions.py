"""Puts what a learner predicted beside what happened."""

from numbers import Real


def reveal(prediction, actual, unit=""):
    """Print prediction, actual value and their ratio on one line.

    prediction: the learner's number, also as text, or None if they made none; words are shown as they are
    actual    : a number; unit: e.g. "seconds"
    """
    unit = f" {unit}" if unit else ""
    prediction = _number(prediction)
    if isinstance(prediction, str) and prediction.strip():
        print(
            f'you wrote "{prediction}", it is {_short(actual)}{unit}. '
            "Next time write a number: then the two can be compared."
        )
    elif not isinstance(prediction, Real):
        print(
            f"it is {_short(actual)}{unit}. Next time write a number down first: a wrong guess teaches more than none."
        )
    elif actual == 0 or prediction == actual:
        print(f"you predicted {_short(prediction)}, it is {_short(actual)}{unit}")
    else:
        print(
            f"you predicted {_short(prediction)}, it is {_short(actual)}{unit}: "
            f"prediction ÷ actual = {prediction / actual:.3g}"
        )


def _number(prediction):
    """The number in a text such as "1 000" or "1e3"; anything else as it is."""
    try:
        number = float(prediction.replace(" ", ""))
    except (AttributeError, ValueError):
        return prediction
    return int(number) if number.is_integer() else number


def _short(number):
    whole = isinstance(number, int) or abs(number) >= 1000
    return f"{number:,.0f}".replace(",", " ") if whole else f"{number:.4g}"
