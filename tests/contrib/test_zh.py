"""Chinese names in Latin letters, surnames read as surnames; and both scripts."""

import importlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.contrib import zh
from leadkit.contrib.zh import Chinese
from leadkit.errors import MissingExtra
from leadkit.lexicon.chinese_surnames import COMPOUND, SINGLE, surname_reading

CHINESE = Chinese()


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("王小明", "Wang Xiaoming"),
        ("单雄信", "Shan Xiongxin"),
        ("曾国藩", "Zeng Guofan"),
        ("解晓东", "Xie Xiaodong"),
        ("仇英", "Qiu Ying"),
        ("区小明", "Ou Xiaoming"),
        ("查良镛", "Zha Liangyong"),
        ("盖叫天", "Ge Jiaotian"),
        ("朴正熙", "Piao Zhengxi"),
        ("尉迟恭", "Yuchi Gong"),
        ("万俟卨", "Moqi Xie"),
        ("任长霞", "Ren Changxia"),
        ("乐嘉", "Yue Jia"),
        ("欧阳修", "Ouyang Xiu"),
        ("司馬光", "Sima Guang"),
        ("吕布", "Lü Bu"),
        ("王小明先生", "Wang Xiaoming"),
        ("王 小明", "Wang Xiaoming"),
        ("李总", "Li"),
        ("Anna Schmidt", "Anna Schmidt"),
        ("David 王", "Wang David"),
        ("", ""),
    ],
)
def test_a_name_is_romanised_surname_first(name, latin):
    assert CHINESE.romanise(name) == latin


def test_a_surname_is_read_as_one_wherever_it_is_known():
    assert all(map(surname_reading, SINGLE | COMPOUND))
    assert (surname_reading("单"), surname_reading("單于"), surname_reading("Smith")) == ("shan", "chanyu", "")


def test_both_scripts():
    assert CHINESE.simplified("歐陽乾隆，鍾先生的公司有限責任") == "欧阳乾隆，钟先生的公司有限责任"
    assert CHINESE.traditional("欧阳乾隆") == "歐陽乾隆"
    assert (CHINESE.simplified("Acme"), CHINESE.traditional("")) == ("Acme", "")


@given(st.text("王单曾 aB,·（）", max_size=12) | st.text(max_size=12))
def test_any_text_is_romanised(name):
    assert isinstance(CHINESE.romanise(name), str)


@pytest.mark.parametrize("package", ["pypinyin", "opencc"])
def test_a_missing_package_names_the_extra(monkeypatch, package):
    def missing(name):
        if name == package:
            raise ImportError(name)
        return importlib.import_module(name)

    monkeypatch.setattr(zh, "import_module", missing)
    with pytest.raises(MissingExtra, match=r'pip install "leadkit\[zh\]"'):
        Chinese()
