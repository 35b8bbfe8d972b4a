"""The quizzes of this lesson; the questions stand in its notebook."""

from autograder.kit.quiz import Quiz

QUIZZES = {
    "why_no_query_cache": Quiz(
        "b",
        {
            "a": "Queries are as large as keys, so their size can't be the reason to treat them differently. "
            "Ask who will read each of the three again.",
            "b": (
                "A query is used in its own step and never again; keys and values are "
                "used in every later one."
            ),
            "c": (
                "Query 3 comes from token 3 alone, like key 3, and token 3 does not change. So it could be "
                "kept. What would a later step do with it?"
            ),
            "d": (
                "The mask decides which keys a query may use. Which step, after its own, "
                "would look up an old query?"
            ),
        },
    ),
    "what_is_reusable": Quiz(
        "ac",
        {
            "a": "Keys are made from their own token only, so they stay as they are.",
            "b": "Weights belong to one query: the next token has another query and one more key, "
            "and its weights have to add up to 1 again. Can any of the old numbers be used?",
            "c": "Values are made from their own token only, so they stay as they are.",
            "d": (
                "Scores are q · k, and the new step has a new q. Which factor of an old "
                "score is still of use?"
            ),
            "e": (
                "Earlier outputs are finished, and they are right for ever. But does the new "
                "token's output contain them?"
            ),
        },
    ),
}
