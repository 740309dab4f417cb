// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config.tree;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values were printed by the Go collector 0.165 for {@code initial_fields: {a: TEXT}}. */
class ScalarTableTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "<null>",
            value = {
                "0123|INT|83",
                "1_000|INT|1000",
                "yes|STRING|yes",
                "True|BOOL|true",
                "0o14|INT|12",
                "0b11|INT|3",
                "0x1F|INT|31",
                ".5|FLOAT|0.5",
                "1.|FLOAT|1.0",
                "1e3|FLOAT|1000.0",
                ".inf|FLOAT|Infinity",
                "~|NULL|<null>",
                "NULL|NULL|<null>",
                "1:30|STRING|1:30",
                "12345678901234567890123|FLOAT|1.2345678901234568E22",
                "18446744073709551615|INT|18446744073709551615",
                "9223372036854775808|INT|9223372036854775808",
                "-9223372036854775808|INT|-9223372036854775808",
                "-9223372036854775809|FLOAT|-9.223372036854776E18",
                "+5|INT|5",
                "-0x10|INT|-16",
                "1__0|INT|10",
                "_1|STRING|_1",
                "0x_1F|INT|31",
                ".nan|FLOAT|NaN",
                "-.INF|FLOAT|-Infinity",
                "089|FLOAT|89.0",
                "1e400|STRING|1e400",
                "1.5e|STRING|1.5e",
                "0.1_5|FLOAT|0.15",
                "on|STRING|on",
                "n|STRING|n",
                "y|STRING|y",
                "=|STRING|=",
                "5e-1|FLOAT|0.5",
                "+.inf|FLOAT|Infinity",
                "0b_11|INT|3",
                "0o|STRING|0o",
                "-0o17|INT|-15",
                "-0123|INT|-83",
                "1e+3|FLOAT|1000.0",
                "0.|FLOAT|0.0",
                ".|STRING|.",
                "-|STRING|-",
                "1_000.5|FLOAT|1000.5",
                "0x1p-2|STRING|0x1p-2",
                "0xFFFFFFFFFFFFFFFFFF|STRING|0xFFFFFFFFFFFFFFFFFF",
                "2001-01-01|TIMESTAMP|2001-01-01T00:00Z",
                "2001-01-01T10:00:00Z|TIMESTAMP|2001-01-01T10:00Z",
                "2001-1-1 1:2:3.5|TIMESTAMP|2001-01-01T01:02:03.500Z",
                "2001-13-01|STRING|2001-13-01",
                "2001-01-01T10:00:00|STRING|2001-01-01T10:00:00",
            })
    void plainScalar_isResolvedAsGoDoes(String text, ScalarNode.Type type, @Nullable String value) {
        ScalarTable.Resolved resolved = ScalarTable.resolve(text);
        assertThat(resolved.type()).isEqualTo(type);
        String printed = resolved.value() == null ? null : resolved.value().toString();
        assertThat(printed).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775807,Long", "9223372036854775808,BigInteger"})
    void integer_aboveLongStaysExact(String text, String type) {
        Object value = requireNonNull(ScalarTable.resolve(text).value());
        assertThat(new BigInteger(String.valueOf(value))).isEqualTo(new BigInteger(text));
        assertThat(String.valueOf(value.getClass().getSimpleName())).isEqualTo(type);
    }
}
