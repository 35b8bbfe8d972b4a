"""The explorer that prices a model: from a name or a pasted config.json to a floor, a fit, and what was
measured near it."""

import json

import pytest

from decodelab.explorers import PriceExplorer

CONFIG = """{"hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32, "num_key_value_heads": 8,
"intermediate_size": 14336, "vocab_size": 128256, "max_position_embeddings": 131072}"""  # noqa: E501


def test_a_pasted_config_gives_what_the_model_of_that_name_gives():
    named, pasted = PriceExplorer(model="Llama 3.1 8B"), PriceExplorer(model="Llama 2 7B", sizes=CONFIG)
    assert pasted.words() == named.words() and pasted._sheet.html == named._sheet.html
    assert pasted._table.value == named._table.value


@pytest.mark.parametrize(
    "sizes, said",
    [("{", "no JSON"), ("[1]", "found list"), ("{}", "num_hidden_layers"), ('{"parameters": 1}', "n_heads")],
)
def test_sizes_that_can_not_be_read_are_told_and_the_named_model_stays(sizes, said):
    explorer = PriceExplorer(model="Llama 2 7B", sizes=sizes)
    assert said in explorer.words() and "This is Llama 2 7B." in explorer.words()


def test_what_a_model_costs_comes_with_what_was_measured_near_it():
    explorer = PriceExplorer(model="Llama 3 8B", machine="RTX 4090 24GB", context=4096)
    nearest = [m.id for m, _, _ in explorer.nearest()]
    assert nearest[0] == "rtx4090-llama3-8b-16bit-at4096"
    assert explorer._table.value.count("<tr>") == 5 and "https://" in explorer._table.value
    assert "room for 18 such sequences" in explorer.words()
    explorer.batch = 32
    assert "does not fit" in explorer.words() and "18 such sequences would fit" in explorer.words()
    explorer.batch, explorer.model = 1, "Llama 3 70B"
    assert "not one such sequence would" in explorer.words()


def test_a_mixture_of_experts_is_held_whole_and_read_in_part():
    experts = CONFIG.replace("}", ', "num_local_experts": 8, "num_experts_per_tok": 2}')
    dense, mixture = PriceExplorer(sizes=CONFIG), PriceExplorer(sizes=experts)
    assert mixture.chosen()[0].parameters > 5 * dense.chosen()[0].parameters
    assert mixture._bytes(4096)[0] < 2 * dense._bytes(4096)[0]
    assert "does not fit" in mixture.words() and "does not fit" not in dense.words()


@pytest.mark.parametrize(
    "more, told",
    [
        ({"sliding_window": 4096}, True),
        ({"sliding_window": None}, False),
        ({"sliding_window": 4096, "use_sliding_window": False}, False),
        ({"sliding_window": 131072}, False),
    ],
)
def test_a_window_that_is_not_counted_is_said(more, told):
    sizes = {"num_hidden_layers": 32, "hidden_size": 4096, "num_attention_heads": 32, "vocab_size": 32000}
    explorer = PriceExplorer(sizes=json.dumps(sizes | more), context=32768)
    assert ("which is not counted here" in explorer._words.value) == told
