//! Rebuilds the crate when a message file changes or a new one appears.
fn main() {
    println!("cargo:rerun-if-changed=../../locales");
}
