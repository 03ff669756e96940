"""What a run writes, as a salesperson and a program read it."""

import csv
import io
import re

from leadkit.cli.outputs import LEAD_COLUMNS


def table(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_the_call_list_is_ranked_and_says_why(run):
    _, _, out = run(
        "1,Cold Carl,,carl@gmail.com,,Purchased List,,,",
        "2,Rita Referred,Hart & Sons,rita@hart-sons.com,+12125550123,Referral,Qualified,,",
        "3,Ned Nurture,,ned@hart-mills.com,,Webinar,On Hold,,",
        "4,Done Dora,,dora@hart-mills.org,,Webinar,Closed Lost,,",
    )
    calls = table(out / "call-list.csv")
    assert [call["Name"] for call in calls] == ["Rita Referred", "Ned Nurture", "Cold Carl"]
    assert calls[0]["Priority"] == "high"
    assert "came by recommendation +15" in calls[0]["Why"]
    assert calls[0]["Phone"] == "+12125550123"
    assert all(call["Owner"] and call["Due"] and call["Goal"] for call in calls)


def test_formulas_are_defused_in_every_table(run):
    evil = '=cmd|"/c calc"!A1'
    _, _, out = run(
        f'1,"{evil.replace(chr(34), chr(34) * 2)}",@SUM(A1),eve@hart-sons.com,,-1+2,,,\t=1',
        f'"{evil.replace(chr(34), chr(34) * 2)}",,,,,,,,',
    )
    for path in out.glob("*.csv"):
        cells = [cell for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))) for cell in row]
        assert not [cell for cell in cells if cell[:1] in tuple("=@\t\r")], path.name


def test_the_lead_table_holds_what_the_lead_holds(run):
    _, _, out = run("1,王小明,顶点科技有限公司,Wang@Example.com,138 1234 5678 转 12,百度推广,,,想了解价格")
    (row,) = table(out / "leads.csv")
    assert tuple(row) == tuple(LEAD_COLUMNS)
    assert (row["Name"], row["Email"]) == ("王小明", "Wang@example.com")
    assert (row["Phone"], row["Extension"]) == ("+8613812345678", "12")
    assert (row["Channel"], row["Source"], row["Notes"]) == ("online_ad", "百度推广", "想了解价格")


def test_the_report_is_one_page_without_a_network(run):
    _, _, out = run("1,王小明,</script><b>,wang@example.com,,展会,,,")
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "王小明" in page
    assert "</script><b>" not in page
    markup = re.sub("<script.*?</script>", "", page, flags=re.DOTALL)
    assert not re.findall("(?:src|href)=.https?:", markup)
