"""Puts what a learner predicted beside what happened."""


def reveal(prediction, actual, unit=""):
    """Print prediction, actual value and their ratio on one line.

    prediction: the learner's number, or None if they made none; actual: a number; unit: e.g. "seconds"
    """
    unit = f" {unit}" if unit else ""
    if not isinstance(prediction, (int, float)):
        print(f"it is {_short(actual)}{unit}. Next time write a number down first: a wrong guess teaches more than none.")
    elif actual == 0 or prediction == actual:
        print(f"you predicted {_short(prediction)}, it is {_short(actual)}{unit}")
    else:
        print(f"you predicted {_short(prediction)}, it is {_short(actual)}{unit}: "
              f"prediction ÷ actual = {prediction / actual:.3g}")


def _short(number):
    whole = isinstance(number, int) or abs(number) >= 1000
    return f"{number:,.0f}".replace(",", " ") if whole else f"{number:.4g}"
