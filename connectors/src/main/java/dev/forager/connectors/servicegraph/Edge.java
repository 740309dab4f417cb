// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.servicegraph;

import dev.forager.pdata.SpanId;
import dev.forager.pdata.TraceId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call between two services, of which one side or both are known. Confined to the store's lock.
 */
final class Edge {
    /**
     * What both sides know: the caller's span.
     *
     * @param consumer the consumer's own span where it found its producer by a link, since several
     *     consumers may link to one producer; else {@link SpanId#NONE}
     */
    record Key(TraceId trace, SpanId span, SpanId consumer) implements Comparable<Key> {
        Key(TraceId trace, SpanId span) {
            this(trace, span, SpanId.NONE);
        }

        @Override
        public int compareTo(Key other) {
            int order = Long.compare(trace.high(), other.trace.high());
            order = order != 0 ? order : Long.compare(trace.low(), other.trace.low());
            order = order != 0 ? order : Long.compare(span.value(), other.span.value());
            return order != 0 ? order : Long.compare(consumer.value(), other.consumer.value());
        }
    }

    final Key key;
    final long expiresNanos;
    final Map<String, String> dimensions = new LinkedHashMap<>();
    String client = "";
    String server = "";
    String type = "";
    String peer = "";
    double clientDuration;
    double serverDuration;
    boolean isFailed;

    /** A producer that consumers found by their links; it waits for more of them. */
    boolean isLinked;

    /** What the store took for it. */
    long byteSize;

    Edge(Key key, long expiresNanos) {
        this.key = key;
        this.expiresNanos = expiresNanos;
    }

    boolean isComplete() {
        return !client.isEmpty() && !server.isEmpty();
    }

    /** Takes over the caller's side of a producer that a link named. */
    void takeClient(@Nullable Edge producer) {
        if (producer != null && !producer.client.isEmpty()) {
            client = producer.client;
            clientDuration = producer.clientDuration;
            type = producer.type;
            isFailed |= producer.isFailed;
            dimensions.putAll(producer.dimensions);
            peer = producer.peer;
            producer.isLinked = true;
        }
    }

    /** Bytes of the texts. */
    long textSize() {
        long size = (long) client.length() + server.length() + peer.length();
        for (Map.Entry<String, String> each : dimensions.entrySet()) {
            size += (long) each.getKey().length() + each.getValue().length();
        }
        return size;
    }
}
