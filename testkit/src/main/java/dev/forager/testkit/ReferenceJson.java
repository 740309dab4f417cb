// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.forager.pdata.Signal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * OTLP/JSON by the reference implementation of protobuf: what the code under test is compared with.
 * Ids are hex in OTLP and Base64 in protobuf's own mapping, so they are rewritten on the way.
 */
final class ReferenceJson {
    private static final Pattern ID =
            Pattern.compile(
                    "(\"(?:traceId|spanId|parentSpanId|profileId)\"\\s*:\\s*\")([^\"]*)(\")");

    private ReferenceJson() {}

    /** The export request that {@code json} writes. */
    static byte[] toProtobuf(Signal signal, String json) {
        Message.Builder request = empty(signal).newBuilderForType();
        try {
            JsonFormat.parser().merge(rewriteIds(json, ReferenceJson::hexToBase64), request);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("no OTLP/JSON of " + signal + ": " + e, e);
        }
        return request.build().toByteArray();
    }

    /** The same as indented text. */
    static String toJson(Signal signal, byte[] request) {
        try {
            Message message =
                    empty(signal).getParserForType().parseFrom(ByteString.copyFrom(request));
            String json = JsonFormat.printer().printingEnumsAsInts().print(message);
            return rewriteIds(json, ReferenceJson::base64ToHex) + "\n";
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("no export request of " + signal + ": " + e, e);
        }
    }

    static Message empty(Signal signal) {
        return switch (signal) {
            case TRACES -> ExportTraceServiceRequest.getDefaultInstance();
            case METRICS -> ExportMetricsServiceRequest.getDefaultInstance();
            case LOGS -> ExportLogsServiceRequest.getDefaultInstance();
            case PROFILES -> ExportProfilesServiceRequest.getDefaultInstance();
        };
    }

    private static String rewriteIds(String json, UnaryOperator<String> rewrite) {
        return ID.matcher(json)
                .replaceAll(id -> id.group(1) + rewrite.apply(id.group(2)) + id.group(3));
    }

    private static String hexToBase64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    private static String base64ToHex(String base64) {
        return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
    }
}
