// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Permanent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SinksTest {
    private final CollectingConsumer sink = new CollectingConsumer();

    @ParameterizedTest
    @EnumSource
    void generators_makeTheNumberOfItems(Signal signal) {
        for (int items : new int[] {0, 1, 25}) {
            Payload payload = TestTelemetry.of(signal, items);
            assertThat(payload.itemCount()).isEqualTo(items);
            assertThat(payload.signal()).isEqualTo(signal);
        }
    }

    @ParameterizedTest
    @EnumSource
    void json_goesThereAndBack(Signal signal) {
        Payload payload = TestTelemetry.of(signal, 3);
        Payload again = TestTelemetry.fromJson(signal, TestTelemetry.toJson(payload));
        assertThat(TestTelemetry.bytesOf(again)).isEqualTo(TestTelemetry.bytesOf(payload));
    }

    @ParameterizedTest
    @EnumSource
    void handle_isEmptyAfterwardsAndNotTakenTwice(Signal signal) throws Exception {
        Telemetry handle = TestTelemetry.of(signal, 3).open();
        sink.consume(handle, Context.background());
        assertThat(sink.items()).isEqualTo(3);
        assertThat(handle.itemCount()).isZero();
        assertThatThrownBy(() -> sink.consume(handle, Context.background()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("consumed twice");
    }

    @Test
    void refusal_isThrownUntilItIsLifted() throws Exception {
        var failure = new Permanent("never");
        sink.refuse(failure);
        assertThatThrownBy(() -> sink.consume(TestTelemetry.logs(1).open(), Context.background()))
                .isSameAs(failure);
        sink.refuse(null);
        sink.consume(TestTelemetry.logs(2).open(), Context.background());
        assertThat(sink.items()).isEqualTo(2);
        assertThat(sink.attempts()).isEqualTo(2);
    }

    @Test
    void blockedCaller_waitsUntilReleased() throws Exception {
        var exporter = new CollectingExporter();
        exporter.block();
        Thread caller =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        exporter.export(
                                                TestTelemetry.logs(1), Context.background());
                                    } catch (ConsumeException e) {
                                        throw new AssertionError(e);
                                    }
                                });
        Awaitility.await().until(() -> exporter.waiting() == 1);
        assertThat(exporter.items()).isZero();
        exporter.release();
        caller.join();
        assertThat(exporter.items()).isOne();
    }
}
