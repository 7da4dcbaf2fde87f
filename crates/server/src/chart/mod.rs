//! Charts drawn on the server: state → layout → drawing, all pure.
//!
//! Colours are written into the drawing, so that a saved file looks like the page.

pub mod bar;
pub mod correlation;
pub mod coverage;
pub mod dot;
pub mod effect;
pub mod gantt;
pub mod heat;
pub mod lines;
pub mod path;
mod plane;
pub mod profile;
pub mod stack;
mod svg;
pub mod waterfall;
pub mod whisker;

pub use svg::{Words, wrap};
