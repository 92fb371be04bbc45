"""Days, weekdays and months as people say them in English, Spanish, Portuguese, Hindi, Arabic and Indonesian."""

from nodes.phrases import bare_words, phrases

_AWAY = {
    (0,): "today, tonight, hoy, hoje, आज, aaj, اليوم, النهارده, hari ini",
    (1,): "tomorrow, tmrw, tomorow, mañana, amanhã, غدا, بكرة, بكرا, besok, esok",
    (-1,): "yesterday, ayer, ontem, أمس, امبارح, مبارح, kemarin",
    (2,): "day after tomorrow, pasado mañana, depois de amanhã, بعد غد, بعد بكرة, lusa, besok lusa",
    (
        -2,
    ): "day before yesterday, anteayer, antier, antes de ayer, anteontem, أول أمس, قبل أمس, kemarin lusa, kemarin dulu",
    (1, -1): "कल, kal",  # both: what else is asked decides
    (2, -2): "परसों, parso, parson",
    (): "la mañana, por la mañana, tomorrow's, today's",
}
_WEEKDAYS = {
    0: "monday, mon, lunes, segunda-feira, segunda, सोमवार, الاثنين, اثنين, senin",
    1: "tuesday, tue, tues, martes, terça-feira, terça, मंगलवार, الثلاثاء, ثلاثاء, selasa",
    2: "wednesday, wed, miércoles, quarta-feira, quarta, बुधवार, الأربعاء, اربعاء, rabu",
    3: "thursday, thu, thurs, jueves, quinta-feira, quinta, गुरुवार, बृहस्पतिवार, वीरवार, الخميس, خميس, kamis",
    4: "friday, fri, viernes, sexta-feira, sexta, शुक्रवार, الجمعة, جمعة, jumat, jum'at",
    5: "saturday, sat, sábado, शनिवार, السبت, سبت, sabtu",
    6: "sunday, sun, domingo, रविवार, इतवार, الأحد, احد, minggu, ahad",
}
_MONTHS = {
    1: "january, jan, enero, ene, janeiro, जनवरी, يناير, كانون الثاني, januari",
    2: "february, feb, febrero, fevereiro, fev, फ़रवरी, فبراير, شباط, februari, pebruari",
    3: "march, mar, marzo, março, मार्च, مارس, آذار, maret",
    4: "april, apr, abril, abr, अप्रैल, أبريل, نيسان",
    5: "may, mayo, maio, mai, मई, مايو, أيار, mei",
    6: "june, jun, junio, junho, जून, يونيو, حزيران, juni",
    7: "july, jul, julio, julho, जुलाई, يوليو, تموز, juli",
    8: "august, aug, agosto, ago, अगस्त, أغسطس, آب, agustus, agu, ags",
    9: "september, sep, sept, septiembre, setiembre, setembro, set, सितंबर, सितम्बर, سبتمبر, أيلول",
    10: "october, oct, octubre, outubro, out, अक्टूबर, अक्तूबर, أكتوبر, تشرين الأول, oktober, okt",
    11: "november, nov, noviembre, novembro, नवंबर, नवम्बर, نوفمبر, تشرين الثاني, nopember",
    12: "december, dec, diciembre, dic, dezembro, dez, दिसंबर, दिसम्बर, ديسمبر, كانون الأول, desember, des",
}
# “next Friday” is tomorrow to some on a Thursday, and a week later to others: no word of these, as अगले and depan
_BESIDE = """
    on this coming el este la esta en próximo próxima que viene a o na no nesta neste em vem hari ini को يوم في pada
    القادم القادمة المقبل المقبلة الجاي الجاية
"""
# “in 3 days”: what stands before the number and the unit, or behind them
AHEAD_BEFORE = "in en em dentro-de daqui-a بعد"
AHEAD_BEHIND = "बाद lagi from-now"
UNITS = {
    1: "day days día días dia dias दिन يوم أيام hari",
    7: "week weeks semana semanas हफ़्ते सप्ताह أسبوع أسابيع minggu",
}
DAYS_AWAY, WEEKDAYS = phrases(_AWAY), phrases(_WEEKDAYS)
MONTHS = {" ".join(words): month for words, month in phrases(_MONTHS).items()}
BESIDE_A_WEEKDAY = frozenset(bare_words(_BESIDE))
