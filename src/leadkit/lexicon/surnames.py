"""Family names where they come first: in Chinese, Japanese and Korean, and how Latin letters write them."""

import re

from leadkit.lexicon.chinese_surnames import COMPOUND, SINGLE

__all__ = [
    "COMPOUND_PINYIN",
    "JAPANESE",
    "KANA",
    "KOREAN",
    "PINYIN",
    "VIETNAMESE",
    "han_cut",
    "hangul_cut",
    "is_pinyin",
]

#: The most common Japanese surnames of two characters and more.
JAPANESE = frozenset(
    "佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 斎藤 齋藤 清水"
    " 山崎 阿部 池田 橋本 山下 石川 中島 前田 藤田 小川 後藤 岡田 長谷川 村上 近藤 石井 坂本 遠藤 青木 藤井"
    " 西村 福田 太田 三浦 藤原 岡本 松田 中川 中野 原田 小野 田村 竹内 金子 和田 中山 石田 上田 森田 柴田 酒井"
    " 工藤 横山 宮崎 宮本 内田 高木 安藤 島田 谷口 大野 高田 丸山 今井 河野 藤本 村田 武田 上野 杉山 増田 平野"
    " 大塚 千葉 久保 松井 小島 岩崎 桜井 野口 松尾 野村 木下 菊地 菊池 佐野 大西 杉本 新井 古川 浜田 市川 小松"
    " 水野 山内 西田 北村 川口 五十嵐 安田 吉川 飯田 久保田 服部 岩田 土屋 福島 本田 関口 辻本 田口 秋山 中田"
    " 川上 永井 樋口 山中 小山 川村 荒木 大久保 小田 矢野 馬場 望月 平田 熊谷 川崎 坂口 本多 西川 児玉 大島"
    " 星野 早川 片山 鎌田 宇野 三宅 黒田 堀内 安部 小池 西山 吉村 富田 石原 森本".split()
)
#: What Japanese names are written with beside Chinese characters.
KANA = re.compile("[\u3040-\u30ff々〆ヶ]")
_KOREAN_COMPOUND = frozenset("남궁 황보 제갈 선우 독고 사공 서문 동방".split())
#: The most common Korean surnames, in Korean letters.
KOREAN = _KOREAN_COMPOUND | frozenset(
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민"
)
#: Surnames in Latin letters that say Chinese or Korean where they come first: pinyin, Wade–Giles, Cantonese, Korean.
PINYIN = frozenset(
    "wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie"
    " han tang feng yu dong xiao cheng cao yuan deng fu shen zeng peng lu lv lü lyu su jiang cai jia ding wei"
    " xue ye yan pan du dai xia zhong tian ren fan fang shi yao tan liao zou xiong jin hao kong bai cui kang"
    " mao qiu qin gu hou shao meng long wan duan lei qian yin chang qiao lai gong wen pang lan tao hong zhai an"
    " ni niu ji zhuang xin guan zuo tu qi shu geng mu bu zhan miao ling fei sheng tong ou zhen xiang qu you pei"
    " xi bao huo weng sui gan jing shan si ning ke ruan gui min qiang chai hua che ran bian rao diao teng zang"
    " lou gai lian nie bi yue ge ru shuai sang nong kuang kuai piao zha wong chan cheung leung lau ng kwok"
    " tsang tsai tsui hsu hsieh chou chiang chu kuo yeh hsiao chiu kwan yip mak fung szeto ouyang situ sima"
    " shangguan zhuge huangfu kim park lee choi jung jeong cho yoon jang lim oh seo shin kwon hwang ahn yoo"
    " jeon ko moon son bae baek heo nam noh ha joo koo bang cha".split()
)
#: Those of two syllables, which nobody has for a given name.
COMPOUND_PINYIN = frozenset(
    "ouyang au-yeung auyeung szeto sze-to situ sima shangguan zhuge huangfu linghu dongfang gongsun xiahou murong"
    " nangong yuwen yuchi zhangsun duanmu dongguo".split()
)
#: Vietnamese ones that nobody takes for a given name.
VIETNAMESE = frozenset("nguyen tran pham huynh hoang bui duong trinh truong".split())

_SYLLABLES = frozenset(
    f"{initial}{final}"
    for initial, finals in {
        "": "a ai an ang ao e ei en eng er o ou",
        "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
        "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
        "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
        "f": "a an ang ei en eng o ou u",
        "d": "a ai an ang ao e ei en eng i ian iao ie ing iu ong ou u uan ui un uo",
        "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
        "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo v ve",
        "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan un uo v ve",
        "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
        "k": "a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo",
        "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
        "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
        "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
        "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
        "zh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
        "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
        "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
        "r": "an ang ao e en eng i ong ou u ua uan ui un uo",
        "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
        "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
        "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
        "y": "a an ang ao e i in ing ong ou u uan ue un",
        "w": "a ai an ang ao ei en eng o u",
    }.items()
    for final in finals.split()
)
_PINYIN_WORD = re.compile(f"(?:{'|'.join(sorted(_SYLLABLES, key=len, reverse=True))}){{2,3}}")


def is_pinyin(word: str, least: int = 2) -> bool:
    """Whether a lower-case word reads as the pinyin of so many characters, up to three: `xiaoming`, `xiao-ming`."""
    letters = word.replace("-", "").replace("'", "").replace("ü", "v")
    return bool(_PINYIN_WORD.fullmatch(letters)) or (least == 1 and letters in _SYLLABLES)


def han_cut(name: str) -> int:
    """How many characters of a name in Chinese characters are its surname."""
    if KANA.search(name) or name[0] not in SINGLE or (len(name) >= 4 and name[:2] not in COMPOUND):
        for length in (3, 2):
            if len(name) > length and name[:length] in JAPANESE:
                return length
    if len(name) > 2 and name[:2] in COMPOUND:
        return 2
    # 陈方安生: a wife's name with both families'.
    return 2 if len(name) == 4 and name[0] in SINGLE and name[1] in SINGLE and name[0] != name[1] else 1


def hangul_cut(name: str) -> int:
    """How many syllables of a name in Korean letters are its surname."""
    return 2 if len(name) > 2 and name[:2] in _KOREAN_COMPOUND else 1
