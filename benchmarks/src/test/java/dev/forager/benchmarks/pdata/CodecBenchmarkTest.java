// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.pdata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A benchmark that does nothing is fast: the operations do what their names say. */
class CodecBenchmarkTest {
    @ParameterizedTest
    @EnumSource(
            value = Signal.class,
            names = {"TRACES", "METRICS", "LOGS"})
    void operations_work(Signal signal) throws Exception {
        CodecBenchmark benchmark = new CodecBenchmark();
        benchmark.signal = signal;
        benchmark.encode();
        Payload received = benchmark.parse();
        assertThat(received.itemCount()).isEqualTo(CodecBenchmark.ITEMS);
        assertThat(benchmark.insertOnItems().byteSize())
                .isGreaterThan(received.byteSize() + 30 * CodecBenchmark.ITEMS);
        assertThat(benchmark.insertOnResources().byteSize()).isGreaterThan(received.byteSize());
        assertThat(benchmark.removeIf().itemCount()).isBetween(1, CodecBenchmark.ITEMS / 4);
        assertThat(benchmark.splitByItems()).hasSize(6);
        assertThat(benchmark.splitByBytes()).hasSizeBetween(5, 6);
        assertThat(benchmark.concatTwo()).hasSize(2 * received.byteSize());
        assertThat(benchmark.protobufDecode().toByteArray()).hasSize(received.byteSize());
    }
}
