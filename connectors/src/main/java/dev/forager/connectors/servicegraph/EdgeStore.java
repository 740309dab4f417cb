// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.servicegraph;

import dev.forager.connectors.state.StateRoom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Edges that wait for their other side, bounded by number and bytes, oldest first. Confined to its
 * owner's lock.
 */
final class EdgeStore {
    /** Objects around an edge on a 64-bit JVM (estimated). */
    private static final long OVERHEAD_BYTES = 400;

    private final int maxItems;
    private final StateRoom room;
    private final Consumer<Edge> onComplete;
    private final Consumer<Edge> onExpire;
    private final Map<Edge.Key, Edge> edges = new LinkedHashMap<>();

    /** Consumers that wait for a producer they link to. */
    private final Map<Edge.Key, List<Edge.Key>> waiting = new HashMap<>();

    /** What became of a span. */
    enum Outcome {
        /** It began an edge. */
        NEW,
        /** It was the other side of one. */
        KNOWN,
        /** There was no room. */
        DROPPED
    }

    EdgeStore(int maxItems, StateRoom room, Consumer<Edge> onComplete, Consumer<Edge> onExpire) {
        this.maxItems = maxItems;
        this.room = room;
        this.onComplete = onComplete;
        this.onExpire = onExpire;
    }

    /** Adds what a span knows of an edge; one that is then complete leaves. */
    Outcome update(Edge.Key key, long nowNanos, long expiresNanos, Consumer<Edge> knowledge) {
        Edge known = edges.get(key);
        if (known != null) {
            knowledge.accept(known);
            settle(known);
            return Outcome.KNOWN;
        }
        var edge = new Edge(key, expiresNanos);
        knowledge.accept(edge);
        Edge.Key producer = producer(key);
        if (producer != null) {
            edge.takeClient(edges.get(producer));
        }
        if (edge.isComplete()) {
            onComplete.accept(edge);
            return Outcome.NEW;
        }
        if (!enter(edge, nowNanos)) {
            return Outcome.DROPPED;
        }
        if (producer != null) {
            waiting.computeIfAbsent(producer, each -> new ArrayList<>(1)).add(key);
        }
        tellWaiting(edge);
        return Outcome.NEW;
    }

    private static Edge.@Nullable Key producer(Edge.Key key) {
        return key.consumer().isValid() ? new Edge.Key(key.trace(), key.span()) : null;
    }

    private boolean enter(Edge edge, long nowNanos) {
        if (edges.size() >= maxItems) {
            expire(nowNanos);
        }
        long bytes = OVERHEAD_BYTES + 2 * edge.textSize();
        if (edges.size() >= maxItems || !room.enter(bytes)) {
            return false;
        }
        edge.byteSize = bytes;
        edges.put(edge.key, edge);
        return true;
    }

    private void settle(Edge edge) {
        tellWaiting(edge);
        if (edge.isComplete()) {
            onComplete.accept(edge);
            remove(edge);
        }
    }

    /** A producer came: consumers that linked to it are complete. It stays for those to come. */
    private void tellWaiting(Edge producer) {
        List<Edge.Key> consumers = producer.client.isEmpty() ? null : waiting.remove(producer.key);
        if (consumers == null) {
            return;
        }
        for (Edge.Key key : consumers) {
            Edge consumer = edges.get(key);
            if (consumer != null) {
                consumer.takeClient(producer);
                if (consumer.isComplete()) {
                    onComplete.accept(consumer);
                    remove(consumer);
                }
            }
        }
    }

    private void remove(Edge edge) {
        edges.remove(edge.key);
        room.leave(edge.byteSize);
    }

    /** Gives up the edges whose time is over at {@code nowNanos}. */
    void expire(long nowNanos) {
        Iterator<Edge> each = edges.values().iterator();
        while (each.hasNext()) {
            Edge edge = each.next();
            if (edge.expiresNanos > nowNanos) {
                return; // Those behind it came later.
            }
            each.remove();
            room.leave(edge.byteSize);
            forget(edge);
            if (!edge.isLinked) {
                onExpire.accept(edge);
            }
        }
    }

    private void forget(Edge consumer) {
        Edge.Key producer = producer(consumer.key);
        if (producer == null) {
            return;
        }
        List<Edge.Key> consumers = waiting.get(producer);
        if (consumers != null && consumers.remove(consumer.key) && consumers.isEmpty()) {
            waiting.remove(producer);
        }
    }
}
