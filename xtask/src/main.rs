//! Tasks around the code: `cargo xtask test | tidy | bench | fuzz | generate`.
//!
//! Must not know: how the program works inside; it runs it as a person would.

mod bench;
mod fuzz;
mod generate;
mod pictures;
mod shell;
mod test;
mod tidy;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask <task>

  test      everything a newcomer or CI needs: format, tidy, clippy, tests, packs,
            the story on both databases, browser journeys, generated files
              --list           names the steps
              --only A,B       runs these steps
              --skip A,B       runs all but these
              --all            adds rules on DuckDB and Spark (needs Python and Java) and
                               fifty kills of writers of cases on each database
  tools     installs what the tests need and the machine lacks
  tidy      what the invariants say and a program can check
  bench     measures whole processes; writes docs/benchmarks.{json,md}
              NAME …           measures these only
              --rows N         rows of the imported table (1000000)
  fuzz      hostile texts for the engine of rules; needs a C++ compiler
              --minutes N      how long (10)
              expression|rule  only texts of this kind
  generate  writes docs/generated/
              --check          only says whether it would change
  pictures  takes the README's pictures from the running demo
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (task, rest) = args
        .split_first()
        .map_or(("", &[][..]), |(t, r)| (t.as_str(), r));
    let well = |()| ExitCode::SUCCESS;
    let outcome = match task {
        "test" => test::run(rest),
        "tools" => test::tools::prepare().map(well),
        "tidy" => tidy::run().map(well),
        "bench" => bench::run(rest).map(well),
        "fuzz" => fuzz::run(rest).map(well),
        "generate" => generate::run(rest).map(well),
        "pictures" => pictures::run().map(well),
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(if matches!(task, "help" | "--help" | "-h") {
                0
            } else {
                2
            });
        }
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
