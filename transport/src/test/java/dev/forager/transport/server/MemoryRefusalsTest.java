// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pipeline.MemoryBudget;
import dev.forager.testkit.LogRecorder;
import dev.forager.testkit.MetricRecorder;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestSettings;
import dev.forager.transport.StatusMapping;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryRefusalsTest {
    private final TestClock clock = new TestClock();
    private final MetricRecorder metrics = new MetricRecorder();
    private final LogRecorder log = new TestSettings().log();
    private final MemoryRefusals refusals =
            new MemoryRefusals(
                    new ServerSettings(
                            "otlp/a",
                            log.logger(),
                            MemoryBudget.ofBytes(400),
                            metrics.meter(),
                            null),
                    "grpc",
                    clock::nanoTime);

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void refuse_isRetryable_andSaysWhatIsUsed() {
        RefusedException refusal = refusals.refuse();
        assertThat(refusal.status().code()).isEqualTo(StatusMapping.UNAVAILABLE);
        assertThat(refusal.status().message())
                .isEqualTo(
                        "data refused due to high memory usage: bytes of telemetry in flight: 0"
                                + " (limit 300), of which still arriving: 0 (limit 100);"
                                + " try again later");
    }

    @Test
    void each_isCounted_andOneInTenSecondsWarnsOfAll() {
        for (int i = 0; i < 5; i++) {
            assertThat(refusals.refuse()).isNotNull();
        }
        clock.advance(Duration.ofSeconds(10));
        assertThat(refusals.refuse()).isNotNull();
        assertThat(refusals.refuse()).isNotNull();
        refusals.tellRest();
        refusals.tellRest();
        assertThat(metrics.points("forager_receiver_refused_requests"))
                .containsExactly("{reason=memory, receiver=otlp/a, transport=grpc} 7");
        assertThat(log.lines())
                .extracting(line -> line.fields().get("requests"))
                .containsExactly(1L, 5L, 1L);
    }
}
