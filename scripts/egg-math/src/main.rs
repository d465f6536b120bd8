//! Figures of egg on its own math rules, for our e-graph to be compared with.
//!
//!     cargo run --release > ../../test/prover/egraph/egg-math.json   e-nodes, classes and matches by iteration
//!     cargo run --release -- bench                                   seconds, e-nodes and matches, one line a run
//!
//! E-nodes are those in classes after the rebuild (`total_number_of_nodes`): `total_size` also counts stale entries of the memo,
//! and so depends on the order of unions.

mod math;

use egg::{rewrite, Analysis, IterationData, RecExpr, Rewrite, Runner, SimpleScheduler, StopReason};
use math::{rules, ConstantFold, Math};
use std::time::{Duration, Instant};

const STARTS: &[&str] = &[
    "(+ 1 (+ 2 (+ 3 (+ 4 (+ 5 (+ 6 7))))))",
    "(+ x y)",
    "(+ x (+ x (+ x x)))",
    "(* (pow 2 x) (pow 2 y))",
    "(+ 1 (- a (* (- 2 1) a)))",
    "(/ 1 (- (/ (+ 1 (sqrt five)) 2) (/ (- 1 (sqrt five)) 2)))",
    "(* (+ x 3) (+ x 1))",
    "(d x (+ 1 (* 2 x)))",
    "(d x (ln x))",
    "(d x (pow x 3))",
    "(d x (- (pow x 3) (* 7 (pow x 2))))",
    "(i (* x (cos x)) x)",
    "(i (ln x) x)",
];
/// Iterations with the simple scheduler, which applies everything, and with the backoff scheduler.
const SIMPLE_ITERATIONS: usize = 5;
const BACKOFF_ITERATIONS: usize = 9;
const NO_LIMIT: usize = 100_000_000;
/// The benchmark: math starts in one e-graph for some iterations, and commutative and associative sums until they saturate.
const MATH_STARTS: &[&str] = &[
    "(d x (- (pow x 3) (* 7 (pow x 2))))",
    "(i (* (cos x) x) x)",
    "(/ 1 (- (/ (+ 1 (sqrt five)) 2) (/ (- 1 (sqrt five)) 2)))",
];
const MATH_ITERATIONS: usize = 7;
const SUM_STARTS: &[&str] = &["(+ a (+ b (+ c (+ d (+ e (+ f (+ g (+ h (+ i j)))))))))"];
const SUM_ITERATIONS: usize = 30;
const BENCH_RUNS: usize = 7;

struct Figures {
    nodes: usize,
    classes: usize,
    matches: usize,
}

impl IterationData<Math, ConstantFold> for Figures {
    fn make(runner: &Runner<Math, ConstantFold, Self>) -> Self {
        Figures {
            nodes: runner.egraph.total_number_of_nodes(),
            classes: runner.egraph.number_of_classes(),
            matches: rules().iter().map(|rule| rule.searcher.n_matches(&runner.egraph)).sum(),
        }
    }
}

fn runner<N, D>(starts: &[&str]) -> Runner<Math, N, D>
where
    N: Analysis<Math> + Default,
    D: IterationData<Math, N>,
{
    let runner = Runner::<Math, N, D>::new(N::default())
        .with_node_limit(NO_LIMIT)
        .with_time_limit(Duration::from_secs(600));
    starts.iter().fold(runner, |runner, start| {
        let start: RecExpr<Math> = start.parse().unwrap();
        runner.with_expr(&start)
    })
}

fn figures(start: &str, scheduler: &str, iterations: usize) -> String {
    let runner = runner::<ConstantFold, Figures>(&[start]).with_iter_limit(iterations);
    let runner = match scheduler {
        "simple" => runner.with_scheduler(SimpleScheduler),
        _ => runner,
    }
    .run(&rules());
    let rows: Vec<String> = runner
        .iterations
        .iter()
        .map(|it| format!("[{}, {}, {}]", it.data.nodes, it.data.classes, it.data.matches))
        .collect();
    let saturated = matches!(runner.stop_reason, Some(StopReason::Saturated));
    format!(
        "    {{ \"start\": \"{start}\", \"scheduler\": \"{scheduler}\", \"saturated\": {saturated}, \"iterations\": [{}] }}",
        rows.join(", ")
    )
}

/// `name, seconds of the run, e-nodes after it, seconds of a search of all rules, matches`.
fn bench<N: Analysis<Math> + Default>(name: &str, starts: &[&str], rules: &[Rewrite<Math, N>], iterations: usize) {
    for _ in 0..BENCH_RUNS {
        let runner = runner::<N, ()>(starts).with_scheduler(SimpleScheduler).with_iter_limit(iterations);
        let start = Instant::now();
        let runner = runner.run(rules);
        let seconds = start.elapsed().as_secs_f64();
        let start = Instant::now();
        let matches: usize = rules.iter().map(|rule| rule.searcher.n_matches(&runner.egraph)).sum();
        let searching = start.elapsed().as_secs_f64();
        println!("{name} {seconds} {} {searching} {matches}", runner.egraph.total_number_of_nodes());
    }
}

/// Without an analysis, so that nothing but the e-graph is measured.
fn sum_rules() -> Vec<Rewrite<Math, ()>> {
    vec![
        rewrite!("comm-add"; "(+ ?a ?b)" => "(+ ?b ?a)"),
        rewrite!("assoc-add"; "(+ ?a (+ ?b ?c))" => "(+ (+ ?a ?b) ?c)"),
    ]
}

fn main() {
    if std::env::args().nth(1).as_deref() == Some("bench") {
        bench("math", MATH_STARTS, &rules(), MATH_ITERATIONS);
        bench("sums", SUM_STARTS, &sum_rules(), SUM_ITERATIONS);
        return;
    }
    let runs: Vec<String> = STARTS
        .iter()
        .flat_map(|start| {
            [figures(start, "simple", SIMPLE_ITERATIONS), figures(start, "backoff", BACKOFF_ITERATIONS)]
        })
        .collect();
    println!("{{\n  \"source\": \"egg 0.10.0, its tests/math.rs, by scripts/egg-math\",");
    println!("  \"columns\": [\"e-nodes\", \"classes\", \"matches of all rules\"],");
    println!("  \"runs\": [\n{}\n  ]\n}}", runs.join(",\n"));
}
