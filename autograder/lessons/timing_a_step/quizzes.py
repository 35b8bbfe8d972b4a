"""The quizzes of this lesson; the questions stand in its notebook."""

from autograder.kit.quiz import Quiz

QUIZZES = {
    "is_it_linear": Quiz(
        "c",
        {
            "a": (
                "From 256 to 512 the time rose by 5 µs, for 256 tokens. What would 64 000 more "
                "tokens add at that rate?"
            ),
            "b": (
                "Look at the differences: how many µs for 64, for 128, for 256 more tokens? What kind of "
                "curve has differences in proportion to the tokens added?"
            ),
            "c": (
                "About 20 ns for each token more, on top of about 19 µs. The fixed part makes the exponent "
                "small; at 64 000 tokens it is hardly to be seen."
            ),
            "d": (
                "Four points that are off by a few per cent would leave much open. But how far are these "
                "from a straight line? Take the time at 64 off the others and compare."
            ),
        },
    ),
}
