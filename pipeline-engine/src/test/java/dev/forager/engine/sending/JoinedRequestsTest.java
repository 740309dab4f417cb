// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import static dev.forager.engine.sending.SendingFixture.queue;
import static dev.forager.engine.sending.SendingFixture.queued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forager.engine.Items;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Sizer;
import dev.forager.pipeline.AuthResult;
import dev.forager.pipeline.ClientInfo;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Metadata;
import dev.forager.pipeline.Permanent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A queue in front of an exporter that wants what waits as one. */
class JoinedRequestsTest {
    @Test
    void requestsThatWait_goAsOneInTheirOrderWhereTheExporterWantsIt() throws Exception {
        try (var fixture = joining(1 << 20)) {
            sendBehindABlockedOne(fixture, Context.background(), 2, 3, 4);
            assertThat(counts(fixture)).containsExactly(1, 9);
            Payload inOrder =
                    Payload.concat(List.of(Items.spans(2), Items.spans(3), Items.spans(4)));
            assertThat(fixture.exporter.payloads().getLast().toByteArray())
                    .isEqualTo(inOrder.toByteArray());
        }
    }

    @Test
    void requestsThatWait_stayApartByBytesAndByCaller() throws Exception {
        long two = 2L * Items.spans(1).byteSize();
        try (var fixture = joining(two)) {
            sendBehindABlockedOne(fixture, Context.background(), 1, 1, 1);
            assertThat(counts(fixture)).containsExactly(1, 2, 1);
        }
        try (var fixture = joining(1 << 20)) {
            fixture.exporter.block();
            fixture.send(1, tenant("a"));
            await().until(() -> fixture.exporter.waiting() == 1);
            fixture.send(2, tenant("a"));
            fixture.send(3, tenant("a"));
            fixture.send(4, tenant("b"));
            fixture.send(5, tenant("a"));
            fixture.exporter.release();
            fixture.awaitItems(15);
            assertThat(counts(fixture)).containsExactly(1, 5, 4, 5);
            assertThat(fixture.exporter.contexts())
                    .map(context -> context.client().metadata().get("tenant").getFirst())
                    .containsExactly("a", "a", "b", "a");
        }
    }

    @Test
    void joinedRequestsThatAreRefused_areAllCounted() throws Exception {
        try (var fixture = joining(1 << 20)) {
            fixture.exporter.refuse(new Permanent("no"));
            sendBehindABlockedOne(fixture, Context.background(), 2, 3);
            await().until(() -> fixture.queueSize() == 0);
            assertThat(fixture.exporter.attempts()).isEqualTo(2);
            assertThat(fixture.balance().dropped()).containsEntry("permanent_error", 6L);
            assertThat(fixture.balance().difference()).isZero();
        }
    }

    private static void sendBehindABlockedOne(
            SendingFixture fixture, Context context, int... requests) throws Exception {
        fixture.exporter.block();
        fixture.send(1, context);
        await().until(() -> fixture.exporter.waiting() == 1);
        for (int spans : requests) {
            fixture.send(spans, context);
        }
        fixture.exporter.release();
        await().until(() -> fixture.queueSize() == 0);
    }

    private static List<Integer> counts(SendingFixture fixture) {
        return fixture.exporter.payloads().stream().map(Payload::itemCount).toList();
    }

    private static Context tenant(String name) {
        var headers = Metadata.of(Map.of("tenant", List.of(name)));
        return Context.of(new ClientInfo(null, AuthResult.none(), headers), null);
    }

    private static SendingFixture joining(long bytes) {
        return new SendingFixture(queued(queue(Sizer.REQUESTS, 10, false, false, 1)), bytes);
    }
}
