"""Names of people in their parts; what cannot be told stays blank."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadkit.lexicon.given_names import given_root, given_roots, initials, is_initial, same_given
from leadkit.lexicon.persons import NameOrder, split_name

PARTS = ("title", "given", "middle", "family", "suffix", "nickname")


def parts(full):
    split = split_name(full)
    return {part: getattr(split, part) for part in PARTS if getattr(split, part)}


@pytest.mark.parametrize(
    ("full", "given", "family"),
    [
        ("王小明", "小明", "王"),
        ("王 小明", "小明", "王"),
        ("小明 王", "小明", "王"),
        ("欧阳修", "修", "欧阳"),
        ("司馬光", "光", "司馬"),
        ("陈方安生", "安生", "陈方"),
        ("田中太郎", "太郎", "田中"),
        ("山田 太郎", "太郎", "山田"),
        ("佐々木希", "希", "佐々木"),
        ("김철수", "철수", "김"),
        ("남궁민수", "민수", "남궁"),
        ("约翰·史密斯", "约翰", "史密斯"),
        ("David 王", "David", "王"),
        ("Anna Schmidt", "Anna", "Schmidt"),
        ("Schmidt, Anna", "Anna", "Schmidt"),
        ("Jean DUPONT", "Jean", "DUPONT"),
        ("DUPONT Jean", "Jean", "DUPONT"),
        ("DE LA CRUZ Ana", "Ana", "DE LA CRUZ"),
        ("Piet van der Berg", "Piet", "van der Berg"),
        ("Eva St. John", "Eva", "St. John"),
        ("José Ortega y Gasset", "José", "Ortega y Gasset"),
        ("de Boer", "", "de Boer"),
        ("Smith J.", "J.", "Smith"),
        ("Sarah K.", "Sarah", "K."),
        ("J.R.R. Tolkien", "J.R.R.", "Tolkien"),
        ("Wang Xiaoming", "Xiaoming", "Wang"),
        ("Xiaoming Wang", "Xiaoming", "Wang"),
        ("Wang Xiao-Ming", "Xiao-Ming", "Wang"),
        ("WANG Xiaoming", "Xiaoming", "WANG"),
        ("Li Ming", "Ming", "Li"),
        ("Ouyang Nana", "Nana", "Ouyang"),
        ("Au-Yeung Ka Fai", "Ka", "Au-Yeung"),
        ("Szeto Wah", "Wah", "Szeto"),
        ("Neumann, John von", "John", "von Neumann"),
        ("Silva, Ana Maria da", "Ana", "da Silva"),
        ("Tran, Thi Van", "Thi", "Tran"),
        ("小明", "明", "小"),
        ("小林", "", "小林"),
        ("Jack Ma", "Jack", "Ma"),
        ("Kim Min-jun", "Min-jun", "Kim"),
        ("Kim Smith-Jones", "Kim", "Smith-Jones"),
        ("Long John", "Long", "John"),
        ("Cher", "Cher", ""),
        ("Петров Иван Иванович", "Иван", "Петров"),
        ("Иван Петров", "Иван", "Петров"),
        ("李", "", "李"),
        ("佐藤", "", "佐藤"),
        ("san zhang", "san", "zhang"),
        ("欧阳", "阳", "欧"),
        ("这不是一个人名而是一句话", "", ""),
        ("", "", ""),
        (",", "", ""),
    ],
)
def test_given_and_family_name_are_told_apart(full, given, family):
    split = split_name(full)
    assert (split.given, split.family) == (given, family)


@pytest.mark.parametrize(
    ("full", "expected"),
    [
        ("Prof. Dr. h.c. Max Müller", {"title": "Prof. Dr. h.c.", "given": "Max", "family": "Müller"}),
        ("Mr. & Mrs. Smith", {"title": "Mr. & Mrs.", "family": "Smith"}),
        ("Frau Schmidt", {"title": "Frau", "family": "Schmidt"}),
        ("Md. Rahman", {"given": "Md.", "family": "Rahman"}),
        ("Don Draper", {"given": "Don", "family": "Draper"}),
        ("Dr.", {"given": "Dr."}),
        ("John Smith Jr., PhD", {"given": "John", "family": "Smith", "suffix": "Jr. PhD"}),
        ("Smith, John, Jr.", {"given": "John", "family": "Smith", "suffix": "Jr."}),
        ("Smith Jr., John A.", {"given": "John", "middle": "A.", "family": "Smith", "suffix": "Jr."}),
        ("Ma, Jack", {"given": "Jack", "family": "Ma"}),
        ("Mary Jane Watson", {"given": "Mary", "middle": "Jane", "family": "Watson"}),
        ('Robert "Bob" Smith', {"given": "Robert", "family": "Smith", "nickname": "Bob"}),
        ("Robert (Bob) Smith", {"given": "Robert", "family": "Smith", "nickname": "Bob"}),
        ("Nguyen Van An", {"given": "Van", "middle": "An", "family": "Nguyen"}),
        ("王小明先生", {"title": "先生", "given": "小明", "family": "王"}),
        ("总经理 王小明", {"title": "总经理", "given": "小明", "family": "王"}),
        ("王女士", {"title": "女士", "family": "王"}),
        ("李总", {"title": "总", "family": "李"}),
        ("小王", {"title": "小", "family": "王"}),
        ("老李", {"title": "老", "family": "李"}),
        ("陈Sir", {"title": "Sir", "family": "陈"}),
        ("Ms. 王", {"title": "Ms.", "family": "王"}),
        ("Dr. 王小明 教授", {"title": "Dr. 教授", "given": "小明", "family": "王"}),
        ("Mr. David 王", {"title": "Mr.", "given": "David", "family": "王"}),
        ("Dr. med. dent. Eva Klein", {"title": "Dr. med. dent.", "given": "Eva", "family": "Klein"}),
        ("Dr. rer. nat. Eva Med", {"title": "Dr. rer. nat.", "given": "Eva", "family": "Med"}),
        ("欧阳老师", {"title": "老师", "family": "欧阳"}),
        ("王大卫 David", {"given": "大卫", "family": "王", "nickname": "David"}),
        ("王大卫（David Wang）", {"given": "大卫", "family": "王", "nickname": "David Wang"}),
    ],
)
def test_titles_suffixes_and_nicknames_stand_apart(full, expected):
    assert parts(full) == expected


def test_a_name_that_reads_both_ways_says_so():
    assert split_name("Wang Wei").order is NameOrder.UNSURE
    assert split_name("Wang Xiaoming").order is NameOrder.FAMILY_FIRST
    assert split_name("Anna Schmidt").order is NameOrder.GIVEN_FIRST


NAME_LETTERS = st.text("aBcé .,'-()\"王明欧阳·김さDr", max_size=30) | st.text(max_size=30)


@given(NAME_LETTERS)
def test_no_letter_of_a_name_is_invented_or_doubled(full):
    split = split_name(full)
    letters = [char for part in PARTS for char in getattr(split, part) if char.isalnum()]
    have = list(unicodedata.normalize("NFC", full))
    for letter in letters:
        have.remove(letter)


@given(NAME_LETTERS)
def test_a_split_name_is_the_same_whatever_space_stands_around_it(full):
    assert split_name(f"  {full} ") == split_name(full)


# --- given names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bob", "Robert"),
        ("Rob", "Bobby"),
        ("Liz", "Elizabeth"),
        ("Beth", "Lizzie"),
        ("Bill", "William"),
        ("Kate", "Catherine"),
        ("Katherine", "Catherine"),
        ("Peggy", "Margaret"),
        ("Hans", "Johannes"),
        ("Sepp", "Josef"),
        ("Pepe", "José"),
        ("Paco", "Francisco"),
        ("Sasha", "Alexander"),
        ("Sasha", "Alexandra"),
        ("Vova", "Vladimir"),
        ("Beppe", "Giuseppe"),
        ("Mischa", "Mikhail"),
        ("Jürgen", "juergen"),
        ("ANNA", "Anna"),
        ("Bob A.", "Robert"),
        ("J. Robert", "Bob"),
        ("小明", "小明"),
    ],
)
def test_a_short_form_stands_for_its_name(one, other):
    assert same_given(one, other)
    assert same_given(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bob", "Bill"), ("Anna", "Peter"), ("", ""), ("Anna", ""), ("小明", "小丽"), ("Robert", "Albert")],
)
def test_other_names_are_other_names(one, other):
    assert not same_given(one, other)


def test_a_name_has_a_root():
    assert (given_root("Bob"), given_root("alex"), given_root("Xiaoming"), given_root("")) == (
        "robert",
        "alexander",
        "xiaoming",
        "",
    )
    assert given_roots("Alex") == ("alexander", "alexandra")


@given(st.text(max_size=20), st.text(max_size=20))
def test_comparing_given_names_has_no_direction(one, other):
    assert same_given(one, other) == same_given(other, one)


def test_initials():
    assert (initials("Mary-Jane A."), initials("J.R."), initials("")) == ("mja", "jr", "")
    assert [is_initial(word) for word in ("J", "J.", "Jo", "王", "", ".")] == [True, True, False, False, False, False]
