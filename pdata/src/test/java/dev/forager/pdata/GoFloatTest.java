// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The right column was printed by Go's strconv. */
class GoFloatTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
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

    @Test
    void plain_hasNoExponent() {
        assertThat(GoFloat.plain(1.5e21)).isEqualTo("1500000000000000000000");
        assertThat(GoFloat.plain(1e-7)).isEqualTo("0.0000001");
        assertThat(GoFloat.plain(-0.0)).isEqualTo("-0");
        assertThat(GoFloat.plain(Double.NaN)).isEqualTo("NaN");
        assertThat(GoFloat.plain(Double.POSITIVE_INFINITY)).isEqualTo("+Inf");
        assertThat(GoFloat.plain(Double.NEGATIVE_INFINITY)).isEqualTo("-Inf");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.000000",
        "-0.0, -0.000000",
        "0.0000005, 0.000000",
        "-2.5, -2.500000",
        "1e22, 10000000000000000000000.000000",
        "NaN, NaN",
        "-Infinity, -Inf"
    })
    void fixed_hasAsManyDecimalsAsWanted(double value, String printed) {
        assertThat(GoFloat.fixed(value, 6)).isEqualTo(printed);
    }
}
