// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.common.HttpData;
import dev.forager.pdata.Payload;
import dev.forager.pdata.SegmentConsumer;
import dev.forager.pdata.WireBody;
import dev.forager.transport.codec.Compression;
import dev.forager.transport.codec.Compressor;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the body of an export request from a payload, framed for gRPC or bare for HTTP.
 * Thread-safe.
 *
 * <p>Without compression nothing is copied: the segments of the payload are sent as they are. With
 * it, the body that was received is sent again where its codec is the same and no level is
 * configured, since compressing costs more than everything else; metrics tell how often.
 */
public final class PayloadEncoder {
    /**
     * Larger bodies are compressed piece by piece: in one go they need an array of their length
     * where they were joined, and one for the longest result. Ten batches of ten megabytes at once
     * were more than a heap of 250 MiB has. Below that, one go costs half the CPU (libdeflate).
     */
    static final long LARGE_BYTES = Math.min(4L << 20, Runtime.getRuntime().maxMemory() / 64);

    private final @Nullable Compressor compressor;
    private final WireBody.@Nullable Codec reusable;
    private final boolean isFramed;
    private final Attributes labels;
    private final LongCounter reused;
    private final LongCounter recompressed;

    private PayloadEncoder(
            @Nullable Compressor compressor,
            WireBody.@Nullable Codec reusable,
            boolean isFramed,
            Attributes labels,
            Meter meter) {
        this.compressor = compressor;
        this.reusable = reusable;
        this.isFramed = isFramed;
        this.labels = labels;
        reused =
                meter.counterBuilder("forager_exporter_compressed_reused")
                        .setDescription(
                                "Number of requests that were sent with the compressed bytes in which they were received. [Development]")
                        .setUnit("{request}")
                        .build();
        recompressed =
                meter.counterBuilder("forager_exporter_compressed_recompressed")
                        .setDescription("Number of requests that were compressed. [Development]")
                        .setUnit("{request}")
                        .build();
    }

    /**
     * For gRPC messages. gRPC's {@code snappy} is snappy's stream format (as in grpc-go's
     * compressors), unlike HTTP's.
     */
    public static PayloadEncoder forGrpc(CompressionType type, Attributes labels, Meter meter) {
        Compression codec =
                type == CompressionType.SNAPPY ? Compression.SNAPPY_FRAMED : type.codec();
        Compressor compressor =
                codec == null ? null : Compressor.of(codec, Compressor.DEFAULT_LEVEL);
        return new PayloadEncoder(compressor, reusable(type), true, labels, meter);
    }

    /** For HTTP bodies. */
    public static PayloadEncoder forHttp(
            CompressionType type, CompressionParams params, Attributes labels, Meter meter) {
        Compression codec = type.codec();
        Compressor compressor = codec == null ? null : Compressor.of(codec, params.levelOf(type));
        return new PayloadEncoder(
                compressor, params.isChosen() ? null : reusable(type), false, labels, meter);
    }

    private static WireBody.@Nullable Codec reusable(CompressionType type) {
        return switch (type) {
            case GZIP -> WireBody.Codec.GZIP;
            case ZSTD -> WireBody.Codec.ZSTD;
            case NONE, ZLIB, DEFLATE, SNAPPY, SNAPPY_FRAMED, LZ4 -> null;
        };
    }

    /** The body in protobuf, to be sent in this order. The arrays may be the payload's own. */
    public HttpData[] encode(Payload payload) {
        if (compressor == null) {
            return plain(payload);
        }
        WireBody received = payload.received();
        if (received != null && received.codec() == reusable) {
            reused.add(1, labels);
            HttpData body = HttpData.wrap(received.bytes());
            return isFramed
                    ? new HttpData[] {prefix(1, received.bytes().length), body}
                    : new HttpData[] {body};
        }
        recompressed.add(1, labels);
        if (payload.byteSize() > LARGE_BYTES && compressor.isStreaming()) {
            return streamed(compressor, payload::forEachSegment);
        }
        return new HttpData[] {compressed(compressor, payload)};
    }

    private HttpData[] streamed(Compressor compressor, Consumer<SegmentConsumer> source) {
        var body = new CompressedBody();
        try (OutputStream compressing = compressor.stream(body)) {
            source.accept((buffer, offset, length) -> write(compressing, buffer, offset, length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<HttpData> parts = body.parts();
        if (isFramed) {
            parts.addFirst(prefix(1, Math.toIntExact(body.length())));
        }
        return parts.toArray(HttpData[]::new);
    }

    private static void write(OutputStream target, byte[] buffer, int offset, int length) {
        try {
            target.write(buffer, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body from bytes in another encoding than protobuf. */
    public HttpData[] encode(byte[] bytes) {
        if (compressor == null) {
            return new HttpData[] {HttpData.wrap(bytes)};
        }
        recompressed.add(1, labels);
        if (bytes.length > LARGE_BYTES && compressor.isStreaming()) {
            return streamed(compressor, out -> out.accept(bytes, 0, bytes.length));
        }
        return new HttpData[] {compressed(compressor, bytes, 0, bytes.length)};
    }

    private HttpData compressed(Compressor compressor, Payload payload) {
        var only = new OnlySegment();
        payload.forEachSegment(only::take);
        byte[] buffer = only.buffer;
        if (only.count == 1 && buffer != null) {
            return compressed(compressor, buffer, only.offset, only.length);
        }
        byte[] joined = payload.toByteArray();
        return compressed(compressor, joined, 0, joined.length);
    }

    private HttpData compressed(Compressor compressor, byte[] source, int offset, int length) {
        if (!isFramed) {
            return HttpData.wrap(compressor.compress(source, offset, length, 0));
        }
        byte[] framed = compressor.compress(source, offset, length, GrpcAnswers.PREFIX_BYTES);
        writePrefix(framed, 0, 1, framed.length - GrpcAnswers.PREFIX_BYTES);
        return HttpData.wrap(framed);
    }

    private HttpData[] plain(Payload payload) {
        List<HttpData> parts = new ArrayList<>(2);
        int total = payload.byteSize();
        payload.forEachSegment(
                (buffer, offset, length) -> {
                    if (isFramed && parts.isEmpty()) {
                        if (length == total && hasPrefix(buffer, offset, length)) {
                            parts.add(
                                    HttpData.wrap(
                                            buffer,
                                            offset - GrpcAnswers.PREFIX_BYTES,
                                            length + GrpcAnswers.PREFIX_BYTES));
                            return;
                        }
                        parts.add(prefix(0, total));
                    }
                    parts.add(HttpData.wrap(buffer, offset, length));
                });
        if (parts.isEmpty()) {
            parts.add(isFramed ? prefix(0, 0) : HttpData.empty());
        }
        return parts.toArray(HttpData[]::new);
    }

    /**
     * Whether the bytes in front happen to be the prefix of this very message, as they are when it
     * came by gRPC. They are read only: the buffer is shared.
     */
    private static boolean hasPrefix(byte[] buffer, int offset, int length) {
        int at = offset - GrpcAnswers.PREFIX_BYTES;
        return at >= 0
                && buffer[at] == 0
                && buffer[at + 1] == (byte) (length >>> 24)
                && buffer[at + 2] == (byte) (length >>> 16)
                && buffer[at + 3] == (byte) (length >>> 8)
                && buffer[at + 4] == (byte) length;
    }

    private static HttpData prefix(int flag, int length) {
        byte[] prefix = new byte[GrpcAnswers.PREFIX_BYTES];
        writePrefix(prefix, 0, flag, length);
        return HttpData.wrap(prefix);
    }

    private static void writePrefix(byte[] target, int at, int flag, int length) {
        target[at] = (byte) flag;
        target[at + 1] = (byte) (length >>> 24);
        target[at + 2] = (byte) (length >>> 16);
        target[at + 3] = (byte) (length >>> 8);
        target[at + 4] = (byte) length;
    }

    /** Notes a payload's segment, if there is just one. */
    private static final class OnlySegment {
        private byte @Nullable [] buffer;
        private int offset;
        private int length;
        private int count;

        void take(byte[] segment, int at, int bytes) {
            buffer = segment;
            offset = at;
            length = bytes;
            count++;
        }
    }
}
