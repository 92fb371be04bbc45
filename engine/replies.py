"""What a contact wrote, tested against what a flow expects. Pure functions: a match with its captured value, or None.

fold("  ¡SÍ!  ")                                    'sí'
words("मेरा नाम आशा")                                ('मेरा', 'नाम', 'आशा')
number("about 1.234,5 kg", "de")                    Match(1234.5)
pick([("tea", "Tea"), ("milk", "Milk")], "1.")      'tea'
"""

from engine.replies_choice import pick
from engine.replies_number import number
from engine.replies_pattern import pattern_problem
from engine.replies_phrases import all_words, any_word, beginning, only_phrase, phrase
from engine.replies_text import Match, fold, pattern, text, words

__all__ = [
    "Match",
    "all_words",
    "any_word",
    "beginning",
    "fold",
    "number",
    "only_phrase",
    "pattern",
    "pattern_problem",
    "phrase",
    "pick",
    "text",
    "words",
]
