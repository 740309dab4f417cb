// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Payload;
import dev.forager.pdata.ResourceLogs;
import dev.forager.pdata.Value;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import dev.forager.receivers.ebpf.cgroup.CgroupTable;
import dev.forager.receivers.ebpf.emit.Resources;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.LogRecorder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogOutletTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long CONTAINER = 77;

    private final CgroupTable cgroups = new CgroupTable(null, System::nanoTime);
    private final CollectingConsumer next = new CollectingConsumer();
    private final Backpressure pressure = new Backpressure(System::nanoTime);
    private final LogOutlet outlet =
            new LogOutlet(
                    new Resources(cgroups, Path.of("/proc")),
                    "1.2.3",
                    next,
                    pressure,
                    new LogRecorder().logger());

    @AfterEach
    void stop() {
        outlet.close();
    }

    private static LogRecord record(String body) {
        return new LogRecord().body(Value.of(body));
    }

    private void awaitItems(int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(next.items()).isEqualTo(count));
    }

    @Test
    void records_comeByResource() {
        cgroups.made(CONTAINER, "/docker/" + "ab".repeat(32));
        next.block();
        outlet.add(Resources.HOST, record("first"));
        Awaitility.await().atMost(PATIENCE).until(() -> next.waiting() == 1);
        outlet.add(CONTAINER, record("second"));
        outlet.add(Resources.HOST, record("third"));
        next.release();
        awaitItems(3);
        List<String> containers = new ArrayList<>();
        for (Payload each : next.payloads()) {
            for (ResourceLogs resource : ((Logs) each.open()).resources()) {
                containers.add(resource.resource().attributes().getString("container.id", ""));
                assertThat(resource.scopes().getFirst().scope().version()).isEqualTo("1.2.3");
            }
        }
        assertThat(containers).containsExactlyInAnyOrder("", "ab".repeat(32), "");
    }

    @Test
    void batch_thatIsRefusedForNow_comesAgain() {
        next.refuse(new Retryable("later"));
        outlet.add(Resources.HOST, record("one"));
        Awaitility.await().atMost(PATIENCE).until(() -> next.attempts() > 0);
        Awaitility.await().atMost(PATIENCE).until(() -> pressure.shift() > 0);
        next.refuse(null);
        awaitItems(1);
        assertThat(outlet.dropped()).isZero();
    }

    @Test
    void batch_thatIsRefusedForGood_isCounted() {
        next.refuse(new Permanent("never"));
        outlet.add(Resources.HOST, record("one"));
        Awaitility.await().atMost(PATIENCE).until(() -> outlet.dropped() == 1);
        // Less of it would be refused too.
        assertThat(pressure.shift()).isZero();
    }

    @Test
    void add_beyondTheRoom_isCountedAndNeverWaits() {
        next.block();
        int more = 100;
        int batch = 512;
        for (int i = 0; i < LogOutlet.ROOM + batch + more; i++) {
            outlet.add(Resources.HOST, record("x"));
        }
        assertThat(outlet.dropped()).isBetween((long) more, (long) batch + more);
        next.release();
    }

    @Test
    void offer_waitsForRoom() throws Exception {
        next.block();
        int handed = 0;
        while (outlet.offer(Resources.HOST, record("x"), Duration.ofMillis(100))) {
            handed++;
        }
        assertThat(handed).isGreaterThanOrEqualTo(LogOutlet.ROOM);
        next.release();
        assertThat(outlet.offer(Resources.HOST, record("x"), PATIENCE)).isTrue();
        awaitItems(handed + 1);
        assertThat(outlet.dropped()).isZero();
    }

    @Test
    void stop_sendsWhatWaits() {
        for (int i = 0; i < 1000; i++) {
            outlet.add(Resources.HOST, record("x"));
        }
        outlet.stop(PATIENCE);
        assertThat(next.items()).isEqualTo(1000);
        assertThat(outlet.dropped()).isZero();
    }
}
