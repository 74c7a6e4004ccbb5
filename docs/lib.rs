//! The pages of this folder: each block of Rust in them is compiled and run.

#[cfg(doctest)]
#[doc = include_str!("migration.md")]
pub mod migration {}

#[cfg(test)]
mod tests {
    #[test]
    fn the_policy_on_the_page_is_the_one_that_it_is_compiled_with() {
        assert!(include_str!("migration.md").contains(include_str!("lowcard.toml")));
    }
}
