//! The packs in use: read once, and asked by every use case for labels, units,
//! frameworks and rulings. Also the use cases about packs themselves.

mod calendar;
mod casebook;
mod casebook_check;
mod cases;
mod check;
mod criteria_case;
mod criteria_check;
mod crosswalk;
mod dictionary;
mod list;
mod load_casebooks;
pub mod load_facts;
mod pairing;
mod plan_check;
mod played;
mod registry;
mod sample_cases;
mod show;
mod survey_check;
mod workflow;
mod workflow_case;

use criteria_check::check_rules;
use pairing::TermsSpec;

pub use casebook::{BookCase, BookPromise, BookStep, CasebookSpec};
pub use casebook_check::play_casebooks;
pub(crate) use cases::case_view;
pub use cases::{CaseRun, CasesInput, run_cases};
pub use check::{CheckInput, Checked, check, schema};
pub use list::list;
pub use load_casebooks::{CasebooksLoaded, load_casebooks};
pub use load_facts::{LoadInput, LoadOutcome, load_facts};
pub use registry::registry;
pub(crate) use show::reference_view;
pub use show::{PackInput, pack};

use crate::contract::FindingView;
use crate::sample::SampleSpec;
use julin_criteria::Rule;
use julin_criteria::spec::CriteriaSpec;
use julin_follow::{CalendarSpec, WorkflowSpec};
use julin_formula::Need;
use julin_intake::Mapping;
use julin_intake::document::CleaningStep;
use julin_matching::TaxonomySpec;
use julin_matching::pair::PairSpec;
use julin_measure::survey::SurveySpec;
use julin_measure::target::TargetPlanSpec;
use julin_measure::{Framework, FrameworkSpec};
use julin_model::{Diagnostic, EntityId, FieldId, SourceId, Text, TypeId, UnitTable};
use julin_pack::kind::{FieldSpec, RelationSpec, TypeSpec};
use julin_pack::{Discrepancy, Pack, PackFiles, PackSource, RawDocument};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

/// Everything the packs say, by identifier.
pub struct Packs {
    source: PackSource,
    packs: Vec<Pack>,
    diagnostics: Vec<Diagnostic>,
    units: UnitTable,
    types: BTreeMap<TypeId, TypeSpec>,
    relations: BTreeMap<String, RelationSpec>,
    fields: BTreeMap<FieldId, (usize, FieldSpec)>,
    frameworks: BTreeMap<String, LoadedFramework>,
    mappings: BTreeMap<String, Mapping>,
    samples: BTreeMap<String, SampleSpec>,
    plans: BTreeMap<String, Loaded<TargetPlanSpec>>,
    surveys: BTreeMap<String, Loaded<SurveySpec>>,
    rules: BTreeMap<String, Loaded<CriteriaSpec>>,
    compiled: OnceLock<BTreeMap<String, Rule>>,
    calendars: BTreeMap<String, Loaded<CalendarSpec>>,
    workflows: BTreeMap<String, Loaded<WorkflowSpec>>,
    casebooks: BTreeMap<String, Loaded<CasebookSpec>>,
    pairs: BTreeMap<String, Loaded<PairSpec>>,
    taxonomies: BTreeMap<String, Loaded<TaxonomySpec>>,
    terms: BTreeMap<String, Loaded<TermsSpec>>,
    rulings: BTreeMap<EntityId, (usize, usize)>,
}

/// The cleaning steps of names that are known; the check reports the others.
pub(crate) fn cleaning_steps(names: &[String]) -> Vec<CleaningStep> {
    let step = |name: &String| serde_json::from_value(serde_json::Value::String(name.clone())).ok();
    names.iter().filter_map(step).collect()
}

/// A framework as written and as the engine has it.
pub struct LoadedFramework {
    /// `<pack>/<name>`.
    pub id: String,
    /// The pack it stands in.
    pub pack: usize,
    /// As written.
    pub spec: FrameworkSpec,
    /// For the engine.
    pub framework: Framework,
}

/// A document of a pack, as written.
pub struct Loaded<T> {
    /// `<pack>/<name>`.
    pub id: String,
    /// The pack it stands in.
    pub pack: usize,
    /// As written.
    pub spec: T,
}

/// The documents of one folder of a pack, by identifier; those that cannot be read are
/// reported by the check.
fn documents<T: DeserializeOwned>(
    pack: &Pack,
    index: usize,
    folder: &str,
) -> Vec<(String, Loaded<T>)> {
    let read = |raw: &RawDocument| {
        let (id, pack) = (raw.id(), index);
        let spec = raw.read::<T>().document?.value;
        Some((id.clone(), Loaded { id, pack, spec }))
    };
    pack.documents_of(folder).filter_map(read).collect()
}

impl Packs {
    /// The built-in packs and those in `folders`; a pack in a folder replaces the
    /// built-in one of the same id. What cannot be used is left out and reported.
    pub fn read(folders: &[PathBuf]) -> Self {
        Self::read_with(folders, Vec::new())
    }

    /// The same with more of them.
    pub fn read_with(folders: &[PathBuf], more: Vec<PackFiles>) -> Self {
        let own = folders
            .iter()
            .flat_map(|folder| PackFiles::read_all(folder));
        let source = PackSource::new().with(julin_pack::builtin());
        Self::from_source(source.with(own).with(more).with_cases_unread())
    }

    /// The packs of a source.
    pub fn from_source(source: PackSource) -> Self {
        let loaded = julin_pack::load(source.clone(), &registry());
        let mut packs = Self {
            source,
            units: UnitTable::new(loaded.packs.iter().flat_map(|p| p.units.iter().cloned())),
            diagnostics: loaded.diagnostics,
            packs: loaded.packs,
            types: BTreeMap::new(),
            relations: BTreeMap::new(),
            fields: BTreeMap::new(),
            frameworks: BTreeMap::new(),
            mappings: BTreeMap::new(),
            samples: BTreeMap::new(),
            plans: BTreeMap::new(),
            surveys: BTreeMap::new(),
            rules: BTreeMap::new(),
            compiled: OnceLock::new(),
            calendars: BTreeMap::new(),
            workflows: BTreeMap::new(),
            casebooks: BTreeMap::new(),
            pairs: BTreeMap::new(),
            taxonomies: BTreeMap::new(),
            terms: BTreeMap::new(),
            rulings: BTreeMap::new(),
        };
        for index in 0..packs.packs.len() {
            packs.take(index);
        }
        // In the order of the packs, so that of two vintages the later pack's is named.
        let mut rules: Vec<_> = packs.rules.values().collect();
        rules.sort_by_key(|rule| rule.pack);
        let rules = rules.iter().map(|rule| (rule.id.as_str(), &rule.spec));
        let found = check_rules(&packs.packs, rules);
        packs.diagnostics.extend(found);
        let found = workflow::check_between(&packs.packs, &packs.workflows);
        packs.diagnostics.extend(found);
        packs
    }

    /// The same packs with a text in place of one file, or beside the files of a pack.
    pub fn with_file(&self, pack: &str, path: &str, text: &str) -> Self {
        let source = self.source.clone().with_file(pack, path, text);
        Self::from_source(source.with_cases_unread())
    }

    /// The text of a file of a pack.
    pub fn file_text(&self, pack: &str, path: &str) -> Option<String> {
        let bytes = self.source.pack(pack)?.files.get(path)?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    }

    /// A file of a pack as diagnostics name it.
    pub fn file_name(&self, pack: &str, path: &str) -> String {
        let files = self.source.pack(pack);
        files.map_or_else(|| format!("{pack}/{path}"), |files| files.name(path))
    }

    fn take(&mut self, index: usize) {
        let pack = &self.packs[index];
        self.types
            .extend(pack.types.iter().map(|t| (t.id.clone(), t.clone())));
        self.relations
            .extend(pack.relations.iter().map(|r| (r.id.clone(), r.clone())));
        for field in &pack.fields {
            let order = self.fields.len();
            self.fields.insert(field.id.clone(), (order, field.clone()));
        }
        for (position, discrepancy) in pack.discrepancies.iter().enumerate() {
            self.rulings
                .insert(discrepancy.spec.id.clone(), (index, position));
        }
        for raw in pack.documents_of("frameworks") {
            let Some(document) = raw.read::<FrameworkSpec>().document else {
                continue;
            };
            let (id, spec) = (raw.id(), document.value);
            if let Some(framework) = Framework::from_spec(&id, &spec).framework {
                self.frameworks.insert(
                    id.clone(),
                    LoadedFramework {
                        id,
                        pack: index,
                        spec,
                        framework,
                    },
                );
            }
        }
        self.plans.extend(documents(pack, index, "targets"));
        self.surveys.extend(documents(pack, index, "surveys"));
        self.rules.extend(documents(pack, index, "criteria"));
        self.calendars.extend(documents(pack, index, "calendars"));
        self.workflows.extend(documents(pack, index, "workflows"));
        self.casebooks.extend(documents(pack, index, "casebooks"));
        self.pairs.extend(documents(pack, index, "pairs"));
        self.taxonomies.extend(documents(pack, index, "taxonomies"));
        self.terms.extend(documents(pack, index, "terms"));
        for raw in pack.documents_of("mappings") {
            if let Some(document) = raw.read::<Mapping>().document {
                self.mappings.insert(raw.id(), document.value);
            }
        }
        for raw in pack.documents_of("samples") {
            if let Some(document) = raw.read::<SampleSpec>().document {
                self.samples.insert(raw.id(), document.value);
            }
        }
    }

    /// What was found wrong when the packs were read.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The packs, required ones before those that need them.
    pub fn all(&self) -> &[Pack] {
        &self.packs
    }

    /// One pack.
    pub fn pack(&self, id: &str) -> Option<&Pack> {
        self.packs.iter().find(|pack| pack.id == id)
    }

    /// Digest over all packs in use.
    pub fn digest(&self) -> String {
        let mut digest = julin_model::Digest::new();
        for pack in &self.packs {
            digest.part(&pack.id).part(&pack.digest);
        }
        digest.hex()
    }

    /// True for relations along which firms are counted into a zone.
    pub fn rolls_up(&self, kind: &str) -> bool {
        self.relations.get(kind).is_some_and(|spec| spec.rolls_up)
    }

    /// All units.
    pub fn units(&self) -> &UnitTable {
        &self.units
    }

    /// A field of the dictionary.
    pub fn field(&self, id: &FieldId) -> Option<&FieldSpec> {
        self.fields.get(id).map(|(_, field)| field)
    }

    /// What a field is called; its identifier when no pack declares it.
    pub fn field_label(&self, id: &FieldId) -> Text {
        self.field(id)
            .map_or_else(|| Text::same(id.as_str()), |field| field.label.clone())
    }

    /// True for a field that holds several values at once.
    pub fn holds_many(&self, id: &FieldId) -> bool {
        self.field(id).is_some_and(|field| field.many)
    }

    /// All fields in the order the packs give them.
    pub fn fields(&self) -> Vec<&FieldSpec> {
        let mut fields: Vec<_> = self.fields.values().collect();
        fields.sort_by_key(|(order, _)| *order);
        fields.into_iter().map(|(_, field)| field).collect()
    }

    /// Sorts findings into the order the packs give the fields.
    pub fn in_field_order(&self, findings: &mut [FindingView]) {
        findings.sort_by_key(|f| self.field_order(&f.preferred.figure.field));
    }

    /// Where a field stands in the dictionary; last when no pack declares it.
    pub fn field_order(&self, id: &FieldId) -> usize {
        self.fields.get(id).map_or(usize::MAX, |(order, _)| *order)
    }

    /// True when some pack declares the type.
    pub fn has_type(&self, id: &TypeId) -> bool {
        self.types.contains_key(id)
    }

    /// What one entity of a type is called.
    pub fn type_label(&self, id: &TypeId) -> Text {
        self.types
            .get(id)
            .map_or_else(|| Text::same(id.as_str()), |t| t.label.clone())
    }

    /// What a relation is called, read from its first end (`outgoing`) or its second.
    pub fn relation_label(&self, kind: &str, outgoing: bool) -> Text {
        let Some(relation) = self.relations.get(kind) else {
            return Text::same(kind);
        };
        if outgoing {
            relation.label.clone()
        } else {
            relation.reverse.clone()
        }
    }

    /// What a scope or another code of the content is called; the code itself when no
    /// pack says.
    pub fn code_label(&self, code: &str) -> Text {
        let mut codes = self.packs.iter().flat_map(|pack| &pack.codes);
        codes
            .find(|c| c.id == code)
            .map_or_else(|| Text::same(code), |c| c.label.clone())
    }

    /// The code of the content that is called so in either language.
    pub fn code_of(&self, name: &str) -> Option<&str> {
        let mut codes = self.packs.iter().flat_map(|pack| &pack.codes);
        let called = |label: &Text| label.zh == name || label.en == name;
        codes
            .find(|code| code.id == name || called(&code.label))
            .map(|code| code.id.as_str())
    }

    /// A recorded discrepancy as written.
    pub fn discrepancy(&self, id: &EntityId) -> Option<&julin_pack::kind::DiscrepancySpec> {
        let (pack, position) = self.rulings.get(id)?;
        Some(&self.discrepancy_at(*pack, *position).spec)
    }

    fn discrepancy_at(&self, pack: usize, position: usize) -> &Discrepancy {
        &self.packs[pack].discrepancies[position]
    }

    /// A framework by `<pack>/<name>`.
    pub fn framework(&self, id: &str) -> Option<&LoadedFramework> {
        self.frameworks.get(id)
    }

    /// All frameworks in order of identifier.
    pub fn frameworks(&self) -> impl Iterator<Item = &LoadedFramework> {
        self.frameworks.values()
    }

    /// All plans in order of identifier.
    pub fn plans(&self) -> impl Iterator<Item = &Loaded<TargetPlanSpec>> {
        self.plans.values()
    }

    /// All surveys in order of identifier.
    pub fn surveys(&self) -> impl Iterator<Item = &Loaded<SurveySpec>> {
        self.surveys.values()
    }

    /// A survey by `<pack>/<name>`.
    pub fn survey(&self, id: &str) -> Option<&Loaded<SurveySpec>> {
        self.surveys.get(id)
    }

    /// The rules that have no errors, ready to be asked, by identifier. Compiled when
    /// first asked for.
    pub fn compiled_rules(&self) -> &BTreeMap<String, Rule> {
        self.compiled.get_or_init(|| {
            let compile = |loaded: &Loaded<CriteriaSpec>| {
                let rule = Rule::compile(&loaded.id, &loaded.spec, self).rule?;
                Some((loaded.id.clone(), rule))
            };
            self.rules.values().filter_map(compile).collect()
        })
    }

    /// The fields that hold codes of titles.
    pub fn title_fields(&self) -> impl Iterator<Item = Need> {
        let holds = self.fields.values().filter(|(_, field)| field.titles);
        holds.map(|(_, field)| Need::now(field.id.as_str()))
    }

    /// A rule ready to be asked, by `<pack>/<name>`.
    pub fn compiled_rule(&self, id: &str) -> Option<&Rule> {
        self.compiled_rules().get(id)
    }

    /// All rules in order of identifier.
    pub fn rules(&self) -> impl Iterator<Item = &Loaded<CriteriaSpec>> {
        self.rules.values()
    }

    /// A rule by `<pack>/<name>`.
    pub fn rule(&self, id: &str) -> Option<&Loaded<CriteriaSpec>> {
        self.rules.get(id)
    }

    /// Title of an official text cited by a pack.
    pub fn reference_title(&self, pack: usize, key: Option<&str>) -> Text {
        let references = &self.packs[pack].manifest.references;
        key.and_then(|key| references.get(key))
            .map(julin_pack::kind::Reference::numbered_title)
            .unwrap_or_default()
    }

    /// A mapping by `<pack>/<name>`.
    pub fn mapping(&self, id: &str) -> Option<&Mapping> {
        self.mappings.get(id)
    }

    /// How the text of a source is cleaned.
    pub fn cleaning_of(&self, id: &SourceId) -> Vec<CleaningStep> {
        let mut items = self.packs.iter().flat_map(|pack| &pack.sources);
        items
            .find(|item| item.source.id == *id)
            .map_or_else(Vec::new, |item| cleaning_steps(&item.cleaning))
    }

    /// The sets of generated entities.
    pub fn samples(&self) -> impl Iterator<Item = (&str, &SampleSpec)> {
        self.samples.iter().map(|(id, spec)| (id.as_str(), spec))
    }
}
