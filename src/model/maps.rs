//! Linear maps: in int8, laid out once for the processor at hand, or in f32 as the reference.

use std::sync::LazyLock;

use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedAMatrix, PackedBMatrix};
use rten_tensor::NdTensorView;

use super::Matrix;

/// A linear map `y = x W + b`.
#[derive(Debug)]
pub struct Linear {
    /// `[inputs, outputs]`.
    pub weight: Matrix,
    /// One number an output.
    pub bias: Vec<f32>,
}

/// A linear map in either arithmetic.
#[derive(Debug)]
pub enum Map {
    /// f32.
    Exact(Linear),
    /// int8.
    Int8(Int8),
}

impl Map {
    /// Numbers that come out.
    pub fn outputs(&self) -> usize {
        match self {
            Self::Exact(map) => map.weight.cols,
            Self::Int8(map) => map.bias.len(),
        }
    }

    /// Numbers that go in.
    pub fn inputs(&self) -> usize {
        match self {
            Self::Exact(map) => map.weight.rows,
            Self::Int8(map) => map.inputs,
        }
    }
}

/// Rows and outputs of one product. The library splits none so small over the thread pool that it is called in, so that an
/// article stays on its thread.
pub const BLOCK: [usize; 2] = [64, 128];

/// Rows that are transposed together: so many lines fit the nearest cache.
const TILE: usize = 64;

/// Chosen once, for the processor at hand.
static KERNEL: LazyLock<&'static GemmExecutor<u8, i8, i32>> =
    LazyLock::new(|| Box::leak(Box::new(GemmExecutor::new())));

/// Name of the int8 kernel that this processor gets.
pub fn kernel() -> &'static str {
    KERNEL.kernel_name()
}

/// int8 weights, a scale an output.
pub struct Int8 {
    inputs: usize,
    /// The weights of up to `BLOCK[1]` outputs each.
    panels: Vec<PackedBMatrix<i8>>,
    /// The weights `[inputs, outputs]`, for inputs that count one by one.
    pub transposed: Vec<i8>,
    /// Value of one step of each output's weights.
    pub scales: Vec<f32>,
    /// Sum of each output's weights, by which an input's zero counts.
    pub sums: Vec<i32>,
    /// One number an output.
    pub bias: Vec<f32>,
}

impl std::fmt::Debug for Int8 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Int8({} to {})", self.inputs, self.bias.len())
    }
}

/// Up to `BLOCK[0]` rows of inputs as the kernel wants them.
pub struct Rows(PackedAMatrix<u8>);

impl Int8 {
    /// `weights` are `[outputs, inputs]`.
    pub(crate) fn new(weights: &[i8], scales: Vec<f32>, bias: Vec<f32>) -> Self {
        let inputs = weights.len() / bias.len();
        let sums = weights.chunks_exact(inputs).map(|row| row.iter().map(|w| i32::from(*w)).sum()).collect();
        let outputs = bias.len();
        let mut transposed = vec![0; weights.len()];
        for from in (0..outputs).step_by(TILE) {
            for (i, row) in transposed.chunks_exact_mut(outputs).enumerate() {
                let (to, of) = (outputs.min(from + TILE), weights[from * inputs..].iter().skip(i).step_by(inputs));
                row[from..to].iter_mut().zip(of).for_each(|(to, w)| *to = *w);
            }
        }
        let panel = |rows: &[i8]| {
            let view = NdTensorView::from_data([rows.len() / inputs, inputs], rows);
            KERNEL.prepack_b(view.transposed())
        };
        Self { inputs, panels: weights.chunks(BLOCK[1] * inputs).map(panel).collect(), transposed, scales, sums, bias }
    }

    /// Rows of inputs, each below 128: some kernels add pairs of products in 16 bits.
    ///
    /// # Panics
    /// Not whole rows, or more than `BLOCK[0]`.
    pub fn rows(&self, inputs: &[u8]) -> Rows {
        let n = inputs.len() / self.inputs;
        assert!(n <= BLOCK[0] && n * self.inputs == inputs.len());
        Rows(KERNEL.prepack_a(NdTensorView::from_data([n, self.inputs], inputs)))
    }

    /// Sums of products with the outputs of panel `k`, which begin at `k * BLOCK[1]`, a row after another.
    ///
    /// # Panics
    /// `out` is too small.
    pub fn products(&self, rows: &Rows, k: usize, out: &mut [i32]) {
        let panel = &self.panels[k];
        let out = &mut out[..rows.0.rows() * panel.cols()];
        let done = KERNEL.gemm(out, GemmInputA::Packed(&rows.0), GemmInputB::Packed(panel), GemmOptions::default());
        assert!(done.is_ok(), "sizes are checked when weights are read");
    }

    /// Panels of outputs.
    pub fn panels(&self) -> usize {
        self.panels.len()
    }
}
