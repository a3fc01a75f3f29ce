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

/// Rows and outputs of one product of the library. It splits none so small over the thread pool that it is called in, so that
/// an article stays on its thread.
pub const BLOCK: [usize; 2] = [64, 128];

/// Outputs of a [`Step`].
pub const OUTPUTS: usize = 64;
/// Inputs of a [`Step`].
pub const INPUTS: usize = 4;

/// Weights of so many inputs and outputs: for each sixteen outputs the weights of each, as VNNI multiplies them.
pub type Step = [[i8; 16 * INPUTS]; OUTPUTS / 16];

/// Rows that are transposed together: so many lines fit the nearest cache.
const TILE: usize = 64;

/// Chosen once, for the processor at hand.
static KERNEL: LazyLock<&'static GemmExecutor<u8, i8, i32>> =
    LazyLock::new(|| Box::leak(Box::new(GemmExecutor::new())));

/// True if the processor multiplies and adds bytes in one instruction over 512 bits (AVX-512 VNNI).
pub fn has_dots() -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        static DOTS: LazyLock<bool> = LazyLock::new(|| {
            is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vnni")
        });
        *DOTS
    }
    #[cfg(not(target_arch = "x86_64"))]
    false
}

/// Name of the int8 kernel that this processor gets.
pub fn kernel() -> &'static str {
    if has_dots() { "x86_64-avx512-vnni" } else { KERNEL.kernel_name() }
}

/// Weights as a kernel takes them.
pub enum Weights {
    /// For VNNI: of each [`OUTPUTS`] outputs all steps, zeros beyond the last input and output.
    Steps(Vec<Step>),
    /// For the library: those of up to `BLOCK[1]` outputs each.
    Library(Vec<PackedBMatrix<i8>>),
}

impl Weights {
    /// `weights` are `[outputs, inputs]`.
    fn steps(weights: &[i8], inputs: usize) -> Self {
        let panel = |rows: &[i8]| {
            let mut steps = vec![[[0; 16 * INPUTS]; OUTPUTS / 16]; inputs.div_ceil(INPUTS)];
            for (o, row) in rows.chunks_exact(inputs).enumerate() {
                for (step, weights) in steps.iter_mut().zip(row.chunks(INPUTS)) {
                    step[o / 16][o % 16 * INPUTS..][..weights.len()].copy_from_slice(weights);
                }
            }
            steps
        };
        Self::Steps(weights.chunks(OUTPUTS * inputs).flat_map(panel).collect())
    }

    fn library(weights: &[i8], inputs: usize) -> Self {
        let panel = |rows: &[i8]| {
            let view = NdTensorView::from_data([rows.len() / inputs, inputs], rows);
            KERNEL.prepack_b(view.transposed())
        };
        Self::Library(weights.chunks(BLOCK[1] * inputs).map(panel).collect())
    }
}

/// int8 weights, a scale an output.
pub struct Int8 {
    inputs: usize,
    /// The weights for the kernel.
    pub weights: Weights,
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
        Self::on(weights, scales, bias, has_dots())
    }

    /// The same, for VNNI or for the library.
    pub(crate) fn on(weights: &[i8], scales: Vec<f32>, bias: Vec<f32>, dots: bool) -> Self {
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
        let weights = if dots { Weights::steps(weights, inputs) } else { Weights::library(weights, inputs) };
        Self { inputs, weights, transposed, scales, sums, bias }
    }
}

impl Rows {
    /// Rows of so many inputs, each below 128: some kernels add pairs of products in 16 bits.
    ///
    /// # Panics
    /// Not whole rows, or more than `BLOCK[0]`.
    pub fn new(inputs: &[u8], cols: usize) -> Self {
        let n = inputs.len() / cols;
        assert!(n <= BLOCK[0] && n * cols == inputs.len());
        Self(KERNEL.prepack_a(NdTensorView::from_data([n, cols], inputs)))
    }

    /// Sums of products with the outputs of a panel, a row after another.
    ///
    /// # Panics
    /// `out` is too small.
    pub fn products(&self, panel: &PackedBMatrix<i8>, out: &mut [i32]) {
        let out = &mut out[..self.0.rows() * panel.cols()];
        let done = KERNEL.gemm(out, GemmInputA::Packed(&self.0), GemmInputB::Packed(panel), GemmOptions::default());
        assert!(done.is_ok(), "sizes are checked when weights are read");
    }
}
