// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpData;
import dev.forager.pdata.MalformedTelemetryException;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.MeterProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Joined payloads that are too large to be compressed in one go are what they were. */
class PayloadEncoderTest {
    private static final int PART_BYTES = 3 << 20;

    private final Payload large;

    PayloadEncoderTest() throws MalformedTelemetryException {
        large = Payload.concat(List.of(part(1), part(2)));
    }

    @Test
    void largeBody_isCompressedInPieces_ofGrpc() throws Exception {
        PayloadEncoder encoder =
                PayloadEncoder.forGrpc(
                        CompressionType.GZIP, Attributes.empty(), MeterProvider.noop().get("test"));

        HttpData[] parts = encoder.encode(large);

        assertThat(parts).hasSizeGreaterThan(90);
        ByteBuffer body = ByteBuffer.wrap(join(parts));
        assertThat(body.get()).isEqualTo((byte) 1);
        assertThat(body.getInt()).isEqualTo(body.remaining());
        assertThat(gunzip(Arrays.copyOfRange(body.array(), 5, body.limit())))
                .isEqualTo(large.toByteArray());
    }

    @Test
    void largeBody_isCompressedInPieces_ofHttp() throws Exception {
        PayloadEncoder encoder =
                PayloadEncoder.forHttp(
                        CompressionType.GZIP,
                        CompressionParams.DEFAULT,
                        Attributes.empty(),
                        MeterProvider.noop().get("test"));

        assertThat(gunzip(join(encoder.encode(large)))).isEqualTo(large.toByteArray());
        HttpData[] other = encoder.encode(large.toByteArray());
        assertThat(other).hasSizeGreaterThan(90);
        assertThat(gunzip(join(other))).isEqualTo(large.toByteArray());
    }

    /** A resource with noise in its field 100, which nobody knows. */
    private static Payload part(int seed) throws MalformedTelemetryException {
        byte[] noise = new byte[PART_BYTES];
        new Random(seed).nextBytes(noise);
        ByteBuffer inner = ByteBuffer.allocate(PART_BYTES + 10);
        tag(inner, 100 << 3 | 2, PART_BYTES);
        inner.put(noise);
        ByteBuffer outer = ByteBuffer.allocate(PART_BYTES + 20);
        tag(outer, 1 << 3 | 2, inner.position());
        outer.put(inner.array(), 0, inner.position());
        return Payload.parse(Signal.LOGS, outer.array(), 0, outer.position());
    }

    private static void tag(ByteBuffer out, int tag, int length) {
        for (int value : new int[] {tag, length}) {
            int rest = value;
            while (rest > 0x7f) {
                out.put((byte) (rest | 0x80));
                rest >>>= 7;
            }
            out.put((byte) rest);
        }
    }

    private static byte[] join(HttpData[] parts) {
        var out = new ByteArrayOutputStream();
        for (HttpData part : parts) {
            out.writeBytes(part.array());
        }
        return out.toByteArray();
    }

    private static byte[] gunzip(byte[] body) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
    }
}
