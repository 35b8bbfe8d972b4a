"""The quizzes of this lesson; the questions stand in its notebook."""

from autograder.kit.quiz import Quiz

QUIZZES = {
    "twice_the_processors": Quiz(
        "bcd",
        {
            "a": (
                "What would the second machine start from? Token 251 depends on tokens it "
                "has not been told yet."
            ),
            "b": (
                "Each token is an input of the next one: one text is a chain, and a chain has no two halves "
                "to work on at once."
            ),
            "c": (
                "Different texts don't depend on each other: more machines, more texts, none of them sooner."
            ),
            "d": (
                "Within one step the products over different tokens, heads or columns are independent; the "
                "price is an exchange of results in every layer."
            ),
            "e": (
                "While a prompt is read, all of its tokens are known. Does token 251 of a prompt have to "
                "wait for token 250 to be chosen?"
            ),
        },
    ),
    "what_batching_buys": Quiz(
        "acd",
        {
            "a": "Every answer uses the same weights, so one reading serves all of them.",
            "b": (
                "Whose text do the keys and values belong to? Could another answer's query make use of them?"
            ),
            "c": "A step for 32 does more than a step for one, never less.",
            "d": "Keys and values belong to one text each, so there are as many caches as texts.",
            "e": (
                "The gain comes from reading the weights once for all. What share of the bytes are weights "
                "when the caches get longer?"
            ),
        },
    ),
}
