//! A job in a process of its own. Other tests start this program once more with the name of the one test here.

use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{env, io, process, thread};

use lowcard::{Counter, Job, JobOutput, Pushgateway, Textfile, metric};

/// What the job does.
const ENDING: &str = "LOWCARD_TEST_ENDING";
/// The url of a gateway, or a path.
const OUTPUT: &str = "LOWCARD_TEST_OUTPUT";
/// What the job says when it has got to work.
pub(crate) const WORKING: &str = "the job is working";

lowcard::job_metrics! {
    /// How the import goes.
    #[metrics(prefix = "import")]
    struct ImportMetrics;
}

/// Rows that were imported.
#[metric]
static IMPORT_ROWS_TOTAL: Counter;

/// How a job ends.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ending {
    Success,
    EarlyReturn,
    Panic,
    /// Of another thread, with the process gone before the job is dropped.
    PanicElsewhere,
    /// It is up to a signal.
    Never,
}

/// A job that ends so and hands over its metrics there. The exit code is not 0 if it panics.
pub(crate) fn spawn(ending: Ending, output: &str) -> Child {
    Command::new(env::current_exe().expect("this program"))
        .args(["--exact", "child::job", "--nocapture", "--test-threads=1"])
        .env(ENDING, format!("{ending:?}"))
        .env(OUTPUT, output)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a process")
}

#[test]
fn job() {
    let (Ok(ending), Ok(output)) = (env::var(ENDING), env::var(OUTPUT)) else { return };
    tracing_subscriber::fmt().with_writer(io::stderr).with_ansi(false).init();
    let job = Job::start::<ImportMetrics>(opened(&output));
    let job = if ending == "Never" { job.on_sigterm() } else { job };
    let job = if ending == "PanicElsewhere" { job.on_panic() } else { job };
    IMPORT_ROWS_TOTAL.add(3);
    writeln!(io::stdout(), "\n{WORKING}").expect("somebody reads this");
    match ending.as_str() {
        "Success" => job.succeed(),
        "EarlyReturn" => {}
        "Panic" => panic!("of the job"),
        "PanicElsewhere" => {
            let _panicked = thread::spawn(|| panic!("of another thread")).join();
            process::exit(7);
        }
        _ => loop {
            thread::park();
        },
    }
}

fn opened(output: &str) -> JobOutput {
    if output.starts_with("http") {
        Pushgateway::new(output, "import").expect("a gateway").time_limit(Duration::from_secs(2)).into()
    } else {
        Textfile::new(output).expect("a path").into()
    }
}
