"""How alike texts are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.scoring.text import fitted, terms_of, vectors

documents = st.lists(st.lists(st.text("草刈機雪かき", max_size=4), max_size=4), max_size=6)


def cosine(basis, one, other):
    rows = vectors(basis, [one, other]).toarray()
    return float(rows[0] @ rows[1])


def test_a_word_counts_whole_and_in_pairs_and_triples():
    assert list(terms_of(["草刈機", "犬"])) == ["=草刈機", "2草刈", "2刈機", "3草刈機", "=犬"]


def test_a_rare_term_is_worth_more():
    basis = fitted([["犬"], ["犬", "猫"], []])
    worth = dict(zip(basis.terms, basis.idf.tolist(), strict=True))
    assert worth == pytest.approx({"=犬": np.log(4 / 3) + 1, "=猫": np.log(4 / 2) + 1})


def test_related_words_are_nearer_than_unrelated_ones():
    basis = fitted([["草刈"], ["草刈機"], ["祭り"]])
    assert cosine(basis, ["草刈"], ["草刈"]) == pytest.approx(1)
    assert 0 < cosine(basis, ["草刈"], ["草刈機"]) < 1
    assert cosine(basis, ["草刈"], ["祭り"]) == 0


def test_a_repeated_word_counts_by_its_logarithm():
    basis = fitted([["犬"], ["猫"]])
    row = vectors(basis, [["犬", "犬", "猫"]]).toarray()[0]
    assert row[basis.terms["=犬"]] / row[basis.terms["=猫"]] == pytest.approx(1 + np.log(2))


def test_unknown_words_and_no_words_say_nothing():
    basis = fitted([["犬"]])
    assert vectors(basis, [["猫"], []]).toarray().tolist() == [[0], [0]]
    assert vectors(fitted([]), [["犬"]]).shape == (1, 0)
    assert vectors(basis, []).shape == (0, 1)


@given(documents)
def test_rows_have_length_one_or_none(texts):
    lengths = np.sqrt((vectors(fitted(texts), texts).toarray() ** 2).sum(axis=1))
    expected = [float(any(map(bool, texts_words(words)))) for words in texts]
    assert lengths == pytest.approx(expected)


def texts_words(words):
    return list(terms_of(words))


@given(documents, st.randoms(use_true_random=False))
def test_the_order_of_texts_and_words_has_no_influence(texts, random):
    shuffled = [random.sample(words, len(words)) for words in texts]
    one = fitted(texts)
    other = fitted(random.sample(shuffled, len(shuffled)))
    assert list(one.terms) == list(other.terms)
    assert one.idf.tolist() == other.idf.tolist()
    assert vectors(one, texts).toarray().tolist() == vectors(other, shuffled).toarray().tolist()
