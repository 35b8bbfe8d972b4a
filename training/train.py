"""Train the model of the course: python train.py --moby … --bible … --austen … --minutes 105

Every schedule follows the share of the time budget that has gone by, so that the run
ends well on any machine. That makes the seed fix the start and the order of the text,
not the exact weights: a faster machine takes more steps.
"""

import argparse
import csv
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import texts
from network import Shape, Transformer
from vocabulary import build_vocabulary, cut_into_tokens

SEED = 20261124
TOKENS_A_STEP = 4096


# What changes as the share `gone` of the time goes by. The last eighth is for Moby-Dick alone: the other
# books have taught English by then, and their names should not come back.


def sequence_length(gone):
    """Short sequences first: they are cheap. The full context at the end."""
    return 256 if gone < 0.53 else 512 if gone < 0.75 else 1024


def learning_rate_factor(gone):
    """Up in 2 %, level to 44 %, down in a straight line to 1 % at 88 %, and once more from 15 % to 1 %."""
    if gone < 0.44:
        return min(gone / 0.02, 1.0)
    return 1 - 0.99 * (gone - 0.44) / 0.44 if gone < 0.88 else 0.15 - 0.14 * (gone - 0.88) / 0.12


def moby_share(gone):
    """Share of the sequences that come from Moby-Dick. It is the shortest of the books, and soon known by
    heart."""
    return 0.25 if gone < 0.44 else 0.35 if gone < 0.88 else 1.0


def dropout(gone):
    """None while nearly every sequence is new, then more and more against learning by heart."""
    return 0.0 if gone < 0.44 else 0.1 if gone < 0.88 else 0.2


def batch(corpora, gone, rng):
    """(sequences, length + 1) tokens, each sequence from a random place of one book."""
    length = sequence_length(gone)
    moby, *others = corpora
    sizes = np.array([len(c) for c in others], float)
    chances = [moby_share(gone), *((1 - moby_share(gone)) * sizes / sizes.sum())]
    rows = []
    for book in rng.choice(len(corpora), size=TOKENS_A_STEP // length, p=chances):
        start = rng.integers(len(corpora[book]) - length)
        rows.append(corpora[book][start : start + length + 1])
    return torch.from_numpy(np.stack(rows).astype(np.int64))


@torch.no_grad()
def loss_per_token(model, tokens, length):
    """Mean nats a token over `tokens`, cut into pieces of `length`, each read from nothing."""
    total = 0.0
    for start in range(0, len(tokens) - 1, length):
        piece = torch.from_numpy(tokens[start : start + length + 1].astype(np.int64))[None]
        total += F.cross_entropy(model(piece[:, :-1])[0], piece[0, 1:], reduction="sum").item()
    return total / (len(tokens) - 1)


def export(model, vocabulary, path):
    """Write the weights as float16 in an .npz that decodelab.model reads."""
    arrays = {name: p.detach().numpy().astype(np.float16) for name, p in model.named_parameters()}
    arrays["vocabulary"] = np.array(vocabulary)
    arrays["n_heads"] = np.array(model.shape.n_heads)
    arrays["context"] = np.array(model.shape.context)
    unfinished = path.with_suffix(".part.npz")
    np.savez(unfinished, **arrays)
    unfinished.replace(path)


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    for book in ("moby", "bible", "austen"):
        ask.add_argument(f"--{book}", required=True, help="folder of the unpacked package")
    ask.add_argument("--minutes", type=float, required=True)
    ask.add_argument("--threads", type=int, default=1)
    ask.add_argument("--out", type=Path, default=Path("run"))
    ask.add_argument(
        "--resume", action="store_true", help="go on from the last line of log.csv and its weights"
    )
    ask = ask.parse_args()

    random.seed(SEED)
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    torch.set_num_threads(ask.threads)
    ask.out.mkdir(parents=True, exist_ok=True)

    training, held_out = ("\n\n".join(c) for c in texts.moby_dick(ask.moby))
    vocabulary = build_vocabulary(training, Shape.vocabulary)
    books = [
        training,
        "\n\n".join(texts.king_james_bible(ask.bible)),
        "\n\n".join(texts.jane_austen(ask.austen)),
    ]
    corpora = [cut_into_tokens(book, vocabulary) for book in books]
    validation = cut_into_tokens(held_out, vocabulary)
    characters_a_token = sum(len(vocabulary[t]) for t in validation) / len(validation)

    model = Transformer(Shape())
    matrices = [p for block in model.blocks for p in block.parameters() if p.ndim == 2]
    others = [p for p in model.parameters() if not any(p is m for m in matrices)]
    optimizers = [
        torch.optim.Muon(matrices, lr=4e-3, weight_decay=0.1, momentum=0.95, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(others, lr=3e-3, betas=(0.9, 0.95), weight_decay=0.0),
    ]
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["full_lr"] = group["lr"]

    step, already, best = 0, 0.0, np.inf
    if ask.resume:
        with (ask.out / "log.csv").open() as so_far:
            lines = list(csv.DictReader(so_far))
        step, already = int(lines[-1]["step"]), float(lines[-1]["minutes"])
        best = min(float(line["validation_nats_a_character"]) for line in lines)
        weights = np.load(ask.out / "moby.npz")
        model.load_state_dict(
            {name: torch.from_numpy(weights[name].astype(np.float32)) for name in model.state_dict()}
        )
        rng = np.random.default_rng([SEED, step])
    log = (ask.out / "log.csv").open("a" if ask.resume else "w", newline="")
    rows = csv.writer(log)
    if not ask.resume:
        rows.writerow(
            [
                "minutes",
                "step",
                "tokens",
                "length",
                "moby_share",
                "rate",
                "training_nats_a_token",
                "moby_training_nats_a_character",
                "validation_nats_a_character",
            ]
        )
    began, recent, next_look = (
        time.monotonic() - 60 * already,
        [],
        already / ask.minutes + (1 / 20 if ask.resume else 0),
    )
    while True:
        gone = (time.monotonic() - began) / (60 * ask.minutes)
        if gone >= next_look or gone >= 1:
            length = sequence_length(gone)
            loss = loss_per_token(model, validation, length) / characters_a_token
            familiar = loss_per_token(model, corpora[0][:8192], length) / characters_a_token
            rows.writerow(
                [
                    f"{gone * ask.minutes:.1f}",
                    step,
                    step * TOKENS_A_STEP,
                    length,
                    f"{moby_share(min(gone, 1)):.2f}",
                    f"{learning_rate_factor(min(gone, 1)):.3f}",
                    f"{np.mean(recent or [np.nan]):.4f}",
                    f"{familiar:.4f}",
                    f"{loss:.4f}",
                ]
            )
            log.flush()
            if loss < best:
                best = loss
                export(model, vocabulary, ask.out / "moby.npz")
            recent, next_look = [], gone + 1 / 20
        if gone >= 1:
            break
        tokens = batch(corpora, gone, rng)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(tokens[:, :-1], dropout(gone))
        loss = F.cross_entropy(logits.float().flatten(0, 1), tokens[:, 1:].flatten())
        for optimizer in optimizers:
            optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(others, 1.0)
        for optimizer in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = group["full_lr"] * learning_rate_factor(gone)
            optimizer.step()
        recent.append(loss.item())
        step += 1


if __name__ == "__main__":
    main()
