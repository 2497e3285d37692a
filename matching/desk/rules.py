"""The desk's queues: what waits for a coordinator, in the order of a need's life."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from matching.calendar import by_day
from matching.i18n import N_
from matching.scoring.score import PRIORS


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
MOST_OF_A_WEEK = 300
ANSWER_DAYS = 2


def default_answer_by(starts_at: datetime | None, now: datetime) -> datetime:
    """When an answer is wanted: in two days or the day before the start, whichever is sooner.

    Never at night, when nobody answers. When it starts too soon for that, half of the time that
    is left.
    """
    usual = now + timedelta(days=ANSWER_DAYS)
    if starts_at is None or starts_at <= now:
        return _whole_hour(usual)
    chosen = _whole_hour(min(usual, starts_at - timedelta(days=1)))
    if chosen < now + timedelta(hours=2):
        return now + (starts_at - now) / 2
    return chosen


def _whole_hour(at: datetime) -> datetime:
    return by_day(at.replace(minute=0, second=0, microsecond=0))


def points(log_odds: Mapping[str, float]) -> list[tuple[str, float]]:
    """The parts of a score out of 100, in one order for everybody, so that bars compare."""
    most = sum(prior.mean for prior in PRIORS.values())
    return [
        (feature.name.lower(), 100 * log_odds.get(feature.name.lower(), 0.0) / most)
        for feature in PRIORS
    ]
