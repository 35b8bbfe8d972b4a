"""Draws loss.svg from log.csv: python training/draw_loss.py, in the course's environment."""

import csv
from pathlib import Path

from decodelab.figures.numbers import short_count
from decodelab.figures.picture import Picture, label_line_ends, panel, quantity_axis
from decodelab.palette import MASK, QUERY

HERE = Path(__file__).parent


def main():
    rows = list(csv.DictReader((HERE / "log.csv").open()))[1:]  # the first row is the untrained model
    tokens = [int(row["tokens"]) for row in rows]
    curves = {
        name: [float(row[f"{name}_nats_a_character"]) for row in rows]
        for name in ("moby_training", "validation")
    }
    figure = Picture(
        f"After {short_count(tokens[-1])} tokens: {curves['validation'][-1]:.3f} nats a character on "
        "chapters never read",
        height=3.2,
    )
    axes = panel(figure, 111, "tokens read", "nats a character")
    axes.plot(tokens, curves["moby_training"], color=MASK, linewidth=1.5)
    axes.plot(tokens, curves["validation"], color=QUERY, linewidth=2)
    quantity_axis(axes.xaxis, short_count)
    label_line_ends(
        axes,
        [
            (tokens[-1], curves["validation"][-1], "held-out chapters", QUERY),
            (tokens[-1], curves["moby_training"][-1], "chapters read", MASK),
        ],
    )
    figure.savefig(HERE / "loss.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
