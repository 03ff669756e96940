"""Chinese surnames, simplified and traditional, and how they are read; many are read otherwise than the same character.

单 is Shàn and not dān, 曾 Zēng, 解 Xiè, 仇 Qiú, 区 Ōu, 查 Zhā, 盖 Gě, 朴 Piáo; 尉迟 Yùchí, 万俟 Mòqí, 单于 Chányú.
"""

from typing import Protocol

__all__ = ["COMPOUND", "SINGLE", "ChineseReader", "Romaniser", "surname_reading"]

# "reading in pinyin without tones, then the surnames; …": those of one character, and those of two.
_SINGLE = """
ai 艾; an 安; ao 敖; bai 柏白; bao 保包宝寶鮑鲍; bi 毕畢; bian 卞边邊; bo 薄; bu 卜; cai 蔡; cang 苍; cao 曹; cen 岑;
chai 柴; chang 常昌暢畅; chao 晁; che 車车; chen 谌陈陳; cheng 成程; chi 池迟遲; chong 种; chu 储儲楚褚; cong 丛叢;
cui 崔; dai 戴; dang 党黨; deng 邓鄧; di 邸; diao 刁; ding 丁; dong 東董; dou 窦竇; du 杜都; duan 段; fan 樊范;
fang 房方; fei 費费; feng 丰冯凤封豐酆馮鳳; fu 伏傅富符; gan 干甘; gao 郜高; ge 盖葛蓋; geng 耿; gong 宫巩鞏龔龚;
gou 苟; gu 古谷辜顧顾; guan 关官管關; gui 桂; guo 国國郭; han 韓韩; hao 郝; he 何和賀贺赫; hong 洪; hou 侯; hu 胡;
hua 华花華; huang 黃黄; huo 霍; ji 冀吉姬季稽紀纪計计; jia 賈贾; jian 简; jiang 姜江蒋蔣; jiao 焦; jie 揭;
jin 晉晋金靳; jing 井景荆; ju 鞠; jun 俊; kan 闞阚; kang 康; ke 柯; kong 孔; kuang 匡邝鄺; lai 来賴赖; lan 兰蓝藍蘭;
lang 郎; lei 雷; leng 冷; li 李栗黎; lian 廉練练连連; liang 梁; liao 廖; lin 林蔺; ling 凌; liu 刘劉柳; long 龍龙;
lou 娄婁; lu 卢盧芦蘆路陆陸鲁; luan 栾欒; luo 罗羅; lü 吕呂; ma 馬马麻; mai 麥麦; mao 冒毛; mei 梅; meng 孟蒙;
mi 米糜; miao 繆缪苗; min 閔闵; ming 明; mo 莫; mou 牟; mu 木母穆; na 那; ni 倪; nie 聂聶; ning 宁寧; niu 牛;
nong 农農; ou 区區欧歐; pan 潘; pang 庞龐逄; pei 裴; peng 彭; pi 皮; piao 朴; ping 平; pu 濮; qi 戚祁齊齐亓;
qian 錢钱; qiang 强; qiao 乔喬; qin 秦覃; qiu 丘仇邱; qu 屈曲瞿; quan 全; ran 冉; rao 饒饶; ren 任; ruan 阮; sang 桑;
seng 僧; sha 沙; shan 单單; shang 商尚; shao 邵召; she 佘; shen 沈申; sheng 盛; shi 史施时時石; shu 舒; shuai 帅帥;
shui 水税稅; si 司; song 宋; su 粟苏蘇; sui 隋; sun 孙孫; tai 台; tan 談譚谈谭; tang 唐汤湯; tao 陶; teng 滕;
tian 田; tong 佟童; tu 塗屠涂; wan 万萬; wang 汪王; wei 位卫衛韋韦魏隗; wen 文温溫; weng 翁; wu 伍吳吴巫武邬鄔;
xi 习奚席郗; xia 夏; xian 冼咸; xiang 向項项; xiao 萧蕭; xie 解謝谢; xin 辛; xing 幸邢; xiong 熊; xiu 修;
xu 徐胥許许; xue 薛; yan 严嚴晏燕鄢閻阎顏颜闫閆; yang 扬杨楊阳陽; yao 姚么尧; ye 叶葉; yi 易衣羿; yin 尹殷银;
ying 应應; you 尤游; yu 于余俞喻宇虞郁禹; yuan 元原苑袁; yue 乐岳樂; yun 云雲员; zang 臧; zeng 曾; zha 查; zhai 翟;
zhan 占詹; zhang 张張章; zhao 赵趙; zhen 甄; zheng 郑鄭; zhi 支植; zhong 仲鍾钟; zhou 周; zhu 朱祝竺; zhuang 庄莊;
zhuo 卓; zi 訾; zong 宗; zou 邹鄒; zuo 左
"""
_COMPOUND = """
aixin 爱新; baili 百里; beigong 北宫; chanyu 单于 單于; chunyu 淳于; diwu 第五; dongfang 东方 東方;
dongguo 东郭 東郭; dongli 东里; duangan 段干; duanmu 端木; dugu 独孤 獨孤; fanjiang 范姜; gongliang 公良;
gongsun 公孙 公孫; gongxi 公西; gongyang 公羊; gongye 公冶; guliang 谷梁; helian 赫连 赫連; huangfu 皇甫; huyan 呼延;
jiagu 夹谷; jimo 即墨; liangqiu 梁丘; linghu 令狐; lüqiu 閭丘 闾丘; moqi 万俟 萬俟; murong 慕容; nalan 納蘭 纳兰;
nangong 南宫 南宮; nanmen 南門 南门; niuhu 钮祜; ouyang 欧阳 歐陽; puyang 濮阳 濮陽; qidiao 漆雕; qiguan 亓官;
rangsi 壤驷; shangguan 上官; shentu 申屠; sikong 司空; sikou 司寇; sima 司馬 司马; situ 司徒; taishi 太史;
taishu 太叔; tantai 澹台 澹臺; tuoba 拓跋; wanyan 完顏 完颜; weisheng 微生; wenren 聞人 闻人; wuma 巫馬 巫马;
xiahou 夏侯; xiangli 相裡 相里; xianyu 鮮于 鲜于; ximen 西門 西门; xuanyuan 軒轅 轩辕; yangshe 羊舌; yehe 叶赫 葉赫;
yelü 耶律; yuchi 尉迟 尉遲; yuezheng 乐正 樂正; yuwen 宇文; zaifu 宰父; zhangjian 张简 張簡; zhangsun 長孫 长孙;
zhongli 鍾離 钟离; zhongsun 仲孙 仲孫; zhuansun 顓孫 颛孙; zhuge 諸葛 诸葛; ziche 子車 子车; zongzheng 宗政;
zuoqiu 左丘
"""


class Romaniser(Protocol):
    """Who can write Chinese names in Latin letters: `leadkit.contrib.zh`."""

    def romanise(self, name: str) -> str:
        """`单雄信` → `Shan Xiongxin`, the surname first; a name without Chinese characters stays as it is."""


class ChineseReader(Protocol):
    """Who can read Chinese: `leadkit.contrib.zh`. Without one, characters and Latin letters do not compare."""

    def read(self, text: str) -> str:
        """In pinyin without tones, in one word and lower case; what is no Chinese character stays."""

    def simplified(self, text: str) -> str:
        """In simplified characters."""

    def __hash__(self) -> int:
        """What it read is remembered by who read it."""


def _readings(table: str) -> dict[str, str]:
    rows = [row.split(maxsplit=1) for row in table.split(";")]
    # A group without spaces is one of single characters.
    return {
        name: reading for reading, names in rows for name in (names.split() if table is _COMPOUND else names.strip())
    }


_READINGS = _readings(_SINGLE) | _readings(_COMPOUND)
#: Surnames of one character.
SINGLE = frozenset(name for name in _READINGS if len(name) == 1)
#: Surnames of two characters; every other Han name is taken to start with one.
COMPOUND = frozenset(_READINGS) - SINGLE


def surname_reading(surname: str) -> str:
    """A Chinese surname in pinyin without tones, in lower case: `单` → `shan`; blank for one that is not known."""
    return _READINGS.get(surname, "")
