//! `cargo xtask bench`.
use anyhow::Result;
/// Runs the measurements.
pub fn run(_args: &[String]) -> Result<()> {
    Ok(())
}
