//! The pack grant lists are tried on: two rules that exclude one another, two calendars,
//! five firms.

pub const FIELDS: &str = "fields:
- {id: tiny_sales, label: {zh: 销售额, en: Sales}, type: number, unit: cny_10k, of: [enterprise]}
- {id: tiny_clean, label: {zh: 无违规, en: Clean}, type: flag, of: [enterprise]}
- {id: tiny_titles, label: {zh: 称号, en: Titles held}, type: word, many: true, titles: true, of: [enterprise]}
";
pub const CODES: &str = "codes:
- {id: tiny-other, label: {zh: 另一称号, en: Other title}}
";
pub const RULE: &str = "
title: {zh: 奖励, en: Award}
kind: policy
series: tiny-award
issuer: {zh: 办公室, en: Office}
references: [rule-one]
effective: {from: 2026-04-01}
applies_to: enterprise
confidence: high
conditions:
  all:
  - {id: sales, text: {zh: 销售额不低于500万元, en: Sales of 5 million}, if: tiny_sales >= cny_10k(500), basis: {reference: rule-one, article: 一, confidence: high}}
  - {id: clean, text: {zh: 无违规, en: Clean record}, if: tiny_clean, basis: {reference: rule-one, article: 二, confidence: high}}
benefit: {text: {zh: 销售额的百分之一, en: One per cent of sales}, kind: grant, formula: tiny_sales * percent(1), unit: cny, per: year, basis: {reference: rule-one, confidence: high}}
excludes:
- {series: tiny-other, basis: {reference: rule-one, article: 三, confidence: high}}
objection: {days: 5, counting: working, basis: {reference: rule-one, article: 四, confidence: high}}
";
pub const OTHER: &str = "
title: {zh: 另一奖励, en: Other award}
kind: policy
series: tiny-other
issuer: {zh: 办公室, en: Office}
references: [rule-one]
effective: {from: 2026-04-01}
applies_to: enterprise
grants: tiny-other
confidence: high
conditions: {id: sales, text: {zh: 销售额不低于800万元, en: Sales of 8 million}, if: tiny_sales >= cny_10k(800), basis: {reference: rule-one, confidence: high}}
benefit: {text: {zh: 一次性, en: Once}, kind: grant, formula: cny_10k(3), unit: cny, per: once, basis: {reference: rule-one, confidence: high}}
";
pub const MANIFEST: &str = "id: tiny
title: {zh: 小, en: Tiny}
version: '1'
requires: [core]
checked_on: 2026-11-22
references:
  rule-one: {title: {zh: 办法, en: Measures}, number: 一号}
";
pub const OFFICE: &str = "
title: {zh: 办公日历, en: Office}
rest: [saturday, sunday]
years: [{year: 2026, holidays: []}]
";
pub const QUIET: &str = "
title: {zh: 停办日历, en: Closed for a day}
like: tiny/office
years: [{year: 2026, holidays: [{name: {zh: 停办, en: Closed}, from: 2026-11-25}]}]
";
/// Eligible: 甲, 乙 (holds the other title), 丁 (also under the other rule). Open: 丙.
/// Short: 戊, by one yuan.
pub const FIRMS: &str = "企业名称,销售额（万元）,无违规,称号
甲公司,500,是,[]
乙公司,600,是,tiny-other
丙公司,700,,[]
丁公司,900,是,[]
戊公司,499.9999,是,[]
";
