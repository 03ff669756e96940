"""Chinese names in Latin letters, and texts in either script. Extra: `pip install "leadkit[zh]"`.

pypinyin reads characters, and `leadkit.lexicon` says how surnames are read. opencc-py converts between the scripts: it
is OpenCC's own port to plain Python, with OpenCC's dictionaries, and is released together with it.
"""

from functools import cached_property
from importlib import import_module
from types import ModuleType
from typing import Any

from leadkit.errors import MissingExtra
from leadkit.kernel.text import is_han
from leadkit.lexicon.chinese_surnames import surname_reading
from leadkit.lexicon.persons import split_name

__all__ = ["Chinese"]


# Characters that given names read otherwise than most words do.
_IN_NAMES = {"长": "chang", "長": "chang"}


class Chinese:
    """A `leadkit.lexicon.chinese_surnames.Romaniser`, and a converter between the scripts. Raises `MissingExtra`."""

    def __init__(self) -> None:
        self._pinyin, self._opencc = _package("pypinyin"), _package("opencc")

    def romanise(self, name: str) -> str:
        """`单雄信` → `Shan Xiongxin`, the surname first; a name without Chinese characters stays as it is."""
        if not is_han(name):
            return name
        parts = split_name(name)
        family, given = parts.family, parts.givens
        if not (is_han(family) or is_han(given)):  # a text that is no name
            return self.read(name).capitalize()
        words = [surname_reading(family) or self.read(family), self.read(given)]
        return " ".join(word.capitalize() for word in words if word)

    def read(self, text: str) -> str:
        """The text in pinyin without tones, in one word and lower case; what is no Chinese character stays."""
        readings = self._pinyin.lazy_pinyin(text, v_to_u=True)
        if len(readings) == len(text):
            readings = [_IN_NAMES.get(char, reading) for char, reading in zip(text, readings, strict=True)]
        return "".join(readings).lower()

    def simplified(self, text: str) -> str:
        """The text in simplified characters."""
        return _converted(self._to_simplified, text)

    def traditional(self, text: str) -> str:
        """The text in traditional characters, the commonest where one simplified character stands for several."""
        return _converted(self._to_traditional, text)

    @cached_property
    def _to_simplified(self) -> Any:
        return self._opencc.OpenCC("t2s")

    @cached_property
    def _to_traditional(self) -> Any:
        return self._opencc.OpenCC("s2t")


def _converted(converter: Any, text: str) -> str:
    return str(converter.convert(text)) if is_han(text) else text


def _package(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError:
        raise MissingExtra(f'{name} is not installed: pip install "leadkit[zh]"') from None
