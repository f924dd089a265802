//! Looks at one definition: what was explored, slice by slice.
use std::time::Instant;
fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let full = args.iter().any(|a| a == "full");
    let verbose = args.iter().any(|a| a == "-v");
    args.retain(|a| a != "full" && a != "-v");
    let text = std::fs::read_to_string(&args[0]).unwrap();
    let definition = match precede_model::definition::parse(&text, &args[0], &|_| true) {
        Ok(d) => d,
        Err(f) => {
            for f in f {
                println!("{f}");
            }
            return;
        }
    };
    let variant = args.get(1).map(String::as_str);
    let model = precede_proof::Model::new(&definition, variant).unwrap();
    let cpu = || {
        std::fs::read_to_string("/proc/self/schedstat")
            .unwrap()
            .split(' ')
            .next()
            .unwrap()
            .parse::<f64>()
            .unwrap()
            / 1e9
    };
    let began = Instant::now();
    let c0 = cpu();
    let checked = model.check(if full {
        precede_proof::Bounds::FULL
    } else {
        precede_proof::Bounds::QUICK
    });
    let wall = began.elapsed().as_secs_f64();
    let seconds = cpu() - c0;
    println!("wall {wall:.2}");
    if verbose {
        for (slice, explored) in &checked.slices {
            println!(
                "{:?} {:?} {:?}: {} states {} edges {}",
                slice.rule,
                slice.second,
                slice.ending,
                explored.states,
                explored.edges,
                if explored.is_whole { "" } else { "NOT WHOLE" }
            );
        }
    }
    println!(
        "{} states {} edges largest {} in {seconds:.2} s = {:.0}/s; whole {} rules {:?}",
        checked.states(),
        checked.edges(),
        checked.largest(),
        checked.states() as f64 / seconds,
        checked.is_whole,
        checked.rules
    );
    if let Some(found) = &checked.found {
        println!("{:?}", found.fault);
        if args.get(2).is_some() || verbose {
            for step in &found.way {
                println!("   {step:?}");
            }
        }
    }
}
