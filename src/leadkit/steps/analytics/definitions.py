"""What each figure counts, in words: the one place where a figure is defined for people."""

from collections.abc import Mapping

from leadkit.kernel.frozendict import FrozenDict
from leadkit.steps.analytics.measures import Definition

__all__ = ["DEFINITIONS"]

#: Figure → its definition. Docs and reports show these sentences.
DEFINITIONS: Mapping[str, Definition] = FrozenDict(
    {
        "funnel": Definition(
            "How many leads ever reached each stage or a later one; a merged lead counts once, an erased one not "
            "at all, a conversion that was taken back has not happened, and a lead that came back is not lost.",
            "曾到达各阶段或更后阶段的线索数；合并的线索只计一次，已删除的不计，已撤销的转化视为未发生，重新激活的"
            "不算流失。",
        ),
        "cohorts": Definition(
            "The leads by when they came in: how many of each cohort ever reached each stage, the raw conversion"
            ", and the Kaplan–Meier conversion, in which young leads count for as long as they have been watched.",
            "按进入时间分组的线索：每组曾到达各阶段的数量、原始转化率，以及只按已观察时长计入新线索的 "
            "Kaplan–Meier 转化率。",
        ),
        "conversion_curve": Definition(
            "The share of leads converted so many days after capture (Kaplan–Meier): leads not converted yet "
            "count until today, and lost leads stay in the count, because they will not convert.",
            "捕获后若干天内转化的线索比例（Kaplan–Meier）：尚未转化的线索计到今天为止；流失的线索继续留在分母中，"
            "因为它们不会转化。",
        ),
        "time_in_stage": Definition(
            "From first being in a stage to first coming further or being lost; leads still in it count as "
            "longer than so far, and stages that were skipped do not count.",
            "从首次进入某阶段到首次进入更后阶段或流失的时长；仍停留的线索按“至少已停留这么久”计，跳过的阶段不计。",
        ),
        "channels": Definition(
            "By where the leads came from: how many, how good by their latest score, the shares ever qualified, "
            "converted and won, the revenue of deals that stand won, and what that cost (CPL = cost ÷ leads, CAC "
            "= cost ÷ won leads, ROI = (revenue − cost) ÷ cost).",
            "按线索来源统计：数量、按最新评分的质量、曾合格、转化和成交的比例、当前为赢单的收入，以及成本（CPL = "
            "成本 ÷ 线索数，CAC = 成本 ÷ 成交线索数，ROI =（收入 − 成本）÷ 成本）。",
        ),
        "contrasts": Definition(
            "The conversion of two channels beside each other; a difference is marked when it survives Holm's "
            "correction for all the pairs at 5 %.",
            "两个渠道转化率的对比；只有经 Holm 多重比较校正后在 5% 水平仍显著的差异才作标记。",
        ),
        "attribution": Definition(
            "The deals that stand won, shared out among the channels by which their leads had come to us before; "
            "every model shares out the whole revenue, to the smallest unit of the currency.",
            "当前为赢单的商机按其线索此前接触过的渠道分摊；每种模型都把全部收入分摊完，精确到最小货币单位。",
        ),
        "responses": Definition(
            "From what starts a clock (capture, a message of theirs, the last contact, the loss of an owner) to "
            "what stops it; kept: the share of those due by now that were done by the time that was planned then.",
            "从计时开始（捕获、客户来信、上次联系、失去负责人）到计时结束的时长；达标率：到期事项中在当时计划的时"
            "限内完成的比例。",
        ),
        "workload": Definition(
            "The leads that each person owns today: those being worked or on hold, the urgent ones among them, "
            "and the share of all of theirs that was converted.",
            "每人当前负责的线索：跟进中或暂缓的数量、其中的高优先级数量，以及其全部线索中已转化的比例。",
        ),
        "pool": Definition(
            "How many times leads came into a pool and left it, how many are in it, how long they waited there, "
            "and who took them out.",
            "线索进入和离开公海的次数、当前在池数量、等待时长，以及由谁领取。",
        ),
        "reasons": Definition(
            "Why leads that stand disqualified, or deals that stand lost, are so; one that came back does not count.",
            "当前为无效的线索或当前为输单的商机的原因；重新激活的不计。",
        ),
        "win_rate": Definition(
            "Deals that stand won ÷ deals that stand won or lost; open ones count as neither.",
            "当前赢单的商机 ÷ 当前赢单与输单的商机之和；进行中的不计。",
        ),
        "velocity": Definition(
            "Open deals × win rate × mean won amount ÷ mean days from opened to won: what the pipeline earns a day.",
            "进行中商机数 × 赢单率 × 平均赢单金额 ÷ 平均成交天数：销售管道每天的产出。",
        ),
        "pipeline_funnel": Definition(
            "How many deals were ever in each stage or a later one, the share that came further, and the share "
            "that stands lost and came no further.",
            "曾处于各阶段或更后阶段的商机数、继续前进的比例，以及止步于此且当前为输单的比例。",
        ),
        "forecast": Definition(
            "By the month in which deals are expected to close: won already, the open ones by the forecast "
            "category of their stage, and amount × probability of the open ones; lost deals are worth nothing.",
            "按预计成交月份：已赢单金额、按阶段预测类别划分的进行中金额，以及进行中商机的金额 × 概率；输单计为零。",
        ),
        "accuracy": Definition(
            "What a forecast of the past said of a month (won by then and weighted) beside what was won in that month.",
            "过去的预测对某月的预期（当时已赢单加上加权金额）与该月实际赢单金额的对比。",
        ),
        "customers": Definition(
            "Of the customers who ever bought: the share that bought again (repurchase), that bought in the last "
            "period having bought in the one before (retention), that stands churned, and that came back after "
            "churning.",
            "在曾经购买的客户中：再次购买的比例（复购率）、上一期购买且本期仍购买的比例（留存率）、当前流失的比例，"
            "以及流失后回来的比例。",
        ),
        "quality": Definition(
            "The share of leads that lack something, hold something unusable, or may be duplicates; one lead may "
            "count in several lines.",
            "缺少信息、信息无效或可能重复的线索比例；同一条线索可计入多行。",
        ),
        "factors": Definition(
            "The conversion of leads that have an attribute, or did something in their first days, beside that "
            "of those who did not; what goes together need not be cause and effect.",
            "具有某属性或在最初几天有某行为的线索与没有者的转化率对比；相关不等于因果。",
        ),
        "review": Definition(
            "The history as it was, judged by two playbooks: which leads would have had another priority, "
            "reached another threshold, gone to somebody else, or been answered too late by the other's clock.",
            "用两套规则重放同一历史：哪些线索会有不同的优先级、达到不同的阈值、分给不同的人，或按另一套时限会超时。",
        ),
    }
)
