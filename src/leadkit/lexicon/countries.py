"""Countries of ISO 3166: their codes, and their names in English, in Chinese, at home, and as files have them."""

from functools import lru_cache

from attrs import frozen

from leadkit.kernel.text import plain_form

__all__ = ["COUNTRIES", "Country", "country", "country_code"]


@frozen
class Country:
    """alpha2, alpha3: of ISO 3166-1. english, chinese: short names. aliases: what else it is called."""

    alpha2: str
    alpha3: str
    english: str
    chinese: str
    aliases: tuple[str, ...] = ()


# alpha-2 alpha-3|English|Chinese|other names, without regard to case, accents and full stops; a line that begins with a
# space goes on
_ROWS = """
AD AND|Andorra|安道尔
AE ARE|United Arab Emirates|阿联酋|uae;emirates;阿拉伯联合酋长国
AF AFG|Afghanistan|阿富汗
AG ATG|Antigua and Barbuda|安提瓜和巴布达|antigua
AI AIA|Anguilla|安圭拉
AL ALB|Albania|阿尔巴尼亚|shqiperia
AM ARM|Armenia|亚美尼亚
AO AGO|Angola|安哥拉
AQ ATA|Antarctica|南极洲
AR ARG|Argentina|阿根廷|argentine
AS ASM|American Samoa|美属萨摩亚
AT AUT|Austria|奥地利|österreich;oesterreich;autriche;奧地利
AU AUS|Australia|澳大利亚|澳洲;澳大利亞;commonwealth of australia
AW ABW|Aruba|阿鲁巴
AX ALA|Åland Islands|奥兰群岛|aland
AZ AZE|Azerbaijan|阿塞拜疆
BA BIH|Bosnia and Herzegovina|波斯尼亚和黑塞哥维那|bosnia;bosnia & herzegovina;bosnia-herzegovina;波黑
BB BRB|Barbados|巴巴多斯
BD BGD|Bangladesh|孟加拉国|孟加拉
BE BEL|Belgium|比利时|belgique;belgië;belgien;比利時
BF BFA|Burkina Faso|布基纳法索
BG BGR|Bulgaria|保加利亚|българия
BH BHR|Bahrain|巴林
BI BDI|Burundi|布隆迪
BJ BEN|Benin|贝宁
BL BLM|Saint Barthélemy|圣巴泰勒米|st barthelemy;st barts
BM BMU|Bermuda|百慕大
BN BRN|Brunei|文莱|brunei darussalam;汶萊
BO BOL|Bolivia|玻利维亚|plurinational state of bolivia
BQ BES|Caribbean Netherlands|荷属加勒比区|bonaire;bonaire, sint eustatius and saba
BR BRA|Brazil|巴西|brasil;brasilien
BS BHS|Bahamas|巴哈马|the bahamas
BT BTN|Bhutan|不丹
BV BVT|Bouvet Island|布韦岛
BW BWA|Botswana|博茨瓦纳
BY BLR|Belarus|白俄罗斯|беларусь
BZ BLZ|Belize|伯利兹
CA CAN|Canada|加拿大|kanada
CC CCK|Cocos (Keeling) Islands|科科斯（基林）群岛|cocos islands
CD COD|Democratic Republic of the Congo|刚果（金）|congo (kinshasa);dr congo;drc;congo-kinshasa;congo - kinshasa;
 刚果民主共和国
CF CAF|Central African Republic|中非共和国|中非
CG COG|Congo|刚果（布）|republic of the congo;congo (brazzaville);congo-brazzaville;congo - brazzaville;刚果共和国
CH CHE|Switzerland|瑞士|schweiz;suisse;svizzera;swiss;die schweiz
CI CIV|Côte d'Ivoire|科特迪瓦|ivory coast;象牙海岸
CK COK|Cook Islands|库克群岛
CL CHL|Chile|智利
CM CMR|Cameroon|喀麦隆
CN CHN|China|中国|prc;p.r. china;pr china;people's republic of china;mainland china;china mainland;中國;
 中华人民共和国;中華人民共和國;中国大陆;中國大陸;大陆;内地;zhongguo
CO COL|Colombia|哥伦比亚
CR CRI|Costa Rica|哥斯达黎加
CU CUB|Cuba|古巴
CV CPV|Cape Verde|佛得角|cabo verde
CW CUW|Curaçao|库拉索
CX CXR|Christmas Island|圣诞岛
CY CYP|Cyprus|塞浦路斯
CZ CZE|Czechia|捷克|czech republic;česko;ceska republika;tschechien;捷克共和国
DE DEU|Germany|德国|deutschland;德國;federal republic of germany;allemagne;alemania;brd
DJ DJI|Djibouti|吉布提
DK DNK|Denmark|丹麦|danmark;丹麥
DM DMA|Dominica|多米尼克
DO DOM|Dominican Republic|多米尼加共和国|多米尼加;república dominicana
DZ DZA|Algeria|阿尔及利亚|algerie
EC ECU|Ecuador|厄瓜多尔
EE EST|Estonia|爱沙尼亚|eesti
EG EGY|Egypt|埃及
EH ESH|Western Sahara|西撒哈拉
ER ERI|Eritrea|厄立特里亚
ES ESP|Spain|西班牙|españa;spanien;espagne
ET ETH|Ethiopia|埃塞俄比亚
FI FIN|Finland|芬兰|suomi;finnland;芬蘭
FJ FJI|Fiji|斐济
FK FLK|Falkland Islands|福克兰群岛|falkland islands (malvinas);islas malvinas;马尔维纳斯群岛
FM FSM|Micronesia|密克罗尼西亚|federated states of micronesia
FO FRO|Faroe Islands|法罗群岛
FR FRA|France|法国|法國;frankreich;francia;french republic
GA GAB|Gabon|加蓬
GB GBR|United Kingdom|英国|uk;u.k.;great britain;britain;england;scotland;wales;northern ireland;英國;
 united kingdom of great britain and northern ireland;大不列颠;英格兰;grossbritannien;royaume-uni
GD GRD|Grenada|格林纳达
GE GEO|Georgia|格鲁吉亚
GF GUF|French Guiana|法属圭亚那
GG GGY|Guernsey|根西岛
GH GHA|Ghana|加纳
GI GIB|Gibraltar|直布罗陀
GL GRL|Greenland|格陵兰
GM GMB|Gambia|冈比亚|the gambia
GN GIN|Guinea|几内亚
GP GLP|Guadeloupe|瓜德罗普
GQ GNQ|Equatorial Guinea|赤道几内亚
GR GRC|Greece|希腊|hellas;ελλάδα;griechenland;希臘
GS SGS|South Georgia and the South Sandwich Islands|南乔治亚和南桑威奇群岛|south georgia;
 south georgia & south sandwich islands
GT GTM|Guatemala|危地马拉
GU GUM|Guam|关岛
GW GNB|Guinea-Bissau|几内亚比绍
GY GUY|Guyana|圭亚那
HK HKG|Hong Kong|香港|hongkong;hk sar;hong kong sar;hong kong sar china;中国香港;中國香港;香港特别行政区;
 中国香港特别行政区;
 hong kong, china
HM HMD|Heard Island and McDonald Islands|赫德岛和麦克唐纳群岛|heard & mcdonald islands
HN HND|Honduras|洪都拉斯
HR HRV|Croatia|克罗地亚|hrvatska;kroatien
HT HTI|Haiti|海地
HU HUN|Hungary|匈牙利|magyarország;ungarn
ID IDN|Indonesia|印度尼西亚|印尼
IE IRL|Ireland|爱尔兰|eire;republic of ireland;irland;愛爾蘭
IL ISR|Israel|以色列
IM IMN|Isle of Man|马恩岛
IN IND|India|印度|bharat;republic of india
IO IOT|British Indian Ocean Territory|英属印度洋领地
IQ IRQ|Iraq|伊拉克
IR IRN|Iran|伊朗|islamic republic of iran;persia
IS ISL|Iceland|冰岛|ísland;冰島
IT ITA|Italy|意大利|italia;italien;italie;義大利
JE JEY|Jersey|泽西岛
JM JAM|Jamaica|牙买加
JO JOR|Jordan|约旦
JP JPN|Japan|日本|nippon;nihon;日本国
KE KEN|Kenya|肯尼亚
KG KGZ|Kyrgyzstan|吉尔吉斯斯坦|kyrgyz republic
KH KHM|Cambodia|柬埔寨
KI KIR|Kiribati|基里巴斯
KM COM|Comoros|科摩罗
KN KNA|Saint Kitts and Nevis|圣基茨和尼维斯|st kitts and nevis;st kitts & nevis
KP PRK|North Korea|朝鲜|dprk;democratic people's republic of korea;北朝鲜;北韩
KR KOR|South Korea|韩国|korea;republic of korea;rok;korea, republic of;korea south;韓國;南韩;大韩民国;대한민국;한국
KW KWT|Kuwait|科威特
KY CYM|Cayman Islands|开曼群岛|cayman
KZ KAZ|Kazakhstan|哈萨克斯坦|казахстан
LA LAO|Laos|老挝|lao pdr;lao people's democratic republic;寮國
LB LBN|Lebanon|黎巴嫩
LC LCA|Saint Lucia|圣卢西亚|st lucia
LI LIE|Liechtenstein|列支敦士登
LK LKA|Sri Lanka|斯里兰卡|ceylon
LR LBR|Liberia|利比里亚
LS LSO|Lesotho|莱索托
LT LTU|Lithuania|立陶宛|lietuva
LU LUX|Luxembourg|卢森堡|luxemburg;盧森堡
LV LVA|Latvia|拉脱维亚|latvija
LY LBY|Libya|利比亚
MA MAR|Morocco|摩洛哥|maroc
MC MCO|Monaco|摩纳哥
MD MDA|Moldova|摩尔多瓦|republic of moldova
ME MNE|Montenegro|黑山|crna gora
MF MAF|Saint Martin|法属圣马丁|st martin
MG MDG|Madagascar|马达加斯加
MH MHL|Marshall Islands|马绍尔群岛
MK MKD|North Macedonia|北马其顿|macedonia;fyrom;马其顿
ML MLI|Mali|马里
MM MMR|Myanmar|缅甸|burma;myanmar (burma);緬甸
MN MNG|Mongolia|蒙古|蒙古国
MO MAC|Macao|澳门|macau;macao sar;macao sar china;澳門;中国澳门;澳门特别行政区;中国澳门特别行政区
MP MNP|Northern Mariana Islands|北马里亚纳群岛
MQ MTQ|Martinique|马提尼克
MR MRT|Mauritania|毛里塔尼亚
MS MSR|Montserrat|蒙特塞拉特
MT MLT|Malta|马耳他
MU MUS|Mauritius|毛里求斯
MV MDV|Maldives|马尔代夫
MW MWI|Malawi|马拉维
MX MEX|Mexico|墨西哥|méxico;mexiko
MY MYS|Malaysia|马来西亚|大马;馬來西亞
MZ MOZ|Mozambique|莫桑比克
NA NAM|Namibia|纳米比亚
NC NCL|New Caledonia|新喀里多尼亚
NE NER|Niger|尼日尔
NF NFK|Norfolk Island|诺福克岛
NG NGA|Nigeria|尼日利亚
NI NIC|Nicaragua|尼加拉瓜
NL NLD|Netherlands|荷兰|the netherlands;holland;nederland;niederlande;pays-bas;荷蘭
NO NOR|Norway|挪威|norge;norwegen
NP NPL|Nepal|尼泊尔
NR NRU|Nauru|瑙鲁
NU NIU|Niue|纽埃
NZ NZL|New Zealand|新西兰|aotearoa;紐西蘭;纽西兰
OM OMN|Oman|阿曼
PA PAN|Panama|巴拿马
PE PER|Peru|秘鲁
PF PYF|French Polynesia|法属波利尼西亚|tahiti
PG PNG|Papua New Guinea|巴布亚新几内亚
PH PHL|Philippines|菲律宾|the philippines;philippine;菲律賓
PK PAK|Pakistan|巴基斯坦
PL POL|Poland|波兰|polska;polen;波蘭
PM SPM|Saint Pierre and Miquelon|圣皮埃尔和密克隆群岛|st pierre and miquelon;st pierre & miquelon
PN PCN|Pitcairn Islands|皮特凯恩群岛|pitcairn
PR PRI|Puerto Rico|波多黎各
PS PSE|Palestine|巴勒斯坦|state of palestine;palestinian territories;巴勒斯坦领土
PT PRT|Portugal|葡萄牙
PW PLW|Palau|帕劳
PY PRY|Paraguay|巴拉圭
QA QAT|Qatar|卡塔尔
RE REU|Réunion|留尼汪
RO ROU|Romania|罗马尼亚|românia;rumänien
RS SRB|Serbia|塞尔维亚|srbija
RU RUS|Russia|俄罗斯|russian federation;россия;российская федерация;俄国;俄羅斯;俄罗斯联邦;russland
RW RWA|Rwanda|卢旺达
SA SAU|Saudi Arabia|沙特阿拉伯|ksa;kingdom of saudi arabia;沙特;沙烏地阿拉伯
SB SLB|Solomon Islands|所罗门群岛
SC SYC|Seychelles|塞舌尔
SD SDN|Sudan|苏丹
SE SWE|Sweden|瑞典|sverige;schweden
SG SGP|Singapore|新加坡|republic of singapore
SH SHN|Saint Helena|圣赫勒拿|st helena;saint helena, ascension and tristan da cunha
SI SVN|Slovenia|斯洛文尼亚|slovenija
SJ SJM|Svalbard and Jan Mayen|斯瓦尔巴和扬马延|svalbard;svalbard & jan mayen
SK SVK|Slovakia|斯洛伐克|slovak republic;slovensko
SL SLE|Sierra Leone|塞拉利昂
SM SMR|San Marino|圣马力诺
SN SEN|Senegal|塞内加尔
SO SOM|Somalia|索马里
SR SUR|Suriname|苏里南
SS SSD|South Sudan|南苏丹
ST STP|São Tomé and Príncipe|圣多美和普林西比|sao tome;são tomé & príncipe
SV SLV|El Salvador|萨尔瓦多
SX SXM|Sint Maarten|荷属圣马丁
SY SYR|Syria|叙利亚|syrian arab republic
SZ SWZ|Eswatini|斯威士兰|swaziland
TC TCA|Turks and Caicos Islands|特克斯和凯科斯群岛|turks and caicos;turks & caicos islands
TD TCD|Chad|乍得
TF ATF|French Southern Territories|法属南部领地
TG TGO|Togo|多哥
TH THA|Thailand|泰国|泰國;ประเทศไทย
TJ TJK|Tajikistan|塔吉克斯坦
TK TKL|Tokelau|托克劳
TL TLS|Timor-Leste|东帝汶|east timor
TM TKM|Turkmenistan|土库曼斯坦
TN TUN|Tunisia|突尼斯
TO TON|Tonga|汤加
TR TUR|Turkey|土耳其|türkiye;turkiye;türkei
TT TTO|Trinidad and Tobago|特立尼达和多巴哥|trinidad;trinidad & tobago
TV TUV|Tuvalu|图瓦卢
TW TWN|Taiwan|台湾|台灣;臺灣;taiwan roc;taiwan, province of china;中国台湾;chinese taipei;中華民國
TZ TZA|Tanzania|坦桑尼亚|united republic of tanzania
UA UKR|Ukraine|乌克兰|україна;烏克蘭
UG UGA|Uganda|乌干达
UM UMI|United States Minor Outlying Islands|美国本土外小岛屿|u.s. outlying islands;us minor outlying islands
US USA|United States|美国|united states of america;usa;u.s.a.;u.s.;us of a;america;the united states;the us;美國;
 美利坚合众国;estados unidos;vereinigte staaten;états-unis
UY URY|Uruguay|乌拉圭
UZ UZB|Uzbekistan|乌兹别克斯坦
VA VAT|Vatican City|梵蒂冈|holy see;vatican
VC VCT|Saint Vincent and the Grenadines|圣文森特和格林纳丁斯|st vincent and the grenadines;
 st vincent & grenadines;st vincent
VE VEN|Venezuela|委内瑞拉|bolivarian republic of venezuela
VG VGB|British Virgin Islands|英属维尔京群岛|bvi;virgin islands, british
VI VIR|U.S. Virgin Islands|美属维尔京群岛|us virgin islands;virgin islands, us;usvi
VN VNM|Vietnam|越南|viet nam;việt nam
VU VUT|Vanuatu|瓦努阿图
WF WLF|Wallis and Futuna|瓦利斯和富图纳|wallis & futuna
WS WSM|Samoa|萨摩亚
XK XKX|Kosovo|科索沃
YE YEM|Yemen|也门
YT MYT|Mayotte|马约特
ZA ZAF|South Africa|南非|rsa;republic of south africa
ZM ZMB|Zambia|赞比亚
ZW ZWE|Zimbabwe|津巴布韦
"""


def _row(line: str) -> Country:
    codes, english, chinese, *aliases = line.split("|")
    alpha2, alpha3 = codes.split()
    return Country(alpha2, alpha3, english, chinese, tuple(aliases[0].split(";")) if aliases else ())


#: Alpha-2 code → country: the 249 of ISO 3166, and XK, which files use for Kosovo.
COUNTRIES = {country.alpha2: country for country in map(_row, _ROWS.replace(";\n ", ";").strip().splitlines())}


def _form(text: str) -> str:
    return plain_form(text).replace(".", "").replace("’", "'").replace(" & ", " and ")


_CODES = {
    _form(name): country.alpha2
    for country in COUNTRIES.values()
    for name in (country.alpha3, country.english, country.chinese, *country.aliases)
} | {"uk": "GB", "el": "GR"}


@lru_cache(maxsize=4096)
def country_code(text: str) -> str:
    """The alpha-2 code of a country's code or name, blank when it is none that we know. Two letters are their own."""
    form = _form(text)
    return _CODES.get(form) or (form.upper() if len(form) == 2 and form.isascii() and form.isalpha() else "")


def country(text: str) -> Country | None:
    """The country of a code or name, `None` when it is none that we know."""
    return COUNTRIES.get(country_code(text))
