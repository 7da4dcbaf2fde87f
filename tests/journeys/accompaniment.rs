//! The long ledger of a firm: support given, results seen, money, a doubt; each with its
//! source and time, none said to have caused another.

use crate::journey::{Journey, Place, Step, act, look, open};

/// The journey.
pub fn journey() -> Journey {
    let name = "accompaniment";
    let steps = [kept(), filed()].concat();
    Journey { name, steps }
}

fn kept() -> Vec<Step> {
    vec![
        open("file", "core/accompaniment", "begin")
            .by("keeper")
            .titled("陪伴档案 File")
            .about("样例企业0003")
            .field("zone", "本园 Our park")
            .person("firm", "firm-contact")
            .sees("陪伴中", "Open"),
        act("file", "give")
            .by("keeper")
            .field("lever", "space")
            .field("support", "给了半层楼 Half a floor")
            .field("told_when", "2019年 In 2019")
            .field("source", "租约 The lease")
            .sees("给了半层楼", "Half a floor")
            .sees("租约", "The lease"),
        act("file", "see")
            .by("firm-contact")
            .field("result", "员工过百 Over a hundred staff")
            .field("told_when", "2021年 In 2021")
            .field("source", "年报 Yearly report"),
        act("file", "pay")
            .by("keeper")
            .field("paid", "500000")
            .field("told_when", "2020年 In 2020")
            .field("source", "凭证 Voucher"),
        act("file", "doubt")
            .by("firm-contact")
            .field("doubt", "面积有出入 The floor space is not certain")
            .sees("面积有出入", "The floor space is not certain"),
        act("file", "pay")
            .by("firm-contact")
            .field("received", "1")
            .field("told_when", "2020年 In 2020")
            .field("source", "自述 Own words")
            .refused("不能做“记资金往来”", "may not do 'Enter money'"),
    ]
}

fn filed() -> Vec<Step> {
    vec![
        act("file", "file")
            .by("keeper")
            .because("企业迁出 The firm moved away")
            .sees("已归档", "Filed away"),
        act("file", "take_out")
            .by("keeper")
            .because("企业迁回 The firm is back")
            .sees("重开 1 次", "reopened: 1"),
        look(Place::Case("file"))
            .by("firm-contact")
            .sees("给了半层楼", "Half a floor")
            .sees("员工过百", "Over a hundred staff")
            .sees("2019年", "In 2019")
            .sees("年报", "Yearly report"),
    ]
}
