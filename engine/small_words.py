"""Small words that decide what a reply means, in English, Spanish, Portuguese, Hindi, Arabic and Indonesian."""

from engine.replies_text import alike

AND = "and plus y e और एवं तथा aur و dan"
OR = "or o u ou या ya أو atau"
_COUNTER_WORDS = """
    option number no nr choice item opcion numero num opcao escolha alternativa pilihan nomor opsi angka
    विकल्प नंबर संख्या क्रमांक خيار الخيار رقم الرقم اختيار
"""
_NEGATION_WORDS = """
    not no don't dont never without nunca sin tampoco nao sem nem bukan tidak tak jangan tanpa
    नहीं नही मत न بدون لا ليس لن
    but except excepto salvo menos exceto kecuali selain सिवाय छोड़कर अलावा إلا عدا سوى
    isn't isnt doesn't doesnt wasn't wasnt haven't havent cannot can't cant neither nor jamas jamais nahi nahin
    gak ga nggak enggak ngga belum لست ليست مش مو لم غير
"""
# Chinese, Japanese, Thai, Lao and Khmer, where nothing tells words apart
_UNSPACED_NEGATION_WORDS = "不 没 沒 别 別 除了 除外 ない ません じゃな 以外 ไม่ อย่า ยกเว้น ບໍ່ មិន"
UNSPACED_NEGATIONS = frozenset(map(alike, _UNSPACED_NEGATION_WORDS.split()))
COUNTERS, NEGATIONS, JOINS = (
    frozenset(map(alike, some.split())) for some in (_COUNTER_WORDS, _NEGATION_WORDS, f"{AND} {OR}")
)
