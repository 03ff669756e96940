"""How the columns of a lead are headed, in English and Chinese: one row a field, the best spelling first.

Spellings are compared by their letters only (`spelling`), so "E-mail", "e_mail" and "Email 2" are one, and so are
"First Name" and "FirstName". Where two columns fill one field, the spelling that stands further left has the say.
"""

from functools import lru_cache

from leadkit.kernel.text import match_form

__all__ = ["COUNTERS", "FIELDS", "KEPT", "MANY", "SPELLINGS", "TOO_VAGUE", "spelling"]

# Fields that hold several texts; every other field holds one.
MANY = frozenset({"email", "phone", "interests", "needs", "pain_points", "tags"})

# fmt: off
SPELLINGS: dict[str, str] = {
    "name":
        "full name | name | contact name | lead name | contact person | customer name | your name | contact"
        "| 姓名 | 全名 | 联系人姓名 | 联系人 | 客户姓名 | 线索姓名 | 线索名称 | 称呼 | 联络人 | 真实姓名"
        "| 聯絡人姓名 | 聯絡人 | 聯繫人 | 客戶姓名",
    "given_name":
        "first name | given name | forename | fname | contact first name"
        "| 名 | 名字",
    "family_name":
        "last name | family name | surname | lname | contact last name"
        "| 姓 | 姓氏",
    "email":
        "email | email address | mail | work email | business email | personal email | email value | primary email"
        "| contact email | additional email addresses"
        "| 邮箱 | 电子邮箱 | 电子邮件 | 邮件 | 邮箱地址 | 邮件地址 | 电邮 | 工作邮箱 | 企业邮箱 | 联系邮箱"
        "| 备用邮箱 | 郵箱 | 電子郵箱 | 電子郵件 | 電郵 | 電郵地址 | 電子信箱 | 信箱",
    "phone":
        "mobile | mobile phone | mobile phone number | mobile number | cell | cell phone | phone"
        "| phone number | telephone | telephone number | tel | work phone | business phone | office phone"
        "| home phone | direct phone | other phone | phone value | contact number | contact phone | contact no"
        "| phone no | whatsapp"
        "| 手机 | 手机号 | 手机号码 | 移动电话 | 电话 | 电话号码 | 联系电话 | 联系手机 | 联系方式 | 联系号码"
        "| 固定电话 | 座机 | 办公电话 | 公司电话 | 备用电话 | 其他电话 | 手机一 | 手机二 | 电话一 | 电话二 | 手機"
        "| 手機號 | 手機號碼 | 行動電話 | 電話 | 電話號碼 | 聯絡電話 | 聯繫電話 | 聯絡方式 | 市話 | 公司電話",
    "company":
        "company | company name | account name | account | organization | organisation | organization name"
        "| employer | business name | firm | company account | associated company"
        "| 公司 | 公司名称 | 公司名 | 企业 | 企业名称 | 单位 | 单位名称 | 客户名称 | 工作单位 | 所在公司 | 所属公司"
        "| 公司全称 | 公司名稱 | 企業 | 企業名稱 | 單位 | 單位名稱 | 客戶名稱",
    "job_title":
        "job title | title | position | designation | occupation | job | job role | role | contact title"
        "| 职位 | 职务 | 岗位 | 头衔 | 职称 | 职位名称 | 担任职务 | 職位 | 職務 | 職稱 | 頭銜",
    "website":
        "website | website url | web | homepage | company website | company domain name | domain | url"
        "| 网站 | 网址 | 公司网址 | 公司网站 | 官方网站 | 公司官网 | 網站 | 網址 | 公司網站 | 公司網址",
    "industry":
        "industry | sector | vertical | company industry | business type"
        "| 行业 | 所属行业 | 行业类别 | 行业类型 | 客户行业 | 公司行业 | 行業 | 產業 | 所屬行業 | 產業別",
    "company_size":
        "company size | number of employees | no of employees | employees | employee count | headcount | team size"
        "| 公司规模 | 企业规模 | 人员规模 | 规模 | 员工人数 | 员工数 | 员工数量 | 人数 | 公司規模 | 企業規模"
        "| 員工人數 | 員工數",
    "street":
        "street | street address | address | address line | mailing street | billing street | mailing address"
        "| company address"
        "| 地址 | 详细地址 | 公司地址 | 联系地址 | 通讯地址 | 街道 | 街道地址 | 詳細地址 | 聯絡地址 | 通訊地址",
    "city":
        "city | town | mailing city | billing city"
        "| 城市 | 所在城市 | 市 | 所在市 | 所屬城市",
    "region":
        "state | province | region | state province | state region | mailing state | billing state"
        "| mailing state province"
        "| 地区 | 省份 | 省 | 所在地区 | 区域 | 所在省份 | 所在地 | 省市 | 所在区域 | 地區 | 區域 | 所在地區 | 縣市",
    "postal_code":
        "postal code | zip | zip code | postcode | zip postal code | mailing zip postal code | mailing postal code"
        "| 邮编 | 邮政编码 | 郵編 | 郵遞區號 | 郵政編碼",
    "country":
        "country | country region | country name | mailing country | billing country | nation"
        "| 国家 | 国家地区 | 所在国家 | 国别 | 國家 | 國家地區",
    "interests":
        "product interest | interests | interest | interested in | interested products | product of interest"
        "| products | product"
        "| 意向产品 | 感兴趣的产品 | 兴趣 | 兴趣产品 | 咨询产品 | 关注产品 | 产品意向 | 产品 | 意向產品"
        "| 感興趣的產品 | 興趣 | 產品",
    "needs":
        "needs | need | requirements | requirement | customer needs"
        "| 需求 | 需求描述 | 客户需求 | 需求说明 | 采购需求 | 需求內容 | 客戶需求 | 採購需求",
    "pain_points":
        "pain points | pain point | challenges | challenge | biggest challenge"
        "| 痛点 | 客户痛点 | 痛點 | 客戶痛點",
    "budget":
        "budget | budget amount | estimated budget | project budget"
        "| 预算 | 预算金额 | 采购预算 | 项目预算 | 客户预算 | 預算 | 預算金額 | 採購預算",
    "currency":
        "currency | currency code | deal currency | lead currency"
        "| 币种 | 货币 | 幣別 | 幣種 | 貨幣",
    "decision_date":
        "decision date | expected close date | close date | purchase date | expected purchase date"
        "| 决策时间 | 决策日期 | 预计成交日期 | 预计成交时间 | 预计采购时间 | 预计签单日期 | 決策日期 | 預計成交日期",
    "source":
        "lead source | source | original source | original traffic source | latest source | latest traffic source"
        "| source channel | channel | how did you hear about us | utm source | traffic source"
        "| 线索来源 | 来源 | 客户来源 | 来源渠道 | 渠道 | 渠道来源 | 获客渠道 | 推广渠道 | 线索渠道 | 線索來源"
        "| 來源 | 客戶來源 | 來源渠道 | 管道",
    "campaign":
        "campaign | campaign name | utm campaign | marketing campaign | ad campaign"
        "| 活动 | 活动名称 | 市场活动 | 推广计划 | 广告计划 | 营销活动 | 活動 | 活動名稱 | 行銷活動",
    "medium":
        "medium | utm medium | source medium"
        "| 媒介 | 媒体 | 媒體",
    "term":
        "utm term | term | keyword | keywords | search term"
        "| 关键词 | 搜索词 | 關鍵字",
    "content":
        "utm content | ad content | content | creative"
        "| 创意 | 广告创意 | 廣告創意",
    "landing_page":
        "landing page | landing page url | landing url | first page seen"
        "| 落地页 | 着陆页 | 落地页地址 | 到達頁面",
    "referrer":
        "referrer | referer | referring site | referrer url | first referring site"
        "| 来源页面 | 来路 | 引荐页面 | 來源頁面",
    "external_id":
        "lead id | record id | contact id | account id | record id contact | external id | prospect id | unique id"
        "| uuid | id | lead number | clue id | customer id"
        "| 线索编号 | 客户编号 | 编号 | 线索ID | 记录ID | 外部编号 | 線索編號 | 客戶編號 | 編號",
    "owner":
        "lead owner | owner | contact owner | account owner | record owner | assigned to | owner name | sales rep"
        "| sales representative | salesperson | sales agent | account manager | account executive"
        "| 负责人 | 跟进人 | 线索负责人 | 客户负责人 | 所属销售 | 销售 | 销售人员 | 业务员 | 归属人 | 所有人"
        "| 客户经理 | 跟进人员 | 負責人 | 跟進人 | 業務員 | 業務 | 所屬業務",
    "stage":
        "deal stage | sales stage | opportunity stage | stage | lead status | lead stage | status"
        "| lifecycle stage"
        "| 跟进阶段 | 销售阶段 | 商机阶段 | 阶段 | 线索状态 | 跟进状态 | 客户状态 | 状态 | 线索阶段 | 客户阶段"
        "| 跟進階段 | 銷售階段 | 階段 | 線索狀態 | 跟進狀態 | 客戶狀態 | 狀態",
    "notes":
        "notes | note | remarks | remark | comments | comment | description | message | memo"
        "| additional information"
        "| 备注 | 备注信息 | 说明 | 留言 | 描述 | 跟进记录 | 备注说明 | 備註 | 備注 | 說明 | 描述內容",
    "tags":
        "tags | tag | labels | label | lead tags"
        "| 标签 | 客户标签 | 线索标签 | 標籤 | 客戶標籤",
    "created_at":
        "created at | create date | created date | date created | created | created on | created time"
        "| creation date | submitted at | submission date | submission time | timestamp | date added | added on"
        "| 创建时间 | 创建日期 | 提交时间 | 录入时间 | 留资时间 | 线索创建时间 | 登记时间 | 添加时间 | 建立時間"
        "| 建立日期 | 創建時間 | 提交時間",
}

# Headers that look like a field and are none: their columns are kept as they are, whatever their values look like.
KEPT = (
    "fax | fax number | salutation | gender | linkedin | linkedin url | linkedin profile | facebook | twitter"
    "| email opt out | has opted out of email | do not email | do not call | email status | phone type | email type"
    "| gclid | fbclid | msclkid | bd vid | click id | last modified date | modified date | wechat | weixin | qq"
    "| 传真 | 傳真 | 性别 | 性別 | 微信 | 微信号 | 微信號 | qq号"
)

# Headers of a column that only counts the rows.
COUNTERS = (
    " | index | no | nr | row | row no | row number | sn | serial | serial no | serial number | unnamed"
    "| 序号 | 序號 | 行号"
)

# Spellings that say enough alone, but little as the end of a longer header ("Product Name", "Order Status").
TOO_VAGUE = (
    "name | contact | account | title | position | role | job | web | url | domain | cell | state | address | mail"
    "| product | products | source | channel | medium | term | content | creative | stage | status | note | label"
    "| description | message | created | id | owner | need | interest | vertical | sector | employees | campaign"
    "| 名 | 姓 | 市 | 省 | 单位 | 單位 | 企业 | 企業 | 公司 | 规模 | 人数 | 产品 | 產品 | 活动 | 活動 | 销售 | 業務"
    "| 状态 | 狀態 | 阶段 | 階段 | 说明 | 說明 | 描述 | 编号 | 編號 | 名字"
)
# fmt: on

FIELDS = tuple(SPELLINGS)


@lru_cache(maxsize=4096)
def spelling(header: str) -> str:
    """What headers are compared by: the letters of the match form, nothing else."""
    return "".join(filter(str.isalpha, match_form(header)))
