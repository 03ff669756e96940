"""Legal forms of companies, as their countries write them; and the words that say no more than a legal form does."""

from attrs import frozen

from leadkit.kernel.text import plain_form

__all__ = ["FORMS", "LegalForm"]


@frozen
class LegalForm:
    """name: as its country writes it. countries: ISO 3166 alpha-2 codes. spellings: in comparing form, without points;
    those in Latin letters word by word."""

    name: str
    countries: tuple[str, ...]
    spellings: tuple[str, ...]


# countries | name | spellings, in the comparing form that `companies` makes: lower case, no accents, points or "and".
_ROWS = """
CN MO|有限责任公司|有限责任公司;有限責任公司
CN TW|股份有限公司|股份有限公司
CN HK TW|有限公司|有限公司;有限公司
CN TW|股份|股份
CN TW HK|集团|集团;集團;控股
CN TW|公司|公司;总公司;總公司
CN|合伙企业|合伙企业;有限合伙;普通合伙;合夥
CN|个体工商户|个体工商户;个人独资企业;经营部;商行;企業社;工作室
JP|株式会社|株式会社;株式會社;カブシキガイシャ;かぶしきがいしゃ;(株);kabushiki kaisha;kabushiki gaisha;kk
JP|有限会社|有限会社;有限會社;(有);yugen kaisha;yk
JP|合同会社|合同会社;(同);godo kaisha;gk
JP|合資会社|合資会社;(資);合名会社;一般社団法人;一般財団法人;公益財団法人;社団法人;財団法人;医療法人;学校法人
KR|주식회사|주식회사;(주);jusikhoesa;chusik hoesa
KR|유한회사|유한회사;(유);유한책임회사;yuhan hoesa
DE AT CH|GmbH|gmbh;ges mbh;gesmbh;gesellschaft mit beschrankter haftung;mbh;ggmbh;gmbh ig;gmbh il
DE AT|GmbH & Co. KG|gmbh co kg;gmbh co kgaa;gmbh co ohg;ag co kg;ug co kg;se co kg;mbh co kg;gmbh cie kg
DE|UG (haftungsbeschränkt)|ug haftungsbeschrankt;ug;unternehmergesellschaft
DE AT CH|AG|ag;aktiengesellschaft
DE|KGaA|kgaa;kommanditgesellschaft auf aktien;se co kgaa;ag co kgaa
DE AT CH|KG|kg;kommanditgesellschaft;co kg;cie kg
DE|OHG|ohg;offene handelsgesellschaft
DE|GbR|gbr;mbb;partg;partg mbb;partgmbb
DE|e.K.|ek;eingetragener kaufmann;e kfm;ekfr
DE AT|e.V.|ev;eingetragener verein
DE AT|eG|eg;genossenschaft;egen
AT|OG|og
IT|S.p.A.|spa;societa per azioni
IT|S.r.l.|srl;srls;societa a responsabilita limitata
EU|SE|se;societas europaea
CH|Sàrl|sagl
FR BE LU CH|SARL|sarl;eurl;societe a responsabilite limitee
FR|SAS|sas;sasu;societe par actions simplifiee
FR BE LU CH ES PT|SA|sa;societe anonyme;sociedad anonima;sociedade anonima
FR|SNC|snc;scs;sci;scop;gie
BE|SRL|srl;sprl;bvba;societe a responsabilite limitee
BE NL|NV|nv;naamloze vennootschap
NL BE|BV|bv;besloten vennootschap;vof;cv
ES|S.L.|sl;slu;sociedad limitada;sll;sociedad de responsabilidad limitada
ES|S.A.U.|sau
ES|S. Coop.|s coop;scoop;coop
MX|S.A. de C.V.|sa de cv;sapi de cv;sab de cv;s de rl de cv;s de rl;de cv
PT BR|Lda.|lda;ltda;limitada;eireli;unipessoal lda
IT|S.a.s.|sas;snc;scarl;scrl
SE FI|AB|ab;aktiebolag;hb;publ;ab publ;aktiebolaget
NO|AS|as;asa;aksjeselskap;ans
DK|A/S|a s;as;aktieselskab
DK|ApS|aps;ivs;anpartsselskab
FI|Oy|oy;oyj;osakeyhtio;oy ab;ky
IS|hf.|hf;ehf
EE|OÜ|ou
LV|SIA|sia
LT|UAB|uab
PL|Sp. z o.o.|sp z oo;spzoo;spolka z oo;spolka z ograniczona odpowiedzialnoscia;sp zoo;sp j;sp k;sp z oo sp k
PL|S.A.|spolka akcyjna
CZ SK|s.r.o.|sro;spol sro;spol s ro;spolecnost s rucenim omezenym
CZ SK|a.s.|as;akciova spolecnost
HU|Kft.|kft;korlatolt felelossegu tarsasag
HU|Zrt.|zrt;nyrt;rt;bt
RO|S.R.L.|srl;sc
BG|ООД|оод;еоод;ood;eood;ad;ead;ад;еад
SI HR RS BA|d.o.o.|doo;jdoo
SI HR RS BA|d.d.|dd;ad
GR|Α.Ε.|αε;επε;ικε;ae;epe;ike
RU|ООО|ооо;ooo;общество с ограниченной ответственностью;ооо фирма
RU|АО|ао;оао;зао;пао;нао;ao;oao;zao;pao;акционерное общество;пао
UA|ТОВ|тов;tov;llc tov
TR|A.Ş.|as;anonim sirketi;ltd sti;limited sirketi;sti;san tic;san ve tic
GB IE HK SG MY AU NZ IN|Ltd|ltd;limited;ltd co;private limited company
GB IE|PLC|plc;public limited company;ccc;cyf
GB|LLP|llp;limited liability partnership
IE|DAC|dac;designated activity company;ulc;teo;teoranta;cpt
US|LLC|llc;lc;limited liability company;pllc;l l c
US CA|Inc.|inc;incorporated;incorporation
US CA|Corp.|corp;corporation;corps
US GB|LP|lp;limited partnership;lllp
US|Co.|co;company;cie;compagnie;cia;compania;companies;comp
US|P.C.|pc;pa;apc
CA|Ltée|ltee;limitee;enr
CN HK|Co., Ltd.|co ltd;company limited;co limited;coltd;company ltd;co ltd;corp ltd;corporation limited
AU ZA|Pty Ltd|pty ltd;pty;proprietary limited;propriety limited;pty limited
IN SG MY|Pvt Ltd|pvt ltd;private limited;pte ltd;pte;pvt;pte limited;p ltd;opc pvt ltd
MY|Sdn Bhd|sdn bhd;sdn;bhd;berhad;sendirian berhad
ID|PT|pt;tbk;pt persero;persero
VN|TNHH|cong ty tnhh;tnhh;cong ty co phan;cong ty;jsc;joint stock company;joint stock
AE|FZ-LLC|fz llc;fzc;fze;fzco;dmcc;fz;wll
IL|בע"מ|בעמ
|Group|group;holding;holdings;gruppe;groupe;grupo;gruppo;gruppen;groep;grp;group holdings;konzern
"""


def _row(line: str) -> LegalForm:
    countries, name, spellings = line.split("|")
    return LegalForm(name, tuple(countries.split()), tuple(dict.fromkeys(map(plain_form, spellings.split(";")))))


#: Every legal form. Several countries may write one alike; the first row that has a spelling names it.
FORMS = tuple(map(_row, _ROWS.strip().splitlines()))
