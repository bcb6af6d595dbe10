use super::*;

fn close(found: f64, expected: f64, tolerance: f64) -> bool {
    (found - expected).abs() <= tolerance
}

#[test]
fn t_test_agrees_with_scipy() {
    // scipy.stats.ttest_1samp(differences, 0).pvalue, scipy 1.17.1.
    let cases: &[(&[f64], f64)] = &[
        (&[0.1, 0.2], 0.2048327646991),
        (&[0.1, 0.2, -0.05], 0.3700592116513),
        (&[0.0, 0.1, 0.3, -0.1, 0.25, 0.0, 0.5], 0.107891846835),
        (&[-0.3, 0.1, -0.2, 0.0, -0.25, 0.05, -0.5, -0.4], 0.04550326031966),
        (&[], 1.0),
        (&[0.4], 1.0),
        (&[0.0, 0.0, 0.0], 1.0),
        (&[0.5, 0.5, 0.5], 0.0),
    ];
    for &(differences, expected) in cases {
        let found = t_test(differences);
        assert!(close(found, expected, 1e-12), "{differences:?}: {found} is not {expected}");
    }
}

#[test]
fn student_agrees_with_scipy() {
    // 2 * scipy.stats.t.sf(t, degrees), scipy 1.17.1.
    let cases = [
        (0.0, 5, 1.0),
        (1.0, 1, 0.5),
        (1.0, 2, 0.4226497308104),
        (2.5, 3, 0.08770664700807),
        (2.0, 4, 0.1161165235168),
        (2.228138851964939, 10, 0.05000000000181),
        (1.2, 89, 0.2333239239962),
        (3.3, 738, 0.001013290605291),
        (0.7, 3529, 0.4839734454717),
        (5.0, 3529, 6.012186978765e-07),
    ];
    for (t, degrees, expected) in cases {
        let found = student_two_sided(t, degrees);
        assert!(close(found, expected, 1e-12), "t {t}, {degrees} degrees: {found} is not {expected}");
        assert_eq!(found, student_two_sided(-t, degrees), "two-sided");
    }
}

#[test]
fn randomisation_approaches_the_exact_probability() {
    // With n equal differences only the two one-sided tosses of 2^n reach the observed sum.
    for (differences, exact) in [(vec![0.5; 3], 0.25), (vec![-0.1; 5], 0.0625), (vec![0.2, -0.2], 1.0)] {
        let found = randomisation_test(&differences, DRAWS, SEED);
        assert!(close(found, exact, 0.01), "{differences:?}: {found} is not about {exact}");
    }
    assert_eq!(randomisation_test(&[], DRAWS, SEED), 1.0);
    assert_eq!(randomisation_test(&[0.0; 9], DRAWS, SEED), 1.0);
    assert_eq!(randomisation_test(&[0.1; 70], 999, SEED), 0.001, "never below 1 / (draws + 1)");
}

#[test]
fn draws_are_reproducible() {
    let differences: Vec<f64> = (0..90_u8).map(|i| f64::from(i % 7) / 10.0 - 0.25).collect();
    assert_eq!(randomisation_test(&differences, 500, 3), randomisation_test(&differences, 500, 3));
    assert_eq!(bootstrap_interval(&differences, 500, 3), bootstrap_interval(&differences, 500, 3));
    assert_ne!(bootstrap_interval(&differences, 500, 3), bootstrap_interval(&differences, 500, 4));
    // The first values of the published generator for the seed 1234567.
    let mut random = SplitMix64(1_234_567);
    assert_eq!([random.next(), random.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
}

#[test]
fn holm_raises_small_probabilities_and_keeps_their_order() {
    let cases: &[(&[f64], &[f64])] = &[
        (&[], &[]),
        (&[0.03], &[0.03]),
        (&[0.01, 0.04, 0.03, 0.005], &[0.03, 0.06, 0.06, 0.02]),
        (&[0.5, 0.9], &[1.0, 1.0]),
    ];
    for &(p_values, expected) in cases {
        let found = holm(p_values);
        assert_eq!(found.len(), expected.len());
        let all_close = found.iter().zip(expected).all(|(&a, &b)| close(a, b, 1e-12));
        assert!(all_close, "{p_values:?}: {found:?} is not {expected:?}");
    }
}

#[test]
fn the_bootstrap_interval_has_the_width_of_theory() {
    // 400 values with a mean of 0.5 and a standard deviation of 0.5: ±1.96 * 0.5 / 20 = ±0.049.
    let values: Vec<f64> = (0..400_u16).map(|i| f64::from(i % 2)).collect();
    let interval = bootstrap_interval(&values, DRAWS, SEED).expect("an interval");
    assert!(close(interval.low, 0.451, 0.005) && close(interval.high, 0.549, 0.005), "{interval:?}");
    assert_eq!(bootstrap_interval(&[], DRAWS, SEED), None);
    assert_eq!(bootstrap_interval(&[0.3], 0, SEED), None);
    assert_eq!(bootstrap_interval(&[0.3], 1, SEED), Some(Interval { low: 0.3, high: 0.3 }));
}

#[test]
fn outcomes_count_noise_as_ties() {
    let outcome = Outcome::of(&[0.1, 0.0, 1e-12, -1e-12, -0.4, 0.2]);
    assert_eq!(outcome, Outcome { won: 2, tied: 3, lost: 1 });
}
