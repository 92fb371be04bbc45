"""What people say beside a day or an hour, and what changes nothing about it: greetings, yes, “please”, “works for me”."""

from engine.small_words import POLITE
from nodes.phrases import Phrases, phrases

_MANNERS = """
    hi, hello, hey, yes, yeah, yep, sure, great, perfect, maybe, perhaps, let's say
    let's do, let's make it, make it, is good, is fine, is ok, is okay, is great, is perfect, is best, works, works for me
    works for us, would work, would be good, would be great, would be fine, sounds good, can we do, how about, thank you
    hola, buenas, buenos días, buen día, buenas tardes, buenas noches, sí, vale, claro, bueno, perfecto, de acuerdo, mejor
    quizás, quizá, tal vez, puede ser, podría ser, está bien, me va bien, me viene bien, me queda bien, me parece bien
    muchas gracias, por favor
    oi, olá, bom dia, boa tarde, boa noite, sim, claro, perfeito, beleza, melhor, talvez, pode ser, poderia ser, está bom, tá bom
    está bem, fica bom, fica bem, é melhor, muito obrigado, muito obrigada
    नमस्ते, हाँ, हां, शायद, ठीक है, ठीक रहेगा, सही रहेगा, सही है, चलेगा, namaste, haan, shayad, theek hai, thik hai, chalega
    مرحبا, أهلا, السلام عليكم, نعم, أيوه, تمام, ممكن, ربما, يمكن, مناسب, مناسبة, يناسبني, من فضلك, من فضلكم, لو سمحت
    لو سمحتي, لو سمحتم
    halo, hai, iya, boleh, bisa, mungkin, oke, baik, cocok, terima kasih
"""
_OF_PHRASES = {"من", "لو", "por"}  # “from”, “if”, “by”, where they stand alone
_POLITE: dict[tuple[str, ...], bool] = {(word,): True for word in POLITE if word not in _OF_PHRASES}
MANNERS: Phrases[bool] = Phrases({**_POLITE, **phrases({True: _MANNERS})})
