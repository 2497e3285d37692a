"""How alike two texts are: TF-IDF over normalised words and their character pairs and triples."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy

from matching.scoring.arrays import Floats, Sparse


@dataclass(frozen=True, eq=False)
class Basis:
    """The terms that are counted and what each of them is worth.

    Attributes:
        terms: column of each term.
        idf: (v,) ln((1 + documents) / (1 + documents with the term)) + 1, at least 1.
    """

    terms: Mapping[str, int]
    idf: Floats


def terms_of(words: Iterable[str]) -> Iterator[str]:
    """Each word, and the two and three letters in a row inside it, marked by their length.

    So 草刈 and 草刈機 have something in common, and a word is never mistaken for a part of one.
    """
    for word in words:
        yield f"={word}"
        for length in (2, 3):
            for start in range(len(word) - length + 1):
                yield f"{length}{word[start : start + length]}"


def fitted(documents: Iterable[Sequence[str]]) -> Basis:
    """The basis of a collection of texts; terms in alphabetical order, whatever theirs.

    Args:
        documents: each a sequence of words, already normalised (Sudachi, synonyms).
    """
    holders: Counter[str] = Counter()
    count = 0
    for words in documents:
        holders.update(set(terms_of(words)))
        count += 1
    terms = {term: column for column, term in enumerate(sorted(holders))}
    having = np.array([holders[term] for term in terms], dtype=np.float64)
    return Basis(terms, np.log((1 + count) / (1 + having)) + 1)


def vectors(basis: Basis, documents: Sequence[Sequence[str]]) -> Sparse:
    """One row per text, so that the product of two rows is the cosine of their angle.

    Args:
        documents: each a sequence of words, normalised as those of the basis.

    Returns:
        (len(documents), v) sparse, (1 + ln count) · idf scaled to length 1; a row without a known
        term is empty, so its cosine with anything is 0.
    """
    columns: list[int] = []
    counts: list[int] = []
    ends = [0]
    for words in documents:
        known = Counter(basis.terms[term] for term in terms_of(words) if term in basis.terms)
        for column in sorted(known):
            columns.append(column)
            counts.append(known[column])
        ends.append(len(columns))
    at = np.array(columns, dtype=np.int64)
    worth = (1 + np.log(np.array(counts, dtype=np.float64))) * basis.idf[at]
    owner = np.repeat(np.arange(len(documents)), np.diff(ends))
    length = np.sqrt(np.bincount(owner, weights=worth**2, minlength=len(documents)))
    shape = (len(documents), len(basis.idf))
    return scipy.sparse.csr_array((worth / length[owner], at, ends), shape=shape)
