//! A new commit compiles again what shows it.
#![expect(clippy::unwrap_used, reason = "a program that can't be written, built or run fails the test")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const FIRST: &str = "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12";
const SECOND: &str = "de9f2c7fd25e1b3afad3e85a0bd17d9b100db4b3";
const THIRD: &str = "b858cb282617fb0956d960215c8e84d1ccf909c6";

#[test]
fn a_new_commit_is_noticed() {
    let program = Program::new();
    program.git("HEAD", "ref: refs/heads/main\n");
    program.git("refs/heads/main", FIRST);
    program.assert_commit(FIRST, None);

    program.git("refs/heads/main", SECOND);
    program.assert_commit(SECOND, None);

    // What `git gc` does, and a commit after it.
    program.git("packed-refs", &format!("{SECOND} refs/heads/main\n"));
    program.git("logs/HEAD", "first\nsecond\n");
    fs::remove_file(program.0.join(".git/refs/heads/main")).unwrap();
    program.assert_commit(SECOND, None);
    program.git("refs/heads/main", THIRD);
    program.git("logs/HEAD", "first\nsecond\nthird\n");
    program.assert_commit(THIRD, None);

    program.assert_commit("v1.2.3", Some("v1.2.3"));
    program.assert_commit(THIRD, None);
    program.git("HEAD", "what no git has written");
    program.assert_commit("unknown", None);
}

const SOURCE: &str = "\
lowcard::system_metrics!(pub SystemMetrics);

fn main() {
    SystemMetrics::global().unwrap();
    print!(\"{}\", lowcard::Registry::global().encode_text());
}
";

/// A program of its own, in a repository of its own.
struct Program(PathBuf);

impl Program {
    fn new() -> Self {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("commit");
        fs::create_dir_all(folder.join("src")).unwrap();
        let runtime = workspace.join("runtime");
        let manifest = format!(
            "[package]\nname = \"committed\"\nversion = \"0.4.2\"\nedition = \"2024\"\n\n\
             [dependencies]\nlowcard = {{ path = '{}' }}\n\n[workspace]\n",
            runtime.display()
        );
        fs::write(folder.join("Cargo.toml"), manifest).unwrap();
        fs::write(folder.join("src/main.rs"), SOURCE).unwrap();
        fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
        fs::write(folder.join("lowcard.toml"), "namespace = \"app\"\n").unwrap();
        Self(folder)
    }

    fn git(&self, file: &str, text: &str) {
        let file = self.0.join(".git").join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// Builds and runs it, and looks at what it says of its build.
    fn assert_commit(&self, hash: &str, stated: Option<&str>) {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["run", "--offline"]).current_dir(&self.0).env("CARGO_TARGET_DIR", self.0.join("target"));
        cargo.env_remove("LOWCARD_POLICY").env_remove("LOWCARD_COMMIT_HASH");
        let output = cargo.envs(stated.map(|hash| ("LOWCARD_COMMIT_HASH", hash))).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let said = String::from_utf8_lossy(&output.stdout);
        let line = format!("\napp_build_info{{version=\"0.4.2\",commit_hash=\"{hash}\",rust_version=\"1.");
        assert!(said.contains(&line), "{line} is not in\n{said}");
    }
}
