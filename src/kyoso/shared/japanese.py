"""Japanese text for finding: one spelling for what a person would call the same word."""

import unicodedata

OLD_TO_NEW = str.maketrans(
    "髙﨑濵邊邉齋齊斎澤濱廣國學會氣圓榮眞條總聲體對團戰應廳號萬齒變譯驛鐵顯黑壽樂歷澁禮縣藏嶋嶌櫻來實寶彌德惠晉曾龍龜",
    "高崎浜辺辺斉斉斉沢浜広国学会気円栄真条総声体対団戦応庁号万歯変訳駅鉄顕黒寿楽歴渋礼県蔵島島桜来実宝弥徳恵晋曽竜亀",
)
KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


def fold(text: str) -> str:
    """Fold width, case, kana and old characters: 髙﨑 = 高崎, ﾌﾟﾚｽ = プレス = ぷれす, ＣＮＣ = cnc."""
    return unicodedata.normalize("NFKC", text).translate(OLD_TO_NEW).translate(KATAKANA_TO_HIRAGANA).casefold()
