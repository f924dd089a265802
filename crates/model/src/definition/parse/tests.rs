use super::*;

#[test]
fn scr() {
    let text = include_str!("../../../../../templates/programmes/scr.toml");
    let read = parse(text, "scr.toml", &|_| true);
    if let Err(f) = &read {
        for f in f {
            println!("{f}");
        }
    }
    assert!(read.is_ok());
}
