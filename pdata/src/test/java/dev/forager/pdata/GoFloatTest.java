// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The right column was printed by Go's strconv. */
class GoFloatTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1, 1",
        "-1, -1",
        "0.15, 0.15",
        "9.929445656, 9.929445656",
        "100000, 100000",
        "999999, 999999",
        "1000000, 1e+06",
        "137703424, 1.37703424e+08",
        "123456.75, 123456.75",
        "1234567.5, 1.2345675e+06",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "1e100, 1e+100",
        "4.9E-324, 5e-324",
        "-2.5e-7, -2.5e-07",
        "NaN, NaN",
        "Infinity, +Inf",
        "-Infinity, -Inf"
    })
    void number_isPrintedAsGoDoes(double value, String printed) {
        assertThat(GoFloat.of(value)).isEqualTo(printed);
    }
}
