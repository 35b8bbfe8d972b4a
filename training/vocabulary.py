"""Choose the fragments of text that are the model's tokens.

Byte-pair merging decides which fragments exist; the text is then cut by taking the
longest fragment that fits at each place, which needs no merge table to run.
"""

import re
from collections import Counter

import numpy as np

PIECE = re.compile(r"\n+| ?[A-Za-z]+| ?[^A-Za-z\s]+| +")


def build_vocabulary(text, size, rarest=10):
    """`size` fragments: the characters seen at least `rarest` times, then merged pairs."""
    characters = sorted(c for c, n in Counter(text).items() if n >= rarest)
    words = Counter(PIECE.findall(text))
    words = {w: n for w, n in words.items() if all(c in characters for c in w)}
    cuts = {w: list(w) for w in words}
    pairs, where = Counter(), {}
    for word, n in words.items():
        for pair in zip(cuts[word], cuts[word][1:]):
            pairs[pair] += n
            where.setdefault(pair, set()).add(word)
    vocabulary = list(characters)
    while len(vocabulary) < size:
        best = max(pairs, key=lambda pair: (pairs[pair], pair))
        vocabulary.append("".join(best))
        for word in where.pop(best):
            n, cut = words[word], cuts[word]
            for pair in zip(cut, cut[1:]):
                pairs[pair] -= n
            merged = []
            for fragment in cut:
                if merged and (merged[-1], fragment) == best:
                    merged[-1] += fragment
                else:
                    merged.append(fragment)
            cuts[word] = merged
            for pair in zip(merged, merged[1:]):
                pairs[pair] += n
                where.setdefault(pair, set()).add(word)
        del pairs[best]
    return vocabulary


def cut_into_tokens(text, vocabulary):
    """int32 array: at each place the longest fragment that fits. Unknown characters are dropped."""
    ids = {fragment: i for i, fragment in enumerate(vocabulary)}
    longest = max(map(len, vocabulary))
    text = "".join(c for c in text if c in ids)
    tokens, at = [], 0
    while at < len(text):
        width = next(w for w in range(longest, 0, -1) if text[at : at + w] in ids)
        tokens.append(ids[text[at : at + width]])
        at += width
    return np.array(tokens, np.int32)
