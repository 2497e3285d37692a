"""What people type, made clean, and turned into words that a search finds."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

import jaconv
from sudachipy.sudachipy import Dictionary, Morpheme, SplitMode, Tokenizer

# ------------------------------------------------------------------ cleaning

NEWLINES = re.compile("\r\n|[\r\u2028\u2029]")
# Controls but tab and newline, lone surrogates, marks that turn the direction of writing,
# the byte-order mark, and the two code points that are no characters (XLSX refuses them).
DROPPED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
# Composing must leave these alone: it would swap the 神 or 福 of somebody's name for another.
NAME_KANJI = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")


def clean_text(text: str) -> str:
    """The text as it may be kept: composed, without invisible traps, lines ending in \\n."""
    text = DROPPED.sub("", NEWLINES.sub("\n", text).replace("\t", " "))
    parts = NAME_KANJI.split(text)
    parts[::2] = [unicodedata.normalize("NFC", part) for part in parts[::2]]
    return "".join(parts).strip()


def one_line(text: str) -> str:
    """Clean text on one line, every run of blanks (also full-width ones) a single space."""
    return " ".join(clean_text(text).split())


# ------------------------------------------------------------------ numbers and kana

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
HYPHENS = re.compile("[\u00ad\u2010-\u2015\u2212\u2500\u2501\ufe58\ufe63]")
LONG_VOWEL = re.compile("(?<=[0-9])[ーｰ](?=[0-9])")
GROUPED = re.compile(r"(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])")
KANJI_DIGITS = {kanji: str(value) for value, kanji in enumerate("〇一二三四五六七八九")}
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = re.compile("[0-9〇一二三四五六七八九十百千万]+")
MYRIAD = 10_000
LONGEST_NUMBER = 20  # longer ones are no number anybody means


def digits(text: str) -> str:
    """Numbers of any writing as 0-9: １２３, 一二三, 二十五, 2千; any hyphen as '-'.

    For fields that hold a number, a date or a telephone number: a name would suffer (三日町).
    """
    text = HYPHENS.sub("-", text.translate(FULL_WIDTH))
    text = NUMERAL.sub(lambda found: _number(found[0]), text)
    text = GROUPED.sub(lambda found: found[0].replace(",", ""), text)
    return LONG_VOWEL.sub("-", text).strip()


def _number(numeral: str) -> str:
    """One numeral; digits in a row keep their leading zeros, as in a telephone number."""
    numeral = "".join(KANJI_DIGITS.get(sign, sign) for sign in numeral)
    if numeral.isdigit() or len(numeral) > LONGEST_NUMBER:
        return numeral
    high, has_myriad, low = numeral.partition("万")
    if "万" in low:
        return numeral  # 万万 is no number
    return (
        str((_below_myriad(high) or 1) * MYRIAD + _below_myriad(low))
        if has_myriad
        else str(_below_myriad(numeral))
    )


def _below_myriad(numeral: str) -> int:
    total, waiting = 0, ""
    for sign in numeral:
        if sign in UNITS:
            total += int(waiting or "1") * UNITS[sign]
            waiting = ""
        else:
            waiting += sign
    return total + int(waiting or "0")


def kana(text: str) -> str:
    """Half-width kana as full-width kana; everything else stays."""
    return str(jaconv.h2z(text, kana=True, ascii=False, digit=False))


def hiragana(text: str) -> str:
    """Any kana as hiragana, as readings of names are kept."""
    return str(jaconv.kata2hira(kana(text)))


def katakana(text: str) -> str:
    """Any kana as full-width katakana."""
    return str(jaconv.hira2kata(kana(text)))


# ------------------------------------------------------------------ words for searching

PIECE = 2_000  # characters given to the tokenizer at once; it refuses more than 49,149 bytes
MOST_QUERY_WORDS = 12
MOST_QUERY = 200
LONGEST_PHRASE = 5  # morphemes a synonym may span: 草 を 刈る
# Old forms that occur in names, and ligatures that would grow in the tokenizer.
FOLDED = str.maketrans({"髙": "高", "﨑": "崎", "𠮷": "吉", "德": "徳", "濵": "浜", "\ufdfa": " "})
SILENT = {"補助記号", "空白", "助詞", "助動詞"}
KANA_ONLY = re.compile("[ぁ-ゖゝゞー]+")
HAS_KANJI = re.compile("[㐀-䶿一-鿿豈-﫿々\U00020000-\U0003ffff]")
OKURIGANA = re.compile("(?<=[㐀-䶿一-鿿豈-﫿々\U00020000-\U0003ffff])[ぁ-ゖー]+$")
ENDING = re.compile("(?<=[㐀-䶿一-鿿豈-﫿々\U00020000-\U0003ffff])[ぁ-ゖー]{1,2}$")
"""Okurigana of a noun; more than two letters are a word: 草むしり is not 草."""
SHORT_KANA = 6  # a run of kana this short is one word, however the tokenizer cut it

_local = threading.local()


@dataclass(frozen=True)
class Word:
    """One morpheme as the search sees it."""

    surface: str
    normal: str
    reading: str
    speech: str
    is_known: bool

    @property
    def is_silent(self) -> bool:
        return self.speech in SILENT or self.normal in {"御", ""}

    @property
    def stem(self) -> str:
        """The form that 草刈, 草刈り and 草刈る share: without honorific and okurigana."""
        okurigana = ENDING if self.speech == "名詞" else OKURIGANA
        return okurigana.sub("", self.normal.removeprefix("御") or self.normal)


def search_words(text: str, synonyms: Mapping[str, str] | None = None) -> str:
    """The words under which a text is found, each between blanks: ' 草刈 くさかり … '.

    Look with `LIKE '% word %'` (the wildcards of the word escaped), once for each of
    `query_words(typed, synonyms)`, all of which must be found. Every variant in `synonyms`
    (variant → term) that the text contains adds its term, so both sides need the same table.
    """
    found: dict[str, None] = {}
    for piece in _pieces(text):
        long, short = _read(piece)
        for words in (long, short):
            found |= dict.fromkeys(term for _, _, term in _terms(words, synonyms))
            found |= dict.fromkeys(form for word in words for form in _forms(word))
        found |= dict.fromkeys(_joined_readings(long))
    return f" {' '.join(found)} " if found else ""


def query_words(query: str, synonyms: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The words that all have to be in `search_words` of what is looked for; () finds all."""
    found: dict[str, None] = {}
    for chunk in one_line(query)[:MOST_QUERY].translate(FULL_WIDTH).split():
        found |= dict.fromkeys(_chunk_words(chunk, synonyms))
    return tuple(found)[:MOST_QUERY_WORDS]


def _chunk_words(chunk: str, synonyms: Mapping[str, str] | None) -> Iterator[str]:
    long, _ = _read(chunk)
    taken: set[int] = set()
    for start, end, term in _terms(long, synonyms):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            yield term
    rest = [word for place, word in enumerate(long) if place not in taken]
    if not taken and _is_one_kana_word(chunk, rest):
        yield hiragana(chunk)
        return
    yield from (_asked(word) for word in rest if not word.is_silent)


def _is_one_kana_word(chunk: str, words: Sequence[Word]) -> bool:
    """ゆきかき comes back as ゆき and かき, ぱそこん as three scraps: one word was meant."""
    if len(words) < 2 or not KANA_ONLY.fullmatch(hiragana(chunk)):
        return False
    if len(chunk) <= SHORT_KANA and not any(word.is_silent for word in words):
        return True
    foreign, _ = _read(katakana(chunk))
    return len(foreign) == 1 and foreign[0].is_known


def _asked(word: Word) -> str:
    """The one form in which a word of a query is looked for."""
    in_kana = KANA_ONLY.fullmatch(hiragana(word.surface))
    if in_kana and not (word.speech == "動詞" and HAS_KANJI.search(word.normal)):
        return hiragana(word.surface)
    return word.stem


def _forms(word: Word) -> Iterator[str]:
    """Every form in which a word of a text may be asked for."""
    if word.is_silent:
        return
    forms = (word.stem, word.normal, word.surface, word.reading, hiragana(word.surface))
    yield from filter(None, forms)
    yield from HAS_KANJI.findall(word.surface)


def _joined_readings(words: Sequence[Word]) -> Iterator[str]:
    """Readings of two neighbours, for words typed in kana that the dictionary cuts."""
    for one, two in pairwise(words):
        if not one.is_silent and not two.is_silent:
            yield one.reading + two.reading


def _terms(
    words: Sequence[Word], synonyms: Mapping[str, str] | None
) -> Iterator[tuple[int, int, str]]:
    """Where the words name a term of the synonyms, longest first: start, end, term."""
    if not synonyms:
        return
    normals, readings = _synonym_keys(tuple(synonyms.items()))
    for length in range(min(LONGEST_PHRASE, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            phrase = words[start : start + length]
            term = normals.get("".join(word.stem for word in phrase))
            if term is None and not all(HAS_KANJI.search(word.surface) for word in phrase):
                # 家事 and 火事 sound alike: a sound counts only where kana were typed.
                term = readings.get("".join(word.reading for word in phrase))
            if term is not None:
                yield start, start + length, term


@lru_cache(maxsize=8)
def _synonym_keys(pairs: tuple[tuple[str, str], ...]) -> tuple[dict[str, str], dict[str, str]]:
    """Variants by their joined stems and by their sound; a sound of two terms names neither."""
    normals: dict[str, str] = {}
    sounds: dict[str, set[str]] = {}
    for variant, term in pairs:
        for words in _read(variant):
            normals.setdefault("".join(word.stem for word in words), term)
            sounds.setdefault("".join(word.reading for word in words), set()).add(term)
    return normals, {sound: terms.pop() for sound, terms in sounds.items() if len(terms) == 1}


def morphemes(text: str) -> Iterator[tuple[str, str]]:
    """(letters, reading) of every short unit; the letters joined are the text, to the letter."""
    for start in range(0, len(text), PIECE):
        piece = text[start : start + PIECE]
        # Folding takes one letter for one, so that the places stay the same.
        for one in _tokenizer().tokenize(piece.translate(FOLDED), SplitMode.A):
            yield piece[one.begin() : one.end()], "" if one.is_oov() else one.reading_form()


def _pieces(text: str) -> Iterator[str]:
    for line in clean_text(text).splitlines():
        for start in range(0, len(line), PIECE):
            yield line[start : start + PIECE]


def _read(text: str) -> tuple[list[Word], list[Word]]:
    """The words of a short text, in the dictionary's long and short units."""
    text = clean_text(text).translate(FOLDED)
    # Asking a long unit for its parts (`split`) loses their text in this tokenizer: read twice.
    long, short = (_tokenizer().tokenize(text, mode) for mode in (SplitMode.C, SplitMode.A))
    return [_word(one) for one in long], [_word(one) for one in short]


def _tokenizer() -> Tokenizer:
    """This thread's tokenizer: one cannot be shared between threads."""
    if not hasattr(_local, "tokenizer"):
        _local.tokenizer = _dictionary().tokenizer()
    tokenizer: Tokenizer = _local.tokenizer
    return tokenizer


@cache
def _dictionary() -> Dictionary:
    return Dictionary(dict="core")


def _word(morpheme: Morpheme) -> Word:
    surface = morpheme.surface().lower()
    return Word(
        surface="".join(surface.split()),
        normal="".join(morpheme.normalized_form().lower().split()),
        reading="".join(hiragana(morpheme.reading_form()).lower().split()),
        speech=morpheme.part_of_speech()[0],
        is_known=not morpheme.is_oov(),
    )
