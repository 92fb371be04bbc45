"""Small words that decide what a reply means, in English, Spanish, Portuguese, Hindi, Arabic and Indonesian."""

from engine.replies_text import alike, fold

AND = "and plus y e और एवं तथा aur و dan"
OR = "or o u ou या ya أو atau"
_COUNTER_WORDS = """
    option opt number no nr n choice item opcion opc numero num opcao escolha alternativa pilihan nomor nomer opsi angka
    विकल्प नंबर नम्बर nambar संख्या क्रमांक خيار الخيار رقم الرقم اختيار الاختيار
"""
_POLITE_WORDS = """
    please pls plz plis pliz thanks thank you thx ok okay okey oke
    por favor porfa porfavor plis gracias obrigado obrigada pf pfv pfvr
    कृपया प्लीज धन्यवाद शुक्रिया जी ji kripya dhanyavad shukriya
    من فضلك فضلكم لو سمحت سمحتي سمحتم رجاء شكرا بليز
    tolong mohon ya yaa dong aja saja deh kak makasih terima kasih
"""
_WISHES = """
    i i'd i'll want would like take have choose pick give me my is
    quiero quisiera elijo escojo prefiero dame deme quero queria escolho prefiro
    मुझे चाहिए mujhe chahiye أريد عايز عاوز بدي أبغى أبي أختار نختار
    saya aku mau pilih minta pesan ambil
"""
_NEGATION_WORDS = """
    not no don't dont never without nunca sin tampoco nao sem nem bukan tidak tak jangan tanpa
    नहीं नही मत न بدون لا ليس لن
    but except excepto salvo menos exceto kecuali selain सिवाय छोड़कर अलावा إلا عدا سوى
    isn't isnt aren't arent doesn't doesnt wasn't wasnt haven't havent cannot can't cant neither nor jamas jamais nahi nahin
    gak ga nggak enggak ngga belum لست ليست مش مو لم غير
    non hardly barely बिना bina गैर ग़ैर gair
"""
_NEGATIONS_BEHIND = "नहीं नही मत न nahi nahin nhi"  # in Hindi what is denied stands before them
_REFUSAL_WORDS = """
    now today yet it this that do need interested nothing else more sorry sir of course way absolutely definitely
    ahora hoy por el momento eso lo todavía aún necesito hace falta interesa interesado interesada nada más siento
    claro que supuesto creo
    agora hoje isso ainda preciso precisa interessa interessado interessada mais desculpe acho mesmo com certeza
    अभी आज यह है ज़रूरत बिल्कुल abhi aaj ye hai zarurat chahie bilkul
    الآن اليوم هذا هلا دلوقتي داعي أحتاج آسف طبعا أكيد
    sekarang dulu itu perlu usah lagi maaf kok tentu pasti
"""
_LINKS = "of the a an with for to de del la el los las con do da das com para di dengan untuk का की के में को من مع في"
# In a sentence hardly ever what is meant. Without those that are a yes, a name, a number or a noun elsewhere, maybe without an
# accent: da, ya, si, Will, Dan, علي, dos, té, día, a son.
_SLIGHT_WORDS = """
    a an the of in on at by to for from and or as if so be is are was were do does did has have had would can could
    it its it's this that i i'm me my you your he she we us our they them their one
    el la lo los las le les un una uno de del en y e o u que es soy yo tu se su mi nos por
    os as um uma das ao em na nas eu ele ela meu minha seu sua pra
    का की के को से में पर और है हैं मैं हम यह वह ने भी एक ka ki ke ko mein aur ek
    و أو من في إلى عن هذا هذه هو هي أنا نحن أنت أن واحد واحدة
    di ke dari untuk atau yang yg ini itu saya aku kamu kami kita pada oleh satu
"""
# Chinese, Japanese, Thai, Lao and Khmer, where nothing tells words apart
_UNSPACED_NEGATION_WORDS = "不 没 沒 别 別 除了 除外 ない ません じゃな 以外 ไม่ อย่า ยกเว้น ບໍ່ មិន"
UNSPACED_NEGATIONS = frozenset(map(alike, _UNSPACED_NEGATION_WORDS.split()))
COUNTERS, NEGATIONS, BEHIND_IT, JOINS, POLITE, WISHES, REFUSALS, LINKS, SLIGHT = (
    frozenset(alike(fold(word)) for word in some.split())
    for some in (
        _COUNTER_WORDS,
        _NEGATION_WORDS,
        _NEGATIONS_BEHIND,
        f"{AND} {OR}",
        _POLITE_WORDS,
        _WISHES,
        _REFUSAL_WORDS,
        _LINKS,
        _SLIGHT_WORDS,
    )
)
AND_WRITTEN_ON = "و"
