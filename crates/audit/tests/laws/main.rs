//! Every law, fed with histories that keep it to the microsecond and histories that break it.
//!
//! Each test takes the lawful story, changes as little as needed, binds the chain anew (a forger would), and states
//! exactly which entries must be named for which law.

mod chain;
mod clock;
mod dates;
mod definition_moved;
mod fact_withdrawn;
mod floors;
mod input;
mod late;
mod lawful;
mod orders;
mod r01_practices_first;
mod r02_nobody_hears_it_on_the_radio;
mod r02_silence;
mod r02_who_signed;
mod r03_no_letter_without_a_campaign;
mod r04_right_people;
mod r05_time_to_choose;
mod r06_both_agree;
mod r07_uploads_wait;
mod r08_directives_bind;
mod r09_quiet_times;
mod r10_money;
mod r11_written_first;
mod r12_stop_means_stop;
mod story;
