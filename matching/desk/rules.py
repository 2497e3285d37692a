"""The desk's queues: what waits for a coordinator, in the order of a need's life."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from matching.i18n import N_


class Queue(StrEnum):
    INTAKE = "intake"
    CHOOSE = "choose"
    ANSWER = "answer"
    CONFIRM = "confirm"
    REPORT = "report"
    FOLLOW = "follow"


QUEUE_WORDS: Mapping[Queue, str] = {
    Queue.INTAKE: N_("受付待ち"),
    Queue.CHOOSE: N_("候補を選ぶ"),
    Queue.ANSWER: N_("返事待ち"),
    Queue.CONFIRM: N_("確定待ち"),
    Queue.REPORT: N_("報告待ち"),
    Queue.FOLLOW: N_("フォロー"),
}
QUEUE_HINTS: Mapping[Queue, str] = {
    Queue.INTAKE: N_("内容を確かめて、公開するか、言葉を添えて戻します。"),
    Queue.CHOOSE: N_("まだ人が足りず、返事を待っている相手もいない依頼です。"),
    Queue.ANSWER: N_("お願いをして、返事を待っている依頼です。"),
    Queue.CONFIRM: N_("引き受ける人がいて、確定を待っている依頼です。"),
    Queue.REPORT: N_("活動の日が過ぎて、報告や承認を待っている依頼です。"),
    Queue.FOLLOW: N_("日が近いのに人が足りない、または長く動きのない依頼です。"),
}
EMPTY_WORDS: Mapping[Queue, str] = {
    Queue.INTAKE: N_("受付を待つ依頼はありません。"),
    Queue.CHOOSE: N_("候補を選ぶ依頼はありません。"),
    Queue.ANSWER: N_("返事を待っている依頼はありません。"),
    Queue.CONFIRM: N_("確定を待っている依頼はありません。"),
    Queue.REPORT: N_("報告を待っている依頼はありません。"),
    Queue.FOLLOW: N_("気にかける依頼はありません。"),
}
SOON_DAYS = 3
QUIET_DAYS = 14
