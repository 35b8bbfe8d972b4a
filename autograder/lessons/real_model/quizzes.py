"""The quizzes of this lesson; the questions stand in its notebook."""

from autograder.kit.quiz import Quiz

QUIZZES = {
    "what_goes_into_cache": Quiz(
        "bd",
        {
            "a": "What about token 7 changes when token 50 arrives? Is its position one of those things?",
            "b": (
                "A position is counted from the beginning of the text, so it never changes; "
                "one rotation is enough."
            ),
            "c": "Which later step would look at an old query?",
            "d": "Values are mixed, not compared; they carry no position.",
            "e": (
                "It would work. What would have to be done with x in every later step, "
                "and for how many tokens?"
            ),
        },
    ),
}
