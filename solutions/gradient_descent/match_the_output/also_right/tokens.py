"""Python's own tokenizer knows names, strings and numbers; the value is scaled so that the last printed digit is the ones digit."""

import io
import tokenize


def tokens(text):
    signed, sign, end = [], "", None
    for token in tokenize.generate_tokens(io.StringIO("(" + text + ")").readline):
        if token.type == tokenize.NUMBER:
            signed.append((sign if end == token.start else "") + token.string)
        sign, end = (token.string, token.end) if token.string in ("-", "+") else ("", None)
    return signed


def read_numbers(text):
    return [float(number) for number in tokens(text)]


def agrees(text, values):
    numbers = tokens(text)
    return len(numbers) == len(values) and all(map(near, numbers, values))


def near(number, value):
    mantissa, _, exponent = number.lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    scaled = value / 10.0 ** int(exponent or 0) * 10.0**decimals
    return abs(scaled - float(mantissa) * 10.0**decimals) <= 0.5 + 1e-12 * abs(scaled)


def made_by(text, candidates):
    return [name for name in candidates if agrees(text, candidates[name])]
