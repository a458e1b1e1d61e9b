"""Puts an exercise into a curriculum.yaml whose comments and layout stay as they are."""

from typing import Any

import yaml

from studykit.content.yamlfile import parse_yaml, plain
from studykit.errors import PackError


def with_exercise(text: str, name: str, topic: str, slug: str) -> str:
    """The text of a curriculum with one exercise more, at the end of its topic. PackError, with `name` for the file, if that cannot be."""
    root = parse_yaml(text, name)
    if root is not None and not (isinstance(root, yaml.SequenceNode) and not root.flow_style):
        raise PackError([f"{name}: expected a list of topics, each beginning with `- topic:`; nothing was written"])
    after = _appended(text, root, topic, slug)
    if _topics(after, name) != _meant(_topics(text, name), topic, slug):
        raise PackError([f"{name}: its layout does not let '{slug}' be added to '{topic}'; write it there yourself and repeat"])
    return after


def title_of(slug: str) -> str:
    """`row_means` as a title: `Row means`."""
    words = slug.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _appended(text: str, root: yaml.SequenceNode | None, topic: str, slug: str) -> str:
    for node in root.value if root else ():
        keys = {key.value: (key, value) for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}
        if "topic" in keys and keys["topic"][1].value == topic:
            return _in_topic(text, keys, slug)
    margin = " " * root.start_mark.column if root else ""
    entry = f"- topic: {topic}\n  title: {title_of(topic)}\n  exercises: [{slug}]\n"
    gap = "\n" if text.strip() else ""
    return (
        text + ("" if not text or text.endswith("\n") else "\n") + gap + "".join(margin + line for line in entry.splitlines(keepends=True))
    )


def _in_topic(text: str, keys: dict[str, tuple[yaml.Node, yaml.Node]], slug: str) -> str:
    if "exercises" not in keys:
        key, value = keys["topic"]
        return _inserted(text, value.end_mark, f"\n{' ' * key.start_mark.column}exercises: [{slug}]")
    exercises = keys["exercises"][1]
    if not isinstance(exercises, yaml.SequenceNode):
        return text
    if not exercises.value:
        return _inserted(text, exercises.start_mark, slug, skip=1)
    last = exercises.value[-1].end_mark
    return _inserted(text, last, f", {slug}" if exercises.flow_style else f"\n{' ' * exercises.start_mark.column}- {slug}")


def _inserted(text: str, mark: Any, more: str, skip: int = 0) -> str:
    lines = text.split("\n")
    line = lines[mark.line]
    at = mark.column + skip
    # A comment behind the last exercise stays behind it.
    if more.startswith("\n"):
        at = len(line)
    lines[mark.line] = line[:at] + more + line[at:]
    return "\n".join(lines)


def _topics(text: str, name: str) -> list[Any]:
    root = parse_yaml(text, name)
    return [plain(node, [], name) for node in root.value] if isinstance(root, yaml.SequenceNode) else []


def _meant(topics: list[Any], topic: str, slug: str) -> list[Any]:
    for number, entry in enumerate(topics):
        if isinstance(entry, dict) and entry.get("topic") == topic:
            longer = {**entry, "exercises": [*entry.get("exercises", []), slug]}
            return [*topics[:number], longer, *topics[number + 1 :]]
    return [*topics, {"topic": topic, "title": title_of(topic), "exercises": [slug]}]
