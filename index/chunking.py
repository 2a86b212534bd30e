"""Cut a document's sections into passages: by sub-heading, paragraph and sentence, within the model's token budget."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from index.model import Block, Chunk, Document, Section
from index.sentences import Sentence, split_sentences

# Passages of about 110 words ranked best in the prototype's measurements; a block up to 1.4 times that stays whole.
TARGET_WORDS = 110
WHOLE_BLOCK_WORDS = 154
# Explanations of a few words, as section 8.2 has them, say little alone: neighbours share a passage.
SMALL_BLOCK_WORDS = 40

CountTokens = Callable[[str], int]
_WORD = re.compile(r"\w+")


def chunk_document(document: Document, count_tokens: CountTokens, max_tokens: int) -> list[Chunk]:
    """Return the passages of `document` in reading order.

    `count_tokens` counts the model's content tokens of a text; context and text of a passage together stay within
    `max_tokens`. Sections without prose give none.
    """
    return [
        chunk for section in document.sections for chunk in _chunk_section(document, section, count_tokens, max_tokens)
    ]


def embedding_text(chunk: Chunk) -> str:
    """Return what is embedded for `chunk`: its context, then its text."""
    return f"{chunk.context}\n{chunk.text}" if chunk.context else chunk.text


def _chunk_section(document: Document, section: Section, count_tokens: CountTokens, max_tokens: int) -> Iterator[Chunk]:
    for blocks in _gather_small_blocks(document.text, section.blocks):
        heading = blocks[0].heading if len(blocks) == 1 else None
        names = [name for name in (document.facts.title, section.heading, heading) if name]
        context = _context(names, count_tokens, max_tokens // 2)
        budget = max_tokens - count_tokens(context)
        # The first block's own sub-heading stands before its span: a shared passage begins with it.
        for start, end in _passages(document.text, blocks, count_tokens, budget):
            yield Chunk(
                section=section.number,
                section_heading=section.heading,
                heading=heading,
                start=start,
                end=end,
                text=document.text[start:end],
                context=context,
            )


def _context(names: list[str], count_tokens: CountTokens, most_tokens: int) -> str:
    """Join the names of project, section and sub-heading, without the first ones where they are too long."""
    for first in range(len(names)):
        context = " – ".join(names[first:])
        if count_tokens(context) <= most_tokens:
            return context
    return ""


def _gather_small_blocks(text: str, blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    """Join neighbouring small blocks until they reach the target; larger blocks stay alone."""
    group: list[Block] = []
    words = 0
    for block in blocks:
        count = count_words(text[block.start : block.end])
        joins = count < SMALL_BLOCK_WORDS and words + count <= TARGET_WORDS
        if group and not joins:
            yield group
            group, words = [], 0
        group.append(block)
        words += count if count < SMALL_BLOCK_WORDS else TARGET_WORDS  # a large block takes no neighbour
    if group:
        yield group


def _passages(text: str, blocks: list[Block], count_tokens: CountTokens, budget: int) -> Iterator[tuple[int, int]]:
    start, end = blocks[0].start, blocks[-1].end
    if len(blocks) > 1:
        start = _line_of_heading(text, blocks[0])
    sentences = split_sentences(text, start, end)
    for group in _balance(text, sentences):
        yield from _within_budget(text, group, count_tokens, budget)


def _line_of_heading(text: str, block: Block) -> int:
    """Return where the line of a block's sub-heading begins, or the block's start where it has none just before."""
    if block.heading is None:
        return block.start
    at = text.rfind(block.heading, 0, block.start)
    between = text[at + len(block.heading) : block.start] if at >= 0 else ""
    return at if at >= 0 and count_words(between) <= 3 else block.start


def _balance(text: str, sentences: list[Sentence]) -> Iterator[list[Sentence]]:
    """Group sentences into passages of nearly equal length, ending at a paragraph's end where one is near."""
    counts = [count_words(text[s.start : s.end]) for s in sentences]
    total = sum(counts)
    if total <= WHOLE_BLOCK_WORDS:
        if sentences:
            yield sentences
        return
    target = total / max(2, round(total / TARGET_WORDS))
    group: list[Sentence] = []
    size = 0
    for index, (sentence, count) in enumerate(zip(sentences, counts, strict=True)):
        group.append(sentence)
        size += count
        following = sentences[index + 1] if index + 1 < len(sentences) else None
        if following is None:
            break
        at_paragraph_end = following.opens_paragraph and size >= 0.75 * target
        overshoots = size + counts[index + 1] / 2 > target * (1.15 if not following.opens_paragraph else 1.0)
        if (at_paragraph_end or overshoots) and sum(counts[index + 1 :]) >= target / 3:
            yield group
            group, size = [], 0
    yield group


def _within_budget(
    text: str, sentences: list[Sentence], count_tokens: CountTokens, budget: int
) -> Iterator[tuple[int, int]]:
    """Yield the span of the sentences, in as many pieces as the token budget demands."""
    start, end = sentences[0].start, sentences[-1].end
    if count_tokens(text[start:end]) <= budget:
        yield start, end
    elif len(sentences) > 1:
        middle = len(sentences) // 2
        yield from _within_budget(text, sentences[:middle], count_tokens, budget)
        yield from _within_budget(text, sentences[middle:], count_tokens, budget)
    else:
        yield from _halve(text, start, end, count_tokens, budget)


def _halve(text: str, start: int, end: int, count_tokens: CountTokens, budget: int) -> Iterator[tuple[int, int]]:
    """Cut one overlong sentence at the white space nearest its middle, or in the middle where it has none."""
    middle = (start + end) // 2
    spaces = [match.start() for match in re.finditer(r"\s", text[start:end])]
    cut = start + min(spaces, key=lambda at: abs(start + at - middle)) if spaces else middle
    for first, last in _stripped(text, (start, cut), (cut, end)):
        if count_tokens(text[first:last]) <= budget or last - first <= 1:
            yield first, last
        else:
            yield from _halve(text, first, last, count_tokens, budget)


def _stripped(text: str, *spans: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the spans without the white space at their ends, and no empty ones."""
    for start, end in spans:
        piece = text[start:end]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def count_words(text: str) -> int:
    """Return the number of words and numbers in `text`."""
    return len(_WORD.findall(text))
