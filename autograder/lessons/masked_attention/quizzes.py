"""The quizzes of this lesson; the questions stand in its notebook."""

from autograder.kit.quiz import Quiz

QUIZZES = {
    "q4_keys": Quiz(
        "c",
        {
            "a": (
                "Keys 0 to 3 are the past, but a token also carries information about itself. Does row 4 of "
                "the mask have a True on the diagonal?"
            ),
            "b": (
                "If the newest key were enough, a model could not look back at all. What would token 4 then "
                "know of the words before it?"
            ),
            "c": "Five keys and five values: everything written so far, the token itself included.",
            "d": (
                "Key 5 belongs to a token that is still to be written. Where would its numbers come from "
                "while the model writes?"
            ),
            "e": (
                "Keys decide how much, values decide what. What would the output be made of if some of the "
                "keys had no value to go with them?"
            ),
        },
    ),
    "which_row_leaks": Quiz(
        "b",
        {
            "a": "Row 0 moved only when token 0 changed. Is a row allowed to use its own token?",
            "b": "Row 1 moved when token 3 changed, and token 3 comes later.",
            "c": "Row 2 moved when tokens 0, 1 and 2 changed. Which of those come after token 2?",
            "d": "Row 3 uses all four tokens. Is there any token of these four that comes after token 3?",
            "e": (
                "A leak is one row that moves with one later token. Go along each row and compare the "
                "number of the row with the number of every column that has a mark."
            ),
        },
    ),
}
