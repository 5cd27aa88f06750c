"""Old and variant forms of kanji folded to the form in common use.

NFKC leaves most of them alone (髙 and 﨑 too), though firms write their names and older papers their terms with them.
The pairs are old form first, new form second, after the annex of the 2010 table of kanji for general use (常用漢字表)
and the variants met in company names.
"""

_PAIRS = (
    "髙高﨑崎濵浜濱浜邊辺邉辺澤沢齋斎齊斉國国學学會会舊旧實実寫写變変戀恋驛駅釋釈擇択"
    "譯訳鐵鉄鑛鉱廣広擴拡應応櫻桜澁渋榮栄營営勞労單単彈弾戰戦禪禅獸獣嚴厳總総聽聴廳庁"
    "發発廢廃佛仏拂払假仮價価兒児區区歐欧毆殴樞枢驅駆圓円團団圖図壓圧壞壊壯壮裝装莊荘"
    "奬奨將将狀状晝昼盡尽繪絵繼継斷断續続讀読賣売乘乗剩剰劑剤濟済齒歯歸帰氣気淨浄"
    "爭争淺浅踐践錢銭殘残濕湿顯顕眞真愼慎鎭鎮縣県聲声聯連肅粛膽胆腦脳惱悩臟臓藏蔵藝芸"
    "處処號号虛虚蟲虫蠶蚕觀観勸勧權権歡歓觸触證証豫予豐豊貳弐贊賛辨弁瓣弁辯弁辭辞亂乱"
    "遞逓遲遅醫医釀醸讓譲孃嬢壤壌鹽塩關関陷陥險険檢検劍剣儉倹驗験雙双雜雑靈霊靜静頰頬"
    "餘余騷騒髓髄體体鬪闘鷄鶏黃黄橫横默黙點点黨党龍竜瀧滝龜亀敎教數数樓楼搜捜插挿搖揺"
    "謠謡攝摂效効敕勅條条來来樂楽藥薬樣様檯台臺台稱称穗穂稻稲竝並粹粋碎砕緣縁縱縦繩縄"
    "纖繊罐缶轉転傳伝輕軽徑径經経莖茎燒焼曉暁燈灯爐炉當当疊畳癡痴祕秘祿禄穩穏隱隠淵渕"
    "溪渓滯滞滿満澀渋濱浜灣湾蠻蛮瀨瀬獨独獻献畫画奧奥嶋島峯峰嶽岳巖巌圍囲對対增増墮堕"
    "賴頼專専尙尚屆届屬属囑嘱廚厨從従德徳恆恒惡悪慘惨參参拔抜據拠擔担擧挙收収敍叙"
    "舍舎萬万圈圏與与譽誉兩両冰氷凉涼剝剥勵励卷巻卽即嚙噛姬姫寬寛寶宝彌弥拜拝"
)
FOLD: dict[int, str] = {ord(old): new for old, new in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)}
"""Table for ``str.translate``."""
