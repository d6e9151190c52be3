"""Lists of members, reports by product and by day are no orders; orders with points are."""

import pytest

from analytics.ingest.columns.match import recognise
from analytics.ingest.columns.sums import is_one_a_day
from tests.conftest import Command, Workshop

SUMS = [
    "会员编号,姓名,手机号,创建时间,消费金额,消费次数,积分",
    "会员卡号,注册时间,累计消费金额,最近消费时间,会员等级",
    "會員編號,建立時間,消費金額,消費次數,點數",
    "Customer ID,Email,Created At,Total Orders,Total Spent",
    "First Name,Last Name,Email,Accepts Marketing,Date,Amount Spent,Orders",
    "日期,商品名称,商品访客数,支付件数,支付金额",
    "统计日期,日期,支付金额,支付买家数,客单价",
    "Day,Date,Orders,Gross sales,Discounts,Returns,Net sales,Total sales",
    "Product title,Date,Net items sold,Gross sales,Total sales",
]


@pytest.mark.parametrize("headers", SUMS)
def test_sums_are_no_orders(headers: str) -> None:
    match = recognise(headers.split(","))
    assert match.table != "orders"
    assert match.sums


@pytest.mark.parametrize("headers", SUMS)
def test_somebody_may_say_that_they_are(headers: str) -> None:
    assert recognise(headers.split(","), "orders").table == "orders"


@pytest.mark.parametrize(
    "headers",
    [
        "订单编号,下单时间,会员编号,实付金额,积分,会员等级,消费次数",
        "日期,会员编号,姓名,消费金额,积分",
        "日期,会员编号,商品名称,金额,会员等级,积分,余额",
        "Date,Customer ID,Amount",
        "Invoice,Date,Customer,Total Spent,Orders",
    ],
)
def test_orders_stay_orders(headers: str) -> None:
    assert recognise(headers.split(",")).table == "orders"


def test_a_report_by_day_is_known_by_its_rows() -> None:
    columns = {"ordered_at", "amount"}
    assert is_one_a_day(columns, ["2024-01-01", "2024-01-02", "2024-01-03"])
    assert not is_one_a_day(columns, ["2024-01-01", "2024-01-01", "2024-01-03"])
    assert not is_one_a_day(columns, ["2024-01-01 10:00", "2024-01-02 11:00", "2024-01-03 9:00"])
    assert not is_one_a_day({*columns, "customer_id"}, ["2024-01-01", "2024-01-02", "2024-01-03"])


def test_the_refusal_names_the_columns(command: Command, workshop: Workshop) -> None:
    content = f"{SUMS[0]}\nM1,A,13800000001,2023-01-05 10:00:00,1200,6,100\n"
    path = workshop.look(content, "members.csv")[0].path
    answer = command("import", path)
    assert answer.error == "table_of_sums"
    assert "消费次数" in answer.body["error"]["message"]
    assert answer.body["error"]["row"] == 1
    assert command("import", "--orders", path).code == 0
