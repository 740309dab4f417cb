// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.reload;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Span;
import dev.forager.pdata.Traces;
import dev.forager.testkit.Ports;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Many reloads while clients send: nothing acked is lost or doubled, nothing is refused. */
class ReloadUnderLoadTest {
    private static final int SENDERS = 4;
    private static final int RELOADS = 30;

    private final ConcurrentLinkedQueue<String> acked = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isOver = new AtomicBoolean();

    @Test
    void everyAckedItemArrivesOnce_andNoRequestIsRefused() throws Exception {
        int port = Ports.free();
        try (var running = new ReloadFixture(yaml(port, 0));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var senders = new ArrayList<Future<Void>>();
            for (int i = 0; i < SENDERS; i++) {
                senders.add(threads.submit(sender(port, i)));
            }
            for (int i = 1; i <= RELOADS; i++) {
                awaitProgress();
                running.reload(yaml(port, i));
            }
            awaitProgress();
            isOver.set(true);
            for (Future<Void> sender : senders) {
                sender.get();
            }
            running.stop();

            assertThat(refused).isEmpty();
            assertThat(arrived(running, "sink")).containsExactlyInAnyOrderElementsOf(acked);
            assertThat(arrived(running, "sink/direct")).containsExactlyInAnyOrderElementsOf(acked);
            assertThat(running.service.balances())
                    .allSatisfy(
                            balance -> {
                                assertThat(balance.difference()).as("%s", balance).isZero();
                                assertThat(balance.queued()).as("%s", balance).isZero();
                            });
        }
    }

    /** Each number changes another part; some change several. */
    private static String yaml(int port, int number) {
        String first = number % 4 == 1 ? "count/extra, count, hold" : "count, hold";
        String second =
                number % 3 == 0 ? "" : "traces/more: {receivers: [door], exporters: [sink/other]}";
        return """
               receivers: {door: {port: %d}}
               processors: {count: {mark: c%d}, count/extra: {}, hold: {mark: h%d}}
               exporters: {sink: {queue: true, mark: s%d}, sink/direct: {mark: d%d}, sink/other: {}}
               connectors: {join: {mark: j%d}}
               service:
                 telemetry: {metrics: {level: none}}
                 pipelines:
                   traces: {receivers: [door], processors: [%s], exporters: [sink]}
                   traces/in: {receivers: [door], exporters: [join]}
                   traces/out: {receivers: [join], processors: [count], exporters: [sink/direct]}
                   %s
               """
                .formatted(
                        port,
                        number / 2,
                        number / 3,
                        number / 2,
                        number / 5,
                        number / 4,
                        first,
                        second);
    }

    private Callable<Void> sender(int port, int number) {
        return () -> {
            for (int i = 0; !isOver.get(); i++) {
                String name = "span-" + number + "-" + i;
                String answer = answer(port, name);
                if (answer.equals("ok")) {
                    acked.add(name);
                } else {
                    refused.add(name + ": " + answer);
                }
            }
            return null;
        };
    }

    private static String answer(int port, String name) {
        try {
            return Doors.ask(port, name);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Waits for some requests that began after this call. */
    private void awaitProgress() {
        int goal = acked.size() + 3 * SENDERS;
        await().pollInterval(Duration.ofMillis(2))
                .until(() -> acked.size() >= goal || !refused.isEmpty());
    }

    private static List<String> arrived(ReloadFixture running, String id) {
        var names = new ArrayList<String>();
        for (var sink : requireNonNull(running.parts.sinks.get(id))) {
            for (Payload payload : sink.payloads()) {
                for (Span span : ((Traces) payload.open()).spans()) {
                    names.add(span.name());
                }
            }
        }
        return names;
    }
}
