//! Puts the help texts of the message catalogue onto the commands.
//!
//! Keys: `cli.<command path>` for what a command does, `cli.<command path>.examples`
//! for examples below its help, `cli.<command path>.--<argument>` for an argument
//! (common ones: `cli.--<argument>`).

use clap::{Arg, Command};
use julin_locale::catalogue;
use julin_model::Lang;

/// The command tree with its texts in `lang`.
pub fn in_language(command: Command, lang: Lang) -> Command {
    dress(command, "cli", lang).mut_args(|arg| common(arg, lang))
}

fn dress(command: Command, key: &str, lang: Lang) -> Command {
    let about = text(key, lang);
    let examples = catalogue()
        .entry(&format!("{key}.examples"))
        .map(|e| e.what.get(lang).to_owned());
    let command = command
        .about(about)
        .mut_args(|arg| describe(arg, key, lang));
    let command = match examples {
        Some(examples) => command.after_help(examples),
        None => command,
    };
    command.mut_subcommands(|sub| {
        let key = format!("{key}.{}", sub.get_name());
        dress(sub, &key, lang)
    })
}

fn describe(arg: Arg, key: &str, lang: Lang) -> Arg {
    let own = format!("{key}.--{}", arg.get_id());
    match catalogue().entry(&own) {
        Some(entry) => arg.help(entry.what.get(lang)),
        None => common(arg, lang),
    }
}

fn common(arg: Arg, lang: Lang) -> Arg {
    let key = format!("cli.--{}", arg.get_id());
    match catalogue().entry(&key) {
        Some(entry) => arg.help(entry.what.get(lang)),
        None => arg,
    }
}

fn text(key: &str, lang: Lang) -> String {
    catalogue().text(key, lang).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Cli;
    use clap::CommandFactory;

    fn gaps(command: &Command, path: &str, found: &mut Vec<String>) {
        if catalogue().entry(path).is_none() {
            found.push(path.to_owned());
        }
        for arg in command.get_arguments() {
            let id = arg.get_id().as_str();
            let known = [format!("{path}.--{id}"), format!("cli.--{id}")];
            if !["help", "version"].contains(&id)
                && known.iter().all(|k| catalogue().entry(k).is_none())
            {
                found.push(format!("{path}.--{id}"));
            }
        }
        for sub in command.get_subcommands() {
            gaps(sub, &format!("{path}.{}", sub.get_name()), found);
        }
    }

    #[test]
    fn every_command_and_argument_has_a_help_text() {
        let mut found = Vec::new();
        gaps(&Cli::command(), "cli", &mut found);
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn the_command_tree_is_consistent_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            in_language(Cli::command(), lang).debug_assert();
        }
    }
}
