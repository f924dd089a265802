//! Builds again when a template is added: the embedding macro notices changed files only.

fn main() {
    println!("cargo::rerun-if-changed=../../templates");
}
