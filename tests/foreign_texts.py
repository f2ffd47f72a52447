"""Contributions in languages of the North of England: synthetic, written for tests, and said by nobody.

By code: title, text and what its letters are to look like where that can be told. Each says that
families tell one story again and again. The text in Thai has letters that no face of the PDF has.
"""

from __future__ import annotations

#: Code -> title and text.
TEXTS = {
    "ur": ("خاندان بار بار ایک ہی بات بتاتے ہیں",
           "خاندانوں کو ہر دفتر میں اپنی کہانی دوبارہ سنانی پڑتی ہے۔\n\nاسکول اور ڈاکٹر آپس میں بات نہیں کرتے، ہم نے 3 بار بتایا۔"),
    "ar": ("تروي الأسر القصة نفسها مرارا", "لا تصل المعلومات عن الأطفال من مكتب إلى آخر.\n\nوجدنا 12 حالة."),
    "pa": ("ਪਰਿਵਾਰ ਇੱਕੋ ਗੱਲ ਵਾਰ-ਵਾਰ ਦੱਸਦੇ ਹਨ", "ਪਰਿਵਾਰਾਂ ਨੂੰ ਆਪਣੀ ਕਹਾਣੀ ਵਾਰ-ਵਾਰ ਦੱਸਣੀ ਪੈਂਦੀ ਹੈ।\n\nਸਕੂਲ ਅਤੇ ਡਾਕਟਰ ਗੱਲ ਨਹੀਂ ਕਰਦੇ।"),
    "bn": ("পরিবারগুলো একই কথা বারবার বলে", "পরিবারগুলোকে একই কথা বারবার বলতে হয়।\n\nস্কুল ও ডাক্তার কথা বলেন না।"),
    "hi": ("परिवार एक ही बात बार-बार बताते हैं", "परिवारों को हर दफ़्तर में अपनी कहानी बतानी पड़ती है।\n\nस्कूल और डॉक्टर बात नहीं करते।"),
    "ta": ("குடும்பங்கள் ஒரே கதையைச் சொல்கின்றன", "குடும்பங்கள் ஒரே கதையை மீண்டும் மீண்டும் சொல்ல வேண்டியுள்ளது.\n\nபள்ளியும் மருத்துவரும் பேசுவதில்லை."),
    "zh-Hans": ("家庭反复讲述同样的经历", "家庭不得不一遍又一遍地讲述同样的经历。\n\n学校和医生之间没有沟通。"),
    "zh-Hant": ("家庭反覆講述同樣的經歷", "家庭不得不一遍又一遍地講述同樣的經歷。\n\n學校與醫生之間沒有溝通。"),
    "th": ("ครอบครัวเล่าเรื่องเดิมซ้ำ", "ครอบครัวต้องเล่าเรื่องเดิมซ้ำแล้วซ้ำอีก\n\nโรงเรียนและแพทย์ไม่คุยกัน"),
    "pl": ("Rodziny wciąż opowiadają to samo", "Rodziny muszą w każdym urzędzie opowiadać swoją historię od nowa.\n\nSzkoła i lekarz nie rozmawiają."),
}
RIGHT_TO_LEFT = ("ur", "ar")
#: The one that carries a translation.
TRANSLATED = "ur"
TRANSLATION = {"title": "Families tell the same thing again and again",
               "text": "Families must tell their story anew in each office.\n\nSchool and doctor do not talk, we told it 3 times.",
               "by": "editors"}


def id_of(tag: str) -> str:
    return f"in-{tag.lower()}"
