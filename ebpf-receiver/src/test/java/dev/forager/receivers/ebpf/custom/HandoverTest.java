// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.LogRecord;
import dev.forager.receivers.ebpf.cgroup.CgroupTable;
import dev.forager.receivers.ebpf.emit.Resources;
import dev.forager.receivers.ebpf.runtime.Backpressure;
import dev.forager.receivers.ebpf.runtime.LogOutlet;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.LogRecorder;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HandoverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LEFT = 5000;

    private final CollectingConsumer next = new CollectingConsumer();
    private final LogOutlet outlet =
            new LogOutlet(
                    new Resources(new CgroupTable(null, System::nanoTime), Path.of("/proc")),
                    "1.2.3",
                    next,
                    new Backpressure(System::nanoTime),
                    new LogRecorder().logger());
    private final Handover handover = new Handover(outlet, Duration.ofMillis(50));

    @AfterEach
    void stop() {
        outlet.close();
    }

    private int fill() throws InterruptedException {
        int filled = 0;
        while (outlet.offer(Resources.HOST, new LogRecord(), Duration.ofMillis(100))) {
            filled++;
        }
        return filled;
    }

    @Test
    void whilePipelinesTakeNone_aRecordWaits() throws Exception {
        next.block();
        int filled = fill();
        Thread thread =
                Thread.ofVirtual().start(() -> handover.hand(Resources.HOST, new LogRecord()));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        next.release();
        assertThat(thread.join(PATIENCE)).isTrue();
        Awaitility.await().atMost(PATIENCE).until(() -> next.items() == filled + 1);
        assertThat(outlet.dropped()).isZero();
    }

    /** A ring may hold a hundred thousand of them, and a stop has an end. */
    @Test
    void afterTheEnd_allThatIsLeftWaitsOnce() throws Exception {
        next.block();
        int filled = fill();
        handover.end();
        for (int i = 0; i < LEFT; i++) {
            handover.hand(Resources.HOST, new LogRecord());
        }
        assertThat(outlet.dropped()).isEqualTo(LEFT);
        next.release();
        Awaitility.await().atMost(PATIENCE).until(() -> next.items() == filled);
    }
}
