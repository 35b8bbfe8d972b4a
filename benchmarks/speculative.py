"""Guessing ahead on the whale: five drafts and none on the same texts, in turn, in one run.

    PYTHONPATH=. OPENBLAS_NUM_THREADS=1 .venv/bin/python benchmarks/speculative.py

The code is that of solutions/10_fewer_bytes; all texts have to be the same. 150 new tokens after 60 of each
of six passages that the model never read. One BLAS thread. Where a call with several
tokens costs what one with one token costs, as on an accelerator below its ridge point, the tokens a call are
the speed-up. Takes about ten seconds; writes benchmarks/results/speculative.json.
"""

import json

import numpy as np
from provenance import ROOT, provenance
from threadpoolctl import threadpool_limits

from decodelab import drafts
from decodelab.held_out import passages
from decodelab.model import load
from decodelab.race import race
from decodelab.speculation import calls_of, tokens_a_call

N_PROMPT, N_NEW = 60, 150


def solution():
    """speculative as lesson 10's solution has it."""
    notebook = json.loads((ROOT / "solutions" / "10_fewer_bytes" / "fewer_bytes.ipynb").read_text())
    names = {"np": np}
    exec("from decodelab.designs import KVCache, cut_back\nfrom decodelab.model import greedy", names)
    exec("from decodelab.serving_rehearsal import our_block_step as block_step", names)
    for cell in notebook["cells"]:
        if cell["id"] in ("accepted", "speculative"):
            exec("".join(cell["source"]), names)
    return names["speculative"]


def accepted_share(propose, texts, k):
    """How often a guess was right, of those whose predecessors were."""
    calls = [call for text in texts for call in calls_of(propose, text, N_PROMPT, k)]
    right, wrong = sum(call.right for call in calls), sum(call.wrong for call in calls)
    return right / (right + wrong)


def main():
    whale, speculative, facts = load(), solution(), provenance()
    ways = {
        "no guesses": (lambda tokens, k: [], 1),
        "bigram, k = 1": (drafts.bigram(), 1),
        "trigram, k = 2": (drafts.trigram(), 2),
        "trigram, k = 4": (drafts.trigram(), 4),
        "lookup, k = 4": (drafts.prompt_lookup(), 4),
        "lookup, k = 8": (drafts.prompt_lookup(), 8),
        "first block, k = 2": (drafts.first_blocks(whale), 2),
    }
    prompts = [whale.decode(whale.encode(text)[:N_PROMPT]) for text in passages()]
    with threadpool_limits(1, user_api="blas"):
        results = race(speculative, whale, ways, prompts, N_NEW, rounds=1)
    texts = [
        whale.encode(prompt) + list(speculative(whale, prompt, N_NEW, *ways["no guesses"]))
        for prompt in prompts
    ]
    told = {}
    for name, result in results.items():
        told[name] = {key: round(value, 3) for key, value in vars(result).items()}
        if name != "no guesses":
            propose, k = ways[name]
            alpha = accepted_share(propose, texts, k)
            told[name] |= {
                "accepted": round(alpha, 3),
                "tokens_a_call_by_formula": round(tokens_a_call(alpha, k), 3),
            }
        print(f"{name:20}", told[name])
    result = {
        "provenance": facts,
        "n_prompt": N_PROMPT,
        "n_new": N_NEW,
        "texts": len(prompts),
        "drafts": told,
    }
    (ROOT / "benchmarks" / "results" / "speculative.json").write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
