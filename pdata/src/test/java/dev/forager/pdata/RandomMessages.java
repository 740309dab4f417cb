// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.random.RandomGenerator;

/** Export requests with any field set to anything that is valid, from a seeded source. */
final class RandomMessages {
    private static final long[] INTERESTING = {
        0,
        1,
        -1,
        127,
        128,
        255,
        1L << 31,
        (1L << 31) - 1,
        -(1L << 31),
        1L << 53,
        (1L << 53) + 1,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        1_760_000_000_123_456_789L
    };
    private static final double[] DOUBLES = {
        0.0,
        -0.0,
        1,
        0.1,
        -2.5e-7,
        1e-6,
        9.999e20,
        1e21,
        1e300,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        9007199254740991.0
    };
    private static final String[] WORDS = {
        "",
        "a",
        "http.route",
        "/api/v1/products/17",
        "\u00e9t\u00e9",
        "\u65e5\u672c\u8a9e",
        "\ud83d\ude00!",
        "\u0000\u001f\"\\/\b\f\n\r\t<>&\u007f\u2028",
        "x".repeat(130)
    };

    private final RandomGenerator random;

    RandomMessages(RandomGenerator random) {
        this.random = random;
    }

    /** An empty request of the signal. */
    static Message prototype(Signal signal) {
        return switch (signal) {
            case TRACES -> ExportTraceServiceRequest.getDefaultInstance();
            case METRICS -> ExportMetricsServiceRequest.getDefaultInstance();
            case LOGS -> ExportLogsServiceRequest.getDefaultInstance();
            case PROFILES -> ExportProfilesServiceRequest.getDefaultInstance();
        };
    }

    /** A request in which every list has up to {@code width} elements. */
    Message request(Signal signal, int width) {
        return fill(prototype(signal).newBuilderForType(), width, 0);
    }

    private Message fill(Message.Builder builder, int width, int depth) {
        for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
            boolean container =
                    depth < 3 && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
            boolean deep = depth > 8 && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
            if (deep || (!container && random.nextInt(3) == 0)) {
                continue;
            }
            int count = field.isRepeated() ? random.nextInt(width + 1) : 1;
            for (int i = 0; i < count; i++) {
                Object value = value(builder, field, width, depth);
                if (field.isRepeated()) {
                    builder.addRepeatedField(field, value);
                } else {
                    builder.setField(field, value);
                }
            }
        }
        return builder.build();
    }

    private Object value(Message.Builder builder, FieldDescriptor field, int width, int depth) {
        return switch (field.getJavaType()) {
            case MESSAGE -> fill(builder.newBuilderForField(field), width, depth + 1);
            case BOOLEAN -> random.nextBoolean();
            case INT -> (int) number();
            case LONG -> number();
            case DOUBLE ->
                    random.nextInt(3) == 0
                            ? random.nextDouble() * 1000
                            : DOUBLES[random.nextInt(DOUBLES.length)];
            case STRING -> WORDS[random.nextInt(WORDS.length)];
            case BYTE_STRING -> bytes(field.getName());
            case ENUM ->
                    field.getEnumType()
                            .findValueByNumberCreatingIfUnknown(
                                    random.nextInt(20) == 0
                                            ? 77
                                            : random.nextInt(
                                                    field.getEnumType().getValues().size()));
            case FLOAT -> throw new IllegalStateException("OTLP has no float: " + field);
        };
    }

    private long number() {
        return random.nextInt(4) == 0
                ? INTERESTING[random.nextInt(INTERESTING.length)]
                : random.nextInt(2000);
    }

    private ByteString bytes(String name) {
        int idLength =
                switch (name) {
                    case "trace_id", "profile_id" -> 16;
                    case "span_id", "parent_span_id" -> 8;
                    default -> -1;
                };
        int length = idLength < 0 ? random.nextInt(20) : random.nextInt(5) == 0 ? 0 : idLength;
        byte[] value = new byte[length];
        if (random.nextInt(8) > 0) {
            random.nextBytes(value);
        }
        return ByteString.copyFrom(value);
    }
}
