// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.compare;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.forager.pdata.Signal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares what was sent with what arrived by content, decoded by protobuf-java: each item with its
 * resource and scope, as a multiset. Empty messages count as absent, since the Go collector writes
 * an empty status where none was sent; attributes are a map, so their order does not count (the Go
 * collector puts the last in the place of one that it deletes). Immutable.
 *
 * @param mayAdd beginning of the names of attributes that a server may add to resources; empty for
 *     none
 */
record Fidelity(String mayAdd) {
    /** A description of the first difference; empty when every item arrived once and unchanged. */
    String difference(Signal signal, List<byte[]> sent, List<byte[]> arrived) {
        Map<String, Integer> balance = new HashMap<>();
        for (byte[] message : sent) {
            count(signal, message, balance, 1);
        }
        for (byte[] message : arrived) {
            count(signal, message, balance, -1);
        }
        balance.values().removeIf(n -> n == 0);
        if (balance.isEmpty()) {
            return "";
        }
        var first = balance.entrySet().iterator().next();
        return "%d items differ; %s: %s"
                .formatted(
                        balance.size(),
                        first.getValue() > 0 ? "missing" : "unexpected",
                        first.getKey());
    }

    private void count(Signal signal, byte[] message, Map<String, Integer> balance, int step) {
        try {
            switch (signal) {
                case TRACES -> {
                    for (ResourceSpans r :
                            ExportTraceServiceRequest.parseFrom(message).getResourceSpansList()) {
                        String resource = normal(asSent(r.getResource()));
                        for (ScopeSpans s : r.getScopeSpansList()) {
                            add(balance, step, resource, s.getScope(), s.getSpansList());
                        }
                    }
                }
                case LOGS -> {
                    for (ResourceLogs r :
                            ExportLogsServiceRequest.parseFrom(message).getResourceLogsList()) {
                        String resource = normal(asSent(r.getResource()));
                        for (ScopeLogs s : r.getScopeLogsList()) {
                            add(balance, step, resource, s.getScope(), s.getLogRecordsList());
                        }
                    }
                }
                case METRICS -> {
                    for (ResourceMetrics r :
                            ExportMetricsServiceRequest.parseFrom(message)
                                    .getResourceMetricsList()) {
                        String resource = normal(asSent(r.getResource()));
                        for (ScopeMetrics s : r.getScopeMetricsList()) {
                            add(balance, step, resource, s.getScope(), s.getMetricsList());
                        }
                    }
                }
                case PROFILES -> throw new IllegalArgumentException("profiles have no scenario");
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("sink: undecodable message", e);
        }
    }

    private Resource asSent(Resource resource) {
        if (mayAdd.isEmpty()) {
            return resource;
        }
        var kept = resource.toBuilder().clearAttributes();
        for (KeyValue each : resource.getAttributesList()) {
            if (!each.getKey().startsWith(mayAdd)) {
                kept.addAttributes(each);
            }
        }
        return kept.build();
    }

    private static void add(
            Map<String, Integer> balance,
            int step,
            String resource,
            Message scope,
            List<? extends Message> items) {
        String origin = "|" + normal(scope) + "|" + resource;
        for (Message item : items) {
            balance.merge(normal(item) + origin, step, Integer::sum);
        }
    }

    private static String normal(Message message) {
        return withoutEmpty(message).toString();
    }

    private static Message withoutEmpty(Message message) {
        var builder = message.toBuilder();
        for (var entry : message.getAllFields().entrySet()) {
            FieldDescriptor field = entry.getKey();
            if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                continue;
            }
            if (field.isRepeated()) {
                var each = new ArrayList<Message>();
                for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
                    each.add(withoutEmpty((Message) message.getRepeatedField(field, i)));
                }
                if (field.getMessageType().equals(KeyValue.getDescriptor())) {
                    each.sort(Comparator.comparing(Message::toString));
                }
                builder.setField(field, each);
            } else if (field.getContainingOneof() == null
                    && ((Message) entry.getValue()).getSerializedSize() == 0) {
                builder.clearField(field);
            } else {
                builder.setField(field, withoutEmpty((Message) entry.getValue()));
            }
        }
        return builder.build();
    }
}
