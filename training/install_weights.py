"""Put a trained model where the course reads it: python install_weights.py run/

Copies run/moby.npz to decodelab/weights/ and run/log.csv here, writes its SHA-256 and story to
provenance.json, and records what PyTorch makes of the very same weights (float32) in
tests/fixtures/model_logits.npz, so that the course's tests compare NumPy with PyTorch without needing
PyTorch.
"""

import argparse
import csv
import hashlib
import json
import platform
import shutil
from pathlib import Path

import numpy as np
import torch

from network import Shape, Transformer
from train import SEED
from vocabulary import cut_into_tokens

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "decodelab" / "weights"
PROMPTS = {
    "one_token": "W",
    "short": "Call me Ishmael. Some years ago—never mind how long precisely",
    "dialogue": '"Where away?" cried Ahab; "three points off the lee bow, ye say?"\n\n',
    "full_context": "There she blows! " * 300,
}


def load(path):
    """The Transformer in an exported file, in float32, and its vocabulary."""
    file = np.load(path)
    vocabulary, n_heads, context = list(file["vocabulary"]), int(file["n_heads"]), int(file["context"])
    state = {
        name: torch.from_numpy(file[name].astype(np.float32))
        for name in file.files
        if file[name].dtype == np.float16
    }
    n_vocabulary, d_model = state["embedding"].shape
    d_ff = state["blocks.0.W_in"].shape[1]
    n_layers = sum(name.endswith(".W_in") for name in state)
    model = Transformer(Shape(n_vocabulary, d_model, n_heads, n_layers, d_ff, context)).eval()
    model.load_state_dict(state)
    return model, vocabulary


@torch.no_grad()
def greedy(model, tokens, n_new):
    for _ in range(n_new):
        tokens = np.append(tokens, int(model(torch.tensor(tokens)[None].long())[0, -1].argmax()))
    return tokens


@torch.no_grad()
def record(model, vocabulary, path):
    """Tokens, and logits after the last three of them, of each prompt; and a greedy continuation."""
    arrays = {}
    for name, prompt in PROMPTS.items():
        tokens = cut_into_tokens(prompt, vocabulary)[: model.shape.context]
        arrays[f"{name}.tokens"] = tokens
        arrays[f"{name}.logits"] = model(torch.from_numpy(tokens).long()[None])[0, -3:].numpy()
    arrays["greedy.tokens"] = greedy(model, cut_into_tokens(PROMPTS["short"], vocabulary), 60)
    np.savez_compressed(path, **arrays)


def main():
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("run", type=Path, help="what train.py --out was given")
    run = ask.parse_args().run
    WEIGHTS.mkdir(exist_ok=True)
    shutil.copyfile(run / "moby.npz", WEIGHTS / "moby.npz")
    shutil.copyfile(run / "log.csv", ROOT / "training" / "log.csv")
    last = list(csv.DictReader((run / "log.csv").open()))[-1]
    model, vocabulary = load(WEIGHTS / "moby.npz")
    provenance = {
        "file": "moby.npz",
        "sha256": hashlib.sha256((WEIGHTS / "moby.npz").read_bytes()).hexdigest(),
        "made_by": "training/train.py",
        "seed": SEED,
        "parameters": sum(p.numel() for p in model.parameters()),
        "minutes": float(last["minutes"]),
        "steps": int(last["step"]),
        "tokens_read": int(last["tokens"]),
        "validation_nats_a_character": float(last["validation_nats_a_character"]),
        "text": "public domain; packages and versions in training/README.md",
        "versions": {
            "python": platform.python_version(),
            "torch": torch.__version__,
            "numpy": np.__version__,
        },
    }
    (WEIGHTS / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n")
    fixtures = ROOT / "tests" / "fixtures"
    fixtures.mkdir(exist_ok=True)
    record(model, vocabulary, fixtures / "model_logits.npz")


if __name__ == "__main__":
    main()
