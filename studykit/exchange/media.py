"""Images and sounds in Anki's fields, which are named and not taken, for cards are text."""

import re
from html import unescape
from urllib.parse import unquote

IMAGE_OCCLUSION = "image occlusion, which is no text"
_MEDIA = re.compile(
    r"""<(?:img|audio|video|source|object)\b[^>]*?\b(?:src|data)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^"'>\s]+))|\[sound:([^\]]+)\]""",
    re.IGNORECASE,
)
_SOUND = re.compile(r"\[sound:([^\]]+)\]")
_NAMED = re.compile(r"\((?:image|sound) .*?, not taken\)", re.DOTALL)
_OCCLUSION = re.compile(r"\s*\{\{c\d+::image-occlusion:")


def media_of(html: str) -> list[str]:
    """The names of the images and sounds in a field, as they are in Anki's folder."""
    return [unquote(unescape("".join(found))) for found in _MEDIA.findall(html)]


def named_image(source: str) -> str:
    """What stands for an image in a text."""
    return f"(image {unquote(source)}, not taken)"


def with_named_sounds(html: str) -> str:
    """A field with what stands for its sounds."""
    return _SOUND.sub(r"(sound \1, not taken)", html)


def has_text(markdown: str) -> bool:
    """Whether anything is left of a text without its images and sounds."""
    text, number = _NAMED.subn("", markdown)
    return any(map(str.isalnum, text)) if number else bool(text.strip())


def only_media(side: str) -> str:
    """Why a card whose `side`, its question or answer, has no text is not taken."""
    return f"its {side} is only an image or a sound, and cards are text"


def is_occlusion(field: str) -> bool:
    """Whether a field covers parts of an image."""
    return _OCCLUSION.match(field) is not None
