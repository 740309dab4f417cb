// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.ottl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A benchmark that does nothing is fast: the operations do what their names say. */
class OttlBenchmarkTest {
    @ParameterizedTest
    @EnumSource(
            value = Signal.class,
            names = {"TRACES", "LOGS"})
    void operations_work(Signal signal) throws Exception {
        OttlBenchmark benchmark = new OttlBenchmark();
        benchmark.signal = signal;
        benchmark.prepare();
        Payload untouched = benchmark.openAndSeal();
        assertThat(benchmark.parseAndCompile()).isNotNull();
        assertThat(benchmark.setAttribute().byteSize())
                .isGreaterThan(untouched.byteSize() + 30 * OttlBenchmark.ITEMS);
        assertThat(benchmark.fourStatements().toByteArray())
                .asString(java.nio.charset.StandardCharsets.UTF_8)
                .contains("/api/v1/products/{id}")
                .doesNotContain("http.request.method");
        assertThat(benchmark.whereOnOneAttribute()).isSameAs(untouched);
        assertThat(benchmark.dropByOneAttribute().itemCount())
                .isBetween(1, OttlBenchmark.ITEMS / 4);
    }
}
