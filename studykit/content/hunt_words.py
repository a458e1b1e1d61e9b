"""What a bug hunt offers as an explanation: what goes wrong, in a sentence or two of the mistake's text that give away neither the line
nor the remedy, and when two of them say much the same."""

import re
from collections.abc import Sequence
from functools import lru_cache

LONGEST = 200
NONE = "none"
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9`(−])")
CODE = re.compile(r"`([^`]+)`")
WORD = re.compile(r"[a-z]{3,}")
NORM = re.compile(r"\b(must|should|task|required|you may|need not|has to|have to)\b", re.IGNORECASE)
REMEDY = re.compile(
    r"(Use|Call|Zero|Pass|Create|Keep|Take|Divide|Compare|Compute|Return|Add|Make|Sample|Subtract|Leave|Detach|Set|Update|Do|Store|Convert|"
    r"Shuffle|Check|Restore|Multiply|Start|Work|Save|Count|Put|Skip|Weight|Raise|Append|Clamp|Split|Write|Give|Name|Apply|Reset|Index|"
    r"Replace|Move|Let|Average|Continue|Pair|Turn|Reduce|Wrap|Sum|Sort|Clone|Train|Drop|End|Square|Unindent|Read|Copy|Draw|Shift|Mask|"
    r"Register|Normalize|Load|Flatten|Either|Only|Never|Always|Begin|Concatenate|Encode|Decode|Evaluate|Fill|Find|Freeze|Go|Handle|"
    r"Initialize|Iterate|Pad|Pick|Repeat|Select|Standardize|Stop|Try|Upsample|Yield|It must|They must|Accumulate|Assign|Build|Choose|"
    r"Collect|Define|Exclude|Include|Ignore|Insert|Join|Look|Measure|Merge|Order|Predict|Put|Rebuild|Remember|Remove|Reshape|Round|Run|Scale|"
    r"See|Stack|Step|Switch|Test|Transpose|Unsqueeze|Undo|Visit|Wait)\b"
)
COMMON_WORDS = """
    the and are but for its not with that this than they has have each all one two only also same such from into too what which when where
    was were will would can could does did instead other another more most every any here there then still never always after before first
    you your value values tensor right wrong result returns return gives given gets get number mistake code
"""
COMMON = frozenset(COMMON_WORDS.split())


def choice_text(says: str, choice: str, removed: Sequence[str], added: Sequence[str]) -> str:
    """What goes wrong, as a choice beside others; empty if the text says it only with the code of the edit, or says only what is right."""
    if choice:
        return "" if choice == NONE else choice
    first, *others = SENTENCE_END.split(" ".join(says.split("\n\n")[0].split()))
    found = _without_remedy(first)
    if _is_unfit(found, removed, added):
        return ""
    for other in others[:1]:
        more = _without_remedy(other)
        if not _is_unfit(more, removed, added) and len(found) + len(more) < LONGEST:
            found = f"{found} {more}"
    return found if len(found) <= LONGEST else ""


def are_alike(one: str, other: str) -> bool:
    """Whether two explanations share so many words that both may be true of one program."""
    words, others = _words(one), _words(other)
    return 2 * len(words & others) >= min(len(words), len(others))


def _without_remedy(sentence: str) -> str:
    """A sentence up to the colon behind which it says what to do."""
    head, colon, tail = sentence.partition(": ")
    is_remedy = colon and (REMEDY.match(tail[:1].upper() + tail[1:]) or NORM.search(tail))
    return f"{head.rstrip('.')}." if is_remedy else sentence


def _is_unfit(sentence: str, removed: Sequence[str], added: Sequence[str]) -> bool:
    return bool(REMEDY.match(sentence) or NORM.search(sentence)) or _quotes_the_edit(sentence, removed, added)


def _quotes_the_edit(sentence: str, removed: Sequence[str], added: Sequence[str]) -> bool:
    """Whether a sentence quotes what the edit brought or took away: then whoever compares texts need not think."""
    old, new = _squeezed(" ".join(removed)), _squeezed(" ".join(added))
    return any((_squeezed(code) in old) != (_squeezed(code) in new) for code in CODE.findall(sentence))


def _squeezed(code: str) -> str:
    return re.sub(r"[\s'\"()]", "", code)


@lru_cache(maxsize=1024)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.sub(r"(ing|ed|es|s)$", "", word) for word in WORD.findall(text.lower()) if word not in COMMON)
