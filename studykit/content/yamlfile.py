"""YAML as plain text with line numbers: every value stays as written, so `no`, `0.10` and `010` mean what the author sees."""

from pathlib import Path
from typing import Any

import yaml

from studykit.content.source import read_text
from studykit.errors import PackError

# libyaml's parser, where it is installed: the pure-Python one takes about a millisecond a card.
Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
DEEPEST = 20


def read_yaml(file: Path, name: str) -> yaml.Node | None:
    """The root node of a file, None for an empty one. PackError with line and column where the file is no YAML."""
    return parse_yaml(read_text(file, name), name)


def parse_yaml(text: str, name: str) -> yaml.Node | None:
    """The root node of a text, None for an empty one. PackError with line and column where it is no YAML."""
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise PackError([f"{name}{place}: YAML: {error.problem or error.context}"]) from None
    except (yaml.YAMLError, ValueError) as error:
        raise PackError([f"{name}: YAML: {str(error).splitlines()[0]}"]) from None
    return node if isinstance(node, yaml.Node) else None


def line_of(node: yaml.Node) -> int:
    """Counted from 1."""
    return int(node.start_mark.line) + 1


def what(node: yaml.Node | None) -> str:
    """The node's sort, for a message."""
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        return "nothing"
    if isinstance(node, yaml.ScalarNode):
        return "text"
    return "a list" if isinstance(node, yaml.SequenceNode) else "a mapping (key: value)"


def plain(node: yaml.Node, faults: list[str], name: str, depth: int = 0) -> Any:
    """Text, lists and dicts; a key given twice, a key that is no text, and nesting without end join `faults`."""
    if depth > DEEPEST:
        faults.append(f"{name}:{line_of(node)}: nested too deeply")
    elif isinstance(node, yaml.SequenceNode):
        return [plain(child, faults, name, depth + 1) for child in node.value]
    elif isinstance(node, yaml.MappingNode):
        return _mapping(node, faults, name, depth)
    elif isinstance(node, yaml.ScalarNode):
        return node.value.rstrip()
    return ""


def cut_apart(node: yaml.Node, keys: tuple[str, ...]) -> list[str]:
    """Keys of a mapping whose value is a list in brackets with an unquoted text of several words: a comma in it would begin the next."""
    found = []
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if isinstance(value, yaml.SequenceNode) and value.flow_style and getattr(key, "value", "") in keys:
            plain_texts = [item for item in value.value if isinstance(item, yaml.ScalarNode) and not item.style]
            if any(" " in item.value for item in plain_texts):
                found.append(key.value)
    return found


def _mapping(node: yaml.MappingNode, faults: list[str], name: str, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            faults.append(f"{name}:{line_of(key)}: a key must be text, found {what(key)}")
        elif key.value in found:
            faults.append(f"{name}:{line_of(key)}: key '{key.value}' given twice")
        else:
            found[key.value] = plain(value, faults, name, depth + 1)
    return found
