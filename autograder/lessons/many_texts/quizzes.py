"""The quizzes of this lesson; the questions stand in its notebook."""

from autograder.kit.quiz import Quiz

QUIZZES = {
    "what_grows_with_the_batch": Quiz(
        "bcd",
        {
            "a": (
                "One reading of the weights serves all texts of a step. Which of the two factors of X @ W "
                "gets more rows?"
            ),
            "b": "Every text has a cache of its own, and reads all of it.",
            "c": "Each text's token goes through every weight matrix.",
            "d": (
                "There is more to do in a step, so each reader waits longer for a token, though less than "
                "twice as long."
            ),
            "e": (
                "The weights are read once, for twice as many tokens. What share of that reading "
                "falls to each of them?"
            ),
        },
    ),
    "low_load": Quiz(
        "bd",
        {
            "a": (
                "At low load readers come one by one, and each text is written as fast as it comes in. Who "
                "is waiting that could be served meanwhile?"
            ),
            "b": "All that comes in gets written, in both; the trace decides how much that is.",
            "c": "What does a newcomer wait for while a batch is running, and what after the change?",
            "d": "A newcomer need not wait until the batch that is running is done.",
            "e": (
                "Throughput says how much is written, time to first token how long somebody "
                "waits. Did both change here?"
            ),
        },
    ),
}
