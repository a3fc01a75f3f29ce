//! The best projective tree with one root, from scores of all arcs (Eisner 1996).

use crate::model::Matrix;

/// `scores[d][h]` is the score of head `h` (0: the root; `i + 1`: token `i`) over dependent `d`; gives each token's head.
pub(super) fn tree(scores: &Matrix) -> Vec<usize> {
    let n = scores.rows;
    let arc = |head: usize, dependent: usize| scores.row(dependent)[head + 1];
    // complete[0]: head at the right end; complete[1]: at the left end; likewise incomplete
    let at = |i: usize, j: usize| i * n + j;
    let zero = || vec![0f32; n * n];
    let split = || vec![0u32; n * n];
    let (mut complete, mut incomplete) = ([zero(), zero()], [zero(), zero()]);
    let (mut cut, mut joint) = ([split(), split()], split());
    for length in 1..n {
        for i in 0..n - length {
            let j = i + length;
            let (mut best, mut k) = (f32::NEG_INFINITY, i);
            for m in i..j {
                let s = complete[1][at(i, m)] + complete[0][at(m + 1, j)];
                if s > best {
                    (best, k) = (s, m);
                }
            }
            joint[at(i, j)] = k as u32;
            incomplete[0][at(i, j)] = best + arc(j, i);
            incomplete[1][at(i, j)] = best + arc(i, j);
            let (mut best, mut k) = (f32::NEG_INFINITY, i);
            for m in i..j {
                let s = complete[0][at(i, m)] + incomplete[0][at(m, j)];
                if s > best {
                    (best, k) = (s, m);
                }
            }
            complete[0][at(i, j)] = best;
            cut[0][at(i, j)] = k as u32;
            let (mut best, mut k) = (f32::NEG_INFINITY, j);
            for m in i + 1..=j {
                let s = incomplete[1][at(i, m)] + complete[1][at(m, j)];
                if s > best {
                    (best, k) = (s, m);
                }
            }
            complete[1][at(i, j)] = best;
            cut[1][at(i, j)] = k as u32;
        }
    }
    let mut heads = vec![0; n];
    if n == 0 {
        return heads;
    }
    let whole = |r: usize| complete[0][at(0, r)] + complete[1][at(r, n - 1)] + scores.row(r)[0];
    let root = (1..n).fold(0, |best, r| if whole(r) > whole(best) { r } else { best });
    // (start, end, head at the left end?, complete?)
    let mut open = vec![(0, root, false, true), (root, n - 1, true, true)];
    while let Some((i, j, left, whole)) = open.pop() {
        if i == j {
            continue;
        }
        if whole {
            let k = cut[usize::from(left)][at(i, j)] as usize;
            if left {
                open.extend([(i, k, true, false), (k, j, true, true)]);
            } else {
                open.extend([(i, k, false, true), (k, j, false, false)]);
            }
        } else {
            if left {
                heads[j] = i + 1;
            } else {
                heads[i] = j + 1;
            }
            let k = joint[at(i, j)] as usize;
            open.extend([(i, k, true, true), (k + 1, j, false, true)]);
        }
    }
    heads
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_best_tree() {
        // "ferries cross slowly": cross is the root, the others hang on it
        let scores = Matrix { rows: 3, cols: 4, data: vec![0., 0., 5., 1., 9., 1., 0., 1., 0., 0., 5., 0.] };
        assert_eq!(tree(&scores), [2, 0, 2]);
        assert_eq!(tree(&Matrix::zeros(0, 1)), Vec::<usize>::new());
        assert_eq!(tree(&Matrix::zeros(1, 2)), [0]);
    }
}
