"""The published sizes hang together: what the lesson computes from them can be trusted."""

import pytest

from decodelab.published_models import MODELS, table


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.name)
def test_parameters_are_about_what_the_sizes_add_up_to(model):
    kv = model.n_kv_heads * model.d_head
    matrices = 2 if model.name.startswith("GPT") else 3  # Llama and Mistral have a gated feed-forward layer
    layer = 2 * model.d_model * (model.d_model + kv) + matrices * model.d_model * model.d_ff
    assert model.n_layers * layer < model.parameters < 1.2 * model.n_layers * layer


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.name)
def test_heads_divide_the_width_and_groups_divide_the_heads(model):
    assert model.n_heads * model.d_head == model.d_model
    assert model.n_heads % model.n_kv_heads == 0
    assert model.source


def test_the_cache_of_a_7b_model_with_full_heads_passes_its_weights_at_25_thousand_tokens():
    llama = next(m for m in MODELS if m.name == "Llama 2 7B")
    assert llama.weight_bytes / llama.cache_bytes_a_token == pytest.approx(25_700, rel=0.01)


def test_the_table_has_a_line_for_every_model():
    lines = table().splitlines()
    assert [line[:13].strip() for line in lines[2:]] == [m.name for m in MODELS]
    assert max(map(len, lines)) <= 72
