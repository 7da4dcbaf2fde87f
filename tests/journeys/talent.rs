//! Talent certified by an employer within a quota; the park checks by sample and takes the
//! right back.

use crate::journey::{Journey, Place, Step, act, look, open};

/// The journey.
pub fn journey() -> Journey {
    let name = "talent";
    let steps = [granted(), certified(), audited(), revoked()].concat();
    Journey { name, steps }
}

fn granted() -> Vec<Step> {
    let grant = |quota| {
        act("right", "grant")
            .by("talent-office")
            .field("quota", quota)
            .field("valid_until", "2099-12-31")
    };
    vec![
        open("right", "cn-national/employer-talent", "apply")
            .by("employer")
            .titled("自主认定 Own certification")
            .about("样例企业0002")
            .field("standard", "三年经验 Three years")
            .sees("待核定名额", "Quota to be set"),
        grant("0").refused("名额至少为1", "The quota must be at least 1"),
        grant("1").sees("自主认定中", "Certifying"),
    ]
}

fn certified() -> Vec<Step> {
    let certify = |talent| {
        act("right", "certify")
            .by("employer")
            .field("talent", talent)
            .field("post", "工艺岗 Process")
            .field("grade", "甲 A")
            .field("grounds", "项目业绩 Projects")
    };
    vec![
        certify("holder-one").sees("holder-one", "holder-one"),
        certify("holder-two").refused("名额已用完", "The quota is used up"),
        act("right", "change_quota")
            .by("talent-office")
            .field("quota", "2")
            .because("增补 One more"),
        certify("holder-two").sees("holder-two", "holder-two"),
        // Who has no part in it does not see who was certified, nor on what grounds.
        look(Place::Case("right"))
            .by("stranger")
            .sees("工艺岗", "Process")
            .misses("holder-one", "holder-one")
            .misses("holder-two", "holder-two")
            .misses("项目业绩", "Projects"),
    ]
}

fn audited() -> Vec<Step> {
    let audit = |who| {
        act("right", "audit")
            .by(who)
            .field("sample", "抽一人 One of them")
    };
    vec![
        act("right", "revoke")
            .by("talent-office")
            .because("未经抽查 Without an audit")
            .refused(
                "收回资格须以抽查结论为据",
                "The right can only be withdrawn after an audit",
            ),
        audit("talent-office").refused("不能做“抽查”", "may not do 'Spot audit'"),
        audit("auditor").sees("抽查中", "Under audit"),
        act("right", "fault")
            .by("auditor")
            .field("finding", "一人不符 One does not fit")
            .because("经验不足 Too little experience")
            .sees("限期整改", "To be put right"),
        act("right", "strike")
            .by("employer")
            .field("talent", "holder-two")
            .because("不符标准 Below the standard"),
        act("right", "put_right")
            .by("employer")
            .field("remedy", "已撤下 Struck"),
        act("right", "pass")
            .by("auditor")
            .field("finding", "已改 Put right")
            .sees("自主认定中", "Certifying"),
    ]
}

fn revoked() -> Vec<Step> {
    vec![
        act("right", "revoke")
            .by("talent-office")
            .because("屡次失实 Wrong again")
            .sees("资格收回", "Right withdrawn"),
    ]
}
