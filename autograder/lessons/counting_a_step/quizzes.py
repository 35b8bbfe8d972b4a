"""The quizzes of this lesson; the questions stand in its notebook."""

from autograder.kit.quiz import Quiz

QUIZZES = {
    "two_operations": Quiz(
        "bd",
        {
            "a": "These three products cost the same whether one token is cached or a million. "
            "Which of their two factors would have to get longer?",
            "b": "One dot product of width d_k for every cached key.",
            "c": (
                "This grows with every cached token too, by a few operations. Which column of the meter's "
                "table are they in, and how do they compare with the 128 of the first column?"
            ),
            "d": "One value of width d_v, weighted and added, for every cached token.",
            "e": (
                "One row is written in each step, however many are there. (A cache that copies itself moves "
                "more bytes; is a copy a multiplication?)"
            ),
        },
    ),
    "layers_or_length": Quiz(
        "b",
        {
            "a": (
                "Twice the layers do everything twice. Twice the length also has twice the steps. Are these "
                "steps as cheap as the old ones?"
            ),
            "b": (
                "Twice the layers: twice the work. Twice the length: twice as many steps that are, on "
                "average, twice as dear, so four times the work, twice as much as with the layers."
            ),
            "c": (
                "Compare both with the same model before. What is twice the layers, and what is twice the "
                "length, as a multiple of that? Then compare the two multiples."
            ),
            "d": "In L · d_model · len · (len + 1), how often does L occur, and how often the length?",
            "e": "d_head is a factor of both. What happens to it when you divide one cost by the other?",
        },
    ),
}
