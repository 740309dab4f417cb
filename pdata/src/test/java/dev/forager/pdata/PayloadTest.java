// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PayloadTest {
    @ParameterizedTest
    @EnumSource(Signal.class)
    void open_withoutEdits_sealsToTheVerySamePayload(Signal signal) {
        for (long seed = 1; seed <= 40; seed++) {
            Payload payload = RandomPayloads.next(signal, seed);
            Telemetry handle = payload.open();
            handle.resources().forEach(group -> group.scopes().forEach(ScopeGroup::scope));
            assertThat(handle.signal()).isEqualTo(signal);
            assertThat(handle.itemCount()).isEqualTo(payload.itemCount());
            assertThat(handle.seal()).isSameAs(payload);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Signal.class,
            names = {"TRACES", "METRICS", "LOGS"})
    void concat_isTheMergedRequest(Signal signal) {
        Payload first = RandomPayloads.next(signal, 1);
        Payload second = RandomPayloads.next(signal, 2);
        Payload joined = Payload.concat(List.of(first, second));
        assertThat(joined.itemCount()).isEqualTo(first.itemCount() + second.itemCount());
        assertThat(joined.byteSize()).isEqualTo(first.byteSize() + second.byteSize());
        assertThat(joined.memoryBytes()).isEqualTo(first.byteSize() + second.byteSize());
        assertThat(RandomPayloads.read(joined))
                .isEqualTo(
                        RandomPayloads.read(first).toBuilder()
                                .mergeFrom(RandomPayloads.read(second))
                                .build());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        joined.forEachSegment(bytes::write);
        assertThat(bytes.toByteArray()).isEqualTo(joined.toByteArray());
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void severalSegments_openAsOne(Signal signal) {
        for (long seed = 1; seed <= 40; seed++) {
            Payload joined =
                    Payload.concat(
                            List.of(
                                    RandomPayloads.next(signal, seed),
                                    RandomPayloads.next(signal, seed + 1000),
                                    RandomPayloads.next(signal, seed + 2000)));
            Telemetry handle = joined.open();
            for (ResourceGroup group : handle.resources()) {
                group.resource().droppedAttributesCount(77);
            }
            assertThat(handle.itemCount()).as("seed %d", seed).isEqualTo(joined.itemCount());
            Payload sealed = handle.seal();
            assertThat(sealed.itemCount()).as("seed %d", seed).isEqualTo(joined.itemCount());
            assertThat(RandomPayloads.lines(sealed)).hasSameSizeAs(RandomPayloads.lines(joined));
            assertThat(handle.seal()).isSameAs(sealed);
        }
    }

    @Test
    void concat_ofDifferentSignals_isRefused() {
        List<Payload> parts = List.of(Payload.empty(Signal.LOGS), Payload.empty(Signal.TRACES));
        assertThatThrownBy(() -> Payload.concat(parts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one signal");
        assertThatThrownBy(() -> Payload.concat(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void received_staysUntilSomethingChanges() {
        WireBody body = new WireBody(WireBody.Codec.ZSTD, new byte[100]);
        Payload payload = RandomPayloads.next(Signal.TRACES, 7).withReceived(body);
        assertThat(payload.received()).isSameAs(body);
        assertThat(payload.memoryBytes()).isEqualTo(payload.byteSize() + 100);
        assertThat(payload.open().seal().received()).isSameAs(body);
        assertThat(Payload.concat(List.of(payload)).received()).isSameAs(body);
        assertThat(Payload.concat(List.of(payload, payload)).received()).isNull();
        Traces traces = (Traces) payload.open();
        traces.addResource();
        assertThat(traces.seal().received()).isNull();
    }

    @Test
    void mended_countsStrings_andForgetsItsCompressedBody() throws Exception {
        byte[] latin1 = {10, 8, 18, 6, 18, 4, 42, 2, 'a', (byte) 0xE9};
        Payload payload = Payload.parse(Signal.TRACES, latin1, 0, latin1.length);
        Traces traces = (Traces) payload.open();
        assertThat(traces.spans()).extracting(Span::name).containsExactly("a\uFFFD");
        assertThat(payload.mendedStrings()).isEqualTo(1);
        WireBody body = new WireBody(WireBody.Codec.GZIP, new byte[1]);
        assertThat(payload.withReceived(body).received()).isNull();
    }

    @Test
    void malformed_isRefused() {
        assertThatThrownBy(() -> Payload.parse(Signal.LOGS, new byte[] {10, 5, 1}, 0, 3))
                .isInstanceOf(MalformedTelemetryException.class);
    }
}
