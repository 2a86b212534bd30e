from __future__ import annotations

import numpy as np
import pytest

from search.similar.meaning import Meanings, background, best_cosines, evenly, excess, signs


def vectors(*angles: float) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.array([(np.cos(np.radians(one)), np.sin(np.radians(one))) for one in angles], np.float32)


def test_each_token_has_its_best_cosine_in_each_passage() -> None:
    document = Meanings.of([vectors(0, 90), vectors(60)])
    assert document is not None
    best = best_cosines(vectors(0, 60), document)
    assert best == pytest.approx(np.array([[1, 0.5], [np.cos(np.radians(30)), 1]]), abs=1e-5)


def test_a_document_without_passages_has_no_meanings() -> None:
    assert Meanings.of([]) is None


def test_what_all_projects_have_is_the_background_and_nothing_is_there_without_any() -> None:
    documents = [one for angles in ((0,), (60,)) if (one := Meanings.of([vectors(*angles)]))]
    assert background(vectors(0), documents) == pytest.approx(np.array([0.75]))
    assert background(vectors(0), []) == pytest.approx(np.zeros(1))


def test_only_what_exceeds_the_usual_counts_and_the_same_text_counts_fully() -> None:
    base = np.array([0.5, 0.5], np.float32)
    assert excess(np.array([0.5, 0.3], np.float32), base) == 0
    assert excess(np.array([1.0, 1.0], np.float32), base) == 1
    assert excess(np.array([0.9, 0.5], np.float32), base) > excess(np.array([0.7, 0.7], np.float32), base)


def test_codes_become_unit_vectors_of_their_signs() -> None:
    unpacked = signs(np.array([[0b10000000, 0b11111111]], np.uint8), 16)
    assert (unpacked > 0).tolist() == [[True] + [False] * 7 + [True] * 8]
    assert np.linalg.norm(unpacked) == pytest.approx(1)


def test_a_sample_is_spread_evenly_and_no_larger_than_there_is() -> None:
    assert evenly(3, 10).tolist() == [0, 1, 2]
    assert evenly(101, 3).tolist() == [0, 50, 100]
