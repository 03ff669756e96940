"""Words of which made-up people, companies and addresses are built. What stands in front comes more often.

`Elizabeth/Liz/Beth`: a name and its short forms. `张張Zhang`: simplified, traditional where it differs, pinyin.
"""

# ---- given names ----------------------------------------------------------------------------------------------------

GIVEN = {
    "en": """James/Jim/Jimmy Mary/Molly Robert/Bob/Rob/Bobby Patricia/Pat/Trish John/Jack/Johnny Jennifer/Jen/Jenny
    Michael/Mike/Mick Linda David/Dave William/Bill/Will/Billy Elizabeth/Liz/Beth/Betty Richard/Rick/Dick/Rich
    Barbara/Barb Joseph/Joe/Joey Susan/Sue/Susie Thomas/Tom/Tommy Jessica/Jess Charles/Charlie/Chuck Sarah
    Christopher/Chris Karen Daniel/Dan/Danny Nancy Matthew/Matt Lisa Anthony/Tony Margaret/Maggie/Peggy/Meg Mark
    Sandra/Sandy Donald/Don Ashley Steven/Steve Kimberly/Kim Andrew/Andy/Drew Emily/Em Kenneth/Ken/Kenny Donna Joshua/Josh
    Michelle/Shelly Kevin/Kev Carol Brian Amanda/Mandy George Melissa/Mel Timothy/Tim Deborah/Debbie/Deb Ronald/Ron
    Stephanie/Steph Edward/Ed/Ted/Eddie Rebecca/Becky Jason Laura Jeffrey/Jeff Helen Ryan Sharon Jacob/Jake Cynthia/Cindy
    Gary Kathleen/Kathy/Kath Nicholas/Nick Amy Eric Angela/Angie Jonathan/Jon Shirley Stephen/Steve Anna/Annie Larry
    Brenda Justin Pamela/Pam Scott Emma Brandon Nicole/Nicky Benjamin/Ben Samantha/Sam Samuel/Sam/Sammy Katherine/Kate/Katie/Kathy
    Gregory/Greg Christine/Chris/Tina Alexander/Alex/Al Rachel/Rach Frank Carolyn Patrick/Pat/Paddy Janet/Jan Raymond/Ray
    Catherine/Cathy/Cath Jack Maria Dennis/Den Heather Jerry Diane/Di Tyler Ruth Aaron Julie Jose Olivia/Liv Adam Joyce
    Nathan/Nate Virginia/Ginny Henry/Harry/Hank Victoria/Vicky/Tori Douglas/Doug Kelly Zachary/Zach Lauren Peter/Pete
    Christina/Tina Kyle Joan Walter/Walt Evelyn Ethan Judith/Judy Jeremy/Jez Megan/Meg Harold/Harry Andrea Keith Cheryl
    Christian Hannah Roger Jacqueline/Jackie Noah Martha Gerald/Gerry Gloria Terry Teresa/Terry/Tess Sean Ann Austin Sara
    Carl Madison/Maddie Arthur/Art Frances/Fran Lawrence/Larry Kathryn/Kathy/Kate Dylan Janice/Jan Jesse Jean Jordan Abigail/Abby
    Bryan Alice Billy Julia Joe Judy Bruce Sophia/Sophie Gabriel/Gabe Grace Logan Denise Albert/Al/Bert Amber Willie
    Doris Alan/Al Marilyn Eugene/Gene Danielle/Dani Russell/Russ Beverly/Bev Vincent/Vince Isabella/Bella Philip/Phil
    Theresa/Terri Bobby Diana Johnny Natalie/Nat Bradley/Brad Brittany/Britt Leonard/Len/Lenny Charlotte/Lottie Oliver/Ollie
    Priya Rohan Aisha Mohammed/Mo Fatima Ravi Anjali Omar Leila Kwame Amara Chidi""",
    "de": """Thomas/Tom Ursula/Uschi Michael/Michi Monika/Moni Andreas/Andi Petra Wolfgang/Wolf Sabine/Bine Klaus
    Renate Jürgen Karin Peter Helga Stefan Brigitte/Gitte Christian/Chris Ingrid Hans Elisabeth/Lisa/Sissi Uwe Andrea
    Matthias Gisela Werner Claudia Bernd Susanne/Susi Frank Gabriele/Gabi Manfred/Manni Christine/Christl Markus Anna/Anni
    Dieter/Didi Stefanie/Steffi Martin Christa Günter Erika Heinz Barbara/Bärbel Alexander/Alex Martina Ralf Heike Rainer
    Angelika/Geli Daniel/Dani Birgit Sebastian/Basti Anja Torsten Katrin/Kathi Jörg Nicole Joachim/Jochen/Achim Julia Holger
    Kerstin Tobias/Tobi Silke Florian/Flo Katharina/Kathi/Käthe Johannes/Hannes Johanna/Hanna Maximilian/Max Sandra Lukas
    Melanie/Mel Jan Sarah Philipp Lena Felix Laura Jonas Franziska/Franzi Friedrich/Fritz Margarete/Grete Heinrich/Heiner
    Theresa/Resi Benedikt Antonia/Toni Leon Magdalena/Lena Niklas Charlotte/Lotte Moritz Wilhelm/Willi Rosemarie/Rosi Emre Aylin""",
    "fr": """Jean Marie Michel Nathalie Pierre Isabelle/Isa Philippe Sylvie Alain Catherine/Cathy Nicolas/Nico Martine
    Patrick Christine Christophe Françoise Bernard Valérie Laurent Sandrine Daniel/Dany Stéphanie Éric Véronique Frédéric/Fred
    Sophie David Céline Stéphane/Steph Chantal Pascal Anne Thierry Patricia Julien Julie Olivier Brigitte Dominique Jacqueline
    Sébastien/Seb Caroline Alexandre/Alex Monique Thomas Aurélie Gérard Émilie François Camille Guillaume Laurence Antoine Annie
    Vincent Laure Jérôme Élodie Maxime/Max Hélène Bruno Corinne Romain Mathilde Benoît/Ben Florence Mathieu Agnès Hugo Manon
    Louis Léa Clément Chloé Lucas Inès Gabriel Juliette Rémi Margaux Yves Odile Benjamin/Ben Amélie Jacques Jean-Pierre
    Anne-Marie Jean-Luc Marie-Claire Karim Nadia Mehdi Yasmine""",
    "es": """Antonio/Toño Carmen José/Pepe María Manuel/Manolo Ana Francisco/Paco/Fran Isabel/Isa Juan Dolores/Lola David Pilar
    Javier/Javi Laura Daniel/Dani Teresa/Tere Carlos Rosa Jesús/Chus Cristina/Cris Alejandro/Álex Marta Miguel Ángela Rafael/Rafa
    Francisca/Paqui Pedro Antonia/Toñi Pablo Lucía Ángel Elena Sergio Mercedes/Merche Fernando/Nando Josefa/Pepa Luis Raquel Jorge
    Sara Alberto/Berto Paula Álvaro Concepción/Concha Diego Rosario/Charo Adrián Juana Raúl Beatriz/Bea Iván Rocío Enrique/Quique
    Nuria Ramón/Moncho Julia Vicente Silvia Rubén Irene Óscar Patricia/Patri Andrés Montserrat/Montse Joaquín/Quino Guadalupe/Lupe
    Santiago/Santi Alicia Eduardo/Edu Ignacio/Nacho Verónica/Vero Guillermo/Guille Gloria Hugo Ximena Gonzalo Inmaculada/Inma""",
}
GIVEN_ZH = """伟偉Wei 芳Fang 娜Na 秀Xiu 英Ying 敏Min 静靜Jing 丽麗Li 强強Qiang 磊Lei 军軍Jun 洋Yang 勇Yong 艳艷Yan 杰傑Jie
    娟Juan 涛濤Tao 明Ming 超Chao 兰蘭Lan 霞Xia 平Ping 刚剛Gang 桂Gui 文Wen 华華Hua 玉Yu 建Jian 国國Guo 志Zhi 海Hai 春Chun
    晓曉Xiao 雪Xue 佳Jia 宇Yu 红紅Hong 梅Mei 林Lin 波Bo 辉輝Hui 鹏鵬Peng 飞飛Fei 俊Jun 浩Hao 凯凱Kai 健Jian 斌Bin 亮Liang 峰Feng
    新Xin 东東Dong 永Yong 成Cheng 金Jin 光Guang 生Sheng 龙龍Long 德De 庆慶Qing 荣榮Rong 萍Ping 玲Ling 燕Yan 莉Li 婷Ting 慧Hui
    琳Lin 颖穎Ying 欣Xin 怡Yi 雅Ya 倩Qian 璐Lu 梦夢Meng 瑶瑤Yao 思Si 子Zi 雨Yu 轩軒Xuan 泽澤Ze 晨Chen 睿Rui 嘉Jia 诗詩Shi 涵Han
    天Tian 一Yi 博Bo 翔Xiang 阳陽Yang 云雲Yun 清Qing 芬Fen 凤鳳Feng 洁潔Jie 琴Qin 素Su 珍Zhen 锋鋒Feng 胜勝Sheng 祥Xiang 才Cai
    武Wu 利Li 少Shao 振Zhen 中Zhong 立Li 伦倫Lun 学學Xue 良Liang 松Song 源Yuan 毅Yi 启啟Qi 昊Hao 宁寧Ning 瑞Rui 琪Qi 悦悅Yue 彤Tong""".split()

# ---- family names ---------------------------------------------------------------------------------------------------

FAMILY = {
    "en": """Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Thomas Moore Martin Jackson Thompson White Lee
    Harris Clark Lewis Robinson Walker Hall Young Allen King Wright Scott Hill Green Adams Baker Nelson Carter Mitchell Roberts
    Turner Phillips Campbell Parker Evans Edwards Collins Stewart Morris Murphy Cook Rogers Morgan Cooper Peterson Reed Bailey
    Kelly Howard Ward Cox Richardson Wood Watson Brooks Bennett Gray James Hughes Price Myers Foster Sanders Ross Powell Sullivan
    Russell Jenkins Perry Butler Barnes Fisher Henderson Coleman Simmons Patterson Jordan Reynolds Hamilton Graham Wallace Cole West
    Hayes Gibson Bryant Ellis Stevens Murray Ford Marshall Owens McDonald Harrison Kennedy Wells Woods Freeman Webb Tucker Burns Crawford
    Henry Simpson Porter Hunter Gordon Shaw Snyder Mason Dixon Hunt Hicks Holmes Palmer Wagner Black Robertson Boyd Stone Fox Mills
    Warren Rice Schmidt Daniels Ferguson Nichols Stephens Ryan O'Brien O'Connor McCarthy Patel Singh Khan Nguyen Kim Okafor Cohen""",
    "de": """Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder
    Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause Meier Lehmann Schmid Schulze Maier Köhler
    Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel Friedrich Keller Günther Frank
    Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein
    Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf Schulte Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann
    Thomas Voigt Sauer Arnold Wolff Pfeiffer Yilmaz Kowalski Nowak""",
    "fr": """Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David Bertrand Morel
    Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefèvre Faure André Mercier Blanc Guérin Boyer Garnier Chevalier
    François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry Roussel Mathieu Gautier Masson Marchand Duval Denis Dumont
    Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard Giraud Joly Rivière Lucas Brunet Gaillard Barbier Arnaud Martinez Gérard Roche
    Renard Schmitt Roy Leroux Colin Vidal Caron Picard Roger Fabre Aubert Lemoine Renaud Dumas Lacroix Olivier Philippe Bourgeois Pierre
    Benoît Rey Leclerc Payet Rolland Leclercq Guillaume Lecomte Benali Haddad Diallo""",
    "es": """García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno Muñoz Álvarez
    Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco Molina Morales Suárez Ortega Delgado Castro Ortiz
    Rubio Marín Sanz Núñez Iglesias Medina Garrido Cortés Castillo Santos Lozano Guerrero Cano Prieto Méndez Cruz Calvo Gallego Vidal León
    Márquez Herrera Peña Flores Cabrera Campos Vega Fuentes Carrasco Díez Caballero Reyes Nieto Aguilar Pascual Santana Herrero Lorenzo Montero
    Hidalgo Giménez Ibáñez Ferrer Durán Santiago Benítez Mora Vicente Vargas Arias Carmona Crespo Román Pastor Soto Sáez Velasco Moya Soler Parra
    Esteban Bravo Gallardo Rojas""",
}
# The many rare names: a front and an end, put together.
FAMILY_RARE = {
    "en": (
        """Ash Black Brad Brook Clay Cliff Col Cran Dal Dun East Ed Fair Farn Gar Green Had Hal Har Hart Haver Hay Hen Hol Hors Kemp Ken Kirk
    Lang Lin Long Mar Mel Mid Mor New Nor Oak Pem Pick Ply Rad Red Rock Ruther San Shel Ship Staf Stan Strat Sud Thorn Til Wake Wal War Wax Wen Whit
    Win Wood Wor Wyn""".split(),
        """bourne bridge brook burn bury by combe cott croft dale den don field ford gate grave ham hart house hurst ington land ley low man mere more
    ridge shaw side stead stock stone thorpe ton town well wick win wood worth""".split(),
    ),
    "de": (
        """Alten Berg Birken Blum Bruck Buch Burg Dorn Eber Ecken Eichen Erlen Falken Feld Fried Gold Grün Hagen Heiden Hirsch Hoch Holz
    Kalten Kirch Kron Lauter Linden Löwen Mark Moos Neu Nieder Nuss Ober Oster Reichen Rosen Roten Sand Schön Silber Sonnen Stein Stern Tal Tannen Unter
    Wald Weiden Weiss Wester Wild Winkel""".split(),
        """acker bach bauer baum beck berg berger blatt brand brink bruch burg dorf feld felder feldt hammer hardt haus hausen hauser heim hofer hoff
    holz huber kamp maier mann mayr meister moser müller rath reiter rich schmidt stein steiner stetter tal wald weber wirth""".split(),
    ),
    "fr": (
        "Beau Bel Bon Bour Char Chau Clair Col Cour Del Des Du Fon Four Gran Haute Lan Mal Mar Mon Neu Per Pom Pon Ri Roche Saint- Val Ver Ville".split(),
        """bois bonne champ chant court din fort gard geot gnon lain leau let lier lon mer mont nard net pont quet rand rel rier sard tagne teau tier
    trand val veau vert ville vois""".split(),
    ),
}
# Half of all come from the first two lines; compound surnames close the list.
FAMILY_ZH = """王Wang 李Li 张張Zhang 刘劉Liu 陈陳Chen 杨楊Yang 黄黃Huang 赵趙Zhao 吴吳Wu 周Zhou 徐Xu 孙孫Sun 马馬Ma 朱Zhu 胡Hu
    郭Guo 何He 林Lin 高Gao 罗羅Luo 郑鄭Zheng 梁Liang 谢謝Xie 宋Song 唐Tang 许許Xu 邓鄧Deng 韩韓Han 冯馮Feng 曹Cao 彭Peng 曾Zeng 肖Xiao 田Tian
    董Dong 潘Pan 袁Yuan 蔡Cai 蒋蔣Jiang 余Yu 于Yu 杜Du 叶葉Ye 程Cheng 魏Wei 苏蘇Su 吕呂Lü 丁Ding 任Ren 卢盧Lu 姚Yao 沈Shen 钟鍾Zhong 姜Jiang
    崔Cui 谭譚Tan 陆陸Lu 范Fan 汪Wang 廖Liao 石Shi 金Jin 韦韋Wei 贾賈Jia 夏Xia 付Fu 方Fang 邹鄒Zou 熊Xiong 白Bai 孟Meng 秦Qin 邱Qiu 侯Hou 江Jiang
    尹Yin 薛Xue 闫閆Yan 段Duan 雷Lei 龙龍Long 史Shi 陶Tao 黎Li 贺賀He 毛Mao 郝Hao 顾顧Gu 龚龔Gong 邵Shao 万萬Wan 钱錢Qian 严嚴Yan 单單Shan
    欧阳歐陽Ouyang 仇Qiu 上官上官Shangguan 解Xie 司马司馬Sima 查Zha 诸葛諸葛Zhuge 区區Ou 司徒司徒Situ 朴Piao 慕容慕容Murong 盖蓋Ge""".split()

# ---- companies ------------------------------------------------------------------------------------------------------

STEM = (
    """Al Ar Aster Atl Aur Bel Ben Bex Blue Bor Brav Bright Cal Cap Car Cast Cert Clear Cor Crest Cyn Dal Del Dyn East El Em Ever
    Fair Fen First Gal Gen Glen Gold Gran Green Hal Har Hel High Hor Inter Iron Jun Kal Kern Kest Lan Lim Lum Mag Mar Mer Mid Mon Nex Nor
    North Nov Oak Opt Or Pan Pel Pol Prim Quint Red Ros Sab Sal Sil Sol South Stel Sum Syn Tal Tec Ter Tri Ul Un Val Vel Ver Vis Vol West Win Zen""".split(),
    """ador aline amax andra anta aris aton avia beam bridge core crest dale dex don dyne eda ella emar ent era eris field ford gate grid
    haven ia ica idian ill ima in ion is ita ium lake land line lon mark mere mont nova on ona or orex ova path peak point port ra ridge
    rock ron shore side span star stone sys tak tara tech tera ton tor tra tree tron vale vane vera view vista ward wave way well wick wood wyn""".split(),
)
STEM_ZH = """华華Hua 中Zhong 新Xin 天Tian 金Jin 东東Dong 海Hai 大Da 恒恆Heng 瑞Rui 德De 科Ke 启啟Qi 明Ming 远遠Yuan 丰豐Feng 博Bo 创創Chuang
    安An 拓Tuo 嘉Jia 正Zheng 阳陽Yang 云雲Yun 帆Fan 卓Zhuo 尔爾Er 岭嶺Ling 万萬Wan 川Chuan 蓝藍Lan 桥橋Qiao 佳Jia 美Mei 信Xin 达達Da 通Tong 泰Tai
    顺順Shun 鑫Xin 宏Hong 盛Sheng 荣榮Rong 诚誠Cheng 浩Hao 宇Yu 鼎Ding 立Li 凯凱Kai 龙龍Long 腾騰Teng 飞飛Fei 锐銳Rui 思Si 源Yuan 润潤Run 景Jing 洲Zhou
    联聯Lian 合He 众眾Zhong 亿億Yi 百Bai 佰Bai 乐樂Le 康Kang 健Jian 朗Lang 维維Wei 森Sen""".split()
#: en / de / fr / es / zh, zh with its traditional form where it differs
TRADE = [
    line.strip().split("/")
    for line in """Logistics/Logistik/Logistique/Logística/物流
    Software/Software/Logiciels/Software/软件 軟件
    Consulting/Beratung/Conseil/Consultores/咨询 諮詢
    Engineering/Technik/Ingénierie/Ingeniería/工程
    Foods/Lebensmittel/Alimentation/Alimentos/食品
    Machinery/Maschinenbau/Machines/Maquinaria/机械 機械
    Medical/Medizintechnik/Médical/Médica/医疗器械 醫療器械
    Packaging/Verpackungen/Emballages/Envases/包装 包裝
    Textiles/Textil/Textiles/Textiles/纺织 紡織
    Energy/Energie/Énergie/Energía/能源
    Electronics/Elektronik/Électronique/Electrónica/电子 電子
    Construction/Bau/Construction/Construcciones/建设 建設
    Trading/Handel/Négoce/Comercial/贸易 貿易
    Optics/Optik/Optique/Óptica/光学 光學
    Pharma/Pharma/Pharma/Farma/药业 藥業
    Plastics/Kunststoffe/Plastiques/Plásticos/塑料
    Steel/Stahl/Acier/Aceros/钢铁 鋼鐵
    Chemicals/Chemie/Chimie/Química/化工
    Media/Medien/Médias/Medios/传媒 傳媒
    Travel/Reisen/Voyages/Viajes/旅游 旅遊
    Furniture/Möbel/Meubles/Muebles/家具
    Automation/Automation/Automatisation/Automatización/自动化 自動化
    Lighting/Lichttechnik/Éclairage/Iluminación/照明
    Insurance/Versicherungen/Assurances/Seguros/保险 保險
    Security/Sicherheit/Sécurité/Seguridad/安防
    Robotics/Robotik/Robotique/Robótica/机器人 機器人
    Paper/Papier/Papier/Papelera/纸业 紙業
    Tools/Werkzeuge/Outillage/Herramientas/工具
    Education/Bildung/Formation/Formación/教育科技
    Networks/Netzwerke/Réseaux/Redes/网络科技 網絡科技
    Water/Wasser/Eaux/Aguas/水务 水務
    Real Estate/Immobilien/Immobilier/Inmobiliaria/房地产 房地產
    Design/Design/Design/Diseño/设计 設計
    Freight/Spedition/Transports/Transportes/货运 貨運
    Analytics/Analytik/Analyse/Analítica/数据 數據
    Biotech/Biotechnik/Biotech/Biotec/生物科技""".splitlines()
]
FORMS = {
    "US": ("Inc.", "LLC", "Corp.", "Co.", "Inc", "Corporation", "Group LLC", "Holdings, Inc."),
    "GB": ("Ltd", "Limited", "plc", "LLP", "Ltd.", "Group plc", "& Co Ltd"),
    "DE": ("GmbH", "AG", "GmbH & Co. KG", "KG", "e.K.", "UG (haftungsbeschränkt)", "SE"),
    "FR": ("SARL", "SAS", "SA", "S.A.S.", "EURL"),
    "ES": ("S.L.", "S.A.", "SL", "S.L.U.", "SA"),
    "CN": ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司", "集团"),
    "TW": ("股份有限公司", "有限公司"),
}
FORM_ABROAD = ("Co., Ltd.", "Co. Ltd", "Ltd.", "Co., Limited")
TITLES = {  # with another way to say the same
    "en": """Sales Manager|Manager, Sales;Owner|Proprietor;Purchasing Manager|Procurement Manager;CEO|Chief Executive Officer;
    Marketing Manager|Mktg Manager;IT Manager|Manager IT;Account Manager|Account Mgr;Director of Operations|Operations Director;Software Engineer|Engineer, Software;
    Office Manager|Office Mgr;Project Manager|PM;VP Sales|Vice President of Sales;HR Manager|Human Resources Manager;Buyer|Purchaser;CTO|Chief Technology Officer;
    Consultant|Senior Consultant;CFO|Chief Financial Officer;Plant Manager|Factory Manager;Head of Marketing|Marketing Director;Engineer|Sr. Engineer;
    Managing Director|MD;Executive Assistant|Exec. Assistant;Data Analyst|Analyst;Business Development Manager|BDM;Controller|Financial Controller""",
    "de": """Geschäftsführer|GF;Vertriebsleiter|Leiter Vertrieb;Einkäufer|Einkauf;Einkaufsleiter|Leiter Einkauf;IT-Leiter|Leiter IT;
    Marketingleiter|Leiter Marketing;Projektleiter|Projektmanager;Assistenz der Geschäftsführung|Assistentin GF;Produktionsleiter|Leiter Produktion;
    Personalleiter|HR Manager;Ingenieur|Dipl.-Ing.;Vorstand|Mitglied des Vorstands;Sachbearbeiter|Sachbearbeitung;Inhaber|Eigentümer;Key Account Manager|KAM""",
    "fr": """Directeur commercial|Dir. commercial;Gérant|Gérante;Responsable achats|Acheteur;PDG|Président-directeur général;Chef de projet|CP;
    Responsable marketing|Directrice marketing;DSI|Directeur des systèmes d'information;Ingénieur|Ingénieure;Assistante de direction|Assistante;
    DRH|Directeur des ressources humaines;Responsable logistique|Resp. logistique;Comptable|Chef comptable;Directeur d'usine|Directeur de site""",
    "es": """Director comercial|Dir. Comercial;Gerente|Director gerente;Jefe de compras|Responsable de compras;Director general|DG;
    Responsable de marketing|Jefa de marketing;Jefe de proyecto|Project Manager;Director de IT|CIO;Ingeniero|Ingeniera;Administrativa|Administrativo;
    Director financiero|CFO;Jefe de ventas|Responsable de ventas;Comprador|Compras;Director de operaciones|COO""",
    "zh": """采购经理|采购部经理;总经理|GM;销售经理|销售部经理;董事长|法人;技术总监|CTO;采购总监|采购负责人;工程师|高级工程师;厂长|生产负责人;
    市场经理|市场部经理;IT经理|信息部经理;副总经理|副总;财务经理|财务主管;项目经理|项目负责人;行政主管|行政;业务员|销售代表;店长|门店经理""",
}
SHARED_MAILBOX = ("info", "sales", "office", "contact", "admin", "purchasing", "service")
FREE_MAIL = {
    "US": "gmail.com yahoo.com hotmail.com outlook.com aol.com icloud.com comcast.net".split(),
    "GB": "gmail.com hotmail.co.uk outlook.com yahoo.co.uk btinternet.com icloud.com".split(),
    "DE": "gmail.com web.de gmx.de t-online.de outlook.de gmx.net posteo.de".split(),
    "FR": "gmail.com orange.fr free.fr hotmail.fr laposte.net wanadoo.fr".split(),
    "ES": "gmail.com hotmail.com hotmail.es outlook.es yahoo.es telefonica.net".split(),
    "CN": "qq.com 163.com 126.com gmail.com sina.com foxmail.com".split(),
    "TW": "gmail.com yahoo.com.tw hotmail.com outlook.com".split(),
}
TLDS = {"US": ".com .com .com .net .io", "GB": ".co.uk .com", "DE": ".de .de .com", "FR": ".fr .com", "ES": ".es .com",
        "CN": ".com.cn .cn .com", "TW": ".com.tw .com"}  # fmt: skip
HANDLES = "skater dragon sunny lucky bluebird rocket mountain panda coffee pixel tiger music star happy moon garden fox".split()
#: What people type into a field that they must fill in.
NOTHING = {
    "email": ("none@none.com", "noemail@noemail.com", "test@test.com", "na@na.com"),
    "phone": ("0000000000", "1234567890", "999999999", "n/a"),
    "company": ("n/a", "Self-employed", "private", "none", "个体", "Freelance", "Student", "Retired"),
}

# ---- places ---------------------------------------------------------------------------------------------------------

#: city and, after a slash, how else it is written; area code; postcode: # any digit, @ any letter
CITIES = {
    "US": """New York/NYC 212 100##;Los Angeles/LA 213 900##;Chicago 312 606##;Houston 713 770##;Phoenix 602 850##;Philadelphia 215 191##;
    San Antonio 210 782##;San Diego 619 921##;Dallas 214 752##;Austin 512 787##;San Jose 408 951##;Columbus 614 432##;Charlotte 704 282##;Seattle 206 981##;
    Denver 303 802##;Boston 617 021##;Nashville 615 372##;Portland 503 972##;Atlanta 404 303##;Miami 305 331##;Minneapolis 612 554##;Tampa 813 336##;
    Cleveland 216 441##;St. Louis/Saint Louis 314 631##;Pittsburgh 412 152##;Raleigh 919 276##;Salt Lake City/SLC 801 841##;Kansas City 816 641##""",
    "GB": """London 20 EC#A #@@;Birmingham 121 B## #@@;Manchester 161 M## #@@;Leeds 113 LS# #@@;Glasgow 141 G## #@@;Liverpool 151 L## #@@;
    Bristol 117 BS# #@@;Sheffield 114 S## #@@;Edinburgh 131 EH# #@@;Leicester 116 LE# #@@;Nottingham 115 NG# #@@;Reading 118 RG# #@@""",
    "DE": """Berlin 30 1####;Hamburg 40 20###;München/Munich 89 80###;Köln/Cologne 221 50###;Frankfurt am Main/Frankfurt 69 60###;Stuttgart 711 70###;
    Düsseldorf 211 40###;Leipzig 341 04###;Dortmund 231 44###;Essen 201 45###;Bremen 421 28###;Dresden 351 01###;Hannover/Hanover 511 30###;
    Nürnberg/Nuremberg 911 90###;Duisburg 203 47###;Bochum 234 44###;Bielefeld 521 33###;Bonn 228 53###;Münster 251 48###;Mannheim 621 68###""",
    "FR": """Paris 1 750##;Marseille 4 130##;Lyon 4 690##;Toulouse 5 310##;Nice 4 060##;Nantes 2 440##;Strasbourg 3 670##;Montpellier 4 340##;
    Bordeaux 5 330##;Lille 3 590##;Rennes 2 350##;Reims 3 510##;Saint-Étienne/St-Étienne 4 420##;Grenoble 4 380##;Dijon 3 210##;Angers 2 490##""",
    "ES": """Madrid 91 280##;Barcelona 93 080##;Valencia 96 460##;Sevilla/Seville 95 410##;Zaragoza 976 500##;Málaga 952 290##;Murcia 968 300##;
    Bilbao 94 480##;Alicante 965 030##;Córdoba 957 140##;Valladolid 983 470##;Vigo 986 362##;Gijón 985 332##;Granada 958 180##""",
    "CN": """上海/Shanghai 21 20####;北京/Beijing 10 10####;深圳/Shenzhen 755 518###;广州/Guangzhou 20 51####;杭州/Hangzhou 571 310###;
    成都/Chengdu 28 610###;武汉/Wuhan 27 430###;苏州/Suzhou 512 215###;南京/Nanjing 25 210###;天津/Tianjin 22 300###;重庆/Chongqing 23 400###;
    西安/Xi'an 29 710###;东莞/Dongguan 769 523###;宁波/Ningbo 574 315###;青岛/Qingdao 532 266###;佛山/Foshan 757 528###;长沙/Changsha 731 410###;厦门/Xiamen 592 361###""",
    "TW": "台北/Taipei 2 10#;台中/Taichung 4 40#;高雄/Kaohsiung 7 80#;台南/Tainan 6 70#;新竹/Hsinchu 3 30#",
}
COUNTRY = {
    "US": ("United States", "USA", "US", "U.S.A."), "GB": ("United Kingdom", "UK", "GB", "England"),
    "DE": ("Germany", "Deutschland", "DE"), "FR": ("France", "FR"), "ES": ("Spain", "España", "ES"),
    "CN": ("中国", "China", "CN", "PRC"), "TW": ("台灣", "Taiwan", "TW"),
}  # fmt: skip
#: kind of street ~ short: {} is its name, # its number
STREETS = {
    "US": "# {} Street~# {} St|# {} Avenue~# {} Ave|# {} Road~# {} Rd.|# {} Drive~# {} Dr|# {} Lane~# {} Ln|# {} Boulevard~# {} Blvd.",
    "GB": "# {} Road~# {} Rd|# {} Street~# {} St.|# {} Lane~# {} Ln|# {} Close~# {} Cl|# {} Gardens~# {} Gdns",
    "DE": "{}straße #~{}str. #|{}weg #~{}-Weg #|{}platz #~{}pl. #|{}allee #~{}-Allee #|{}gasse #~{}g. #",
    "FR": "# rue {}~# r. {}|# avenue {}~# av. {}|# boulevard {}~# bd {}|# place {}~# pl. {}",
    "ES": "Calle {}, #~C/ {} #|Avenida {}, #~Avda. {} #|Plaza {}, #~Pza. {} #|Paseo {}, #~Pº {} #",
    "CN": "{}路#号~{}路#號|{}大道#号~{}大道#|{}街#号~{}街#|{}路#号创业大厦~{}路#号",
    "TW": "{}路#號~{}路#号|{}街#號~{}街#号",
}
STREET_NAMES = {
    "en": """Main Oak Park Maple Cedar Washington Church High Lake Hill Walnut Spring North Ridge Mill Sunset Railroad Jackson River Willow
    Jefferson Center Lincoln Station Victoria Queen King Albert Forest Meadow Chestnut School Cherry Highland Dogwood Franklin Birch Poplar
    Laurel Mulberry Grove Garden Franklin Valley Prospect Summit Orchard Bridge Court Market Union Liberty Harbor Beach Canal Fairview""".split(),
    "de": """Haupt Schul Garten Bahnhof Dorf Berg Birken Linden Kirch Wald Ring Schiller Goethe Jahn Mozart Tannen Buchen Mühlen Wiesen
    Rosen Blumen Beethoven Friedens Sonnen Industrie Hafen Markt Burg Eichen Amsel Feld See Post Lessing Kant Fichten""".split(),
    "fr": """de l'Église|Victor Hugo|de la Gare|du Moulin|des Écoles|de la République|Pasteur|Jean Jaurès|de Paris|du Stade|des Lilas|de Verdun|Gambetta
    |des Jardins|du Château|Voltaire|de la Liberté|des Roses|Émile Zola|de la Fontaine|du Port|Nationale|des Acacias|Jules Ferry""".split(
        "|"
    ),
    "es": """Mayor|Real|de la Constitución|Nueva|San José|Cervantes|del Sol|Goya|de la Paz|Colón|San Juan|de España|Velázquez|del Carmen|Alcalá|de la Iglesia
    |Picasso|Serrano|Gran Vía|de los Reyes|Murillo|del Mar|Santa María|Machado""".split("|"),
    "zh": """人民 中山 解放 建设 和平 新华 建国 胜利 南京 北京 科技 创新 长江 黄河 文化 迎宾 滨江 光明 友谊 幸福 东风 工业 环城 学院 高新 金融 湖滨 体育""".split(),
}
ZH_TRADITIONAL_STREET = str.maketrans("设华胜创长滨谊东业环学", "設華勝創長濱誼東業環學")
