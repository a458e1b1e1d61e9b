"""How code is colored: by the terminal's own colors that can be read on a dark and on a light background, and by none behind the text.

Bright colors, yellow and cyan vanish on white, blue on black; what is left is bold, dim, magenta, red and green.
"""

from pygments.token import Comment, Generic, Keyword, Literal, Operator, Token
from rich.style import Style
from rich.syntax import ANSISyntaxTheme

from studykit.cli.views.colors import ADDED, REMOVED

CODE_THEME = ANSISyntaxTheme(
    {
        Token: Style(),
        Comment: Style(dim=True),
        Keyword: Style(bold=True),
        Operator.Word: Style(bold=True),
        Literal.String: Style(color="magenta"),
        Generic.Deleted: Style(color=REMOVED),
        Generic.Inserted: Style(color=ADDED),
        Generic.Heading: Style(bold=True),
        Generic.Subheading: Style(bold=True),
    }
)
