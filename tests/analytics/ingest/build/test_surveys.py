"""What survey tools write beside the answers is set aside: titles, ids, previews, broken off."""

import polars as pl
import pytest

from analytics.ingest.build import spread_scales
from tests.conftest import Dataset, Reading, Workshop

IDS = '"{""ImportId"":""%s""}"'


def aside(dataset: Dataset | Reading) -> list[tuple[int, str]]:
    return [(row, code) for row, _, code, is_aside in dataset.problems() if is_aside]


def qualtrics(titles: str, *rows: str) -> str:
    names = "StartDate,EndDate,Status,Finished,ResponseId,NPS,Comments"
    ids = ",".join(IDS % name for name in ("s", "e", "st", "f", "r", "Q1", "Q2"))
    return "\n".join([names, titles, ids, *rows]) + "\n"


TITLES = "Start Date,End Date,Response Type,Finished,Response ID,How likely?,What else?"
ANSWER = "2024-03-05 11:00:00,2024-03-05 11:03:00,IP Address,True,R_2,10,Great cup"
PREVIEW = "2024-03-05 10:00:00,2024-03-05 10:03:00,Survey Preview,True,R_1,0,test"
BROKEN = "2024-03-07 11:00:00,2024-03-07 11:03:00,IP Address,False,R_4,2,half a word"


def test_qualtrics(workshop: Workshop) -> None:
    dataset = workshop.read(qualtrics(TITLES, PREVIEW, ANSWER, BROKEN), "q.csv")
    assert dataset.files[0]["rows_kept"] == 1
    assert [code for _, code in aside(dataset)][-2:] == ["no_answer", "no_answer"]
    assert "title_row" in {code for _, code in aside(dataset)}


def test_codes_instead_of_words(workshop: Workshop) -> None:
    rows = [
        ANSWER.replace("IP Address,True", "0,1"),
        PREVIEW.replace("Survey Preview,True", "1,1"),
        BROKEN.replace("IP Address,False", "0,0"),
    ]
    dataset = workshop.read(qualtrics(TITLES, *rows), "q.csv")
    assert dataset.files[0]["rows_kept"] == 1


def test_previews_may_count_and_titles_never(workshop: Workshop) -> None:
    parts = workshop.look(qualtrics(TITLES, PREVIEW, ANSWER, BROKEN), "q.csv")
    draft = workshop.check([part.with_as_written(["answers"]) for part in parts])
    assert draft.files[0]["rows_kept"] == 3


def test_surveymonkey_names_its_choices_below(workshop: Workshop) -> None:
    content = (
        "Respondent ID,Collector ID,Start Date,End Date,Email Address,Rating,Comment\n"
        ",,,,,Response,Open-Ended Response\n"
        "1,9,2024-03-05 10:00,2024-03-05 10:03,a@b.c,5,Great cup\n"
    )
    dataset = workshop.read(content, "s.csv")
    assert aside(dataset) == [(2, "title_row")]


@pytest.mark.parametrize("tick", ["", "1", "x"])
def test_a_scale_over_nameless_columns_is_one_answer(workshop: Workshop, tick: str) -> None:
    """The first column alone would hold the lowest answer and nothing else."""
    answers = {"101": 0, "102": 9, "103": 10, "104": 7, "105": None}
    rows = [
        f"{number},9,2024-03-05 10:00,2024-03-05 10:03,"
        + ",".join((tick or str(place)) if place == answer else "" for place in range(11))
        + ",fine"
        for number, answer in answers.items()
    ]
    question = "How likely is it that you would recommend us to a friend or colleague?"
    head = f"Respondent ID,Collector ID,Start Date,End Date,{question}{',' * 11}Comment"
    below = f",,,,{','.join(map(str, range(11)))},Open-Ended Response"
    dataset = workshop.load("\n".join([head, below, *rows]) + "\n", "s.csv")
    assert answers_of(dataset) == answers


def answers_of(dataset: Dataset) -> dict[str, int | None]:
    """Number of each response -> its answer to the question of recommending."""
    folder = dataset.store.versions_folder / dataset.version
    (path,) = [each for each in folder.glob("feedback-*.parquet") if each.stem != "feedback-none"]
    kept = pl.read_parquet(path).filter(pl.col("feedback_id").is_not_null())
    return dict(kept.select("feedback_id", pl.col("nps").cast(pl.Int64)).iter_rows())


def test_boxes_that_may_all_be_ticked_are_no_scale() -> None:
    staged = pl.DataFrame({"nps": ["0", "0", None], "x1": ["1", "1", None], "x2": ["2", None, "2"]})
    headers = ["Likely?", "", ""]
    assert spread_scales.gathered(staged, headers, ["nps", "x1", "x2"]).equals(staged)


def test_partial_and_deleted_answers(workshop: Workshop) -> None:
    content = (
        "Response ID,Date Submitted,Status,NPS,Comment\n"
        "1,2024-03-05,Complete,10,Great\n2,2024-03-05,Partial,1,so\n3,2024-03-05,Disqualified,0,no\n"
    )
    dataset = workshop.read(content, "a.csv")
    assert aside(dataset) == [(3, "no_answer"), (4, "no_answer")]


def test_reviews_with_a_status_of_their_own_stay(workshop: Workshop) -> None:
    content = "Review ID,Review Date,Status,Rating,Review\n1,2024-03-05,published,5,Great\n"
    assert workshop.read(content, "r.csv").problems() == []


@pytest.mark.parametrize("written", ["(\u7a7a)", "\uff08\u8df3\u8fc7\uff09", " (\u8df3\u904e) "])
def test_what_a_survey_tool_writes_for_no_answer_is_nobody_s_voice(
    written: str, workshop: Workshop
) -> None:
    """The rating beside it is the customer's own."""
    text = f"submitted_at,nps,review\n2025-01-01,10,{written}\n2025-01-02,9,good\n"
    dataset = workshop.load(text, "f.csv")
    rows = dataset.store.run(
        "evidence/feedback",
        dataset.version,
        limit=9,
        offset=0,
        start=None,
        end=None,
        channels=None,
        products=None,
    )
    assert sorted(rows["text"].to_list(), key=str) == [None, "good"]
    assert dataset.manifest.about["count_feedback"] == 2
