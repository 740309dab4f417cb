// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts as Go's pdata makes them. */
class ValueTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "100, 100",
        "0.25, 0.25",
        "1e20, 100000000000000000000",
        "1e21, 1e+21",
        "-1.5e21, -1.5e+21",
        "1e-6, 0.000001",
        "1.5e-9, 1.5e-9",
        "5e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "NaN, NaN",
        "Infinity, Infinity",
        "-Infinity, -Infinity"
    })
    void numbers_areAsEcmaScriptPrintsThem(double number, String text) {
        assertThat(ValueText.of(Value.of(number))).isEqualTo(text);
    }

    @Test
    void parts_areJsonWithSortedKeys() {
        Value map =
                Value.MapV.of(
                        List.of(
                                KeyValue.of("z", Value.of(1)),
                                KeyValue.of("a", Value.of("<\"\n\u0001\u2028é>")),
                                KeyValue.of("z", Value.of(2)),
                                KeyValue.of("b", Value.of(new byte[] {1, 2})),
                                KeyValue.of("e", Value.Arr.of(Value.of(true), Value.empty())),
                                KeyValue.of("m", Value.MapV.of()),
                                KeyValue.of("l", Value.Arr.of())));
        assertThat(ValueText.of(map))
                .isEqualTo(
                        "{\"a\":\"<\\\"\\n\\u0001\\u2028é>\",\"b\":\"AQI=\","
                                + "\"e\":[true,null],\"l\":[],\"m\":{},\"z\":2}");
        assertThat(ValueText.of(Value.Arr.of(Value.of(1), Value.of(Double.NaN)))).isEmpty();
        assertThat(ValueText.of(Value.Arr.of(Value.of(new byte[0])))).isEqualTo("[null]");
        assertThat(ValueText.of(Value.of(new byte[0]))).isEmpty();
        assertThat(ValueText.of(Value.of(new byte[] {1}))).isEqualTo("AQ==");
        assertThat(ValueText.of(Value.of(true))).isEqualTo("true");
        assertThat(ValueText.of(Value.empty())).isEmpty();
    }
}
