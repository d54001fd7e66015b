"""A supervision notice on paper: its own words, its number, nothing added."""

from __future__ import annotations

import io
import json
from datetime import date, datetime

import docx
import pytest

from reports.content.model import Imprint
from reports.errors import NothingToReport
from reports.notice import notice_content, notice_file
from reports.word import write_word
from warehouse.catalogue import Catalogue
from warehouse.connection import Warehouse

NOTICE = {
    "notice_id": "n1",
    "language": "zh-Hans",
    "reference_period": date(2031, 10, 1),
    "as_of": datetime(2031, 11, 20),
    "title": "关于零售增速滞后的督办通知",
    "addressee": "县商务局",
    "paragraphs_json": json.dumps(
        [{"role": "bound", "text": "增速8.6%，目标{10%}。"}, {"role": "prose", "text": "请于十日内回复。"}]
    ),
}


def test_a_notice_reads_as_it_was_sent(tiny_catalogue: Catalogue) -> None:
    content = notice_content(NOTICE, tiny_catalogue.programme, is_demonstration=True)
    imprint = Imprint("督〔2031〕3号", date(2031, 11, 20), "甲")
    document = docx.Document(io.BytesIO(write_word(content, imprint)))
    texts = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert texts[1:6] == [imprint.number, NOTICE["title"], "县商务局：", "增速8.6%，目标｛10%｝。", "请于十日内回复。"]
    assert not [p for p in document.paragraphs if p.style.style_id == "Heading1"]
    assert "虚构" in document.sections[0].header.paragraphs[0].text


def test_a_notice_that_was_not_issued_has_no_paper(warehouse: Warehouse) -> None:
    with pytest.raises(NothingToReport):
        notice_file(warehouse, "tiny_2031", "n1")
