"""Spell out the JSON files of a sentence-transformers folder: what the libraries need beside the weights."""

from __future__ import annotations

from typing import Any

from index.packed_weights import Dimensions, PieceTable
from index.unigram import WORD_START, UnigramRules

QUERY_PROMPT, DOCUMENT_PROMPT = "query: ", "passage: "  # the model card of intfloat/multilingual-e5-small


def sentence_transformers_files(dimensions: Dimensions) -> dict[str, Any]:
    """Return path -> content of sentence-transformers' own files: mean pooling, unit length, the prompts."""
    modules = "sentence_transformers.models."
    return {
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{modules}Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{modules}Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{modules}Normalize"},
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": dimensions.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "2_Normalize/config.json": {},
        "sentence_bert_config.json": {"max_seq_length": dimensions.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": QUERY_PROMPT, "document": DOCUMENT_PROMPT},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }


def bert_config(dimensions: Dimensions, table: PieceTable) -> dict[str, Any]:
    """Return transformers' config.json."""
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": dimensions.hidden,
        "num_hidden_layers": dimensions.layers,
        "num_attention_heads": dimensions.heads,
        "intermediate_size": dimensions.intermediate,
        "vocab_size": dimensions.vocabulary,
        "max_position_embeddings": dimensions.positions,
        "type_vocab_size": dimensions.types,
        "layer_norm_eps": 1e-12,
        "hidden_act": "gelu",
        "bos_token_id": table.beginning,
        "pad_token_id": table.padding,
        "eos_token_id": table.end,
        "dtype": "float32",  # the word embeddings are stored in fp16 and still computed with in fp32
    }


def tokeniser_config(dimensions: Dimensions, table: PieceTable) -> dict[str, Any]:
    """Return transformers' tokenizer_config.json."""
    beginning, padding, end, unknown = (
        table.pieces[i][0] for i in (table.beginning, table.padding, table.end, table.unknown)
    )
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": dimensions.positions,
        "bos_token": beginning,
        "cls_token": beginning,
        "eos_token": end,
        "sep_token": end,
        "unk_token": unknown,
        "pad_token": padding,
        "mask_token": table.pieces[table.mask][0],
        "model_input_names": ["input_ids", "attention_mask"],
    }


def tokeniser(table: PieceTable, rules: UnigramRules) -> dict[str, Any]:
    """Return tokenizer.json: XLM-R's Unigram model with sentencepiece's clean-up spelled out."""
    beginning, end = table.pieces[table.beginning][0], table.pieces[table.end][0]
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    word_start = {"type": "Metaspace", "replacement": WORD_START, "prepend_scheme": "always", "split": True}
    opening, closing = (_template("SpecialToken", mark) for mark in (beginning, end))
    first, second = (_template("Sequence", letter) for letter in ("A", "B"))
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {"id": number, "content": text, **flags}
            for text, number in sorted(rules.special.items(), key=lambda item: item[1])
        ],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [_replace(rules.dropped, ""), _replace(rules.spaces, " "), {"type": "NFKC"}],
        },
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, word_start]},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [opening, first, closing],
            "pair": [opening, first, closing, closing, second, closing],
            "special_tokens": {
                text: {"id": text, "ids": [number], "tokens": [text]}
                for text, number in ((beginning, table.beginning), (end, table.end))
            },
        },
        "decoder": word_start,
        "model": {"type": "Unigram", "unk_id": table.unknown, "vocab": table.pieces, "byte_fallback": False},
    }


def _template(kind: str, name: str) -> dict[str, Any]:
    return {kind: {"id": name, "type_id": 0}}


def _replace(characters: str, by: str) -> dict[str, Any]:
    pattern = "".join(f"\\x{{{ord(character):X}}}" for character in characters)
    return {"type": "Replace", "pattern": {"Regex": f"[{pattern}]"}, "content": by}
