// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint.Buckets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Telemetry as one text for each item, with its resource, scope and metric, sorted: the same
 * whatever requests, resources and lists the items travelled in, and in which order, and however
 * many empty buckets an exponential histogram has at its ends. Stateless.
 */
public final class TelemetryItems {
    private static final String DATA = "data";

    private TelemetryItems() {}

    /** The items of these payloads. */
    public static List<String> of(List<Payload> payloads) {
        var items = new ArrayList<String>();
        for (Payload payload : payloads) {
            add(items, "", request(payload), path(payload.signal()));
        }
        items.sort(Comparator.naturalOrder());
        return items;
    }

    private static Message request(Payload payload) {
        try {
            return ReferenceJson.empty(payload.signal()).toBuilder()
                    .mergeFrom(TestTelemetry.bytesOf(payload))
                    .build();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("the reference decoder refused a payload", e);
        }
    }

    /** The lists between a request and its items. */
    private static List<String> path(Signal signal) {
        return switch (signal) {
            case TRACES -> List.of("resource_spans", "scope_spans", "spans");
            case METRICS ->
                    List.of("resource_metrics", "scope_metrics", "metrics", DATA, "data_points");
            case LOGS -> List.of("resource_logs", "scope_logs", "log_records");
            case PROFILES -> List.of("resource_profiles", "scope_profiles", "profiles");
        };
    }

    private static void add(List<String> items, String before, Message message, List<String> path) {
        FieldDescriptor field = path.isEmpty() ? null : field(message, path.getFirst());
        if (field == null) {
            items.add(before + text(message));
            return;
        }
        String head = before + text(message.toBuilder().clearField(field).build());
        List<Message> parts = parts(message, field);
        if (parts.isEmpty() && !head.isEmpty()) {
            items.add(head);
        }
        for (Message part : parts) {
            add(items, head, part, path.subList(1, path.size()));
        }
    }

    private static FieldDescriptor field(Message message, String name) {
        if (name.equals(DATA)) {
            return message.getOneofFieldDescriptor(
                    message.getDescriptorForType().getOneofs().getFirst());
        }
        return message.getDescriptorForType().findFieldByName(name);
    }

    private static List<Message> parts(Message message, FieldDescriptor field) {
        Object value = message.getField(field);
        return value instanceof Collection<?> list
                ? list.stream().map(Message.class::cast).toList()
                : List.of((Message) value);
    }

    private static String text(Message message) {
        return TextFormat.printer().emittingSingleLine(true).printToString(sorted(message));
    }

    /** Attributes in the order of their keys; a part that is there but empty counts as absent. */
    private static Message sorted(Message message) {
        if (message instanceof Buckets buckets) {
            return trimmed(buckets);
        }
        Message.Builder builder = message.toBuilder();
        for (FieldDescriptor field : message.getAllFields().keySet()) {
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                continue;
            }
            List<Message> parts =
                    new ArrayList<>(
                            parts(message, field).stream().map(TelemetryItems::sorted).toList());
            if (!field.isRepeated()) {
                set(builder, field, parts.getFirst());
                continue;
            }
            if (field.getMessageType().getName().equals("KeyValue")) {
                parts.sort(Comparator.comparing(String::valueOf));
            }
            builder.setField(field, parts);
        }
        return builder.build();
    }

    private static Buckets trimmed(Buckets buckets) {
        List<Long> counts = buckets.getBucketCountsList();
        int from = 0;
        int to = counts.size();
        while (from < to && counts.get(from) == 0) {
            from++;
        }
        while (to > from && counts.get(to - 1) == 0) {
            to--;
        }
        return from == to
                ? Buckets.getDefaultInstance()
                : Buckets.newBuilder()
                        .setOffset(buckets.getOffset() + from)
                        .addAllBucketCounts(counts.subList(from, to))
                        .build();
    }

    private static void set(Message.Builder builder, FieldDescriptor field, Message part) {
        boolean isEmpty = part.getAllFields().isEmpty() && field.getContainingOneof() == null;
        if (isEmpty) {
            builder.clearField(field);
        } else {
            builder.setField(field, part);
        }
    }
}
