"""The demo's invented people and what happens to their letters, as data. Days count back from the demo's own day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from delivery.states import Problem, State
from desks.demo import MIHON, RENSHU, Town
from eligibility.events import Cause, DesignationEvent, Paper, YesNo
from intake.models import Sex

CLERK, SUPERVISOR, BRANCH, RENSHU_CLERK = PEOPLE = (
    "clerk@990019",
    "supervisor@990019",
    "branch@990019",
    "clerk@990027",
)
#: What happened to a letter, how many days after the application, and perhaps what went wrong.
Story = tuple[tuple[State, int] | tuple[State, int, Problem], ...]

MADE: Final[Story] = ((State.POSTED, 2), (State.DELIVERED, 4))
SLOWLY: Final[Story] = ((State.POSTED, 3), (State.DELIVERED, 6))
SECOND_TRY: Final[Story] = (
    (State.POSTED, 1),
    (State.ABSENT, 3),
    (State.HELD, 4),
    (State.DELIVERED, 7),
)
# The post keeps it for seven days from the day after.
NEVER_COLLECTED: Final[Story] = (
    (State.POSTED, 2),
    (State.OUT, 4),
    (State.ABSENT, 4),
    (State.HELD, 4),
    (State.RETURNING, 12, Problem.HOLD_ENDED),
    (State.RETURNED, 14, Problem.HOLD_ENDED),
)
NOT_KNOWN_THERE: Final[Story] = (
    (State.POSTED, 3),
    (State.OUT, 5),
    (State.RETURNING, 5, Problem.ADDRESS_UNKNOWN),
)
ON_ITS_WAY: Final[Story] = ((State.POSTED, 4), (State.IN_TRANSIT, 5))
OUT_TODAY: Final[Story] = ((State.POSTED, 1), (State.IN_TRANSIT, 2), (State.OUT, 3))
SILENCE: Final[Story] = ()

LOST, DAMAGE, SPACE_FULL = DesignationEvent.LOST, DesignationEvent.DAMAGE, DesignationEvent.SPACE_FULL
INFANT, FOREIGN, OVERSEAS = DesignationEvent.INFANT, DesignationEvent.FOREIGN, DesignationEvent.OVERSEAS
FIRST_CARD = {"had_card_before": YesNo.NO}
AT_HOME = {"cause": Cause.AT_HOME}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One application, entered `days_ago` by the person `by`; `happened` so many days before that.

    `age` in years; for infants in days. `facts` go to the law as they are. `refused`: by the issuer. `shelf`: where the
    desk keeps it, and from how many days after the application.
    """

    name: str
    kana: str = ""
    sex: Sex
    age: int
    event: DesignationEvent
    days_ago: int
    story: Story = MADE
    happened: int = 3
    facts: Mapping[str, Any] = field(default_factory=dict)
    by: str = CLERK
    lives_in: Town = MIHON
    certificates: bool = True
    to_desk: bool = False
    support_measures: bool = False
    refused: bool = False
    shelf: tuple[str, int] | None = None
    reason: str = ""
    late_evidence: str = ""
    evidence: str = ""
    note: str = ""
    language: str = "ja"


F, M = Sex.FEMALE, Sex.MALE

#: What a visitor should find, one case each.
TOLD = (
    Case(name="練習 陽菜", kana="レンシュウ ヒナ", sex=F, age=12, event=INFANT, days_ago=1,
         facts={"with_birth_notification": True}),
    Case(name="見本 太郎", kana="ミホン タロウ", sex=M, age=46, event=LOST, days_ago=4, facts=AT_HOME),
    Case(name="例示 一郎", kana="レイジ イチロウ", sex=M, age=71, event=LOST, days_ago=3, facts=AT_HOME,
         certificates=False),
    Case(name="試作 桜", kana="シサク サクラ", sex=F, age=33, event=DAMAGE, days_ago=2,
         facts={"cause": Cause.OWN_FAULT}, evidence="折れたカードを確認"),
    Case(name="仮名 文子", kana="カメイ フミコ", sex=F, age=58, event=SPACE_FULL, days_ago=2,
         facts={"missing": frozenset({Paper.PHOTO})}),
    Case(name="架空 次郎", kana="カクウ ジロウ", sex=M, age=64, event=LOST, days_ago=3, happened=50, by=SUPERVISOR,
         facts=AT_HOME | {"prevented": YesNo.YES}, reason="入院中で来庁できなかった。", late_evidence="退院の書類"),
    Case(name="手本 健", kana="テホン ケン", sex=M, age=39, event=LOST, days_ago=6, story=((State.POSTED, 5),),
         facts=AT_HOME, lives_in=RENSHU, reason="れんしゅう町の窓口に電話で確認した。"),
    Case(name="雛形 美咲", kana="ヒナガタ ミサキ", sex=F, age=29, event=LOST, days_ago=12, facts=AT_HOME,
         story=((State.POSTED, 4), (State.ABSENT, 6), (State.HELD, 7))),
    Case(name="模擬 翔", kana="モギ ショウ", sex=M, age=24, event=OVERSEAS, days_ago=18, facts=FIRST_CARD,
         story=NEVER_COLLECTED,
         note="電話で本人と話した。来週の月曜日に窓口で相談する。"),
    Case(name="例文 葵", kana="レイブン アオイ", sex=F, age=37, event=SPACE_FULL, days_ago=10, story=SILENCE),
    Case(name="試行 蓮", kana="シコウ レン", sex=M, age=19, event=LOST, days_ago=2, facts=AT_HOME, refused=True),
    Case(name="想定 結衣", kana="ソウテイ ユイ", sex=F, age=42, event=SPACE_FULL, days_ago=8,
         story=((State.POSTED, 3), (State.DELIVERED, 5))),
    Case(name="仮称 ひかり", kana="カショウ ヒカリ", sex=F, age=35, event=LOST, days_ago=9, facts=AT_HOME,
         story=((State.POSTED, 3),), to_desk=True, support_measures=True),
    Case(name="見出 楓太", kana="ミダシ フウタ", sex=M, age=20, event=INFANT, days_ago=9, to_desk=True,
         story=((State.POSTED, 3), (State.DELIVERED, 5)), shelf=("A-1", 5)),
    Case(name="書式 菜摘", kana="ショシキ ナツミ", sex=F, age=47, event=LOST, days_ago=30, facts=AT_HOME,
         story=NEVER_COLLECTED, shelf=("A-2", 15)),
    Case(name="白紙 巌", kana="ハクシ イワオ", sex=M, age=68, event=LOST, days_ago=205, facts=AT_HOME,
         story=NEVER_COLLECTED, shelf=("Z-1", 15)),
    Case(name="様式 律子", kana="ヨウシキ リツコ", sex=F, age=55, event=SPACE_FULL, days_ago=190,
         story=NEVER_COLLECTED, shelf=("Z-1", 15)),
)  # fmt: skip

#: What makes a list look like a desk's: people who come every day, and letters that simply arrive.
ORDINARY = (
    Case(name="例題 大輔", kana="レイダイ ダイスケ", sex=M, age=51, event=LOST, days_ago=0, facts=AT_HOME),
    Case(name="ERIKA MUSTERMANN", sex=F, age=31, event=FOREIGN, days_ago=0, facts=FIRST_CARD, language="en"),
    Case(name="標本 律", kana="ヒョウホン リツ", sex=M, age=27, event=LOST, days_ago=11, facts=AT_HOME,
         story=((State.POSTED, 3),)),
    Case(name="手引 凛", kana="テビキ リン", sex=F, age=22, event=SPACE_FULL, days_ago=4, by=BRANCH,
         story=SECOND_TRY),
    Case(name="仮置 湊", kana="カリオキ ミナト", sex=M, age=40, event=INFANT, days_ago=1),
    Case(name="JANE DOE", sex=F, age=26, event=FOREIGN, days_ago=1, facts=FIRST_CARD, by=BRANCH, language="en"),
    Case(name="目安 恵子", kana="メヤス ケイコ", sex=F, age=67, event=SPACE_FULL, days_ago=1),
    Case(name="枠内 誠", kana="ワクナイ マコト", sex=M, age=54, event=LOST, days_ago=2, facts=AT_HOME, by=BRANCH),
    Case(name="ZHANG SAN", sex=M, age=34, event=OVERSEAS, days_ago=3, facts=FIRST_CARD, language="en"),
    Case(name="下書 茜", kana="シタガキ アカネ", sex=F, age=45, event=SPACE_FULL, days_ago=3, story=OUT_TODAY),
    Case(name="空欄 学", kana="クウラン マナブ", sex=M, age=36, event=LOST, days_ago=4, facts=AT_HOME, story=SLOWLY),
    Case(name="記入 例子", kana="キニュウ レイコ", sex=F, age=61, event=LOST, days_ago=5, facts=AT_HOME),
    Case(name="NGUYEN VAN A", sex=M, age=23, event=FOREIGN, days_ago=5, facts=FIRST_CARD, story=ON_ITS_WAY,
         language="en"),
    Case(name="写し 紬", kana="ウツシ ツムギ", sex=F, age=90, event=INFANT, days_ago=6, by=BRANCH),
    Case(name="題名 悟", kana="ダイメイ サトル", sex=M, age=48, event=SPACE_FULL, days_ago=6, story=NOT_KNOWN_THERE),
    Case(name="FULANA DE TAL", sex=F, age=38, event=OVERSEAS, days_ago=7, facts=FIRST_CARD, language="en"),
    Case(name="付録 楓", kana="フロク カエデ", sex=F, age=20, event=LOST, days_ago=7, facts=AT_HOME, to_desk=True),
    Case(name="目次 修", kana="モクジ オサム", sex=M, age=59, event=SPACE_FULL, days_ago=9, by=BRANCH,
         story=SECOND_TRY),
    Case(name="索引 和子", kana="サクイン カズコ", sex=F, age=76, event=LOST, days_ago=10, facts=AT_HOME,
         certificates=False, story=SLOWLY),
    Case(name="余白 匠", kana="ヨハク タクミ", sex=M, age=30, event=SPACE_FULL, days_ago=13),
    Case(name="凡例 綾", kana="ハンレイ アヤ", sex=F, age=44, event=LOST, days_ago=14, facts=AT_HOME, story=SLOWLY),
    Case(name="稽古 新", kana="ケイコ アラタ", sex=M, age=10, event=INFANT, days_ago=1, by=RENSHU_CLERK,
         lives_in=RENSHU),
    Case(name="予習 百合", kana="ヨシュウ ユリ", sex=F, age=52, event=LOST, days_ago=5, facts=AT_HOME,
         by=RENSHU_CLERK, lives_in=RENSHU),
    Case(name="復習 翼", kana="フクシュウ ツバサ", sex=M, age=28, event=OVERSEAS, days_ago=9, facts=FIRST_CARD,
         story=SILENCE, by=RENSHU_CLERK, lives_in=RENSHU),
)  # fmt: skip

CASES = TOLD + ORDINARY
