"""The pictures are drawn from the table, so they cannot lie."""

from leadkit.kernel.diagram import markdown_table, mermaid
from leadkit.kernel.statemachine import StateMachine, StatusType, Transition

LETTER = StateMachine(
    name="letter",
    initial="draft",
    states={"draft": StatusType.OPEN, "in_post": StatusType.OPEN, "read": StatusType.WON},
    triggers=["send", "resend", "open", "correct"],
    transitions=[
        Transition("draft", "send", "in_post", ["signed", "sealed"]),
        Transition("draft", "resend", "in_post", requires=["stamp"], needs_reason=True),
        Transition("in_post", "correct", "in_post"),
        Transition("in_post", "open", "read"),
    ],
    final=["read"],
    labels={"read": "已读"},
)


def test_mermaid_draws_one_arrow_for_all_rows_between_two_states():
    assert mermaid(LETTER) == (
        "stateDiagram-v2\n"
        "    [*] --> draft\n"
        "    in_post : in post\n"
        "    read : 已读\n"
        "    draft --> in_post : send [signed, sealed] / resend\n"
        "    in_post --> in_post : correct\n"
        "    in_post --> read : open\n"
        "    read --> [*]\n"
    )


def test_markdown_has_one_line_a_row():
    assert markdown_table(LETTER) == (
        "| from | trigger | to | guards | requires | reason |\n"
        "|---|---|---|---|---|---|\n"
        "| draft | send | in_post | signed, sealed |  |  |\n"
        "| draft | resend | in_post |  | stamp | needed |\n"
        "| in_post | correct | in_post |  |  |  |\n"
        "| in_post | open | read |  |  |  |\n"
    )
