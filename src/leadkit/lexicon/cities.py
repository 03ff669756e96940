"""Provinces and cities of China, and the largest cities elsewhere, as company names and addresses mention them."""

__all__ = ["CITIES", "PROVINCES", "WORLD_CITIES"]

#: Provinces, autonomous regions, municipalities and special regions, without 省, 市 or 自治区.
PROVINCES = frozenset(
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川"
    " 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 重慶 遼寧 黑龍江 江蘇 廣東 貴州 雲南"
    " 陝西 甘肅 台灣 臺灣 內蒙古 廣西 寧夏 澳門 山東".split()
)
#: Cities of prefecture level and the better known ones below, without 市.
CITIES = frozenset(
    "石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 雄安 太原 大同 阳泉 长治 晋城 朔州 晋中 运城"
    " 忻州 临汾 吕梁 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 沈阳 大连 鞍山 抚顺 本溪"
    " 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 葫芦岛 长春 四平 辽源 通化 白山 松原 白城 延吉 哈尔滨 齐齐哈尔 鸡西"
    " 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州"
    " 镇江 泰州 宿迁 昆山 江阴 张家港 常熟 太仓 宜兴 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水"
    " 义乌 慈溪 余姚 诸暨 海宁 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州"
    " 宣城 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 晋江 石狮 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 宜春"
    " 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 开封 洛阳"
    " 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 济源 武汉 黄石 十堰 宜昌 襄阳"
    " 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 仙桃 潜江 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州"
    " 永州 怀化 娄底 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山"
    " 潮州 揭阳 云浮 顺德 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左 海口 三亚"
    " 三沙 儋州 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳"
    " 贵阳 六盘水 遵义 安顺 毕节 铜仁 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 大理 拉萨 日喀则 西安 铜川 宝鸡"
    " 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 西宁"
    " 海东 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依 吐鲁番 哈密 喀什 伊犁 石河子 库尔勒 台北 新北 高雄 台中"
    " 台南 新竹 桃园 基隆 嘉义 臺北 臺中 臺南 桃園 嘉義 廣州 蘇州 無錫 寧波 廈門 東莞 長沙 武漢 濟南 青島 鄭州"
    " 瀋陽 大連 長春 哈爾濱 西寧 蘭州".split()
)
#: Cities elsewhere, and Chinese ones in pinyin, in comparing form: what stands in brackets in a company's name.
WORLD_CITIES = frozenset(
    "beijing|shanghai|shenzhen|guangzhou|hangzhou|suzhou|nanjing|wuhan|chengdu|chongqing|tianjin|xian|xi'an"
    "|qingdao|dalian|xiamen|ningbo|wuxi|dongguan|foshan|changsha|zhengzhou|jinan|shenyang|hefei|fuzhou"
    "|kunming|kunshan|zhuhai|taipei|kaohsiung|taichung|hsinchu|tokyo|osaka|nagoya|yokohama|kyoto|kobe"
    "|fukuoka|sapporo|seoul|busan|incheon|london|manchester|birmingham|edinburgh|glasgow|dublin|berlin"
    "|munich|munchen|hamburg|frankfurt|koln|cologne|stuttgart|dusseldorf|wien|vienna|zurich|geneva|geneve"
    "|basel|bern|paris|lyon|marseille|brussels|bruxelles|amsterdam|rotterdam|milan|milano|rome|roma|torino"
    "|turin|madrid|barcelona|lisbon|lisboa|porto|stockholm|oslo|copenhagen|helsinki|warsaw|warszawa|prague"
    "|praha|budapest|bucharest|athens|istanbul|moscow|kyiv|kiev|dubai|abu dhabi|doha|riyadh|tel aviv|mumbai"
    "|delhi|new delhi|bangalore|bengaluru|chennai|hyderabad|pune|kolkata|bangkok|jakarta|kuala lumpur|penang"
    "|manila|hanoi|ho chi minh city|hcmc|sydney|melbourne|brisbane|perth|auckland|toronto|montreal|vancouver"
    "|calgary|new york|nyc|chicago|boston|los angeles|san francisco|seattle|houston|dallas|austin|atlanta"
    "|miami|denver|philadelphia|washington|sao paulo|rio de janeiro|buenos aires|santiago|bogota|lima"
    "|mexico city|johannesburg|cape town|nairobi|lagos|cairo".split("|")
)
