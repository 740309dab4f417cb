// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class RecordersTest {
    @Test
    void logRecorder_keepsKeyValuesAndPlaceholders() {
        var log = new LogRecorder();
        log.logger().atWarn().addKeyValue("error", "no route").log("Sender failed");
        log.logger().info("{} of {}", 1, 2);
        log.logger().debug("unseen");
        assertThat(log.lines())
                .extracting(LogLine::level, LogLine::message, LogLine::fields)
                .containsExactly(
                        tuple(Level.WARN, "Sender failed", Map.of("error", "no route")),
                        tuple(Level.INFO, "1 of 2", Map.of()));
    }

    @Test
    void metricRecorder_readsWhatWasCounted() {
        try (var metrics = new MetricRecorder()) {
            var counter = metrics.meter().counterBuilder("sent").build();
            counter.add(3, Attributes.of(AttributeKey.stringKey("exporter"), "debug"));
            counter.add(4, Attributes.empty());
            assertThat(metrics.sum("sent")).isEqualTo(7);
            assertThat(metrics.points("sent")).containsExactly("{exporter=debug} 3", "{} 4");
            assertThat(metrics.sum("unknown")).isZero();
        }
    }

    @Test
    void testThreads_seesVirtualThreads() throws Exception {
        var release = new CountDownLatch(1);
        Thread thread =
                Thread.ofVirtual()
                        .name("seen-by-the-kit")
                        .start(
                                () -> {
                                    try {
                                        release.await();
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
        assertThat(TestThreads.running()).containsValue("seen-by-the-kit");
        release.countDown();
        thread.join();
        assertThat(TestThreads.running()).doesNotContainValue("seen-by-the-kit");
    }
}
