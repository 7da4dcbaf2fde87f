//! Recipe and run beside a result in a workbook, so that anyone computes it again.

use crate::contract::{Cell, Grid, MethodLine, Proof, Recipe, RecipeNode};
use crate::workbook::CELL_CHARS;
use julin_locale::catalogue;
use julin_model::Lang;

/// Characters of a cell for parameters: Excel counts some signs twice.
const PIECE: usize = CELL_CHARS / 2;

impl Proof {
    /// One sheet for each recipe, and one for the run.
    pub fn grids(&self, lang: Lang) -> Vec<Grid> {
        let recipes = self.recipes.iter().map(|recipe| recipe_grid(recipe, lang));
        recipes.chain([run_grid(self, lang)]).collect()
    }
}

fn text(key: &str, lang: Lang) -> String {
    catalogue().text(key, lang).to_owned()
}

fn heading(key: &str, lang: Lang) -> Cell {
    Cell::Heading(text(key, lang))
}

/// Framework, method and weights under one another.
fn recipe_grid(recipe: &Recipe, lang: Lang) -> Grid {
    let mut grid = Grid::new(text("export.recipe", lang), []);
    let title = recipe.title.get(lang);
    grid.row([heading("export.framework", lang), title.into()]);
    if let Some(id) = &recipe.framework {
        grid.row([heading("export.identifier", lang), id.clone().into()]);
    }
    grid.row([
        heading("export.written", lang),
        recipe.written.clone().into(),
    ]);
    grid.row([Cell::Empty]);
    let heads = ["export.step", "export.setting", "export.nodes"];
    grid.row(heads.map(|key| heading(key, lang)));
    for line in &recipe.method {
        let alone = |other: &&MethodLine| other.step == line.step;
        let alone = recipe.method.iter().filter(alone).count() == 1;
        grid.row(method_row(line, alone, lang));
    }
    grid.row([Cell::Empty]);
    let heads = [
        "export.code",
        "export.parent",
        "export.level",
        "export.name",
        "export.weight",
        "export.share",
        "export.direction",
        "export.unit",
        "export.formula",
    ];
    grid.row(heads.map(|key| heading(key, lang)));
    for node in &recipe.nodes {
        grid.row(node_row(node, lang));
    }
    grid
}

fn method_row(line: &MethodLine, alone: bool, lang: Lang) -> [Cell; 3] {
    let step = format!("method.{}", line.step);
    [
        text(&step, lang).into(),
        catalogue().filled(&line.key, lang, &line.args).into(),
        match line.nodes.is_empty() {
            true if alone => text("export.all-nodes", lang).into(),
            true => text("export.other-nodes", lang).into(),
            false => line.nodes.join(" ").into(),
        },
    ]
}

fn node_row(node: &RecipeNode, lang: Lang) -> [Cell; 9] {
    let direction = match node.up {
        true => "export.up",
        false => "export.down",
    };
    let unpublished = || text("export.unpublished", lang);
    let words = |text: &Option<String>| text.clone().unwrap_or_default().into();
    [
        node.code.clone().into(),
        words(&node.parent),
        Cell::count(node.level),
        node.label.get(lang).into(),
        Cell::number(node.weight, 2).or_unknown(unpublished),
        Cell::number(node.share, 4),
        text(direction, lang).into(),
        words(&node.unit),
        words(&node.formula),
    ]
}

fn run_grid(proof: &Proof, lang: Lang) -> Grid {
    let run = &proof.run.head;
    let years: Vec<_> = proof.years.iter().map(i32::to_string).collect();
    let mut grid = Grid::new(text("export.run", lang), []);
    let seed = run.seed.map(|seed| seed.to_string()).unwrap_or_default();
    let lines = [
        ("export.run-id", run.id.clone()),
        ("export.computation", run.kind.clone()),
        ("export.as-of", years.join(" ")),
        ("export.computed-at", run.computed_at.to_rfc3339()),
        ("export.program", env!("CARGO_PKG_VERSION").to_owned()),
        ("export.pack-digest", run.pack_digest.clone()),
        ("export.input-digest", run.input_digest.clone()),
        ("export.output-digest", run.output_digest.clone()),
        ("export.seed", seed),
    ];
    for (key, value) in lines {
        grid.row([heading(key, lang), value.into()]);
    }
    // Parameters may be longer than a cell: the rest stands in the rows below.
    let signs: Vec<char> = run.parameters.chars().collect();
    let mut name = heading("export.parameters", lang);
    for piece in signs.chunks(PIECE) {
        let piece: String = piece.iter().collect();
        grid.row([std::mem::take(&mut name), piece.into()]);
    }
    grid
}
