// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WireMenderTest {
    @Test
    void onlyTheOddStringChanges_lengthsAroundItGrow() throws Exception {
        // 60 odd bytes become 180, so that lengths of one byte become two on every level.
        ExportTraceServiceRequest request = request("x".repeat(60));
        byte[] bytes = latin1("x".repeat(60), request);
        assertThat(WireValidator.scan(Signal.TRACES, bytes, 0, bytes.length))
                .isEqualTo(new WireValidator.Scan(1, 2));

        WireMender.Mended mended = WireMender.mend(Signal.TRACES, bytes, 0, bytes.length);

        assertThat(mended.strings()).isEqualTo(2);
        assertThat(ExportTraceServiceRequest.parseFrom(mended.bytes()))
                .isEqualTo(request("\ufffd".repeat(60)));
    }

    @Test
    void sameLength_staysInPlace() throws Exception {
        // Three bytes of a sequence of four are one maximal subpart, and as long as U+FFFD.
        byte[] bytes = request("abc").toByteArray();
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("abc");
        bytes[at] = (byte) 0xf0;
        bytes[at + 1] = (byte) 0x9f;
        bytes[at + 2] = (byte) 0x98;
        int second = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("abc");
        WireMender.Mended mended = WireMender.mend(Signal.TRACES, bytes, 0, bytes.length);
        assertThat(mended.strings()).isEqualTo(1);
        assertThat(mended.bytes()).hasSameSizeAs(bytes);
        assertThat(mended.bytes()[at]).isEqualTo((byte) 0xef);
        assertThat(second).isGreaterThan(at);
    }

    @Test
    void bytesAndUnknownFields_areLeftAlone() throws Exception {
        byte[] request =
                ExportTraceServiceRequest.newBuilder()
                        .addResourceSpans(
                                ResourceSpans.newBuilder()
                                        .addScopeSpans(
                                                ScopeSpans.newBuilder()
                                                        .addSpans(
                                                                Span.newBuilder()
                                                                        .addAttributes(odd()))))
                        .build()
                        .toByteArray();
        byte[] withUnknown = new byte[request.length + 5];
        System.arraycopy(request, 0, withUnknown, 0, request.length);
        byte[] unknown = {(byte) 0xa2, 6, 2, (byte) 0xff, (byte) 0xff};
        System.arraycopy(unknown, 0, withUnknown, request.length, unknown.length);
        WireMender.Mended mended =
                WireMender.mend(Signal.TRACES, withUnknown, 0, withUnknown.length);
        assertThat(mended.strings()).isZero();
        assertThat(mended.bytes()).isEqualTo(withUnknown);
    }

    private static KeyValue odd() {
        return KeyValue.newBuilder()
                .setKey("b")
                .setValue(
                        AnyValue.newBuilder()
                                .setBytesValue(ByteString.copyFrom(new byte[] {-1, -2})))
                .build();
    }

    private static ExportTraceServiceRequest request(String text) {
        KeyValue attribute =
                KeyValue.newBuilder()
                        .setKey("k")
                        .setValue(AnyValue.newBuilder().setStringValue(text))
                        .build();
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(
                        ResourceSpans.newBuilder()
                                .addScopeSpans(
                                        ScopeSpans.newBuilder()
                                                .addSpans(
                                                        Span.newBuilder()
                                                                .setName(text)
                                                                .addAttributes(attribute))))
                .build();
    }

    /** The request with each byte of {@code text} replaced by an odd one. */
    private static byte[] latin1(String text, ExportTraceServiceRequest request) {
        String bytes = new String(request.toByteArray(), StandardCharsets.ISO_8859_1);
        return bytes.replace(text, "\u00e9".repeat(text.length()))
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
