//! Hostile expressions: what `tests/hostile` asks must hold for any text.

#![no_main]

#[path = "../../tests/hostile/mod.rs"]
#[allow(dead_code, reason = "each target uses its part")]
mod hostile;

libfuzzer_sys::fuzz_target!(|text: &str| {
    hostile::expression(text);
});
