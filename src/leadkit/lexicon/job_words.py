"""The words of job titles, in English, Chinese, German, French, Spanish and Italian: which rank, which department."""

__all__ = ["FUNCTION_WORDS", "LEVEL_WORDS"]

# "name: words and phrases", in comparing form; a line that begins with a space goes on. The first row of which a phrase
# occurs names the title, so "assistant to the director" stands above "director", and 副总经理 above 总经理 and 经理;
# a name may have several rows. `*` stands for more letters, `$` for the end of the title. Chinese words occur anywhere.
LEVEL_WORDS = """
staff: product owner|process owner|system owner|business partner|hr business partner|hrbp|principal engineer|
 principal consultant|principal software engineer|principal scientist|scrum master|产品负责人
manager: partner manager|partnership manager|channel partner manager|projektleiter*|teamleiter*|gruppenleiter*|
 filialleiter*|chef de projet|chef d'equipe|项目负责人|车间主任|办公室主任
director: chief engineer|chief accountant|chief architect|chief of staff|chief economist|总工程师|总会计师|总设计师|
 總工程師
intern: intern|internship|trainee|apprentice|working student|werkstudent*|praktikant*|azubi|auszubildende*|stagiaire|
 alternant*|becari*|practicante|实习|实习生|见习|学徒|培训生|實習
assistant: assistant to|secretary|sekretar*|*assistent*|*assistenz|secretaire|secretari*|助理|秘书|文员|秘書|前台|
 receptionist|
 clerk|assistant$|personal assistant|executive assistant|pa to|ea to
vice_president: vice president|vp|svp|evp|avp|vice presidente|vice-president*|vizeprasident*|senior vice*|副总裁|
 副总经理|副总|副總裁|副總經理|副總|専務|常務|부사장|副行长|副院长|副校长|副社長|deputy managing director|deputy ceo|
 deputy general manager
owner: owner|co owner|inhaber*|geschaftsinhaber*|proprietor|founder|co founder|cofounder|grunder*|mitgrunder*|
 fondateur*|fondatrice|cofondateur|fundador*|cofundador*|propietari*|proprietaire|gesellschafter*|partner|
 managing partner|general partner|shareholder|self employed|freelance*|selbstandig|老板|老闆|创始人|联合创始人|合伙人|
 創始人|股东|店主|业主|个体户|自由职业|法人|法定代表人
c_level: chief * officer|ceo|cfo|cto|cio|coo|cmo|cpo|chro|cro|cdo|ciso|cso|cco|cao|cko|president|presidente|
 prasident*|chairman|chairwoman|chairperson|chair|managing director|general manager|general director|gm|
 geschaftsfuhrer*|geschaeftsfuehrer*|geschaftsfuhrung|vorstand*|generaldirektor*|hauptgeschaftsfuhrer*|pdg|
 directeur general|
 directrice generale|director general|directora general|gerente general|consejero delegado|
 president directeur general|amministratore delegato|direttore generale|executive director|board member|总裁|总经理|
 董事长|董事|首席*|總裁|總經理|董事長|行长|院长|校长|社長|代表取締役|取締役|会长|厂长|대표이사|사장|회장|ceo兼*|
 chief * * officer
director: director|directora|direktor*|directeur|directrice|direttore|direttrice|head|head of|leiter|leiterin|
 abteilungsleiter*|bereichsleiter*|*leiter|*leiterin|principal|dean|vp of|superintendent|responsable|jefe|jefa|
 jefe de|chef de service|gerente|总监|部长|主任|总工|总工程师|處長|处长|總監|總工程師|所长|局长|总管|事業部長|部長|
 本部長|본부장|부장|이사|상무|负责人|负责|一把手|总负责人|区总|大区经理
manager: manager|mgr|manageress|supervisor|team lead|team leader|teamleiter*|lead|leader|foreman|gruppenleiter*|
 projektleiter*|manager*|chef d'equipe|chef de projet|chef|encargad*|coordinador*|coordinator|coordinateur|
 coordinatrice|koordinator*|controller*|superviseur|capo|meister|经理|主管|組長|经理人|科长|组长|店长|課長|係長|
 主任科员|과장|차장|팀장|队长|領班|领班|班长|經理|负责人
staff: specialist*|engineer*|ingenieur*|ingenier*|developer*|entwickler*|analyst*|analist*|consultant*|*berater*|
 representative|rep|agent|executive|officer|administrator|technician|techniker*|technicien*|tecnic*|accountant|
 buchhalter*|comptable|contable|designer|architect*|architekt*|buyer|einkaufer*|acheteur*|acheteuse|comprador*|
 sachbearbeiter*|*mitarbeiter*|*referent*|nurse|teacher|lehrer*|professeur|profesor*|professor|lecturer|researcher|
 scientist|programmer|planner|advisor|adviser|associate|operator|salesman|salesperson|saleswoman|vendeur|vendedor*|
 verkaufer*|kaufmann|kauffrau|worker|driver|editor|writer|lawyer|attorney|anwalt|anwaltin|avocat*|counsel|*anwalt|
 *anwaltin|abogad*|doctor|
 physician|arzt|arztin|pharmacist|student|assistant|asistente|auditor|sde|expert*|strategist|recruiter|broker|trader|
 dealer|专员|工程师|设计师|顾问|会计|出纳|采购员|销售员|业务员|程序员|分析师|教师|老师|教授|讲师|学生|律师|医生|护士|客服|员|技师|
 技术员|代表|师|工程師|專員|担当|職員|师傅
"""
FUNCTION_WORDS = """
administration: personal assistant|executive assistant|pa to|ea to|assistant to|office manager|chief of staff
it: it|i t|it*leiter*
purchasing: purchas*|procure*|procurement|buyer|sourcing|supply manager|category manager|einkauf*|einkaufer*|
 beschaffung*|achat*|acheteur*|acheteuse|approvisionnement*|compras|comprador*|adquisicion*|acquisti|采购*|採購*|购买|
 供应商|寻源|資材|購買
hr: hr|hrbp|human resource*|human capital|people|talent|recruit*|personal|personalabteilung|personalleiter*|
 personal*|personalwesen|ressources humaines|rh|drh|recursos humanos|rrhh|chro|training|learning|人事|人力*|
 招聘|hrd|人资|培训|人才
finance: financ*|finanz*|cfo|accountant*|accounting|accounts|audit*|treasur*|controller*|controlling|tax|comptroller|
 payroll|accounts payable|
 buchhalt*|rechnungswesen|steuer*|comptab*|contab*|tesorer*|contable|invest*|bank*|财务*|会计*|出纳|审计|税务|投资|
 融资|財務|會計|风控
legal: legal|counsel|lawyer|attorney|paralegal|compliance|solicitor|barrister|jurist*|justiziar*|anwalt*|recht|
 rechts*|syndikus*|juridique|avocat*|juridic*|abogad*|notar*|clo|general counsel|法务*|律师|合规|法務|律師|法律
marketing: marketing*|cmo|brand*|growth|communication*|pr|public relations|seo|sem|content|social media|advertis*|
 media|kommunikation*|werbung|mercadeo|mercadotecnia|publicite|presse|digital marketing|市场*|市場*|品牌|营销|推广|
 公关|广告|媒体|行銷|新媒体|企划
service: customer service|customer success|customer support|customer care|support|help desk|helpdesk|after sales|
 aftersales|kundendienst|kundenservice|kundenbetreuung|service client|sav|soporte|atencion al cliente|service|客服|
 客户服务|售后|客户成功|技术支持|服务|technical support
sales: sales*|business development|bd|bdm|account executive|account manager|key account*|kam|commercial|cro|cco|
 seller|selling|revenue|vertrieb*|verkauf*|aussendienst*|innendienst*|handelsvertreter*|vente*|vendeur*|ventas|
 vendedor*|vendite|comercial*|commerciale|dealer|retail|channel|partnership*|presales|pre sales|trade|export|销售*|
 銷售|业务*|業務*|商务*|渠道|大客户|客户经理|营业|外贸|国际贸易|営業
it: cio|ciso|information technology|information system*|information officer|information security|infosec|informatik*|
 informatique|informatica|sistemas|systems administrator|system administrator|sysadmin|network|netzwerk*|database|dba|
 devops|sre|cyber*|cloud|software|developer*|entwickler*|softwareentwickl*|programmer*|web|data|dsi|edv|digital|
 infrastructure|ti|platform|full stack|frontend|backend|sap|erp|信息*|资讯|网络*|软件*|開發|开发*|程序员|数据*|系统*|
 运维|計算機|计算机|数字化|資訊|情報システム|网管|前端|后端|架构师
research: r&d|r d|rd|rnd|research*|scientist*|forschung*|entwicklungsleiter*|recherche*|investigacion|innovation|
 laborator*|labor|lab|chief scientist|研发*|研究*|研發|科研|实验室|科学家|創新|创新
quality: quality*|qa|qc|qm|qualitat*|qualite|calidad|qualita|test*|tester*|质量*|品质*|品管|质检|品質|测试*|体系
logistics: logist*|supply chain|scm|warehouse*|lager*|shipping|transport*|freight|fleet|inventory|versand*|almacen*|
 fulfillment|dispatch*|customs|disposition|disponent*|物流*|供应链*|仓储*|仓库*|运输|报关|单证|倉庫|供應鏈|货运
product: product|products|product manager|product owner|produkt*|produit*|producto*|ux|ui|user experience|design|
 designer*|产品*|產品*|设计*|設計*|体验
engineering: engineer*|engineering|cto|technical|technolog*|technik*|techniker*|techn*|konstruk*|konstrukteur*|
 ingenieur*|ingenier*|ingegner*|mechanic*|electric*|maintenance|instandhaltung*|wartung|bureau d'etudes|mantenimiento|
 tecnic*|architect*|architekt*|construction|project engineer|cad|automation|process|hardware|技术*|工程*|总工*|技術*|
 工艺|设备*|机械*|电气*|维修*|维护|建筑*|项目工程师|工務|自动化|结构
operations: operation*|operative|coo|production|produktion*|manufactur*|fertigung*|plant|factory|betrieb*|
 betriebsleiter*|werk|werksleiter*|facility|facilities|exploitation|operacion*|produccion|industri*|project*|projekt*|
 projet*|proyecto*|site manager|store|shop|filial*|branch|运营*|生产*|制造*|製造*|厂长|工厂|项目*|車間|车间|營運|营运|
 店长|計劃|计划|運營|施工|现场
health: nurse|physician|doctor|medical|clinical|surgeon|dentist|pharmacist|hospital|arzt*|zahnarzt*|medecin*|medic*|
 护士|医生|医师|医疗|临床|药师|院长
education: teacher|professor|lecturer|dean|school|lehrer*|dozent*|enseignant*|profesor*|educat*|faculty|教师|老师|
 教授|校长|讲师|教务|教育|学院
administration: admin|administration|administrative|administrator|office|offices|secretar*|sekretar*|assistant$|
 assistent*|
 reception*|clerk|verwaltung*|empfang|buro*|buroleit*|administrati*|executive assistant|行政*|秘书*|文员|前台|办公室*|
 助理|总务|總務|行政|秘書
general: ceo|chief executive|president*|chairman|chairwoman|chair|managing director|general manager|general director|
 gm|owner|
 co owner|founder|co founder|cofounder|partner|proprietor|managing partner|geschaftsfuhr*|geschaeftsfuehr*|
 inhaber*|vorstand*|grunder*|
 prasident*|gesellschafter*|generaldirektor*|pdg|directeur general|directrice generale|gerant*|fondateur*|
 director general|gerente general|consejero delegado|fundador*|propietari*|amministratore*|titolare|
 executive director|strategy|corporate|board*|总裁*|总经理*|董事*|老板|创始人|合伙人|法人|副总*|總經理|總裁|社長|
 代表取締役|取締役|대표이사|사장|회장|厂长|战略*|負責人|负责人|首席执行官
"""
