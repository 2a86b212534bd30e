"""1-bit codes of passages' token vectors: what they keep, what they leave out, and their files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.content_tokens import passage_tokens, query_tokens
from index.embedding import Embedder
from index.errors import DamagedIndexError
from index.passage_vectors import calibration_texts
from index.token_codes import (
    CODES_FILE,
    OFFSETS_FILE,
    SPACE_FILE,
    TokenCodes,
    TokenSpace,
    write_token_codes,
)

PASSAGES = (
    "Nuorten työpajalla korjataan polkupyöriä ja opetellaan aamuheräämistä. Ohjaaja sopii jokaisen kanssa tavoitteet.",
    "Yksinyrittäjät saavat neuvontaa kirjanpidossa, verotuksessa ja hinnoittelussa. Neuvojat käyvät myös kylillä.",
    "Ikääntyneet harjoittelevat verkkopankin käyttöä kirjastossa. Vertaisohjaaja istuu vieressä, kunnes asia sujuu.",
    "Maahanmuuttajaäidit oppivat suomea lastensa päiväkodissa. Opetus alkaa kuvista, lauluista ja arjen sanoista.",
    "Vankilasta vapautuvat saavat asunnon ja tukihenkilön. Ensimmäiset viikot ratkaisevat, palaako ihminen rikoksiin.",
    "Metsäkoneen kuljettajia koulutetaan simulaattorilla. Yritykset lainaavat koneitaan ja palkkaavat valmistuneet.",
    "Mielenterveyskuntoutujat hoitavat yhteistä puutarhaa. Rytmi, liikunta ja seura vähentävät masennusta.",
    "Hoiva-alan esimiehet kehittävät työvuorojen suunnittelua, jotta työntekijät jaksavat eläkkeelle asti.",
    "Syrjäkylien asukkaat suunnittelevat yhdessä kyläbussin reitit. Kyyti tilataan puhelimella edellisenä iltana.",
    "Koulupudokkaat palaavat opintoihin pienryhmässä, jossa yksi aikuinen tuntee jokaisen nuoren ja perheen.",
)
QUERIES = {
    "aamuheräämisen opettelu pajalla": 0,
    "neuvoja yrittäjien veroasioihin": 1,
    "ikäihmisten digituki": 2,
    "suomen kielen oppiminen äideille": 3,
    "rikostaustaisten asuminen": 4,
    "metsäkoneen ajon oppiminen": 5,
    "masentuneiden yhteinen tekeminen luonnossa": 6,
    "työssä jaksaminen hoitotyössä": 7,
    "kyydit kylien asukkaille": 8,
    "koulunsa keskeyttäneet nuoret": 9,
}
Vectors = NDArray[np.float32]


def unit(vectors: Vectors) -> Vectors:
    lengths: Vectors = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return lengths


def random_tokens(count: int, dimension: int, seed: int = 0) -> Vectors:
    return unit(np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32))


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder.load()


@pytest.fixture(scope="module")
def space(embedder: Embedder) -> TokenSpace:
    return TokenSpace.around([passage_tokens(one) for _, one in embedder.document_vectors(calibration_texts())])


@pytest.fixture(scope="module")
def tokens(embedder: Embedder) -> list[Vectors]:
    """The content tokens of each of the passages."""
    found = dict(embedder.document_vectors(PASSAGES))
    return [passage_tokens(found[at]) for at in range(len(PASSAGES))]


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory, space: TokenSpace, tokens: list[Vectors]) -> TokenCodes:
    folder = tmp_path_factory.mktemp("koodit")
    write_token_codes(folder, space, [space.encode(one) for one in tokens])
    return TokenCodes(folder)


class TestAgainstWholeVectors:
    """Codes stand for centred unit vectors: the cosines of those, unquantised and unmerged, are the measure."""

    def exact(self, space: TokenSpace, query: Vectors, tokens: Sequence[Vectors]) -> list[float]:
        asked = unit(query - space.mean)
        return [float((asked @ unit(one - space.mean).T).max(axis=1).mean()) for one in tokens]

    def both(
        self, embedder: Embedder, space: TokenSpace, stored: TokenCodes, tokens: list[Vectors], query: str
    ) -> tuple[list[float], list[float]]:
        asked = query_tokens(embedder.encode_query(query))
        coded = stored.interactions(asked, range(len(PASSAGES))).mean(axis=1)
        return coded.tolist(), self.exact(space, asked, tokens)

    @pytest.mark.parametrize("query", QUERIES)
    def test_the_best_passage_is_the_same_and_the_right_one(
        self, embedder: Embedder, space: TokenSpace, stored: TokenCodes, tokens: list[Vectors], query: str
    ) -> None:
        coded, exact = self.both(embedder, space, stored, tokens, query)
        assert int(np.argmax(coded)) == int(np.argmax(exact)) == QUERIES[query]

    def test_the_order_of_all_passages_is_nearly_the_same(
        self, embedder: Embedder, space: TokenSpace, stored: TokenCodes, tokens: list[Vectors]
    ) -> None:
        correlations = []
        for query in QUERIES:
            coded, exact = self.both(embedder, space, stored, tokens, query)
            correlations.append(float(np.corrcoef(np.argsort(np.argsort(coded)), np.argsort(np.argsort(exact)))[0, 1]))
        assert min(correlations) > 0.6
        assert np.mean(correlations) > 0.85

    def test_each_query_token_keeps_its_best_cosine_roughly(
        self, embedder: Embedder, space: TokenSpace, stored: TokenCodes, tokens: list[Vectors]
    ) -> None:
        """Signs lose a constant share of a cosine: sqrt(2 / pi) of it stays in the mean (Gong et al. 2013)."""
        asked = query_tokens(embedder.encode_query("ikääntyneet ja verkkopankki"))
        exact = (unit(asked - space.mean) @ unit(tokens[2] - space.mean).T).max(axis=1)
        coded = stored.interactions(asked, [2])[0]
        assert np.abs(coded - exact * (2 / np.pi) ** 0.5).max() < 0.2

    def test_a_query_is_turned_to_unit_vectors_with_the_same_cosines(
        self, embedder: Embedder, space: TokenSpace
    ) -> None:
        asked = query_tokens(embedder.encode_query("kyläbussi ja kimppakyyti"))
        turned, centred = space.rotate(asked, np.zeros(len(space.mean), np.float32)), unit(asked - space.mean)
        assert turned.dtype == np.float32
        assert np.allclose(np.linalg.norm(turned, axis=1), 1, atol=1e-5)
        assert np.allclose(turned @ turned.T, centred @ centred.T, atol=1e-4)


class TestProducts:
    """What comes out doesn't depend on how many passages and tokens are compared at a time."""

    @pytest.mark.parametrize("tokens", [1, 7, 8, 15])
    def test_a_query_is_compared_as_each_of_its_tokens_is_alone(self, tmp_path: Path, tokens: int) -> None:
        space = TokenSpace.around([random_tokens(200, 48)])
        passages = [space.rounded(random_tokens(40, 48, seed=seed)) for seed in range(30)]
        write_token_codes(tmp_path, space, passages)
        stored, asked = TokenCodes(tmp_path), random_tokens(tokens, 48, seed=77)
        together = stored.interactions(asked, range(30))
        for at, token in enumerate(asked):
            for passage in (0, 12, 13, 29):
                alone = stored.interactions(token[None], [passage])[0, 0]
                assert together[passage, at] == pytest.approx(alone, abs=1e-5)


class TestSizes:
    def test_a_code_has_48_bytes_and_there_are_half_as_many_as_content_tokens(
        self, space: TokenSpace, tokens: list[Vectors]
    ) -> None:
        for one in tokens:
            codes = space.encode(one)
            assert codes.dtype == np.uint8
            assert codes.shape[1] == 48
            assert 0.8 * len(one) / 2 <= len(codes) <= len(one) / 2

    @pytest.mark.parametrize(("count", "codes"), [(0, 0), (1, 1), (2, 1), (3, 1), (4, 2)])
    def test_few_tokens_keep_at_least_one_code(self, count: int, codes: int) -> None:
        space = TokenSpace.around([random_tokens(20, 16)])
        assert space.encode(random_tokens(count, 16, seed=1)).shape == (codes, 2)

    def test_tokens_that_are_all_alike_are_one_code(self) -> None:
        space = TokenSpace.around([random_tokens(20, 16)])
        assert space.encode(np.repeat(random_tokens(1, 16, seed=1), 8, axis=0)).shape == (1, 2)

    @settings(max_examples=20, deadline=None)
    @given(dimension=st.integers(1, 40))
    def test_a_dimension_need_not_be_a_multiple_of_8(
        self, tmp_path_factory: pytest.TempPathFactory, dimension: int
    ) -> None:
        folder = tmp_path_factory.mktemp("koodit")
        space = TokenSpace.around([random_tokens(50, dimension)])
        passages = [random_tokens(5, dimension, seed=1), random_tokens(9, dimension, seed=2)]
        write_token_codes(folder, space, [space.encode(one) for one in passages])
        stored = TokenCodes(folder)
        query = random_tokens(3, dimension, seed=3)
        signs = [2.0 * np.unpackbits(stored.of(at), axis=1)[:, :dimension] - 1 for at in (0, 1)]
        average = np.load(folder / SPACE_FILE)[1]
        asked = space.rotate(query, average)
        expected = [(asked @ unit(one - average).T).max(axis=1) for one in signs]
        assert np.allclose(stored.interactions(query, [0, 1]), expected, atol=1e-5)


class TestAverage:
    """What all tokens of a collection share, beyond the model's mean, tells none of them from the others."""

    DIMENSION = 64

    def written(self, folder: Path, shared: float) -> tuple[TokenSpace, list[Vectors], TokenCodes]:
        space = TokenSpace.around([random_tokens(2000, self.DIMENSION)])
        common = shared * random_tokens(1, self.DIMENSION, seed=99)
        tokens = [unit(random_tokens(1, self.DIMENSION, seed=seed) + common) for seed in range(1500)]
        write_token_codes(folder, space, [space.encode(one) for one in tokens])
        return space, tokens, TokenCodes(folder)

    def test_tokens_are_told_apart_by_what_they_do_not_share(self, tmp_path: Path) -> None:
        _, tokens, stored = self.written(tmp_path, shared=1.0)
        # A question shares with all tokens what they share, and with one of them the rest as well.
        cosines = [stored.interactions(tokens[at], range(1500))[:, 0] for at in range(0, 1500, 100)]
        assert [int(np.argmax(one)) for one in cosines] == list(range(0, 1500, 100))
        around_the_average = np.mean([float(np.mean(one)) for one in cosines])
        np.save(tmp_path / SPACE_FILE, np.load(tmp_path / SPACE_FILE) * (np.arange(self.DIMENSION + 2) != 1)[:, None])
        around_the_mean = np.mean(
            [float(TokenCodes(tmp_path).interactions(tokens[at], range(1500)).mean()) for at in range(0, 1500, 100)]
        )
        assert abs(around_the_average) < around_the_mean / 2

    def test_a_passage_has_the_same_codes_in_every_collection(self, tmp_path: Path) -> None:
        folders = tmp_path / "a", tmp_path / "b"
        for folder, shared in zip(folders, (0.0, 1.0), strict=True):
            folder.mkdir()
            space, _, _ = self.written(folder, shared)
            assert np.array_equal(space.encode(random_tokens(8, self.DIMENSION)), self.encoded())
        averages = [np.load(folder / SPACE_FILE)[1] for folder in folders]
        assert np.abs(averages[0]).max() < 0.1 < np.abs(averages[1]).max()

    def encoded(self) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        return TokenSpace.around([random_tokens(2000, self.DIMENSION)]).encode(random_tokens(8, self.DIMENSION))

    def test_a_few_codes_are_no_average_to_compare_around(self, tmp_path: Path) -> None:
        space = TokenSpace.around([random_tokens(50, 12)])
        query = random_tokens(1, 12, seed=4)
        write_token_codes(tmp_path, space, [space.encode(query)])
        assert TokenCodes(tmp_path).interactions(query, [0])[0, 0] > 0.6


class TestFiles:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        space = TokenSpace.around([random_tokens(50, 12)])
        passages = [random_tokens(count, 12, seed=count) for count in (0, 7, 0, 0, 4, 0, 2)]
        write_token_codes(tmp_path, space, [space.encode(one) for one in passages])
        return tmp_path

    def test_what_was_written_is_read(self, tmp_path: Path) -> None:
        space = TokenSpace.around([random_tokens(50, 12)])
        codes = [space.encode(random_tokens(count, 12, seed=count)) for count in (7, 0, 4)]
        write_token_codes(tmp_path, space, codes)
        read = TokenCodes(tmp_path)
        assert np.array_equal(read.space.mean, space.mean)
        assert np.array_equal(read.space.rotation, space.rotation)
        for at, one in enumerate(codes):
            assert np.array_equal(read.of(at), one)

    def test_the_same_tokens_give_the_same_files(self, tmp_path: Path, folder: Path) -> None:
        again = tmp_path / "uudelleen"
        again.mkdir()
        space = TokenSpace.around([random_tokens(50, 12)])
        write_token_codes(
            again, space, [space.encode(random_tokens(count, 12, seed=count)) for count in (0, 7, 0, 0, 4, 0, 2)]
        )
        for name in (CODES_FILE, OFFSETS_FILE, SPACE_FILE):
            assert (again / name).read_bytes() == (folder / name).read_bytes()

    def test_a_passage_without_tokens_has_0_and_takes_nothing_from_its_neighbours(self, folder: Path) -> None:
        stored = TokenCodes(folder)
        query = random_tokens(3, 12, seed=9)
        best = stored.interactions(query, [5, 1, 0, 4, 2])
        assert (best[[0, 2, 4]] == 0).all()
        # The last bit of a product depends on the place of a row.
        assert np.allclose(best[1], stored.interactions(query, [1])[0], rtol=0, atol=1e-6)
        assert np.allclose(best[3], stored.interactions(query, [4])[0], rtol=0, atol=1e-6)
        assert stored.interactions(query, []).shape == (0, 3)

    def test_passages_of_which_none_has_tokens_are_stored_too(self, tmp_path: Path) -> None:
        space = TokenSpace.around([random_tokens(50, 12)])
        for codes in ([], [np.zeros((0, 2), np.uint8)] * 2):
            write_token_codes(tmp_path, space, codes)
            stored = TokenCodes(tmp_path)
            assert stored.interactions(random_tokens(3, 12), range(len(codes))).tolist() == [[0.0] * 3] * len(codes)

    @pytest.mark.parametrize("name", [CODES_FILE, OFFSETS_FILE, SPACE_FILE])
    @pytest.mark.parametrize("kept", [None, 0, 5, 100, -1])
    def test_a_missing_or_truncated_file_is_told_with_the_cure(self, folder: Path, name: str, kept: int | None) -> None:
        content = (folder / name).read_bytes()
        (folder / name).unlink()
        if kept is not None:
            (folder / name).write_bytes(content[:kept])
        self.assert_refused(folder, name)

    @pytest.mark.parametrize("name", [CODES_FILE, OFFSETS_FILE, SPACE_FILE])
    @pytest.mark.parametrize(
        "change",
        [lambda array: array[..., None], lambda array: array[:-1], lambda array: array[:0], np.sum],
        ids=["a dimension more", "a row fewer", "no rows", "a number"],
    )
    def test_a_file_of_another_shape_is_told_and_not_read(
        self, folder: Path, name: str, change: Callable[[NDArray[np.generic]], NDArray[np.generic]]
    ) -> None:
        np.save(folder / name, change(np.load(folder / name)))
        self.assert_refused(folder, name if name == SPACE_FILE else "token_")

    @pytest.mark.parametrize(
        ("name", "change"),
        [
            (CODES_FILE, lambda array: array.astype(np.float32)),
            (CODES_FILE, lambda array: array.astype(str)),
            (OFFSETS_FILE, lambda array: array.astype(np.float64)),
            (OFFSETS_FILE, lambda array: array.astype(np.uint64)),
            (SPACE_FILE, lambda array: array.astype(str)),
            (SPACE_FILE, lambda array: array.astype(np.float64)),
            (SPACE_FILE, lambda array: np.where(array == array[0, 0], np.nan, array)),
            (SPACE_FILE, lambda array: np.where(array == array[1, 1], np.inf, array)),
        ],
    )
    def test_a_file_of_another_kind_is_told(
        self, folder: Path, name: str, change: Callable[[NDArray[np.generic]], NDArray[np.generic]]
    ) -> None:
        np.save(folder / name, change(np.load(folder / name)))
        self.assert_refused(folder, name)

    @pytest.mark.parametrize("offset", [-5, 1_000_000])
    def test_an_offset_beyond_the_codes_is_told_where_it_is_read(self, folder: Path, offset: int) -> None:
        offsets = np.load(folder / OFFSETS_FILE)
        offsets[2] = offset
        np.save(folder / OFFSETS_FILE, offsets)
        stored = TokenCodes(folder)
        for chunk in (1, 2):
            with pytest.raises(DamagedIndexError, match=OFFSETS_FILE):
                stored.interactions(random_tokens(3, 12), [4, chunk])
        with pytest.raises(DamagedIndexError, match=OFFSETS_FILE):
            stored.check_offsets(7)

    def test_offsets_of_all_passages_are_checked_at_once(self, folder: Path) -> None:
        TokenCodes(folder).check_offsets(7)
        with pytest.raises(DamagedIndexError, match=OFFSETS_FILE):
            TokenCodes(folder).check_offsets(8)

    def test_codes_of_fewer_passages_than_are_asked_for_are_told(self, folder: Path) -> None:
        with pytest.raises(DamagedIndexError, match=OFFSETS_FILE):
            TokenCodes(folder).of(7)

    def test_codes_of_vectors_of_another_length_than_the_querys_are_told(self, folder: Path) -> None:
        with pytest.raises(DamagedIndexError, match=SPACE_FILE):
            TokenCodes(folder).interactions(random_tokens(3, 11), [1])

    def test_pickled_objects_are_never_loaded(self, folder: Path) -> None:
        np.save(folder / SPACE_FILE, np.array([{"paha": "olio"}], dtype=object), allow_pickle=True)
        self.assert_refused(folder, SPACE_FILE)

    def assert_refused(self, folder: Path, named: str) -> None:
        with pytest.raises(DamagedIndexError, match=named) as refused:
            TokenCodes(folder)
        assert "hankehaku rakenna" in refused.value.hint.fi
